"""What recipients read on dispatch papers, in their language: catalogues ``papers``."""

from __future__ import annotations

from functools import cache

from babel import Locale

from outreach.model.contracts import BundleItem
from outreach.model.papers import Parcel
from outreach.model.words import language_name
from outreach.typesetting import sets
from outreach.wording.catalogues import languages_with
from outreach.wording.dates import locale_of
from outreach.wording.labels import Labels

DOMAIN = "papers"
#: What people call a channel's variant; of radio every one is a script.
_VARIANTS = {
    "poster": "Poster",
    "poster-a3": "Large poster",
    "handbill": "Handbill",
    "large": "Large print",
    "bulletin": "Bulletin",
}


@cache
def wording_in(language: str) -> Labels:
    """The wording of papers in a language that has some."""
    return Labels(language, DOMAIN)


def wording_for(parcel: Parcel) -> Labels:
    """In the addressee's language, else in that of what is sent, else in English."""
    wanted = [parcel.language, *(code for i in parcel.bundle for code in i.languages)]
    for language in wanted:
        for code in (language, language.split("-")[0]):
            if code in _languages():
                return wording_in(code)
    return wording_in("en")


def notes_of(wordings: dict[str, Labels]) -> list[str]:
    """What staff should know of the wordings used, by the addressees' languages."""
    found = dict.fromkeys(w for w in wordings.values())
    said = [note for wording in found for note in wording.notes]
    for language, wording in sorted(wordings.items()):
        if wording.language != language.split("-")[0]:
            said.append(
                f"There is no wording of papers in {language_name(language)}: these are in "
                f"{language_name(wording.language)}."
            )
    return said


def what(item: BundleItem, wording: Labels) -> str:
    """A rendition as its reader calls it: ``Poster``, ``Radio script (30)``."""
    if item.variant in _VARIANTS:
        return wording(_VARIANTS[item.variant])
    kind = wording("Radio script") if item.channel == "radio" else item.channel
    return f"{kind} ({item.variant})"


def languages_of(item: BundleItem, language: str) -> str:
    """The languages of a rendition, in ``language``."""
    names = _names(language)
    return ", ".join(names.get(code) or language_name(code) for code in item.languages)


@cache
def _names(language: str) -> dict[str, str]:
    locale: Locale = locale_of(language)
    return dict(locale.languages)


@cache
def _languages() -> frozenset[str]:
    return frozenset(filter(sets, languages_with(DOMAIN)))
