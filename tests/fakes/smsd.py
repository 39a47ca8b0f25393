"""A gammu-smsd that does what it is told: sends, fails, hangs, brings a text twice.

It works on the same folders and tables as the real one; tests/system/test_gammu.py holds
what both take for granted to the real one.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from channels.gateways.gammu.smsbackup import pieces

#: The columns that matter, of schema 17.
_TABLES = """
CREATE TABLE gammu (Version INTEGER);
INSERT INTO gammu VALUES (17);
CREATE TABLE phones (IMEI TEXT, UpdatedInDB DEFAULT (datetime('now')));
INSERT INTO phones (IMEI) VALUES ('999');
CREATE TABLE outbox (ID INTEGER PRIMARY KEY AUTOINCREMENT, SendingDateTime, SendingTimeOut,
  DestinationNumber, Text, TextDecoded, Coding, UDH, MultiPart, DeliveryReport, CreatorID,
  SenderID);
CREATE TABLE outbox_multipart (ID INTEGER, SequencePosition INTEGER, Text, TextDecoded,
  Coding, UDH);
CREATE TABLE sentitems (ID INTEGER, SequencePosition INTEGER, DestinationNumber, Text,
  TextDecoded, Coding, UDH, SenderID, CreatorID, Status, StatusCode DEFAULT -1,
  UpdatedInDB DEFAULT (datetime('now')), PRIMARY KEY (ID, SequencePosition));
CREATE TABLE inbox (ID INTEGER PRIMARY KEY AUTOINCREMENT, SenderNumber, ReceivingDateTime,
  Text, UDH, Coding DEFAULT 'Unicode_No_Compression', Processed DEFAULT 'false',
  UpdatedInDB DEFAULT (datetime('now')));
"""


@dataclass(frozen=True, slots=True)
class Sent:
    """One part as it would go to the modem."""

    number: str
    text: str
    udh: str
    coding: str


def hexed(text: str) -> str:
    return text.encode("utf-16-be").hex().upper()


def unhexed(text: str) -> str:
    return bytes.fromhex(text).decode("utf-16-be")


class FilesSmsd:
    """With ``service = files``."""

    backend = "files"

    def __init__(self, place: Path) -> None:
        self.place = place / "spool"
        for name in ("inbox", "outbox", "sent", "error"):
            (self.place / name).mkdir(parents=True)

    @property
    def settings(self) -> dict[str, object]:
        return {"backend": "files", "folder": self.place}

    def waiting(self) -> list[str]:
        """Numbers in the order in which they would go out."""
        return [path.name.split("_")[3] for path in self._outbox()]

    def parts(self) -> list[Sent]:
        found = []
        for path in self._outbox():
            for section in path.read_text().split("[SMSBackup")[1:]:
                fields = dict(
                    line.split(" = ")
                    for line in section.splitlines()[1:]
                    if " = " in line
                )
                text = "".join(v for k, v in fields.items() if k.startswith("Text"))
                number = unhexed(fields["NumberUnicode"])
                sent = Sent(
                    number, unhexed(text), fields.get("UDH", ""), fields["Coding"]
                )
                assert int(fields["Length"]) == len(text) // 4
                found.append(sent)
            assert pieces(path.read_bytes())
        return found

    def send(self, *, fails: bool = False, code: int = -1) -> None:
        """All that waits; folders have no room for the operator's ``code``."""
        for path in self._outbox():
            path.rename(self.place / ("error" if fails else "sent") / path.name)

    def bring(
        self,
        sender: str,
        parts: list[tuple[str, str]],
        at: str = "20270401T090000Z",
        age: int = 0,
    ) -> None:
        """A text in parts, each with its header."""
        body = "".join(
            f'[SMSBackup{n:03}]\nPDU = Deliver\nDateTime = {at}\nNumber = "{sender}"\n'
            + (f"UDH = {udh}\n" if udh else "")
            + f"Text00 = {hexed(text)}\nMessageReference = 0\n\n"
            for n, (udh, text) in enumerate(parts)
        )
        count = len(list((self.place / "inbox").iterdir()))
        path = self.place / "inbox" / f"IN20270401_090000_{count:02}_{sender}_00.txt"
        path.write_text(body)
        os.utime(path, (time.time() - age,) * 2)

    def left(self) -> int:
        """How many texts that came in are still there for somebody."""
        return len(list((self.place / "inbox").iterdir()))

    def foreign(self) -> None:
        """Somebody else uses the same folders."""
        for folder in ("outbox", "sent", "error"):
            (self.place / folder / "OUT+254799999999.txt").write_text("theirs")

    def ruin(self) -> None:
        """Nothing can be put there any more."""
        self.place.rename(self.place.with_name("gone"))

    def _outbox(self) -> list[Path]:
        mine = (
            p for p in (self.place / "outbox").iterdir() if p.suffix == ".smsbackup"
        )
        return sorted(p for p in mine if p.name.startswith("OUT"))


class SqlSmsd:
    """With ``service = sql`` and SQLite."""

    backend = "sql"

    def __init__(self, place: Path) -> None:
        place.mkdir(parents=True, exist_ok=True)
        self.database = place / "smsd.db"
        with closing(sqlite3.connect(self.database)) as connection:
            connection.executescript(_TABLES)
            connection.execute("PRAGMA journal_mode = wal")

    @property
    def settings(self) -> dict[str, object]:
        return {"backend": "sql", "database": self.database}

    def waiting(self) -> list[str]:
        with self.connected() as c:
            return [
                r[0]
                for r in c.execute("SELECT DestinationNumber FROM outbox ORDER BY ID")
            ]

    def parts(self) -> list[Sent]:
        with self.connected() as c:
            rows = c.execute(
                "SELECT ID, 1 AS n, DestinationNumber, Text, UDH, Coding FROM outbox UNION ALL"
                " SELECT p.ID, p.SequencePosition, o.DestinationNumber, p.Text, p.UDH, p.Coding"
                " FROM outbox_multipart p JOIN outbox o ON o.ID = p.ID ORDER BY 1, 2"
            ).fetchall()
        return [Sent(r[2], unhexed(r[3]), r[4], r[5]) for r in rows]

    def send(self, *, fails: bool = False, code: int = -1) -> None:
        status = "SendingError" if fails else "SendingOK"
        with self.connected() as c:
            c.execute(
                "INSERT INTO sentitems (ID, SequencePosition, CreatorID, SenderID, Status,"
                " StatusCode) SELECT o.ID, n, o.CreatorID, '', ?, ? FROM outbox o JOIN"
                " (SELECT ID, 1 AS n FROM outbox UNION ALL SELECT ID, SequencePosition FROM"
                " outbox_multipart) p ON p.ID = o.ID",
                (status, code),
            )
            c.execute("DELETE FROM outbox")
            c.execute("DELETE FROM outbox_multipart")

    def bring(
        self,
        sender: str,
        parts: list[tuple[str, str]],
        at: str = "2027-04-01 09:00:00",
        age: int = 0,
    ) -> None:
        with self.connected() as c:
            for udh, text in parts:
                c.execute(
                    "INSERT INTO inbox (SenderNumber, ReceivingDateTime, Text, UDH, UpdatedInDB)"
                    " VALUES (?, ?, ?, ?, datetime('now', ?))",
                    (sender, at, hexed(text), udh, f"-{age} seconds"),
                )

    def left(self) -> int:
        with self.connected() as c:
            return c.execute(
                "SELECT count(*) FROM inbox WHERE Processed = 'false'"
            ).fetchone()[0]

    def foreign(self) -> None:
        with self.connected() as c:
            c.execute(
                "INSERT INTO sentitems (ID, SequencePosition, CreatorID, SenderID, Status)"
                " VALUES (99, 1, 'Gammu', '', 'SendingOK'), (98, 1, '', '', 'Error')"
            )

    def ruin(self) -> None:
        self.database.rename(self.database.with_name("gone"))

    @contextmanager
    def connected(self) -> Iterator[sqlite3.Connection]:
        with (
            closing(sqlite3.connect(self.database, timeout=5)) as connection,
            connection,
        ):
            yield connection
