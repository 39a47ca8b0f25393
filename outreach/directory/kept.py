"""Sheets that staff bring by a page: looked at, kept a day, and put in when they say so.

Each is a folder named by its content's hash, so that the same sheet sent twice is one. It
is on the disk, not in memory: a lost line or a restart loses nothing.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import shutil
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from outreach.directory import importing
from outreach.model.errors import InputError, OutreachError
from outreach.settings import Settings
from outreach.store import Store
from outreach.store.audit import Actor, record

log = logging.getLogger(__name__)

KEPT = timedelta(days=1)
_KEY = re.compile(r"[0-9a-f]{32}")
_FAULT = "The server could not go on. Its log says why. Try again, or ask who runs it."


@dataclass(slots=True)
class Sheets:
    """All that are kept, and the work on them in this process."""

    folder: Path
    store: Store
    clock: Callable[[], datetime]
    _working: dict[str, Thread] = field(default_factory=dict)
    _at: dict[str, tuple[int, int]] = field(default_factory=dict)
    _one: Lock = field(default_factory=Lock)

    def bring(self, data: bytes, login: str) -> str:
        """Keep a sheet and begin to look at it; its key. Raises InputError where it is empty."""
        if not data:
            raise InputError("No file came. Choose one, then send it.")
        self._tidy()
        key = hashlib.sha256(data).hexdigest()[:32]
        with self._one:
            about = self._about(key)
            if not about or about["state"] in ("refused", "stored"):
                place = self.folder / key
                place.mkdir(mode=0o700, parents=True, exist_ok=True)
                (place / "sheet").write_bytes(data)
                at = self.clock().isoformat()
                self._note(key, {"state": "looking", "by": login, "at": at})
        self.look(key)
        return key

    def look(self, key: str) -> None:
        """Look at a sheet that was not looked at to the end."""
        if (self.about(key) or {}).get("state") == "looking":
            self._begin(key, lambda: self._looked(key))

    def put_in(self, key: str, actor: Actor, *, only_sound: bool) -> None:
        """Begin to put a sheet in, or go on where that was cut off; once, however often."""
        about = self.about(key) or {}
        if about.get("state") not in ("looked", "storing"):
            return
        if about["faulty"] and not only_sound:
            raise InputError(
                "Rows have problems. Put in the sound ones, or correct it."
            )
        with self._one:
            if key in self._working:
                return
            self._note(key, {**about, "state": "storing"})
        self._begin(key, lambda: self._stored(key, actor, only_sound))

    def about(self, key: str) -> dict[str, Any] | None:
        """What is known of a sheet; None where it is not kept (any more)."""
        found = self._about(key)
        if found:
            found["done"], found["total"] = self._at.get(key, (0, 0))
            found["works"] = key in self._working
        return found

    def problems(self, key: str) -> bytes | None:
        """The same sheet as CSV with a column of problems."""
        path = self.folder / key / "problems.csv"
        return path.read_bytes() if _KEY.fullmatch(key) and path.is_file() else None

    def newest(self) -> list[tuple[str, dict[str, Any]]]:
        """Those that are kept, the newest first."""
        self._tidy()
        found = ((path.name, self._about(path.name)) for path in _each(self.folder))
        kept = [(key, about) for key, about in found if about]
        return sorted(kept, key=lambda each: str(each[1]["at"]), reverse=True)

    def wait(self) -> None:
        """Until nothing is at work."""
        while threads := list(self._working.values()):
            threads[0].join()

    def _begin(self, key: str, work: Callable[[], dict[str, Any]]) -> None:
        with self._one:
            if key in self._working:
                return
            self._working[key] = Thread(target=self._do, args=(key, work), daemon=True)
        self._working[key].start()

    def _do(self, key: str, work: Callable[[], dict[str, Any]]) -> None:
        with self._settled(key):
            about = self._about(key) or {}
            try:
                found = work()
            except OutreachError as error:
                found = {"state": "refused", "sentence": str(error)}
            except Exception:  # a bulkhead: the page says that it failed
                log.exception("a sheet of organisations")
                found = {"state": "refused", "sentence": _FAULT}
            self._note(key, {**about, **found})

    @contextmanager
    def _settled(self, key: str) -> Iterator[None]:
        try:
            yield
        finally:
            with self._one:
                self._working.pop(key, None)
                self._at.pop(key, None)

    def _looked(self, key: str) -> dict[str, Any]:
        place = self.folder / key
        beside, progress = importing.Beside(self.store), self._progress(key)
        found = importing.check(
            place / "sheet", place / "problems.csv", progress, beside.add
        )
        return {
            "state": "looked",
            "sound": found.sound,
            "faulty": found.faulty,
            "says": beside.counts(),
            "problems": [(p.field, p.message) for p in found.problems],
            "more_problems": found.more_problems,
            "notes": found.notes,
            "more_notes": found.more_notes,
        }

    def _stored(self, key: str, actor: Actor, only_sound: bool) -> dict[str, Any]:
        number = importing.store(
            self.store,
            self.folder / key / "sheet",
            self.clock(),
            only_sound=only_sound,
            progress=self._progress(key),
        )
        with self.store.write() as connection:
            record(connection, actor, self.clock(), "import organisations", number)
        return {"state": "stored", "stored": number}

    def _progress(self, key: str) -> importing.Progress:
        def progress(done: int, total: int) -> None:
            self._at[key] = (done, total)

        return progress

    def _about(self, key: str) -> dict[str, Any] | None:
        return _about(self.folder, key)

    def _note(self, key: str, about: dict[str, Any]) -> None:
        path = self.folder / key / "about.new"
        path.write_text(json.dumps(about), "utf-8")
        path.replace(path.with_suffix(".json"))

    def _tidy(self) -> None:
        tidy(self.folder, self.clock(), self._working)


def folder_of(settings: Settings) -> Path:
    """Where an office's sheets are kept."""
    return settings.data_dir / "imports"


def tidy(folder: Path, now: datetime, working: Container[str] = ()) -> None:
    """Delete the sheets past their day, but those at work: phones and addresses of people
    are not kept longer than is said.
    """
    last = (now - KEPT).isoformat()
    for path in _each(folder):
        about = _about(folder, path.name)
        made = datetime.fromtimestamp(path.stat().st_mtime, UTC)  # it just comes in
        at = about["at"] if about else made.isoformat()
        if path.name not in working and at < last:
            shutil.rmtree(path, ignore_errors=True)


def _each(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def _about(folder: Path, key: str) -> dict[str, Any] | None:
    path = folder / key / "about.json"
    if not _KEY.fullmatch(key) or not path.is_file():
        return None
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found
