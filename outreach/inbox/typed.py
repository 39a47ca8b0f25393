"""What staff typed into the settings on how to reach the office."""

from __future__ import annotations

import re
from collections.abc import Iterator

from outreach.model.errors import Problem
from outreach.model.leaflet import FocalPoint
from outreach.model.phones import phone_of
from outreach.model.words import clean, shown
from outreach.settings import Settings

_PARTS = re.compile(r"[;\n]")
_PHONES = re.compile(r"[,;\n]")
_PHONE = re.compile(r"[+]?[0-9 ().-]{3,25}")
_LONGEST = 200


class Typed:
    """What staff typed into the settings, read; ``problems`` has what can't be."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.problems: list[Problem] = []

    def phones(self) -> Iterator[str]:
        """Numbers with commas, semicolons or line ends between them."""
        for text in _PHONES.split(self._settings.office_phones):
            if text.strip():
                yield self._phone("OUTREACH_OFFICE_PHONES", text)

    def address(self) -> Iterator[str]:
        """Lines, with semicolons or line ends between them."""
        for text in _PARTS.split(self._settings.office_address):
            if text.strip():
                yield self.line("OUTREACH_OFFICE_ADDRESS", text)

    def focal_points(self) -> Iterator[FocalPoint]:
        """``name | where | phone``, with semicolons or line ends between them."""
        for text in _PARTS.split(self._settings.focal_points):
            if text.strip():
                yield self._focal_point("OUTREACH_FOCAL_POINTS", text)

    def _focal_point(self, setting: str, text: str) -> FocalPoint:
        name, where, phone, *more = [*text.split("|"), "", ""]
        if any(map(str.strip, more)) or not name.strip():
            self._fault(setting, text, "Write it as name | where | phone.")
        return FocalPoint(
            name=self.line(setting, name),
            where=self.line(setting, where),
            phone=self._phone(setting, phone) if phone.strip() else None,
        )

    def _phone(self, setting: str, text: str) -> str:
        """As people write it; without a plus as it was typed."""
        text = " ".join(text.split())
        abroad = text.startswith("+")
        found = phone_of("+" + "".join(filter(str.isdigit, text))) if abroad else None
        if not _PHONE.fullmatch(text) or (abroad and found is None):
            self._fault(setting, text, "Write a phone number such as +254 20 2345678.")
        return found.international if found else text

    def line(self, setting: str, text: str) -> str:
        """One line that can be printed."""
        try:
            text = clean(" ".join(text.split()))[0]
        except ValueError as error:
            self.problems.append(Problem(setting, str(error)))
        if len(text) > _LONGEST:
            self._fault(setting, text, f"It may have {_LONGEST} characters.")
        return text

    def _fault(self, setting: str, text: str, what: str) -> None:
        self.problems.append(Problem(setting, f"“{shown(text)}” can't be used. {what}"))
