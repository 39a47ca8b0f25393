"""The words of text messages in one language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from gettext import NullTranslations
from importlib.resources import files

from babel.numbers import format_decimal

from outreach.model.announcement import Fee
from outreach.model.errors import CannotCarry
from outreach.model.words import language_name
from outreach.wording.catalogues import catalogue
from outreach.wording.dates import locale_of

DOMAIN = "sms"
_REVIEWED = re.compile(r"^# Reviewed by a native speaker: (?!no\b)", re.MULTILINE)
_NO_BREAK = str.maketrans({"\u00a0": " ", "\u202f": " "})
#: Phones of twenty years know the left-to-right mark; the isolates of 2013 print as boxes
#: on them, and cost two units of seventy where the mark costs one.
_MARK = "\u200e"


@dataclass(frozen=True, slots=True)
class Wording:
    """Phrases of one catalogue. Raises CannotCarry for one that it lacks."""

    language: str

    def say(self, msgid: str, **values: object) -> str:
        """The phrase in the language, with ``values`` in their places."""
        return _phrases(self.language).gettext(msgid).format(**values)

    def number(self, one: str, many: str, count: int) -> str:
        """The phrase in the plural form that ``count`` takes."""
        found = _phrases(self.language).ngettext(one, many, count)
        return found.format(count=count)

    def left_to_right(self, value: str) -> str:
        """``value`` so that a phone prints it in its own order in a right-to-left line.

        After Arabic letters "+254…" prints as "254…+". What begins with a letter keeps
        its order by itself.
        """
        turned = locale_of(self.language).text_direction == "rtl"
        return _MARK + value if turned and not value[:1].isalpha() else value

    def fee(self, fee: Fee) -> str:
        """What it costs: "Free", or "Fee: KES 2,500"."""
        if fee.amount == 0:
            return self.say("Free")
        whole = fee.amount == fee.amount.to_integral_value()
        digits = format_decimal(
            fee.amount,
            "#,##0" if whole else "#,##0.00",
            locale=locale_of(self.language),
        )
        return self.say("Fee: {amount}", amount=f"{fee.currency} {breakable(digits)}")


def breakable(text: str) -> str:
    """``text`` with plain spaces: old phones print a narrow no-break space as a box."""
    return text.translate(_NO_BREAK)


@cache
def reviewed(language: str) -> bool:
    """Whether the catalogue's header names a native speaker who has reviewed it."""
    path = files("templates") / "locale" / language / f"{DOMAIN}.po"
    return bool(_REVIEWED.search(path.read_text("utf-8")))


@cache
def _phrases(language: str) -> NullTranslations:
    found = catalogue(language, DOMAIN)
    if language != "en":  # a phrase without a translation must not come out in English
        found.add_fallback(_Missing(language))
    return found


class _Missing(NullTranslations):
    def __init__(self, language: str) -> None:
        super().__init__()
        self._name = language_name(language)

    def gettext(self, message: str) -> str:
        raise CannotCarry(
            f"The {DOMAIN} wording in {self._name} lacks “{message}”. Translate it."
        )

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1)
