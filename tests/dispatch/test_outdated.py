"""What has begun to go out stops where the announcement has changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from outreach.dispatch import stopping, tidying
from outreach.dispatch.embedded import fan_out_next, send_next
from outreach.model.errors import Refused
from outreach.model.states import State
from outreach.schedule.ticker import tick
from outreach.store import audit
from outreach.store.broadcasts import Broadcast
from tests.dispatch.conftest import Bench

_NEW = {"organizer": "River Network"}
_CORRECTION = {"id": "water-day-2", "notice": "correction", "replaces": "water-day"}
_OTHER = {"id": "river-day"}


def begun(bench: Bench) -> Broadcast:
    """A broadcast of which the first chunk has gone out, and ten deliveries have not."""
    bench.announce()
    bench.phones(510)
    made = bench.approved()
    tick(bench.store, bench.settings, bench.now)
    while fan_out_next(bench.worker):
        pass
    send_next(bench.worker)
    return made


def resume(bench: Bench, made: Broadcast) -> Broadcast:
    with bench.store.write() as connection:
        return stopping.resume(
            connection,
            bench.now_is(made),
            bench.approver,
            bench.now,
            settings=bench.settings,
        )


@pytest.mark.parametrize(
    ("change", "went", "state"),
    [
        pytest.param(_NEW, 500, "paused", id="a newer version: a person decides about the rest"),
        pytest.param(_CORRECTION, 500, "paused", id="a correction: nobody else is told what is wrong"),
        pytest.param({**_CORRECTION, "notice": "cancellation"}, 500, "paused", id="it takes place no more"),
        pytest.param(_OTHER, 510, "done", id="another announcement is none of its business"),
        pytest.param({}, 510, "done", id="announced again without a change"),
    ],
)  # fmt: skip
def test_what_is_queued_of_an_outdated_version_does_not_go_out(
    bench: Bench, change: dict[str, Any], went: int, state: str
) -> None:
    made = begun(bench)
    bench.announce(**change)
    bench.run()
    assert bench.tally(made)[State.ACCEPTED] == went
    assert bench.state(made) == state


@pytest.mark.parametrize(
    ("change", "goes_on"),
    [
        pytest.param(_NEW, True, id="of a newer version a person may decide"),
        pytest.param(_CORRECTION, False, id="what was replaced is not true"),
    ],
)
def test_who_resumes_it_is_told(
    bench: Bench, change: dict[str, Any], goes_on: bool
) -> None:
    made = begun(bench)
    bench.announce(**change)
    said = ""
    try:
        resume(bench, made)
    except Refused as error:
        said = str(error)
    bench.run()
    assert said == (
        ""
        if goes_on
        else "“water-day” was replaced by “water-day-2”. Cancel this broadcast and plan "
        "one of “water-day-2”."
    )
    assert bench.tally(made)[State.ACCEPTED] == (510 if goes_on else 500)


def by_hand(bench: Bench, made: Broadcast) -> None:
    with bench.store.write() as connection:
        stopping.pause(connection, bench.now_is(made), bench.approver, bench.now)


def by_standing_still(bench: Bench, made: Broadcast) -> None:
    bench.later(hours=7)
    tidying.tidy(bench.worker)


@pytest.mark.parametrize(
    ("stop", "state"),
    [
        pytest.param(by_hand, "paused", id="paused by a person"),
        pytest.param(by_standing_still, "held", id="held, for it stood still"),
    ],
)
@pytest.mark.parametrize(
    ("change", "why"),
    [
        pytest.param(_NEW, "There is a newer version of “water-day”.", id="newer"),
        pytest.param(_CORRECTION, "“water-day” was replaced by “water-day-2”.", id="correction"),
    ],
)  # fmt: skip
def test_what_had_stopped_before_says_that_it_is_outdated(
    bench: Bench,
    stop: Callable[[Bench, Broadcast], None],
    state: str,
    change: dict[str, Any],
    why: str,
) -> None:
    made = begun(bench)
    stop(bench, made)
    assert bench.state(made) == state
    bench.announce(**change)
    found = bench.now_is(made)
    assert found.state == state
    assert found.reason == f"{why} Decide whether the rest still goes out."


def test_who_lets_an_older_version_go_on_reads_that_it_is_one(bench: Bench) -> None:
    made = begun(bench)
    by_hand(bench, made)
    assert resume(bench, made).reason is None
    bench.announce(**_NEW)
    assert resume(bench, made).reason == (
        "There is a newer version of “water-day”. The rest goes out as it was approved "
        "before that."
    )
    with bench.store.read() as connection:
        newest = audit.entries(connection)[0]
    assert (newest.act, newest.detail) == (
        "resume",
        {"why": "There is a newer version of “water-day”."},
    )
