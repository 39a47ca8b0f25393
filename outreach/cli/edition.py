"""An edition made on the command line, of the files that it names."""

from __future__ import annotations

from collections.abc import Sequence

from outreach.model.announcement import Announcement
from outreach.model.edition import Edition
from outreach.model.moments import day_of
from outreach.model.words import Words, in_language, shown
from outreach.wording.listing import comma

#: Of the names in a masthead, all regions together.
_MOST_CHARACTERS = 200


def edition_of(items: Sequence[Announcement]) -> Edition:
    """The first edition of ``items`` in their order, of their regions and days."""
    return Edition(
        number=1,
        region=_region(items),
        period_from=min(day_of(item.starts_at) for item in items),
        period_to=max(day_of(item.ends_at or item.starts_at) for item in items),
        items=tuple(items),
    )


def _region(items: Sequence[Announcement]) -> Words:
    """Each region, or its locality where none is given, in the languages that all have."""
    there = [item.venue.region or item.venue.locality for item in items]
    if all(words == there[0] for words in there):
        return there[0]
    languages = [code for code in items[0].languages if all(_in(there, code))]
    named = {code: _listed(_in(there, code), code) for code in languages}
    return named or there[0]


def _in(there: Sequence[Words], language: str) -> list[str | None]:
    return [in_language(words, language) for words in there]


def _listed(names: Sequence[str | None], language: str) -> str:
    said = comma(language, alike=True).join(dict.fromkeys(filter(None, names)))
    return shown(said, _MOST_CHARACTERS)
