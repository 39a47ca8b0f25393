"""gammu-smsd's folders: a file in ``outbox`` goes out, then moves to ``sent`` or ``error``."""

from __future__ import annotations

import os
import re
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path

from channels.gateways.disk import needs_a_person, sync_folder
from channels.gateways.gammu import smsbackup
from channels.gateways.gammu.backend import NOT_SENT, TOO_LATE, Fate, check_runs
from channels.gateways.gammu.joining import is_whole, joined
from channels.gateways.gammu.mark import Mark, read
from channels.gateways.gammu.settings import GammuSettings
from outreach.model.contracts import GatewayError, Outgoing
from outreach.model.news import Event, News
from outreach.model.states import Outcome

#: ``OUT<priority><date>_<time>_<serial>_<number>_<note>``; the note is our mark.
_NAME = re.compile(r"(?:OUT|LATE)C\d{8}_\d{6}_00_\+?\d+_(?P<mark>[\w-]+)\.smsbackup")
#: gammu-smsd's own buffer for a name, and a byte for its end.
_LONGEST = 99
#: Seconds after which nothing is added to a text that came in.
_SETTLED = 60
_FOLDERS = ("inbox", "outbox", "sent", "error")


class Files:
    """The back end ``files``. Names of ours are in ``outbox``, ``sent`` and ``error``;
    other people's files there are left alone.
    """

    def __init__(self, settings: GammuSettings, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._clock = clock
        self._given: list[Path] = []

    def put(self, mark: Mark, delivery: Outgoing) -> None:
        """Written beside, under a name that gammu-smsd overlooks, then renamed."""
        now = self._clock()
        name = f"OUTC{now:%Y%m%d_%H%M%S}_00_{delivery.address}_{mark.text}.smsbackup"
        outbox = self._folder("outbox")
        if len(name) > _LONGEST:
            raise GatewayError("The delivery's id is too long for gammu-smsd.")
        draft = outbox / f".{name}"
        try:
            with open(draft, "xb", opener=_for_the_group) as file:
                file.write(smsbackup.written(delivery, now))
                file.flush()
                os.fsync(file.fileno())
            draft.rename(outbox / name)
            sync_folder(outbox)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise _stopped(error, outbox) from None

    def fates(self) -> Mapping[str, Sequence[Fate]]:
        """In the order in which files move, so that none slips by."""
        found: dict[str, list[Fate]] = defaultdict(list)
        for folder in ("outbox", "sent", "error"):
            for path, mark in self._ours(folder):
                found[mark.delivery].append(_fate(path, folder, mark))
        return found

    def news(self, most: int) -> Sequence[News]:
        """What is in ``sent``, ``error`` and ``inbox``, after what is late was taken back."""
        self._take_back_what_is_late()
        found: list[News] = []
        self._given = []
        for path, news in self._told():
            if found and len(found) + len(news) > most:
                break
            found += news
            self._given.append(path)
        return found

    def let_go(self) -> None:
        """Remove the files: ledger and inbox have what they said."""
        try:
            for path in self._given:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise _stopped(error, path) from None
        self._given = []

    def check(self) -> None:
        """Whether its folders can be written and gammu-smsd seems alive."""
        for name in _FOLDERS:
            folder = self._folder(name)
            try:
                with tempfile.TemporaryFile(dir=folder):
                    pass
            except OSError as error:
                raise _stopped(error, folder) from None
        for path in islice(self._listed("inbox", "IN"), 1):
            if b"[SMSBackup" not in path.read_bytes():
                raise GatewayError(
                    "Set inboxformat = detail for gammu-smsd: in other formats long "
                    "texts come in pieces.",
                    permanent=True,
                )
        check_runs(self._settings.pidfile)

    def _told(self) -> Iterator[tuple[Path, list[News]]]:
        for folder in ("sent", "error"):
            for path, mark in self._ours(folder):
                yield path, list(_events(path, _fate(path, folder, mark)))
        for path in self._listed("inbox", "IN"):
            if (news := self._inbound(path)) is not None:
                yield path, news

    def _inbound(self, path: Path) -> list[News] | None:
        data = _content(path)
        if smsbackup.is_report(data):
            return []
        parts = smsbackup.pieces(data)
        if parts is None or not (is_whole(parts) or self._is_old(path)):
            return None  # gammu-smsd may still be writing it
        return [joined(parts, self._settings.sender)]

    def _is_old(self, path: Path) -> bool:
        return self._clock().timestamp() - path.stat().st_mtime > _SETTLED

    def _take_back_what_is_late(self) -> None:
        """Out of ``outbox`` into ``error``, all but the first: gammu-smsd takes files in
        the order of their names, so only that one may be on its way to the modem.
        """
        now = self._clock().timestamp()
        for path, mark in list(self._ours("outbox"))[1:]:
            if mark.ends <= now:
                name = path.name.replace("OUT", "LATE", 1)
                try:
                    path.rename(self._folder("error") / name)
                except FileNotFoundError:
                    continue  # it went after all
                except OSError as error:
                    raise _stopped(error, path) from None

    def _ours(self, folder: str) -> Iterator[tuple[Path, Mark]]:
        for path in self._listed(folder, "OUT", "LATE"):
            found = _NAME.fullmatch(path.name)
            if found and (mark := read(found["mark"])):
                yield path, mark

    def _listed(self, folder: str, *starts: str) -> Iterator[Path]:
        place = self._folder(folder)
        try:
            return iter(sorted(p for p in place.iterdir() if p.name.startswith(starts)))
        except OSError as error:
            raise _stopped(error, place) from None

    def _folder(self, name: str) -> Path:
        return self._settings.folder / name


def _fate(path: Path, folder: str, mark: Mark) -> Fate:
    if folder != "error":
        return Fate(mark=mark, outcome=Outcome.ACCEPTED)
    if path.name.startswith("LATE"):
        return Fate(mark=mark, outcome=Outcome.REFUSED, code="expired", detail=TOO_LATE)
    return Fate(mark=mark, outcome=Outcome.UNKNOWN, detail=NOT_SENT)


def _events(path: Path, fate: Fate) -> Iterator[Event]:
    for part in fate.mark.parts(smsbackup.count(_content(path))):
        yield Event(
            key=f"{part}:{fate.outcome}",
            outcome=fate.outcome,
            delivery=fate.mark.delivery,
            gateway_id=part,
            code=fate.code,
            detail=fate.detail,
        )


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _stopped(error, path) from None


def _for_the_group(path: str, flags: int) -> int:
    return os.open(path, flags, 0o660)  # gammu-smsd may be another user


def _stopped(error: OSError, path: Path) -> GatewayError:
    why = error.strerror or type(error).__name__
    return GatewayError(
        f"gammu-smsd's {path.parent.name}/{path.name if path.is_dir() else ''} can't be "
        f"used: {why}. Check OUTREACH_GAMMU_FOLDER and who may write there.",
        permanent=needs_a_person(error),
    )
