"""The names of months in the languages that we answer in, after CLDR."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from outreach.inbox.folding import plain
from outreach.wording.catalogues import languages_with
from outreach.wording.dates import locale_of

#: Arabic has three sets of names: Egypt's in "ar", those of the Levant and of the Maghreb.
_OTHER_ARABIC = ("ar-LB", "ar-IQ", "ar-DZ", "ar-TN", "ar-MA", "ar-MR")
#: Letters of a name that are enough, where one month alone begins so: "Sept".
_ENOUGH = 3


@cache
def month_names() -> Mapping[str, int]:
    """Each name, as it compares, with its month. What two months are called is left out."""
    found: dict[str, set[int]] = {}
    for name, month in _all_names():
        found.setdefault(name, set()).add(month)
    beginnings: dict[str, set[int]] = {}
    for name, months in found.items():
        for length in range(_ENOUGH, len(name)):
            beginnings.setdefault(name[:length], set()).update(months)
    either = {**beginnings, **found}
    return {name: min(months) for name, months in either.items() if len(months) == 1}


def _all_names() -> Iterator[tuple[str, int]]:
    for language in (*sorted(languages_with("inbox")), *_OTHER_ARABIC):
        months = locale_of(language).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for month, name in months[context][width].items():
                    compared = plain(name).strip(". ")
                    if not compared[:1].isdigit():  # of Chinese: "3月" is no name
                        yield compared, month
