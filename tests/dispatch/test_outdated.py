"""What has begun to go out stops where the announcement has changed meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

from outreach.dispatch import stopping
from outreach.dispatch.embedded import fan_out_next, send_next
from outreach.model.errors import Refused
from outreach.model.states import State
from outreach.schedule.ticker import tick
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
    with bench.store.write() as connection:
        try:
            stopping.resume(
                connection,
                bench.now_is(made),
                bench.approver,
                bench.now,
                settings=bench.settings,
            )
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
