"""gammu-smsd's folders: a file in ``outbox`` goes out, then moves to ``sent`` or ``error``."""

from __future__ import annotations

import logging
import os
import re
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
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

log = logging.getLogger(__name__)

#: ``OUT<priority><date>_<time>_<serial>_<number>_<note>``; the note is our mark.
_NAME = re.compile(
    r"(?:OUT|LATE|TOLD)C\d{8}_\d{6}_00_\+?\d+_(?P<mark>[\w-]+)\.smsbackup"
)
#: gammu-smsd's own buffer for a name, and a byte for its end.
_LONGEST = 99
#: Seconds after which nothing is added to a text that came in.
_SETTLED = 60
_FOLDERS = ("inbox", "outbox", "sent", "error")
#: How names of ours start: as put, taken back too late, told as of unknown fate.
_UNTOLD = ("OUT", "LATE")
_ANY = (*_UNTOLD, "TOLD")


class Files:
    """The back end ``files``. Names of ours are in ``outbox``, ``sent`` and ``error``;
    other people's files there are left alone.
    """

    def __init__(self, settings: GammuSettings, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._clock = clock
        self._given: list[Path] = []
        self._unreadable: set[Path] = set()

    def put(self, mark: Mark, delivery: Outgoing) -> bool:
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
        except OSError as error:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
            raise _stopped(error, outbox) from None
        try:
            sync_folder(outbox)
        except OSError:  # it is there, and goes out unless the power fails first
            return False
        return True

    def fates(self) -> Mapping[str, Sequence[Fate]]:
        """In the order in which files move, so that none slips by; ``error`` twice, for
        ``let_go`` renames there while this reads.
        """
        found: dict[str, list[Fate]] = defaultdict(list)
        for folder in ("outbox", "sent", "error", "error"):
            for path, mark in self._ours(folder, *_ANY):
                found[mark.delivery].append(_fate(path, folder, mark))
        return found

    def news(self, most: int) -> Sequence[News]:
        """What is in ``sent``, ``error`` and ``inbox``, after what is late was taken back."""
        self._take_back_what_is_late()
        found: list[News] = []
        given: list[Path] = []
        for path, news in self._told():
            if found and len(found) + len(news) > most:
                break
            found += news
            given.append(path)
        # Last: what the caller never got must outlive the next poll.
        self._given = given
        return found

    def let_go(self) -> None:
        """Remove the files: ledger and inbox have what they said. One of which nobody knows
        whether it went stays for whoever asks: where there is nothing, it is sent again.
        """
        try:
            for path in self._given:
                if path.parent.name == "error" and path.name.startswith("OUT"):
                    _renamed(path, "TOLD")
                else:
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
            _check_format(path)
        check_runs(self._settings.pidfile)

    def _told(self) -> Iterator[tuple[Path, list[News]]]:
        """What each file says; one that can't be read keeps no other waiting."""
        for path, what_it_says in self._readers():
            try:
                news = what_it_says()
            except FileNotFoundError:
                continue
            except OSError as error:
                self._overlook(path, error)
                continue
            if news is not None:
                yield path, news

    def _readers(self) -> Iterator[tuple[Path, Callable[[], list[News] | None]]]:
        for folder in ("sent", "error"):
            for path, mark in self._ours(folder, *_UNTOLD):
                yield path, partial(_events, path, _fate(path, folder, mark))
        for path in self._listed("inbox", "IN"):
            yield path, partial(self._inbound, path)

    def _overlook(self, path: Path, error: OSError) -> None:
        """Said once, and without the name: it has a phone number."""
        if path not in self._unreadable:
            self._unreadable.add(path)
            log.warning("%s It is left there.", _stopped(error, path))

    def _inbound(self, path: Path) -> list[News] | None:
        data = path.read_bytes()
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
        for path, mark in list(self._ours("outbox", "OUT"))[1:]:
            if mark.ends <= now:
                try:
                    _renamed(path, "LATE", self._folder("error"))
                except OSError as error:
                    raise _stopped(error, path) from None

    def _ours(self, folder: str, *starts: str) -> Iterator[tuple[Path, Mark]]:
        for path in self._listed(folder, *starts):
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


def _events(path: Path, fate: Fate) -> list[News]:
    return [
        Event(
            key=f"{part}:{fate.outcome}",
            outcome=fate.outcome,
            delivery=fate.mark.delivery,
            gateway_id=part,
            code=fate.code,
            detail=fate.detail,
        )
        for part in fate.mark.parts(smsbackup.count(path.read_bytes()))
    ]


def _renamed(path: Path, start: str, folder: Path | None = None) -> None:
    """Give it another start, unless it is gone: smsd took it after all."""
    name = path.name.replace("OUT", start, 1)
    with suppress(FileNotFoundError):
        path.rename((folder or path.parent) / name)


def _check_format(path: Path) -> None:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return
    except OSError as error:
        raise _stopped(error, path) from None
    if b"[SMSBackup" not in data:
        raise GatewayError(
            "Set inboxformat = detail for gammu-smsd: in other formats long texts come in "
            "pieces.",
            permanent=True,
        )


def _for_the_group(path: str, flags: int) -> int:
    return os.open(path, flags, 0o660)  # gammu-smsd may be another user


def _stopped(error: OSError, path: Path) -> GatewayError:
    why = error.strerror or type(error).__name__
    folder = path.name if path.name in _FOLDERS else path.parent.name
    return GatewayError(
        f"gammu-smsd's {folder}/ can't be used: {why}. Check OUTREACH_GAMMU_FOLDER and "
        "who may read and write there.",
        permanent=needs_a_person(error),
    )
