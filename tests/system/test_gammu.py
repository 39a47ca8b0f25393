"""Debian's gammu-smsd with its dummy phone, as docs/howto/modem.md sets it up."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from channels.gateways.gammu import GammuGateway, GammuSettings
from channels.sms.segments import parts
from outreach.model.contracts import GatewayError
from outreach.model.news import Event, Inbound, News
from outreach.model.states import Outcome
from tests.fakes.deliveries import text_to
from tests.system.running import end, example, running, until

SCHEMA = Path("/usr/share/doc/gammu-smsd/examples/sqlite.sql")
LIBRARIES = list(Path("/usr/lib").glob("*/dbd/libdbdsqlite3.so"))

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(
        not (shutil.which("gammu-smsd") and SCHEMA.exists() and LIBRARIES),
        reason="needs Debian's gammu, gammu-smsd, libdbd-sqlite3: tests/system/install.sh",
    ),
]
HEADINGS = {"files": "Folders", "sql": "A database"}


@dataclass
class Modem:
    """A gammu-smsd of its own with a dummy phone, and our gateway to it."""

    backend: str
    folder: Path
    conf: Path
    gateway: GammuGateway

    @contextmanager
    def started(self) -> Iterator[subprocess.Popen[bytes]]:
        with running("gammu-smsd", "-c", self.conf, log=self.folder / "out") as process:
            yield process

    def sent(self) -> int:
        """How many parts the phone took, by gammu-smsd's own log."""
        log = self.folder / "smsd.log"
        return log.read_bytes().count(b"SMS sent on device") if log.exists() else 0

    def bring(self, sender: str, text: str) -> None:
        """A text comes to the card; gammu cuts a long one as phones do."""
        command = [
            "gammu",
            "-c",
            self.conf,
            "savesms",
            "TEXT",
            "-folder",
            "1",
            "-unread",
        ]
        more = ["-sender", sender, "-len", "400", "-unicode", "-text", text]
        subprocess.run([*command, *more], check=True, capture_output=True, timeout=60)
        # As an operator brings it; the database of gammu-smsd takes nothing else.
        for path in (self.folder / "phone/sms/1").iterdir():
            saved = path.read_text("latin-1")
            path.write_text(saved.replace("PDU = Submit", "PDU = Deliver"), "latin-1")

    def heard(self, came: list[News]) -> list[News]:
        """All news so far, the new ones added."""
        came += self.gateway.poll()
        return came


def modem_in(folder: Path, backend: str) -> Modem:
    """The example of the how-to page, in this test's folder and with the dummy phone."""
    spool, phone = folder / "spool", folder / "phone"
    for name in ("inbox", "outbox", "sent", "error"):
        (spool / name).mkdir(parents=True)
    phone.mkdir()
    text = example("modem.md", "[gammu]", after=f"## {HEADINGS[backend]}")
    for there, here in (
        ("/dev/ttyUSB0", str(phone)),
        ("connection = at", "model = dummy\nconnection = none"),
        ("/var/spool/gammu/", f"{spool}/"),
        ("logfile = syslog", f"logfile = {folder}/smsd.log\ndebuglevel = 1"),
        # Only faster.
        ("loopsleep = 1", "loopsleep = 0"),
        ("commtimeout = 5", "commtimeout = 1"),
        ("receivefrequency = 10", "receivefrequency = 1"),
    ):
        assert there in text
        text = text.replace(there, here)
    conf = folder / "smsdrc"
    conf.write_text(text)
    with closing(sqlite3.connect(spool / "smsd.db")) as connection:
        connection.executescript(SCHEMA.read_text())
        connection.execute("PRAGMA journal_mode = wal")
    settings = GammuSettings.model_validate(
        {"backend": backend, "folder": spool, "database": spool / "smsd.db"}
    )
    return Modem(backend, folder, conf, GammuGateway(settings))


@pytest.fixture(params=["files", "sql"])
def modem(request: pytest.FixtureRequest, tmp_path: Path) -> Modem:
    return modem_in(tmp_path, request.param)


TEXTS = (
    "Water forum, Wed 5 May, 14:30, Town Hall [3B], 5 €.",
    "a" * 152 + "€" + "b" * 100,
    "ж" * 66 + "😀" + "я" * 40,
    "ы" * 60 + "👨‍👩‍👧‍👦" + "я" * 40,
    "ስብሰባ በኪሱሙ ከተማ አዳራሽ። " * 8,
)


def test_each_part_leaves_as_it_was_cut(modem: Modem) -> None:
    window = [text_to(n, text) for n, text in enumerate(TEXTS, 1)]
    receipts = modem.gateway.send(window)
    count = sum(len(parts(text)) for text in TEXTS)
    with modem.started():
        came: list[News] = []
        until(lambda: len(modem.heard(came)) >= count, "every part is told")

    assert {r.outcome for r in receipts} == {Outcome.ACCEPTED}
    assert modem.sent() == count
    told = [e for e in came if isinstance(e, Event)]
    assert {e.outcome for e in told} == {Outcome.ACCEPTED}
    assert {e.gateway_id for e in told} == {i for r in receipts for i in r.gateway_ids}
    if modem.backend == "sql":
        assert stored(modem) == [part for text in TEXTS for part in parts(text)]


def stored(modem: Modem) -> list[str]:
    """What gammu-smsd says it sent, in its own table, part by part."""
    with closing(sqlite3.connect(modem.folder / "spool/smsd.db")) as connection:
        rows = connection.execute(
            "SELECT Text FROM sentitems ORDER BY ID, SequencePosition"
        ).fetchall()
    return [bytes.fromhex(row[0]).decode("utf-16-be") for row in rows]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("JOIN Kisumu", id="Latin"),
        pytest.param("توقف " * 30, id="Arabic in three parts"),
        pytest.param("ሰላም 😀" * 20, id="Amharic and pairs in two"),
    ],
)
def test_a_text_comes_in_whole_and_once(modem: Modem, text: str) -> None:
    modem.bring("+254700000001", text)
    came: list[News] = []
    with modem.started():
        until(lambda: modem.heard(came), "the text came in")
    modem.heard(came)
    modem.heard(came)

    assert [(i.sender, i.text) for i in came if isinstance(i, Inbound)] == [
        ("+254700000001", text)
    ]


def test_three_hundred_texts_go_through_once_each(modem: Modem) -> None:
    sent: list[str] = []
    for start in range(1, 301, 50):
        window = [text_to(n) for n in range(start, start + 50)]
        sent += [i for r in modem.gateway.send(window) for i in r.gateway_ids]
    came: list[News] = []
    with modem.started():
        for some in range(50, 301, 50):
            until(lambda n=some: modem.sent() >= n, f"{some} are sent", seconds=200)
            modem.heard(came)  # while it writes
        until(lambda: len(modem.heard(came)) >= 300, "all are told")

    told = Counter(e.gateway_id for e in came if isinstance(e, Event))
    assert told == Counter(sent)
    assert modem.sent() == 300


KILLS = [
    pytest.param(signal.SIGTERM, 0, id="ended"),
    pytest.param(signal.SIGKILL, 2, id="killed"),
]


@pytest.mark.parametrize(("how", "again"), KILLS)
def test_a_killed_smsd_with_texts_waiting_loses_none(
    modem: Modem, how: int, again: int
) -> None:
    """``again``: what it hands to the modem while it is killed, once each time, it sends
    again when it starts; nobody can mend that from outside. Nothing else goes twice.
    """
    window = [text_to(n) for n in range(1, 41)]
    receipts = modem.gateway.send(window)
    came: list[News] = []
    for some in (5, 15):
        with modem.started() as smsd:
            until(lambda n=some: modem.sent() >= n, f"{some} are sent")
            end(smsd, how)
        waiting = modem.gateway.query(window)
        assert {r.outcome for r in waiting} == {Outcome.ACCEPTED}
    with modem.started():
        until(lambda: len(modem.heard(came)) >= 40, "all are told", seconds=200)

    told = Counter(e.gateway_id for e in came if isinstance(e, Event))
    assert told == Counter(i for r in receipts for i in r.gateway_ids)
    assert 40 <= modem.sent() <= 40 + again


def test_what_it_never_had_is_surely_not_taken(modem: Modem) -> None:
    modem.gateway.send([text_to(1)])
    with modem.started():
        until(lambda: modem.sent() == 1, "it is sent")
        answers = modem.gateway.query([text_to(1), text_to(2)])

    assert [a.outcome for a in answers] == [Outcome.ACCEPTED, Outcome.LATER]


def test_the_check_sees_smsd_by_its_own_table(tmp_path: Path) -> None:
    modem = modem_in(tmp_path, "sql")
    with pytest.raises(GatewayError, match="systemctl start gammu-smsd"):
        modem.gateway.check()
    with modem.started():
        until(lambda: works(modem), "it is seen")


def works(modem: Modem) -> bool:
    try:
        modem.gateway.check()
    except GatewayError:
        return False
    return True


def test_a_delivery_report_written_by_hand_since_the_dummy_phone_gives_none(
    tmp_path: Path,
) -> None:
    modem = modem_in(tmp_path, "sql")
    modem.gateway.send([text_to(1)])
    came: list[News] = []
    with modem.started():
        until(lambda: modem.heard(came), "it is sent")
        with closing(
            sqlite3.connect(tmp_path / "spool/smsd.db", timeout=15)
        ) as connection:
            connection.execute("UPDATE sentitems SET Status = 'DeliveryOK'")
            connection.commit()
        until(lambda: len(modem.heard(came)) >= 2, "the report is told")

    assert [e.outcome for e in came if isinstance(e, Event)] == [
        Outcome.ACCEPTED,
        Outcome.DELIVERED,
    ]


def test_west_of_greenwich_nothing_waits_for_hours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """gammu-smsd compares with its local time, where the table's default is UTC."""
    monkeypatch.setenv("TZ", "America/Bogota")
    modem = modem_in(tmp_path, "sql")
    modem.gateway.send([text_to(1)])
    with modem.started():
        until(lambda: modem.sent() == 1, "it is sent at once")
