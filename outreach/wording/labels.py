"""Words that we put beside people's own, from the catalogues of one domain."""

from __future__ import annotations

from copy import copy
from gettext import NullTranslations
from typing import NoReturn

from outreach.model.errors import CannotCarry
from outreach.model.words import language_name
from outreach.wording.catalogues import catalogue
from outreach.wording.directions import isolated

REVIEWER = "The name of the native speaker who reviewed this wording"


class _Lacking(NullTranslations):
    """Stands behind a catalogue: English never takes a missing entry's place."""

    def __init__(self, language: str, domain: str) -> None:
        super().__init__()
        self._language, self._domain = language, domain

    def gettext(self, message: str) -> NoReturn:
        raise CannotCarry(
            f"The {self._domain} wording in {language_name(self._language)} lacks "
            f"“{message}”."
        )


class Labels:
    """Labels in one language, from the catalogues of one domain."""

    def __init__(self, language: str, domain: str) -> None:
        self.language = language
        self._wording = copy(catalogue(language, domain))
        self._wording.add_fallback(_Lacking(language, domain))

    def __call__(self, english: str, **values: str) -> str:
        """The label whose English wording is ``english``, with ``values`` put in.

        Raises CannotCarry if the catalogue lacks it.
        """
        apart = {name: isolated(text, self.language) for name, text in values.items()}
        return self._wording.gettext(english).format(**apart)

    @property
    def notes(self) -> tuple[str, ...]:
        """What staff should know of this wording."""
        try:
            self._wording.gettext(REVIEWER)
        except CannotCarry:
            return (
                f"No native speaker has reviewed the {language_name(self.language)} labels: "
                "have someone who reads the language look at the page.",
            )
        return ()
