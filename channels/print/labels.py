"""The words that a page adds to the announcement's own, from the print catalogues."""

from __future__ import annotations

from copy import copy
from functools import cache
from gettext import NullTranslations
from importlib.resources import files
from typing import NoReturn

from outreach.model.canonical import digest
from outreach.model.errors import CannotCarry
from outreach.model.words import language_name
from outreach.typesetting import sets
from outreach.wording.catalogues import catalogue, languages_with
from outreach.wording.directions import isolated

DOMAIN = "print"
_REVIEWER = "The name of the native speaker who reviewed this wording"


class _Lacking(NullTranslations):
    """Stands behind a catalogue: English never takes a missing entry's place."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def gettext(self, message: str) -> NoReturn:
        raise CannotCarry(
            f"The print wording in {language_name(self._language)} lacks “{message}”."
        )


class Labels:
    """Labels in one language, from the catalogues of one domain."""

    def __init__(self, language: str, domain: str = DOMAIN) -> None:
        self.language = language
        self._wording = copy(catalogue(language, domain))
        self._wording.add_fallback(_Lacking(language))

    def __call__(self, english: str, **values: str) -> str:
        """The label whose English wording is ``english``, with ``values`` put in.

        Raises CannotCarry if the catalogue lacks it.
        """
        apart = {name: isolated(text, self.language) for name, text in values.items()}
        return self._wording.gettext(english).format(**apart)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the approver should know of this wording."""
        try:
            self._wording.gettext(_REVIEWER)
        except CannotCarry:
            return (
                f"No native speaker has reviewed the {language_name(self.language)} labels: "
                "have someone who reads the language look at the page.",
            )
        return ()


@cache
def _labels(language: str) -> Labels:
    return Labels(language)


@cache
def revision() -> str:
    """Changes with any catalogue's wording."""
    folder = files("templates") / "locale"
    texts = {
        language: (folder / language / f"{DOMAIN}.po").read_text("utf-8")
        for language in sorted(languages_with(DOMAIN))
    }
    return digest(texts)


def labels_for(language: str, stated: str | None) -> Labels:
    """The labels of a page in ``language``; ``stated`` counts where it has none.

    Raises CannotCarry, naming the choices, if neither has a catalogue.
    """
    there = languages_with(DOMAIN)
    if language in there:
        return _labels(language)
    if stated in there and stated is not None:
        return _labels(stated)
    choices = ", ".join(sorted(filter(sets, there)))
    if stated is None:
        raise CannotCarry(
            f"There are no print labels in {language_name(language)} ({language}). Choose the "
            f"language of the labels (--labels): {choices}."
        )
    raise CannotCarry(
        f"There are no print labels in {language_name(stated)} ({stated}) either. Choose from: "
        f"{choices}."
    )
