"""The channel's wording: English from one file, other languages from their catalogues."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from outreach.model.errors import CannotCarry
from outreach.model.words import language_name
from outreach.wording.catalogues import catalogue


@cache
def msgids() -> Mapping[str, Mapping[str, str]]:
    """Section to key to English wording."""
    return tomllib.loads(wording_text())


def wording_text() -> str:
    """The file of English wordings."""
    return (files("templates") / "radio" / "wording.toml").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class Wording:
    """The wording in one language. Raises CannotCarry where a translation is missing."""

    language: str

    def say(self, section: str, key: str, **fields: str) -> str:
        """One wording with its fields filled in; what is filled in is never a format."""
        return self._translated(msgids()[section][key]).format(**fields)

    def label(self, key: str, **fields: str) -> str:
        """A wording of the sheet's header."""
        return self.say("sheet", key, **fields)

    def _translated(self, english: str) -> str:
        found = catalogue(self.language, "radio").gettext(english)
        if found == english and self.language != "en" and _has_words(english):
            raise CannotCarry(
                f"The radio wording in {language_name(self.language)} ({self.language}) lacks “{english}”."
            )
        return found


def _has_words(wording: str) -> bool:
    """Whether two languages can hardly have the same wording."""
    return " " in re.sub(r"\{\w+\}|[^\w\s]", "", wording).strip()
