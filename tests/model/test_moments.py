"""Wall times and the instants they stand for, also where the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import hypothesis.strategies as st
import pytest
from hypothesis import given

from outreach.model.moments import (
    clock_of,
    day_of,
    end_of_day,
    exists,
    order_of,
    to_utc,
)
from tests.model.samples import WORKSHOP, announcement, problems

GAPS = [
    ("New York springs forward over 02:30", "America/New_York", "2027-03-14T02:30", "2027-03-14T07:00"),
    ("Cairo has no midnight that night", "Africa/Cairo", "2027-04-30T00:00", "2027-04-29T22:00"),
    ("Lord Howe’s gap is half an hour", "Australia/Lord_Howe", "2027-10-03T02:15", "2027-10-02T15:30"),
    ("Samoa skipped a whole day", "Pacific/Apia", "2011-12-30T12:00", "2011-12-30T10:00"),
]  # fmt: skip
#: In a fold the first of the two instants counts.
FOLDS = [
    ("New York falls back", "America/New_York", "2027-11-07T01:30", "2027-11-07T05:30"),
    ("Lord Howe falls back half an hour", "Australia/Lord_Howe", "2027-04-04T01:45", "2027-04-03T14:45"),
    ("Havana repeats the hour after midnight", "America/Havana", "2027-11-07T00:30", "2027-11-07T04:30"),
]  # fmt: skip
PLAIN = [
    ("Nairobi never changes", "Africa/Nairobi", "2027-05-05T14:30", "2027-05-05T11:30"),
    ("India is half an hour off", "Asia/Kolkata", "2027-05-05T14:30", "2027-05-05T09:00"),
    ("Nepal is a quarter off", "Asia/Kathmandu", "2027-05-05T14:30", "2027-05-05T08:45"),
]  # fmt: skip


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def utc(text: str) -> datetime:
    return wall(text).replace(tzinfo=UTC)


def rows(table: list[tuple[str, str, str, str]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        ("zone", "moment", "instant"), [r[1:] for r in table], ids=[r[0] for r in table]
    )


@rows(GAPS)
def test_a_wall_time_in_a_gap_becomes_the_first_valid_minute(
    zone: str, moment: str, instant: str
):
    assert not exists(wall(moment), zone)
    assert to_utc(wall(moment), zone) == utc(instant)


@rows(FOLDS + PLAIN)
def test_a_wall_time_stands_for_its_first_instant(zone: str, moment: str, instant: str):
    assert exists(wall(moment), zone)
    assert to_utc(wall(moment), zone) == utc(instant)


@pytest.mark.parametrize("offset", ["Z", "+03:00"])
def test_a_moment_that_has_a_zone_already_is_refused(offset: str):
    """Else it is in no gap and on no clock, and the first valid minute is never found."""
    with pytest.raises(ValueError, match="it has a zone"):
        to_utc(wall(f"2027-05-05T14:30{offset}"), "Africa/Nairobi")


@rows(GAPS)
def test_an_event_in_a_gap_is_refused(zone: str, moment: str, instant: str):
    values = WORKSHOP | {"starts_at": moment, "ends_at": None, "timezone": zone}

    [told] = problems(values)

    assert told.startswith(
        f"starts_at: {wall(moment):%H:%M on %d %B %Y} does not exist"
    )
    assert told.endswith("the clocks go forward over it. Choose another time.")


MINUTES = st.integers(0, 366 * 24 * 60 * 228).map(lambda n: timedelta(minutes=n))


@given(
    MINUTES.map(lambda since: wall("1971-01-01T00:00") + since),
    st.sampled_from(["America/New_York", "Africa/Cairo", "Australia/Lord_Howe", "UTC"]),
)
def test_an_instant_reads_back_as_the_wall_time_that_it_came_from(
    moment: datetime, zone: str
):
    back = to_utc(moment, zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None)

    assert back == moment if exists(moment, zone) else back > moment


ENDS = [
    ("an end with a time", {"ends_at": "2027-05-05T17:00"}, "2027-05-05T14:00"),
    ("an end without a time: its day at the venue", {"ends_at": "2027-05-06"}, "2027-05-06T21:00"),
    ("no end: the start’s day at the venue", {"ends_at": None}, "2027-05-05T21:00"),
    ("a day in New York ends five hours later", {"starts_at": "2020-03-09", "ends_at": "2020-03-20", "timezone": "America/New_York"}, "2020-03-21T04:00"),
    ("the day ends when a gap begins, here at midnight", {"starts_at": "2027-04-29", "ends_at": None, "timezone": "Africa/Cairo"}, "2027-04-29T22:00"),
    ("a day of 25 hours", {"starts_at": "2027-11-07", "ends_at": None, "timezone": "America/New_York"}, "2027-11-08T05:00"),
    ("an end in a fold: the first, so nothing goes out too late", {"starts_at": "2027-11-07T00:30", "ends_at": "2027-11-07T01:30", "timezone": "America/New_York"}, "2027-11-07T05:30"),
    ("the last year there is", {"starts_at": "2199-12-31", "ends_at": None, "timezone": "America/New_York"}, "2200-01-01T05:00"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "instant"), [r[1:] for r in ENDS], ids=[r[0] for r in ENDS]
)
def test_the_last_instant(fields: dict[str, str], instant: str):
    assert announcement(**fields).last_instant == utc(instant)


def test_the_last_instant_of_any_zone_at_the_edges_of_the_calendar():
    for zone in ("Pacific/Kiritimati", "Pacific/Niue", "America/New_York"):
        for day in ("1900-01-01", "2199-12-31"):
            fields = {"starts_at": day, "ends_at": None, "timezone": zone}
            assert announcement(**fields).last_instant.tzinfo is UTC


def test_a_day_has_no_clock_and_a_day_of_its_own():
    assert clock_of(date(2027, 5, 5)) is None
    assert clock_of(wall("2027-05-05T14:30")) == time(14, 30)
    assert day_of(wall("2027-05-05T14:30")) == date(2027, 5, 5)
    assert end_of_day(date(2027, 5, 5), "UTC") == utc("2027-05-06T00:00")


def test_a_day_is_sorted_before_its_hours():
    given = [datetime(2027, 5, 5, 9, 30), date(2027, 5, 6), date(2027, 5, 5)]  # noqa: DTZ001  # wall times

    assert sorted(given, key=order_of) == [given[2], given[0], given[1]]
