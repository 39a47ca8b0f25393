"""Days by the calendar that a station asks for, spoken and in the header."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from channels.radio import RadioChannel
from channels.radio.languages import SPEECHES, speech_of
from channels.radio.options import RadioOptions
from outreach.model.errors import CannotCarry
from outreach.model.rendition import Rendition
from tests.channels.radio.samples import announcement, edition, words

ETHIOPIAN = RadioOptions(code="KW27", calendar="ethiopian")


def rendered(language: str = "am", variant: str = "60", **changes: Any) -> Rendition:
    return RadioChannel().render(announcement(**changes), (language,), variant, ETHIOPIAN)  # fmt: skip


def header(made: Rendition) -> str:
    return words(made).split("=====")[0]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        pytest.param("2027-05-05", "ረቡዕ ሚያዝያ ሃያ ሰባት ቀን ሁለት ሺህ አሥራ ዘጠኝ ዓመተ ምሕረት", id="seven years and eight months behind"),
        pytest.param("2027-09-11", "ቅዳሜ ጳጉሜን ስድስት ቀን ሁለት ሺህ አሥራ ዘጠኝ ዓመተ ምሕረት", id="the leap day of the thirteenth month"),
        pytest.param("2026-09-10", "ሐሙስ ጳጉሜን አምስት ቀን ሁለት ሺህ አሥራ ስምንት ዓመተ ምሕረት", id="its last day in other years"),
        pytest.param("2027-09-12", "እሑድ መስከረም አንድ ቀን ሁለት ሺህ ሃያ ዓመተ ምሕረት", id="new year after a leap day"),
        pytest.param("2028-02-29", "ማክሰኞ የካቲት ሃያ አንድ ቀን ሁለት ሺህ ሃያ ዓመተ ምሕረት", id="the Gregorian leap day is a day like others"),
    ],
)  # fmt: skip
def test_a_day_of_the_ethiopian_calendar(day: str, said: str) -> None:
    speech = speech_of("am").in_calendar("ethiopian")
    assert speech.day(date.fromisoformat(day), True) == said


def test_no_two_days_of_a_year_sound_alike() -> None:
    speech = speech_of("am").in_calendar("ethiopian")
    days = [date(2026, 9, 11) + timedelta(days=n) for n in range(366)]
    assert len({speech.day(day, False) for day in days}) == 366


def test_the_header_has_both_dates() -> None:
    made = rendered(registration=None)
    assert "ሚያዝያ ሃያ ሰባት ቀን" in (made.text or "")
    assert "ሜይ" not in (made.text or "")
    assert header(made).count("5 ሜይ 2027 (27 ሚያዝያ 2019 ዓ.ም.)") == 2


def test_without_the_wish_nothing_is_ethiopian() -> None:
    made = RadioChannel().render(announcement(), ("am",), "60", RadioOptions())
    assert "ሜይ አምስት ቀን" in (made.text or "")
    assert "ሚያዝያ" not in words(made)


def test_a_new_year_between_first_and_last_day_names_both_years() -> None:
    """The eleventh of September 2027 is still 2019."""
    made = rendered(starts_at="2027-09-10", ends_at="2027-09-13", registration=None)
    for year in ("ሁለት ሺህ አሥራ ዘጠኝ ዓመተ ምሕረት", "ሁለት ሺህ ሃያ ዓመተ ምሕረት"):
        assert year in (made.text or "")


def test_a_programme_is_in_the_stations_calendar(
    golden: Callable[[str, str], None],
) -> None:
    subject = edition(announcement())
    made = RadioChannel().render(subject, ("am",), "programme", ETHIOPIAN)
    golden("programme-am-ethiopian.txt", words(made))


@pytest.mark.parametrize("language", sorted(set(SPEECHES) - {"am"}))
def test_a_language_without_the_calendar_says_so(language: str) -> None:
    with pytest.raises(CannotCarry, match="has no words for the days of the Ethiopian calendar"):  # fmt: skip
        rendered(language)
