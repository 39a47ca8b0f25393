"""``outreach held``: the list, and decisions from the terminal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from outreach.cli.handoff import clock
from outreach.dispatch.embedded import EmbeddedEngine, fan_out_next
from outreach.dispatch.worker import Worker
from outreach.model.states import State
from outreach.schedule.ticker import tick
from outreach.settings import read_settings
from outreach.store import broadcasts, opened
from tests.cli.conftest import Run
from tests.cli.test_office import directory
from tests.dispatch.ledger import put, states

SINCE = int(datetime(2026, 3, 1, 9, 0, tzinfo=UTC).timestamp())
GOLDEN = Path(__file__).parent / "golden" / "held.txt"


@pytest.fixture
def held(run: Run, file: Callable[..., str], tmp_path: Path) -> tuple[Run, str]:
    """An office with one held and one unknown text of one broadcast."""
    for login, role in (("ann", "author"), ("bob", "approver")):
        assert run("users", "add", login, "--role", role).code == 0
    for number in (1, 2):
        listed = directory(tmp_path, address=f"+254 722 000 00{number}")
        text = Path(listed).read_text("utf-8").replace('"A"', f'"Group {number}"')
        Path(listed).write_text(text, "utf-8")
        assert run("import", "organisations", listed).code == 0
    run("announce", file(), "--as", "ann")
    code = run("broadcast", "water-day", "--channel", "text", "--as", "ann").out.strip()
    run("approve", code, "--as", "bob")
    with opened(read_settings()) as store:
        tick(store, read_settings(), clock())
        engine = EmbeddedEngine()
        worker = Worker(name="w", store=store, gateways={}, clock=clock, engine=engine)
        while fan_out_next(worker):
            pass
        with store.read() as connection:
            sent = broadcasts.by_code(connection, code)
        told = {"changed_at": SINCE, "code": "30003", "detail": "No answer."}
        put(store, sent, State.HELD, 0, attempts=1, **told)
        put(store, sent, State.UNKNOWN, 1, attempts=1, changed_at=SINCE + 60)
    return run, code


def test_the_list_says_what_is_held_and_masks_the_numbers(
    held: tuple[Run, str],
) -> None:
    run, code = held
    said = run("held").out.replace(code, "K7QX2M")
    assert said == GOLDEN.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "says", "after"),
    [
        pytest.param(["CODE-0", "--went"], "1 delivery of CODE counts as gone out.", ["accepted", "unknown"], id="one went out"),
        pytest.param(["code-0", "CODE-1", "--send"], "2 deliveries of CODE go out again.", ["queued", "queued"], id="two again, in any letter case"),
        pytest.param(["--broadcast", "CODE", "--drop"], "2 deliveries of CODE will not be sent.", ["cancelled", "cancelled"], id="all of a broadcast"),
    ],
)  # fmt: skip
def test_decisions_are_signed_and_told(
    held: tuple[Run, str], arguments: list[str], says: str, after: list[str]
) -> None:
    run, code = held
    named = [a.replace("CODE", code).replace("code", code.lower()) for a in arguments]
    done = run("held", *named, "--as", "bob")
    assert (done.code, done.out) == (0, says.replace("CODE", code) + "\n")
    with opened(read_settings()) as store:
        with store.read() as connection:
            sent = broadcasts.by_code(connection, code)
        assert [s.word for s in states(store, sent).values()] == after


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        pytest.param(["CODE-0", "--send", "--as", "ann"], 1, "this needs approver", id="an author may not"),
        pytest.param(["CODE-9", "--send", "--as", "bob"], 1, "There is no delivery “CODE-9”", id="no such delivery"),
        pytest.param(["17", "--send", "--as", "bob"], 1, "Write it as K7QX2M-17", id="not an id"),
        pytest.param(["XXXXXX-1", "--send", "--as", "bob"], 1, "no broadcast “XXXXXX”", id="no such broadcast"),
        pytest.param(["CODE-0"], 2, "Say --send, --went or --drop", id="no decision"),
        pytest.param(["--send"], 2, "Name deliveries", id="nothing named"),
        pytest.param(["CODE-0", "--broadcast", "CODE", "--send"], 2, "Name deliveries", id="named twice"),
    ],
)  # fmt: skip
def test_what_decides_nothing_says_why(
    held: tuple[Run, str], arguments: list[str], code: int, says: str
) -> None:
    run, broadcast = held
    done = run("held", *(a.replace("CODE", broadcast) for a in arguments))
    assert (done.code, done.out) == (code, "")
    assert says.replace("CODE", broadcast) in done.err


def test_nothing_held_says_so(run: Run) -> None:
    assert run("held").out == "Nothing waits for a person.\n"
