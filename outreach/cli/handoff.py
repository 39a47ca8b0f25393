"""Acts on the database: done here, or handed to the server that has it open.

SQLite has one writing process. A command that finds the file locked sends its act over
a Unix socket (mode 0600) beside the lock; the server does it and sends back what to say.
"""

from __future__ import annotations

import json
import logging
import os
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from outreach.model.errors import Fault, InputError, OutreachError, Problem
from outreach.settings import Settings
from outreach.store import Locked, Store, opened

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What an act works on."""

    settings: Settings
    store: Store
    clock: Callable[[], datetime]
    #: Where the form is reached from this machine.
    address: str = "http://127.0.0.1:8000"

    @property
    def now(self) -> datetime:
        """The instant, in UTC."""
        return self.clock()


#: An act takes the office and JSON values, and gives the text to print.
Act = Callable[[Office, Mapping[str, Any]], str]
ACTS: dict[str, Act] = {}


def act(function: Act) -> Act:
    """Register an act under its function's name."""
    ACTS[function.__name__] = function
    return function


def clock() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)


def do(settings: Settings, name: str, /, **values: Any) -> str:
    """Do an act, here or in the server; the text to print. Raises what the act raises."""
    try:
        with opened(settings) as store:
            return ACTS[name](
                Office(settings=settings, store=store, clock=clock), values
            )
    except Locked:
        path = _socket_path(settings)
        if not path.exists():
            raise
    return _hand_over(path, name, values)


@contextmanager
def taking_over(office: Office) -> Iterator[None]:
    """Do the acts of other commands until the block ends. PostgreSQL needs nobody to."""
    if not office.store.exclusive:
        yield
        return
    from outreach.cli.commands import load_all  # it imports what imports this

    load_all()
    path = _socket_path(office.settings)
    path.unlink(missing_ok=True)
    before = os.umask(0o177)
    try:
        server = _Server(path, office)
    finally:
        os.umask(before)
    thread = threading.Thread(target=server.serve_forever, name="handoff", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        path.unlink(missing_ok=True)


def _socket_path(settings: Settings) -> Path:
    return settings.data_dir / "outreach.sock"


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True

    def __init__(self, path: Path, office: Office) -> None:
        # A socket's address has about 100 bytes: the way from here is often shorter.
        super().__init__(_short(path), _Handler)
        self.office = office


class _Handler(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        request = json.loads(self.rfile.readline())
        self.wfile.write(
            json.dumps(_done(self.server.office, request)).encode() + b"\n"
        )


def _done(office: Office, request: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return {"said": ACTS[request["act"]](office, request["values"])}
    except InputError as error:
        return {
            "problems": [[p.field, p.message] for p in error.problems],
            "text": str(error),
        }
    except Fault as error:
        return {"fault": str(error)}
    except OutreachError as error:
        return {"text": str(error)}
    except Exception:  # a bulkhead: one command's fault must not stop the server
        log.exception("act %s", request.get("act"))
        return {"fault": "The server failed at this; its log says why."}


def _hand_over(path: Path, name: str, values: Mapping[str, Any]) -> str:
    with socket.socket(socket.AF_UNIX) as line:
        try:
            line.connect(_short(path))
        except OSError:
            raise Locked(
                "Another outreach process has the database open and does not answer. Stop it first."
            ) from None
        line.sendall(json.dumps({"act": name, "values": values}).encode() + b"\n")
        with line.makefile("rb") as answers:
            answer = json.loads(
                answers.readline() or b'{"fault": "The server went away."}'
            )
    if "fault" in answer:
        raise Fault(answer["fault"])
    if "problems" in answer:
        raise InputError(
            [Problem(field, message) for field, message in answer["problems"]]
        )
    if "text" in answer:
        raise OutreachError(answer["text"])
    return str(answer["said"])


def _short(path: Path) -> str:
    return min(str(path.resolve()), os.path.relpath(path), key=len)
