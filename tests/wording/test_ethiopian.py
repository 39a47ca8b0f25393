"""The Ethiopian calendar: known days, and every day of two centuries beside ICU."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import icu
import pytest

from outreach.wording.ethiopian import (
    MONTHS,
    EthiopianDay,
    days_in_month,
    ethiopian,
)


@pytest.mark.parametrize(
    ("gregorian", "expected"),
    [
        pytest.param("1900-02-28", (1892, 6, 21), id="the day before the leap day that 1900 lacks"),
        pytest.param("1900-03-01", (1892, 6, 22), id="the day after it"),
        pytest.param("1930-11-02", (1923, 2, 23), id="Haile Selassie is crowned"),
        pytest.param("1941-05-05", (1933, 8, 27), id="Patriots' Victory Day"),
        pytest.param("1991-05-28", (1983, 9, 20), id="the Derg falls"),
        pytest.param("2007-09-11", (1999, 13, 6), id="the last day of the second millennium, a leap day"),
        pytest.param("2007-09-12", (2000, 1, 1), id="the third millennium begins"),
        pytest.param("2019-09-12", (2012, 1, 1), id="new year after a leap day"),
        pytest.param("2020-01-20", (2012, 5, 11), id="Timket, before the Gregorian leap day"),
        pytest.param("2020-09-10", (2012, 13, 5), id="the thirteenth month has five days"),
        pytest.param("2020-09-11", (2013, 1, 1), id="new year"),
        pytest.param("2026-09-27", (2019, 1, 17), id="Meskel"),
        pytest.param("2027-05-05", (2019, 8, 27), id="the workshop in Kisumu"),
        pytest.param("2027-09-11", (2019, 13, 6), id="2019 is a leap year"),
        pytest.param("2100-03-01", (2092, 6, 21), id="2100 has no leap day, so the calendars drift by one"),
    ],
)  # fmt: skip
def test_known_days(gregorian: str, expected: tuple[int, int, int]) -> None:
    assert ethiopian(date.fromisoformat(gregorian)) == EthiopianDay(*expected)


def test_every_day_of_two_centuries_is_icus() -> None:
    calendar = icu.Calendar.createInstance(
        icu.TimeZone.createTimeZone("UTC"), icu.Locale("am@calendar=ethiopic")
    )
    fields = icu.UCalendarDateFields
    day = date(1900, 1, 1)
    while day.year <= 2100:
        calendar.setTime(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
        year, month, date_ = map(calendar.get, (fields.YEAR, fields.MONTH, fields.DATE))
        assert ethiopian(day) == EthiopianDay(year, month + 1, date_), day
        day += timedelta(days=1)


def test_months_have_thirty_days_and_the_last_five_or_six() -> None:
    assert len(MONTHS) == 13
    assert [days_in_month(13, year) for year in (2018, 2019, 2020, 2023)] == [5, 6, 5, 6]  # fmt: skip
    assert days_in_month(13) == 6
    assert days_in_month(1, 2019) == 30


def test_it_is_written_with_its_era() -> None:
    assert str(ethiopian(date(2027, 5, 5))) == "27 ሚያዝያ 2019 ዓ.ም."
