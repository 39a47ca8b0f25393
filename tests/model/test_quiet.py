"""Nobody is woken at night or disturbed on a rest day, wherever they live."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.model.quiet import Quiet, goes_anyway, opens_at

NIGHT = Quiet(hours=(time(21), time(7)))
SUNDAY = Quiet(rest_days=frozenset([6]))


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "quiet", "now", "opens"),
    [
        pytest.param("Africa/Nairobi", Quiet(), "2027-05-02T23:00", None, id="no rule: any time will do"),
        pytest.param("Africa/Nairobi", NIGHT, "2027-05-03T04:00", None, id="07:00 is no longer quiet"),
        pytest.param("Africa/Nairobi", NIGHT, "2027-05-03T17:59", None, id="20:59 is not yet quiet"),
        pytest.param("Africa/Nairobi", NIGHT, "2027-05-03T18:00", "2027-05-04T04:00", id="21:00 is: the morning after"),
        pytest.param("Africa/Nairobi", NIGHT, "2027-05-03T23:30", "2027-05-04T04:00", id="after midnight: the same morning"),
        pytest.param("Africa/Nairobi", Quiet(hours=(time(13), time(14, 30))), "2027-05-03T10:05", "2027-05-03T11:30", id="hours within one day"),
        pytest.param("Africa/Nairobi", SUNDAY, "2027-05-02T09:00", "2027-05-02T21:00", id="a rest day is over at midnight there"),
        pytest.param("Africa/Nairobi", Quiet(hours=NIGHT.hours, rest_days=SUNDAY.rest_days), "2027-05-01T18:30", "2027-05-03T04:00", id="from Saturday night over Sunday to Monday morning"),
        pytest.param("Africa/Cairo", Quiet(rest_days=frozenset([4, 5])), "2027-05-06T21:00", "2027-05-08T21:00", id="Friday and Saturday, by summer time"),
        pytest.param("Asia/Kathmandu", NIGHT, "2027-05-03T22:00", "2027-05-04T01:15", id="a zone of 5:45"),
        pytest.param("Europe/Berlin", Quiet(hours=(time(21), time(2, 30))), "2027-03-28T00:50", "2027-03-28T01:00", id="the end is skipped in spring: the first valid minute"),
        pytest.param("Europe/Berlin", NIGHT, "2027-03-27T20:00", "2027-03-28T05:00", id="the spring night is an hour shorter"),
        pytest.param("America/New_York", NIGHT, "2027-11-07T01:00", "2027-11-07T12:00", id="the autumn night is an hour longer"),
        pytest.param("Europe/Berlin", Quiet(hours=(time(21), time(2, 30))), "2027-10-31T01:10", "2027-10-31T01:30", id="02:10 the second time: still quiet"),
        pytest.param("Africa/Cairo", Quiet(rest_days=frozenset([3])), "2027-04-29T12:00", "2027-04-29T22:00", id="there is no midnight that night: Friday begins at one"),
        pytest.param("Pacific/Apia", Quiet(rest_days=frozenset([3, 4])), "2011-12-29T20:00", "2011-12-30T10:00", id="a rest day that the date line skipped"),
    ],
)  # fmt: skip
def test_quiet_time_ends_when_the_wall_clock_says(
    zone: str, quiet: Quiet, now: str, opens: str | None
):
    found = opens_at(instant(now), zone, quiet)

    assert found == (instant(opens) if opens else None)


CLOCKS = st.times(max_value=time(23, 59)).map(
    lambda found: found.replace(second=0, microsecond=0)
)
RULES = st.builds(
    Quiet,
    hours=st.none() | st.tuples(CLOCKS, CLOCKS).filter(lambda two: two[0] != two[1]),
    rest_days=st.frozensets(st.integers(0, 6), max_size=6),
)
ZONES = st.sampled_from(
    [
        "Europe/Berlin",
        "Africa/Cairo",
        "America/New_York",
        "Asia/Kathmandu",
        "Pacific/Apia",
        "Australia/Lord_Howe",
        "America/Santiago",
        "Africa/Casablanca",
    ]
)
CLOCK_CHANGES = [
    instant("2027-03-28T01:00"),  # Berlin, and in autumn:
    instant("2027-10-31T01:00"),
    instant("2027-04-29T22:00"),  # Cairo
    instant("2027-03-14T07:00"),  # New York, and in autumn:
    instant("2027-11-07T06:00"),
    instant("2011-12-30T10:00"),  # Apia: a day less
]
#: Half of them within two days of a clock change.
INSTANTS = st.integers(1_300_000_000, 2_050_000_000).map(
    lambda second: datetime.fromtimestamp(second, UTC)
) | st.builds(
    lambda change, seconds: change + timedelta(seconds=seconds),
    st.sampled_from(CLOCK_CHANGES),
    st.integers(-172_800, 172_800),
)


@given(RULES, ZONES, INSTANTS)
def test_the_answer_is_open_and_nothing_before_it_is(
    quiet: Quiet, zone: str, now: datetime
):
    opens = opens_at(now, zone, quiet)

    def shut(at: datetime) -> bool:
        return quiet.at(at.astimezone(ZoneInfo(zone)).replace(tzinfo=None))

    assert not shut(opens or now)
    if opens:
        assert shut(now)
        assert shut(opens - timedelta(seconds=1))
        minutes = int((opens - now).total_seconds()) // 60
        assert all(shut(now + timedelta(minutes=m)) for m in range(0, minutes, 5))


OPENS = instant("2027-05-04T04:00")


@pytest.mark.parametrize(
    ("urgent", "starts", "goes"),
    [
        pytest.param(True, "2027-05-04T03:59", True, id="it would come too late"),
        pytest.param(True, "2027-05-04T04:00", False, id="it still comes in time"),
        pytest.param(False, "2027-05-04T03:59", False, id="not urgent: nobody is woken"),
        pytest.param(True, None, False, id="an edition has no one start"),
    ],
)  # fmt: skip
def test_only_what_is_urgent_and_cannot_wait_goes_in_quiet_hours(
    urgent: bool, starts: str | None, goes: bool
):
    starts_at = int(instant(starts).timestamp()) if starts else None

    assert goes_anyway(urgent=urgent, starts_at=starts_at, opens=OPENS) is goes
