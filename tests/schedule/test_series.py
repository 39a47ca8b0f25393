"""Editions come out on a schedule: of what was approved, once, and wait for approval."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest

from outreach import registry
from outreach.dispatch.when import When
from outreach.model.errors import InputError
from outreach.model.reading import read
from outreach.model.recurrence import recurrence
from outreach.model.states import State
from outreach.registry import Plugins
from outreach.schedule import series
from outreach.schedule.series import read_plan
from outreach.schedule.ticker import tick
from outreach.store import audit, broadcasts, editions, renditions
from outreach.store.broadcasts import Broadcast
from tests.dispatch.conftest import CONTENT, Bench, bench, settings
from tests.fakes.plugins import fake_plugins, with_editions

__all__ = ["bench", "settings"]

#: The bench's day is Monday, 1 March 2027, 09:00 UTC.
MONDAYS = recurrence("FREQ=WEEKLY;BYDAY=MO", datetime(2027, 3, 8, 9, 0), "UTC")  # noqa: DTZ001
PLAN: dict[str, Any] = {
    "region": "Kisumu County",
    "language": "en",
    "days": 30,
    "audience": "everybody",
    "channels": ["paper"],
}


@pytest.fixture(autouse=True)
def papers(monkeypatch: pytest.MonkeyPatch, bench: Bench) -> Iterator[Plugins]:
    found = with_editions(fake_plugins())
    monkeypatch.setattr(registry, "plugins", lambda: found)
    return found


def start(bench: Bench, **changes: Any) -> editions.Series:
    with bench.store.write() as connection:
        wanted = read_plan({**PLAN, **changes})
        return series.start(
            connection, "Kisumu weekly", wanted, MONDAYS, bench.author, bench.now
        )


def told(bench: Bench, ref: str, day: str, **changes: Any) -> Broadcast:
    """An announcement that went out to everybody."""
    venue = {"locality": "Kisumu", "region": "Kisumu County", "country": "KE"}
    changes = {"venue": venue, **changes}
    bench.announce(id=ref, starts_at=day, ends_at=None, **changes)
    return bench.approved(ref=ref, channels=("text",), when=When())


def items(bench: Bench) -> list[list[list[Any]]]:
    with bench.store.read() as connection:
        found = editions.all_series(connection)[0]
        return [
            edition.content["items"]
            for edition in reversed(editions.of_series(connection, found.id))
        ]


def newest(bench: Bench) -> Broadcast:
    with bench.store.read() as connection:
        return broadcasts.newest(connection, 1)[0]


@pytest.fixture
def lake(bench: Bench) -> Bench:
    """An office with a telephone and a postal address, and two events in the region."""
    bench.organisation("+254722000001")
    bench.organisation("P.O. Box 1\nKisumu", channel="paper")
    told(bench, "later", "2027-03-20")
    told(bench, "sooner", "2027-03-10T10:00")
    bench.run()
    return bench


def test_an_edition_is_made_at_its_time_and_waits_for_approval(lake: Bench) -> None:
    start(lake)
    lake.run()
    assert items(lake) == []
    lake.later(days=7)
    lake.run()
    assert items(lake) == [[["sooner", 1], ["later", 1]]]
    planned = newest(lake)
    assert (planned.state, planned.edition_id, planned.starts_at) == (
        "waiting",
        1,
        None,
    )
    assert planned.created_by == lake.author.user_id
    assert datetime.fromtimestamp(planned.expires_at).date() == date(2027, 4, 7)  # noqa: DTZ006
    lake.approve(planned)
    lake.run()
    assert lake.tally(planned) == {State.ACCEPTED: 1}
    assert lake.gateway.calls[-1] == f"{planned.code}-0"


def test_the_next_edition_has_the_next_number_and_the_newest_versions(
    lake: Bench,
) -> None:
    start(lake)
    lake.later(days=7)
    lake.run()
    lake.announce(
        id="later",
        starts_at="2027-03-21",
        ends_at=None,
        venue={"locality": "Kisumu", "region": "Kisumu County", "country": "KE"},
    )
    lake.later(days=7)
    lake.run()
    assert items(lake)[1] == [["later", 2]], "the sooner one is over"
    with lake.store.read() as connection:
        assert editions.by_id(connection, 2).name == "Kisumu weekly 2"
        assert editions.by_id(connection, 2).edition.number == 2


OUT: list[Any] = [
    pytest.param({"day": "2027-04-07"}, True, id="on the last day of its period"),
    pytest.param({"day": "2027-04-08"}, False, id="a day after its period"),
    pytest.param({"day": "2027-03-07"}, False, id="over before its day"),
    pytest.param({"day": "2027-03-12", "texts": {"sw": {"title": "Maji"}}}, False, id="not in its language"),
    pytest.param({"day": "2027-03-12", "venue": {"locality": "Mombasa", "region": "Mombasa County", "country": "KE"}}, False, id="in another region"),
    pytest.param({"day": "2027-03-12", "venue": {"locality": "Kisumu", "region": {"sw": "Kaunti ya Kisumu", "en": "kisumu county"}, "country": "KE"}}, True, id="its region in small letters, in one of two languages"),
    pytest.param({"day": "2027-03-12", "topics": ["Water"], "plan": {"topics": ["water", "land"]}}, True, id="one of its topics"),
    pytest.param({"day": "2027-03-12", "topics": ["youth"], "plan": {"topics": ["water"]}}, False, id="on another topic"),
    pytest.param({"day": "2027-03-12", "plan": {"region": None, "country": "KE"}}, True, id="in its country"),
    pytest.param({"day": "2027-03-12", "plan": {"region": None, "country": "UG"}}, False, id="in another country"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "stands"), OUT)
def test_what_stands_in_an_edition(bench: Bench, changes: dict, stands: bool) -> None:
    changes = dict(changes)
    wanted = read_plan({**PLAN, **changes.pop("plan", {})})
    content = {
        **CONTENT,
        "starts_at": changes.pop("day"),
        "ends_at": None,
        "venue": {"locality": "Kisumu", "region": "Kisumu County", "country": "KE"},
        **changes,
    }
    assert wanted.wants(read(content).announcement, date(2027, 3, 9)) is stands


def test_what_nobody_approved_or_what_was_replaced_is_left_out(lake: Bench) -> None:
    venue = {"locality": "Kisumu", "region": "Kisumu County", "country": "KE"}
    lake.announce(id="unapproved", starts_at="2027-03-15", ends_at=None, venue=venue)
    lake.plan(ref="unapproved", channels=("text",))
    cancellation = {"notice": "cancellation", "replaces": "sooner"}
    told(lake, "sooner-cancelled", "2027-03-10T10:00", **cancellation)
    start(lake)
    lake.later(days=7)
    lake.run()
    assert items(lake) == [[["sooner-cancelled", 1], ["later", 1]]]


def test_without_anything_to_announce_there_is_no_edition(bench: Bench) -> None:
    start(bench)
    bench.later(days=7)
    bench.run()
    assert items(bench) == []
    with bench.store.read() as connection:
        assert audit.entries(connection)[0].act == "no edition"
        assert editions.all_series(connection)[0].next_at


def test_after_downtime_one_edition_is_made_for_the_latest_time(lake: Bench) -> None:
    start(lake)
    lake.later(days=16)
    lake.run()
    assert items(lake) == [[["later", 1]]]
    with lake.store.read() as connection:
        period = editions.by_id(connection, 1).edition.period_from
    assert period == date(2027, 3, 15)


def test_a_clock_that_is_set_back_makes_no_second_edition(lake: Bench) -> None:
    made = start(lake)
    lake.later(days=7)
    lake.run()
    lake.later(hours=-1)
    lake.run()
    with lake.store.write() as connection:
        editions.set_next(connection, made.id, int(lake.now.timestamp()))
    lake.later(hours=1)
    assert tick(lake.store, lake.settings, lake.now) == 0
    assert len(items(lake)) == 1


def test_an_edition_that_nobody_would_get_says_so(bench: Bench) -> None:
    bench.organisation("+254722000001")
    told(bench, "sooner", "2027-03-10T10:00")
    bench.run()
    start(bench)
    bench.later(days=7)
    bench.run()
    with bench.store.read() as connection:
        made = editions.by_id(connection, 1)
        assert "Nobody in the audience" in str(made.note)
        assert editions.broadcast_codes(connection, [1]) == {}


def test_an_edition_expires_with_its_period(lake: Bench) -> None:
    start(lake)
    lake.later(days=7)
    lake.run()
    planned = lake.approve(newest(lake))
    lake.later(days=40)
    lake.run()
    assert lake.tally(planned) == {State.EXPIRED: 1}


def test_a_series_that_is_stopped_makes_no_more(lake: Bench) -> None:
    start(lake)
    with lake.store.write() as connection:
        series.stop(connection, "Kisumu weekly", lake.author, lake.now)
    lake.later(days=7)
    lake.run()
    assert items(lake) == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        pytest.param({"region": ""}, "region: is empty", id="nowhere"),
        pytest.param({"region": "", "country": "Kenya"}, "Write KE", id="a country by its name"),
        pytest.param({"language": "xx"}, "not a language", id="no such language"),
        pytest.param({"days": 0}, "days", id="no day"),
        pytest.param({"channels": []}, "channels", id="by nothing"),
        pytest.param({"channels": ["text"]}, "makes nothing of an edition", id="by text message"),
        pytest.param({"audience": "moon"}, "no audience", id="to nobody known"),
    ],
)  # fmt: skip
def test_a_series_that_can_not_work_is_refused(
    bench: Bench, changes: dict, says: str
) -> None:
    with pytest.raises(InputError, match=says):
        start(bench, **changes)


def test_a_name_is_given_once(bench: Bench) -> None:
    start(bench)
    with pytest.raises(InputError, match="is taken"):
        start(bench)


def texts(bench: Bench, broadcast: Broadcast) -> str:
    with bench.store.read() as connection:
        choice = broadcasts.choices(connection, broadcast.id)[0]
        assert choice.bundle_id
        return str(
            renditions.get_bundle(connection, choice.bundle_id)[0].rendition.text
        )


def test_an_approved_edition_with_an_outdated_version_is_made_anew(
    lake: Bench,
) -> None:
    start(lake)
    lake.later(days=7)
    tick(lake.store, lake.settings, lake.now)
    planned = lake.approve(newest(lake))
    assert texts(lake, planned) == f"1: Water day, Water day [{planned.code}]"
    told(lake, "later", "2027-03-20", texts={"en": {"title": "Moved"}})
    again = lake.now_is(planned)
    assert (again.state, again.code) == ("waiting", planned.code)
    assert "newer version of “later”" in str(again.reason)
    assert texts(lake, planned) == f"1: Water day, Moved [{planned.code}]"
    assert items(lake) == [[["sooner", 1], ["later", 2]]]


def test_an_edition_of_which_nothing_is_left_is_cancelled(lake: Bench) -> None:
    start(lake)
    lake.later(days=13)  # the sooner one is over
    lake.now = lake.now.replace(day=15)
    tick(lake.store, lake.settings, lake.now)
    planned = lake.approve(newest(lake))
    assert planned.edition_id
    cancellation = {"notice": "cancellation", "replaces": "later"}
    lake.announce(id="later-2", starts_at="2027-03-20", ends_at=None, **cancellation)
    assert lake.state(planned) == "cancelled"
    assert "Nothing is left to announce" in str(lake.now_is(planned).reason)
