"""The Ethiopian calendar: twelve months of 30 days, then five or six of the thirteenth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

MONTHS = (
    "መስከረም", "ጥቅምት", "ኅዳር", "ታኅሣሥ", "ጥር", "የካቲት", "መጋቢት", "ሚያዝያ", "ግንቦት", "ሰኔ",
    "ሐምሌ", "ነሐሴ", "ጳጉሜን",
)  # fmt: skip
#: Days from the start of the Gregorian count to the day before 1 Meskerem of the year 1.
_EPOCH = 2795


@dataclass(frozen=True, slots=True, order=True)
class EthiopianDay:
    """A day by its year of mercy (Amete Mihret), month from 1 to 13 and day."""

    year: int
    month: int
    day: int

    def __str__(self) -> str:
        """As it is written: 27 ሚያዝያ 2019 ዓ.ም."""
        return f"{self.day} {MONTHS[self.month - 1]} {self.year} ዓ.ም."


def ethiopian(day: date) -> EthiopianDay:
    """The Ethiopian day of a Gregorian one, from the year 9 on."""
    cycles, rest = divmod(day.toordinal() - _EPOCH - 1, 4 * 365 + 1)
    # The leap day ends the third year of four, so the fourth begins a day later.
    year, of_year = (3, rest - 1096) if rest >= 1096 else divmod(rest, 365)
    if rest == 1095:
        year, of_year = 2, 365
    month, of_month = divmod(of_year, 30)
    return EthiopianDay(cycles * 4 + year + 1, month + 1, of_month + 1)


def days_in_month(month: int, year: int | None = None) -> int:
    """How many days a month has; of an unknown year, the most it can have."""
    if month < 13:
        return 30
    return 6 if year is None or year % 4 == 3 else 5
