"""Rules that repeat: by the wall clock, and none that floods."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import islice

import pytest

from outreach.model.errors import InputError
from outreach.model.recurrence import plain_rule, recurrence, said

DAILY = "FREQ=DAILY"


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def instants(rule: str, start: str, zone: str, most: int = 4) -> list[str]:
    found = islice(recurrence(rule, wall(start), zone).occurrences(), most)
    return [f"{o.at:%m-%dT%H:%M}" for o in found]


@pytest.mark.parametrize(
    ("zone", "start", "expected"),
    [
        pytest.param("Europe/Berlin", "2027-03-27T02:30", ["03-27T01:30", "03-28T01:00", "03-29T00:30"], id="Berlin, spring: 02:30 is skipped, so at 03:00"),
        pytest.param("Europe/Berlin", "2027-10-30T02:30", ["10-30T00:30", "10-31T00:30", "11-01T01:30"], id="Berlin, autumn: 02:30 comes twice, the first counts"),
        pytest.param("Africa/Cairo", "2027-04-29T00:30", ["04-28T22:30", "04-29T22:00", "04-30T21:30"], id="Cairo, spring: no midnight, so at one"),
        pytest.param("Africa/Cairo", "2027-10-27T23:30", ["10-27T20:30", "10-28T20:30", "10-29T21:30"], id="Cairo, autumn: 23:30 comes twice"),
        pytest.param("America/New_York", "2027-03-13T02:15", ["03-13T07:15", "03-14T07:00", "03-15T06:15"], id="New York, spring"),
        pytest.param("America/New_York", "2027-11-06T01:15", ["11-06T05:15", "11-07T05:15", "11-08T06:15"], id="New York, autumn"),
        pytest.param("Asia/Kathmandu", "2027-03-27T08:00", ["03-27T02:15", "03-28T02:15", "03-29T02:15"], id="Kathmandu: 5:45 all the year"),
        pytest.param("Pacific/Apia", "2011-12-29T09:00", ["12-29T19:00", "12-30T10:00", "12-30T19:00"], id="Apia: there was no 30 December, so at the first minute of the 31st"),
    ],
)  # fmt: skip
def test_every_day_is_at_the_same_wall_time(
    zone: str, start: str, expected: list[str]
) -> None:
    assert instants(DAILY, start, zone, 3) == expected


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        pytest.param("FREQ=WEEKLY;BYDAY=MO", ["05-03T06:00", "05-10T06:00", "05-17T06:00", "05-24T06:00"], id="Mondays, the first after a Saturday"),
        pytest.param("rrule:freq=weekly;byday=mo,we", ["05-03T06:00", "05-05T06:00", "05-10T06:00", "05-12T06:00"], id="small letters and the property's name"),
        pytest.param("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", ["05-01T06:00", "05-15T06:00", "05-29T06:00", "06-12T06:00"], id="every second week"),
        pytest.param("FREQ=MONTHLY;BYDAY=1MO", ["05-03T06:00", "06-07T06:00", "07-05T06:00", "08-02T06:00"], id="the first Monday"),
        pytest.param("FREQ=DAILY;COUNT=2", ["05-01T06:00", "05-02T06:00"], id="twice"),
        pytest.param("FREQ=DAILY;UNTIL=20270503", ["05-01T06:00", "05-02T06:00", "05-03T06:00"], id="the last day counts"),
    ],
)  # fmt: skip
def test_rules_are_read(rule: str, expected: list[str]) -> None:
    assert instants(rule, "2027-05-01T09:00", "Africa/Nairobi") == expected


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        pytest.param("FREQ=SECONDLY", "more often than once a day", id="a flood"),
        pytest.param("FREQ=HOURLY", "more often than once a day", id="every hour"),
        pytest.param("every monday", "is not a rule", id="plain words"),
        pytest.param("FREQ=DAILY;BYHOUR=8,9,10", "BYHOUR", id="hours by the back door"),
        pytest.param("DTSTART:20270101T000000\nRRULE:FREQ=DAILY", "is not a rule", id="more than a rule"),
        pytest.param("FREQ=WEEKLY;BYDAY=XX", "can't be read", id="no such day of the week"),
        pytest.param("FREQ=DAILY;INTERVAL=0", "as INTERVAL", id="never moves on"),
        pytest.param("FREQ=DAILY;COUNT=0", "as COUNT", id="no times"),
        pytest.param("FREQ=DAILY;UNTIL=20270230", "no day as UNTIL", id="no such last day"),
        pytest.param("FREQ=DAILY;UNTIL=20260101", "never happens", id="ends before it begins"),
        pytest.param("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "never happens", id="30 February"),
        pytest.param("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY", id="the same, day by day through all time"),
        pytest.param("FREQ=MONTHLY;BYMONTHDAY=" + ",".join(["1"] * 200), "is not a rule", id="too long"),
    ],
)  # fmt: skip
def test_a_rule_that_can_not_be_followed_is_refused(rule: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        recurrence(rule, wall("2027-05-01T09:00"), "Africa/Nairobi")


@pytest.mark.parametrize(
    ("choice", "start", "until", "expected", "words"),
    [
        pytest.param("day", "2027-05-01T09:00", "2027-05-02", ["05-01T09:00", "05-02T09:00"], "every day, until 02 May 2027", id="every day until"),
        pytest.param("week", "2027-05-04T09:00", None, ["05-04T09:00", "05-11T09:00", "05-18T09:00", "05-25T09:00"], "every Tuesday", id="on the first one's day of the week"),
        pytest.param("month", "2027-05-15T09:00", None, ["05-15T09:00", "06-15T09:00", "07-15T09:00", "08-15T09:00"], "every month on day 15", id="on the first one's day"),
        pytest.param("month", "2027-01-31T09:00", None, ["01-31T09:00", "02-28T09:00", "03-31T09:00", "04-30T09:00"], "every month on day 31 or its last", id="short months have it on their last day"),
    ],
)  # fmt: skip
def test_the_plain_choices_are_rules(
    choice: str, start: str, until: str | None, expected: list[str], words: str
) -> None:
    last = date.fromisoformat(until) if until else None
    rule = plain_rule(choice, wall(start), last)

    assert instants(rule, start, "UTC") == expected
    assert said(rule, wall(start)) == words


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=WEEKLY;BYDAY=MO", "every Monday"),
        ("FREQ=WEEKLY;BYDAY=MO,FR", "every Monday and Friday"),
        ("FREQ=WEEKLY;INTERVAL=2", "by the rule FREQ=WEEKLY;INTERVAL=2"),
        ("FREQ=MONTHLY;BYDAY=1MO", "by the rule FREQ=MONTHLY;BYDAY=1MO"),
    ],
)
def test_a_rule_is_said_in_words_or_as_it_is(rule: str, words: str) -> None:
    assert said(rule, wall("2027-05-01T09:00")) == words


def test_the_neighbours_of_an_instant_are_found() -> None:
    mondays = recurrence(
        "FREQ=WEEKLY;BYDAY=MO;COUNT=3", wall("2027-05-03T09:00"), "UTC"
    )

    def at(text: str) -> datetime:
        return wall(text).replace(tzinfo=UTC)

    first, last = mondays.first_from, mondays.last_until
    assert (found := first(at("2027-05-10T09:00"))) and found.key == "2027-05-10T09:00"
    assert (found := first(at("2027-05-10T09:01"))) and found.key == "2027-05-17T09:00"
    assert first(at("2027-05-17T09:01")) is None
    assert (found := last(at("2027-05-10T09:00"))) and found.key == "2027-05-10T09:00"
    assert (found := last(at("2028-01-01T00:00"))) and found.key == "2027-05-17T09:00"
    assert last(at("2027-05-03T08:59")) is None
