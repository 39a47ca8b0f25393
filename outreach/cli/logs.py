"""The log on standard error: text or JSON lines, without personal data or secrets.

Masking is the last step before a line is written, so it sees tracebacks, the words of
libraries and what an exception quotes.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from outreach.model.masking import masked
from outreach.settings import Settings

#: Settings whose values are secret end with one of these.
_SECRET = ("_TOKEN", "_SECRET", "_KEY", "_PASSWORD")
#: Shorter ones would blot out ordinary words.
_LEAST = 6
_CHATTY = ("apscheduler", "alembic", "aiohttp", "procrastinate", "asyncio", "urllib3")


def begin(settings: Settings | None = None, level: int = logging.WARNING) -> None:
    """Log to standard error from now on, as OUTREACH_LOG says."""
    secrets = secrets_in(settings) if settings else ()
    kind = JsonLines if settings and settings.log == "json" else TextLines
    handler = _StandardError()
    handler.setFormatter(kind(secrets))
    root = logging.getLogger()
    root.handlers = [h for h in root.handlers if not isinstance(h, _StandardError)]
    root.addHandler(handler)
    root.setLevel(level)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)


def begin_server(settings: Settings) -> None:
    """Log what happens, and also what nobody caught and what Python warns of."""
    begin(settings, logging.INFO)
    logging.captureWarnings(True)
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_dead_thread


def secrets_in(settings: Settings) -> Sequence[str]:
    """The secrets among the settings, longest first: one may hold another."""
    found = {value for name, value in settings.values.items() if name.endswith(_SECRET)}
    found.add(urlsplit(settings.database_url).password or "")
    return sorted((f for f in found if len(f) >= _LEAST), key=len, reverse=True)


class _StandardError(logging.StreamHandler[Any]):
    """Standard error as it is when a line is written."""

    @property
    def stream(self) -> Any:
        return sys.stderr

    @stream.setter
    def stream(self, _: Any) -> None:
        return


class TextLines(logging.Formatter):
    """For people: time, level, logger, message; a traceback below."""

    def __init__(self, secrets: Sequence[str] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """The whole entry, masked."""
        return masked(super().format(record), self._secrets)


class JsonLines(logging.Formatter):
    """For machines: one object a line."""

    def __init__(self, secrets: Sequence[str] = ()) -> None:
        super().__init__()
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """The entry as JSON, each text masked before it is escaped."""
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "thread": record.threadName,
            "message": masked(record.getMessage(), self._secrets),
        }
        if record.exc_info:
            trace = self.formatException(record.exc_info)
            entry["exception"] = masked(trace, self._secrets)
        if record.stack_info:
            entry["stack"] = masked(record.stack_info, self._secrets)
        return json.dumps(entry, ensure_ascii=False)


def _log_uncaught(kind: Any, error: Any, trace: Any) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger("outreach").critical("stopped", exc_info=(kind, error, trace))


def _log_dead_thread(dead: threading.ExceptHookArgs) -> None:
    if dead.exc_value is None:
        return
    name = dead.thread.name if dead.thread else "a thread"
    logging.getLogger("outreach").critical(
        "%s died", name, exc_info=(dead.exc_type, dead.exc_value, dead.exc_traceback)
    )
