"""From when to when a broadcast's scripts may be read: chosen, narrowed, refused, kept to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from outreach import registry
from outreach.dispatch.layouts import read_layout
from outreach.dispatch.when import every
from outreach.model.errors import InputError
from outreach.settings import read_settings
from outreach.store import broadcasts, renditions
from outreach.store.broadcasts import Broadcast
from tests.conftest import only_on
from tests.dispatch.conftest import CONTENT, Bench, at_work

ON_AIR = only_on("sqlite", "when scripts are read")
BOX = "P.O. Box 14\nKisumu 40100"
#: It begins on Wednesday 5 May, 14:30 in Nairobi, and ends at 17:00; the clock says 1 March.
READ = {**CONTENT, "contact": {"name": "Amina Otieno", "phones": ["+254722000014"]}}
START = "Wednesday, 5 May 2027, 14:30 · local clock: half past two in the afternoon"


@pytest.fixture
def bench(database: dict[str, str], tmp_path: Path) -> Iterator[Bench]:
    settings = read_settings({**database, "OUTREACH_OUT": str(tmp_path / "out")})
    with at_work(settings) as found:
        found.terms = {"gateways": {"pack": registry.gateway("pack", settings)}}
        found.announce(**READ)
        yield found


def station(bench: Bench, **options: str) -> None:
    bench.organisation(BOX, channel="radio", options=options)


def planned(bench: Bench, first: str = "", last: str = "", **more: Any) -> Broadcast:
    layout = read_layout({"read_from": first, "do_not_read_after": last})
    return bench.plan(**{"channels": ("radio",), "layout": layout, **more})


def sheet(bench: Bench, broadcast: Broadcast) -> tuple[str, str]:
    """What the sheet says of READ FROM and DO NOT READ AFTER."""
    with bench.store.read() as connection:
        (choice,) = broadcasts.choices(connection, broadcast.id)
        assert choice.bundle_id, choice.reason
        (item,) = renditions.get_bundle(connection, choice.bundle_id)
    text = item.rendition.files[0].data.decode("utf-8-sig")
    said = re.findall(r"^(?:READ FROM|DO NOT READ AFTER): (.*)\r$", text, re.M)
    return said[0], said[1]


@pytest.mark.parametrize(
    ("chosen", "own", "first", "last"),
    [
        pytest.param({}, {}, "on receipt", START, id="nobody says: at once, and until it begins"),
        pytest.param(
            {"first": "2027-04-01", "last": "2027-04-30"},
            {},
            "Thursday, 1 April 2027",
            "Friday, 30 April 2027",
            id="the broadcast's days",
        ),
        pytest.param(
            {"last": "2027-05-05T10:00"},
            {},
            "on receipt",
            "Wednesday, 5 May 2027, 10:00 · local clock: ten in the morning",
            id="a moment, on both clocks",
        ),
        pytest.param(
            {"first": "2027-04-01", "last": "2027-04-30"},
            {"read_from": "2027-04-10", "do_not_read_after": "2027-04-20"},
            "Saturday, 10 April 2027",
            "Tuesday, 20 April 2027",
            id="a station's own narrow them",
        ),
        pytest.param(
            {"first": "2027-04-10", "last": "2027-04-20"},
            {"read_from": "2027-04-01", "do_not_read_after": "2027-04-30"},
            "Saturday, 10 April 2027",
            "Tuesday, 20 April 2027",
            id="and never widen them",
        ),
        pytest.param({}, {"do_not_read_after": "2027-05-05"}, "on receipt", START, id="a day lasts longer than a moment of it"),
        pytest.param({}, {"do_not_read_after": "2027-06-05"}, "on receipt", START, id="nobody reads of it when it has begun"),
    ],
)  # fmt: skip
@ON_AIR
def test_the_sheet_has_the_narrower_days(
    bench: Bench, chosen: dict[str, str], own: dict[str, str], first: str, last: str
) -> None:
    station(bench, **own)
    assert sheet(bench, planned(bench, **chosen)) == (first, last)


@pytest.mark.parametrize(
    ("today", "last"),
    [
        pytest.param(1, "Tuesday, 20 April 2027", id="while it can be followed"),
        pytest.param(21, START, id="not once registration is closed"),
    ],
)
@ON_AIR
def test_a_call_to_register_is_read_until_registration_closes(
    bench: Bench, today: int, last: str
) -> None:
    station(bench)
    bench.announce(**READ, registration={"deadline": "2027-04-20", "how": ["phone"]})
    bench.now = datetime(2027, 4, today, 9, tzinfo=UTC)
    assert sheet(bench, planned(bench))[1] == last


@pytest.mark.parametrize(
    ("first", "last", "field", "says"),
    [
        ("2027-04-30", "2027-04-01", "read_from", "after the last day of reading, 1 April 2027"),
        ("2027-05-06", "", "read_from", "after the last day of reading, 5 May 2027"),
        ("", "2027-02-28", "do_not_read_after", "is in the past"),
        ("", "2027-05-06", "do_not_read_after", "is after the event"),
        ("", "2027-05-05T17:01", "do_not_read_after", "is after the event"),
        ("1 May", "", "read_from", "“1 May” is not a date"),
        ("2027-04-01T09:00", "", "read_from", "takes a day without a time"),
        ("", "2027-04-31", "do_not_read_after", "does not exist"),
    ],
)  # fmt: skip
@ON_AIR
def test_days_in_which_nobody_could_read_are_refused(
    bench: Bench, first: str, last: str, field: str, says: str
) -> None:
    station(bench)
    with pytest.raises(InputError, match=says) as caught:
        planned(bench, first, last)
    assert [problem.field for problem in caught.value.problems] == [field]


@ON_AIR
def test_a_station_whose_own_days_leave_none_is_told_of(bench: Bench) -> None:
    station(bench, do_not_read_after="2026-12-31")
    with pytest.raises(InputError, match="it is before read_from"):
        planned(bench, "2027-04-01", "2027-04-30")


@ON_AIR
def test_until_it_has_ended_it_may_be_read(bench: Bench) -> None:
    station(bench)
    broadcast = planned(bench, last="2027-05-05")
    assert sheet(bench, broadcast)[1] == "Wednesday, 5 May 2027"


def test_the_days_are_kept_approved_and_repeated(bench: Bench) -> None:
    station(bench)
    weekly = every("FREQ=WEEKLY", "2027-03-02T09:00", "UTC")
    broadcast = bench.approve(planned(bench, "2027-03-02", "2027-03-15", when=weekly))
    other = planned(bench, "2027-03-02", "2027-03-16", when=weekly)
    assert broadcast.digest != other.digest
    for day in (2, 9, 16, 23):
        bench.now = datetime(2027, 3, day, 9, tzinfo=UTC)
        bench.run()
    with bench.store.read() as connection:
        sent = [b for b in broadcasts.newest(connection) if b.state == "done"]
    assert [b.code for b in sent] == [f"{broadcast.code}-2", broadcast.code], (
        "not on the 16th, when nobody may read it any more"
    )
    assert {b.layout.do_not_read_after for b in sent} == {"2027-03-15"}


@ON_AIR
def test_when_the_event_is_moved_days_that_no_longer_suit_are_given_up(
    bench: Bench,
) -> None:
    station(bench)
    broadcast = planned(bench, "2027-04-20", "2027-05-05")
    bench.announce(
        **{**READ, "starts_at": "2027-04-07T14:30", "ends_at": "2027-04-07T17:00"}
    )
    layout = bench.now_is(broadcast).layout
    assert (layout.read_from, layout.do_not_read_after) == (None, None)
