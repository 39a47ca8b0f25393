"""The log: no number, address, text or secret gets into it by any way."""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from outreach.cli import logs
from outreach.settings import read_settings
from outreach.store import opened

NUMBER, TOKEN = "+254722451983", "a-secret-token"
ADDRESS = "Lake House, Kisumu"
log = logging.getLogger("outreach.somewhere")


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    root, hooks = logging.getLogger(), (sys.excepthook, threading.excepthook)
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers, (sys.excepthook, threading.excepthook) = handlers, hooks
    root.setLevel(level)
    logging.captureWarnings(False)


def raised(error: Exception) -> None:
    try:
        raise error
    except Exception:
        log.exception("sending")


def chained() -> None:
    try:
        try:
            raise ValueError(f"no such number {NUMBER}")
        except ValueError as error:
            raise RuntimeError("the gateway failed") from error
    except RuntimeError:
        log.exception("sending")


def noted() -> None:
    error = ValueError("odd")
    error.add_note(f"for {NUMBER}")
    raised(error)


def grouped() -> None:
    raised(ExceptionGroup("two", [ValueError(NUMBER), TypeError(repr(NUMBER))]))


class Shown:
    def __str__(self) -> str:
        return f"<addressee {NUMBER}>"


def in_a_thread() -> None:
    thread = threading.Thread(
        target=lambda: 1 / len(()) if not NUMBER else int(NUMBER + "x")
    )
    thread.start()
    thread.join()


def uncaught() -> None:
    try:
        raise KeyError(NUMBER)
    except KeyError:
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]


def warned() -> None:
    import warnings

    warnings.warn(f"odd number {NUMBER}", stacklevel=1)


@pytest.mark.parametrize("kind", ["text", "json"])
@pytest.mark.parametrize(
    "write",
    [
        pytest.param(lambda: log.info("to %s", NUMBER), id="an argument"),
        pytest.param(lambda: log.info(f"to {NUMBER}"), id="the message"),
        pytest.param(lambda: log.info("to %s", Shown()), id="what an object says of itself"),
        pytest.param(lambda: log.info("to %r", {"to": NUMBER}), id="inside a dict"),
        pytest.param(lambda: raised(ValueError(NUMBER)), id="an exception's text"),
        pytest.param(chained, id="the cause of an exception"),
        pytest.param(noted, id="an exception's note"),
        pytest.param(grouped, id="a group of exceptions"),
        pytest.param(in_a_thread, id="a thread that dies"),
        pytest.param(uncaught, id="what nobody caught"),
        pytest.param(warned, id="a warning"),
        pytest.param(lambda: log.info("stack", stack_info=True), id="the stack alone"),
        pytest.param(lambda: log.info("token %s", TOKEN), id="a secret of the settings"),
        pytest.param(lambda: logging.getLogger("uvicorn.error").error("GET /?to=%2B254722451983"), id="the web server's own logger"),
    ],
)  # fmt: skip
def test_nothing_personal_gets_through(
    capsys: pytest.CaptureFixture[str], kind: str, write: Callable[[], None]
) -> None:
    values = {"OUTREACH_LOG": kind, "OUTREACH_TWILIO_AUTH_TOKEN": TOKEN}
    logs.begin_server(read_settings(values))
    write()
    written = capsys.readouterr().err
    assert written
    assert "722451" not in written
    assert TOKEN not in written
    if kind == "json":
        entries = [json.loads(line) for line in written.splitlines()]
        assert all({"time", "level", "logger", "message"} <= e.keys() for e in entries)


def test_a_traceback_stays_readable(capsys: pytest.CaptureFixture[str]) -> None:
    logs.begin_server(read_settings({"OUTREACH_LOG": "json"}))
    raised(ValueError(f"no route to {NUMBER}"))
    entry = json.loads(capsys.readouterr().err)
    assert entry["level"] == "error"
    assert entry["message"] == "sending"
    assert "in raised" in entry["exception"]
    assert entry["exception"].endswith("ValueError: no route to +254•••••••83")


def test_a_fault_of_the_database_quotes_no_address(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    settings = read_settings({"OUTREACH_DATABASE_URL": f"sqlite:///{tmp_path}/o.db"})
    logs.begin_server(settings)
    with opened(settings) as store, store.write() as connection:
        try:
            connection.execute(text("INSERT INTO x VALUES (:a)"), {"a": ADDRESS})
        except Exception:
            log.exception("storing")
    written = capsys.readouterr().err
    assert "no such table: x" in written
    assert ADDRESS not in written


def test_one_line_is_written_once_however_often_logging_began(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for _ in range(3):
        logs.begin(read_settings({}), logging.INFO)
    log.info("once")
    assert capsys.readouterr().err.count("once") == 1
