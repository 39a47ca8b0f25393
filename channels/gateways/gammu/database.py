"""gammu-smsd's SQLite file: rows of ``outbox`` go out and become rows of ``sentitems``.

gammu-smsd writes the same file, so each transaction here is short, and one that finds
the file busy waits a while.
"""

from __future__ import annotations

import logging
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from channels.gateways.alphabet import headers
from channels.gateways.gammu.backend import DEAD, NOT_SENT, TOO_LATE, Fate, check_runs
from channels.gateways.gammu.joining import Piece, groups, is_whole, joined, piece
from channels.gateways.gammu.mark import Mark, read
from channels.gateways.gammu.settings import GammuSettings
from channels.gateways.gammu.smsbackup import encoding
from outreach.model.contracts import GatewayError, Outgoing
from outreach.model.news import Event, Inbound, News
from outreach.model.states import Outcome

log = logging.getLogger(__name__)

#: Of gammu 1.42, in Debian 12.
_SCHEMA = 17
#: Seconds to wait while gammu-smsd writes.
_BUSY = 15
_STATUSES: Mapping[str, Outcome] = {
    "SendingOK": Outcome.ACCEPTED,
    "SendingOKNoReport": Outcome.ACCEPTED,
    "DeliveryPending": Outcome.ACCEPTED,
    "DeliveryUnknown": Outcome.ACCEPTED,
    "DeliveryOK": Outcome.DELIVERED,
    "DeliveryFailed": Outcome.REFUSED,
}
#: Due since long ago: gammu-smsd compares with local time, the columns' defaults are UTC,
#: and west of Greenwich a text would wait for hours.
_PUT = (
    "INSERT INTO outbox (SendingDateTime, SendingTimeOut, DestinationNumber, Text,"
    " TextDecoded, Coding, UDH, MultiPart, DeliveryReport, CreatorID)"
    " VALUES ('2000-01-01', '2000-01-01', ?, ?, ?, ?, ?, ?, ?, ?)"
)
_PUT_PART = (
    "INSERT INTO outbox_multipart (ID, SequencePosition, Text, TextDecoded, Coding, UDH)"
    " VALUES (?, ?, ?, ?, ?, ?)"
)
_WAITING = "SELECT ID, CreatorID FROM outbox WHERE CreatorID <> ''"
#: What was told stands behind the mark, so that each change is told once.
_SENT = (
    "SELECT ID, SequencePosition, Status, StatusCode, SenderID, CreatorID FROM sentitems"
    " WHERE CreatorID <> ''"
)
_UNTOLD = (
    "SELECT ID, SequencePosition, Status, StatusCode, SenderID, CreatorID FROM sentitems"
    " WHERE CreatorID <> '' AND CreatorID NOT LIKE '% ' || Status"
    " ORDER BY UpdatedInDB, ID, SequencePosition LIMIT ?"
)
_TOLD = (
    "UPDATE sentitems SET CreatorID = ? WHERE ID = ? AND SequencePosition = ?"
    " AND Status = ?"
)
_CAME = (
    "SELECT ID, SenderNumber, ReceivingDateTime, Text, UDH,"
    " UpdatedInDB < datetime('now', '-60 seconds') AS settled FROM inbox"
    " WHERE Processed = 'false' AND Coding <> '8bit' ORDER BY ID LIMIT ?"
)
#: A row that is on its way to the modem has a SendingTimeOut to come, and stays.
_LATE = (
    "INSERT INTO sentitems (ID, SequencePosition, Text, UDH, Coding, DestinationNumber,"
    " TextDecoded, SenderID, CreatorID, Status) SELECT ID, 1, coalesce(Text, ''),"
    " coalesce(UDH, ''), Coding, DestinationNumber, TextDecoded, 'expired', CreatorID,"
    " 'Error' FROM outbox WHERE ID = ? AND SendingTimeOut < datetime('now', 'localtime')"
)
_LATE_PARTS = (
    "INSERT INTO sentitems (ID, SequencePosition, Text, UDH, Coding, DestinationNumber,"
    " TextDecoded, SenderID, CreatorID, Status) SELECT o.ID, p.SequencePosition,"
    " coalesce(p.Text, ''), coalesce(p.UDH, ''), p.Coding, o.DestinationNumber,"
    " coalesce(p.TextDecoded, ''), 'expired', o.CreatorID, 'Error'"
    " FROM outbox o JOIN outbox_multipart p ON p.ID = o.ID WHERE o.ID = ?"
)
_DROP = (
    "DELETE FROM outbox_multipart WHERE ID = ?",
    "DELETE FROM outbox WHERE ID = ?",
)


class Database:
    """The back end ``sql``, on SQLite."""

    def __init__(self, settings: GammuSettings, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._clock = clock
        self._texts: list[int] = []
        self._sent: list[tuple[str, int, int, str]] = []
        self._unreadable: set[int] = set()

    def put(self, mark: Mark, delivery: Outgoing) -> bool:
        """All parts in one transaction, which gammu-smsd sees whole or not at all."""
        parts = delivery.parts
        udh = headers(delivery.id, len(parts))
        coding, report = encoding(delivery), "yes" if self._settings.reports else "no"
        rows = [(_hex(p), p, coding, u) for p, u in zip(parts, udh, strict=True)]
        several = "true" if len(parts) > 1 else "false"
        with self._write() as connection:
            first = (delivery.address, *rows[0], several, report, mark.text)
            own = connection.execute(_PUT, first).lastrowid
            connection.executemany(
                _PUT_PART, [(own, n, *row) for n, row in enumerate(rows[1:], 2)]
            )
        return True

    def fates(self) -> Mapping[str, Sequence[Fate]]:
        """Both tables at one moment, so that none slips by."""
        found: dict[str, list[Fate]] = defaultdict(list)
        with self._read() as connection:
            for row in connection.execute(_WAITING):
                if mark := _mark(row):
                    fate = Fate(mark=mark, outcome=Outcome.ACCEPTED)
                    found[mark.delivery].append(fate)
            for row in connection.execute(_SENT):
                if mark := _mark(row):
                    found[mark.delivery].append(_fate(mark, row))
        return found

    def news(self, most: int) -> Sequence[News]:
        """Untold rows of ``sentitems`` and ``inbox``, after what is late was taken back."""
        self._take_back_what_is_late()
        with self._read() as connection:
            sent = connection.execute(_UNTOLD, (most,)).fetchall()
            room = most - len(sent)
            came = connection.execute(_CAME, (room,)).fetchall()
        told = [(mark, row) for row in sent if (mark := _mark(row))]
        events = [_event(mark, row) for mark, row in told]
        texts = list(self._came(came, cut=len(came) == room))
        # Last: what the caller never got must outlive the next poll.
        self._sent = [_seen(mark, row) for mark, row in told]
        self._texts = [row for rows, _ in texts for row in rows]
        return [*events, *(inbound for _, inbound in texts)]

    def let_go(self) -> None:
        """Mark the rows; a status that has changed since is told again."""
        if not self._texts and not self._sent:
            return
        with self._write() as connection:
            connection.executemany(_TOLD, self._sent)
            connection.executemany(
                "UPDATE inbox SET Processed = 'true' WHERE ID = ?",
                [(row,) for row in self._texts],
            )
        self._texts, self._sent = [], []

    def check(self) -> None:
        """Whether tables are there, the file can be written, and gammu-smsd seems alive."""
        with self._write() as connection:
            version = connection.execute("SELECT max(Version) FROM gammu").fetchone()[0]
            mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
            alive = connection.execute(
                "SELECT count(*) FROM phones WHERE UpdatedInDB > datetime('now', '-5 minutes')"
            ).fetchone()[0]
        if version != _SCHEMA:
            raise GatewayError(
                f"gammu-smsd's database has version {version}; this works with {_SCHEMA}, "
                "of gammu 1.42.",
                permanent=True,
            )
        if mode != "wal":
            raise GatewayError(
                "While Outreach writes, gammu-smsd may read a text wrongly and call it "
                f"failed. Run once: sqlite3 {self._settings.database} "
                '"PRAGMA journal_mode = wal".',
                permanent=True,
            )
        check_runs(self._settings.pidfile)
        if not alive:
            raise GatewayError(DEAD)

    def _came(
        self, rows: Sequence[sqlite3.Row], *, cut: bool
    ) -> Iterator[tuple[set[int], Inbound]]:
        """Whole texts with their rows, and those of which the rest will not come any more;
        ``cut``: there are more rows, and the rest may be among them.
        """
        settled = {row["ID"] for row in rows if row["settled"] and not cut}
        for group in groups(self._pieces(rows)):
            ids = {row for row, _ in group}
            pieces = [one for _, one in group]
            if is_whole(pieces) or ids <= settled:
                yield ids, joined(pieces, self._settings.sender)

    def _pieces(self, rows: Sequence[sqlite3.Row]) -> Iterator[tuple[int, Piece]]:
        """What each row holds; one that can't be read is said once, and left there."""
        for row in rows:
            at = str(row["ReceivingDateTime"])
            found = piece(row["SenderNumber"], at, row["Text"], row["UDH"])
            if found:
                yield row["ID"], found
            elif row["ID"] not in self._unreadable:
                self._unreadable.add(row["ID"])
                log.warning("row %s of gammu-smsd's inbox can't be read", row["ID"])

    def _take_back_what_is_late(self) -> None:
        now = self._clock().timestamp()
        with self._read() as connection:
            waiting = connection.execute(_WAITING).fetchall()
        late = [r["ID"] for r in waiting if (m := _mark(r)) and m.ends <= now]
        if not late:
            return
        with self._write() as connection:
            for row in late:
                if connection.execute(_LATE, (row,)).rowcount == 1:
                    connection.execute(_LATE_PARTS, (row,))
                    for drop in _DROP:
                        connection.execute(drop, (row,))

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        with self._read() as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")

    @contextmanager
    def _read(self) -> Iterator[sqlite3.Connection]:
        path = self._settings.database
        try:
            with closing(_opened(path)) as connection:
                yield connection
        except sqlite3.Error as error:
            busy = "locked" in str(error)
            raise GatewayError(
                f"gammu-smsd's database can't be used: {error}. Check "
                "OUTREACH_GAMMU_DATABASE, and that it has gammu's tables.",
                permanent=not busy,
            ) from None


def _opened(path: Path) -> sqlite3.Connection:
    """A connection without transactions of its own; never makes the file."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=_BUSY,
        isolation_level=None,
    )
    connection.row_factory = sqlite3.Row
    return connection


def _mark(row: sqlite3.Row) -> Mark | None:
    return read(str(row["CreatorID"]).partition(" ")[0])


def _seen(mark: Mark, row: sqlite3.Row) -> tuple[str, int, int, str]:
    """What marks the row as told."""
    status = row["Status"]
    return f"{mark.text} {status}", row["ID"], row["SequencePosition"], status


def _event(mark: Mark, row: sqlite3.Row) -> Event:
    fate, part = _fate(mark, row), mark.part(row["SequencePosition"])
    return Event(
        key=f"{part}:{row['Status']}",
        outcome=fate.outcome,
        delivery=mark.delivery,
        gateway_id=part,
        code=fate.code,
        detail=fate.detail,
    )


def _fate(mark: Mark, row: sqlite3.Row) -> Fate:
    """The operator's code makes a failure sure; without one a part may have gone out."""
    status, code = row["Status"], row["StatusCode"]
    if row["SenderID"] == "expired":
        return Fate(mark=mark, outcome=Outcome.REFUSED, code="expired", detail=TOO_LATE)
    outcome = _STATUSES.get(status)
    if outcome is None and code < 0:
        return Fate(mark=mark, outcome=Outcome.UNKNOWN, code=status, detail=NOT_SENT)
    if outcome in (Outcome.ACCEPTED, Outcome.DELIVERED):
        return Fate(mark=mark, outcome=outcome)
    return Fate(
        mark=mark,
        outcome=Outcome.REFUSED,
        code=str(code) if code >= 0 else status,
        detail=f"The operator says it failed ({status}).",
    )


def _hex(part: str) -> Any:
    return part.encode("utf-16-be").hex().upper()
