"""A station's log comes with its script, says the same code, and the inbox counts by it."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from outreach import registry
from outreach.dispatch import papers
from outreach.dispatch.when import When, every
from outreach.inbox.handling import handle_new
from outreach.model.news import Inbound
from outreach.model.papers import PaperOptions
from outreach.settings import read_settings
from outreach.store import inbound as inbounds
from outreach.store.broadcasts import Broadcast
from tests.conftest import only_on
from tests.dispatch.conftest import CONTENT, Bench, at_work
from tests.fakes.mail import PEM, MailServer
from tests.typesetting.reading import text_of

BOX, DESK, PHONE = "P.O. Box 14\nKisumu 40100", "desk@ziwa.example", "+254722451983"
READ = {**CONTENT, "contact": {"name": "Amina Otieno", "phones": ["+254722000014"]}}
#: The bench's clock begins on Monday 1 March, 09:00 UTC; the event is on 5 May.
WEEKLY = every("FREQ=WEEKLY", "2027-03-02T09:00", "UTC")
MADE = only_on("sqlite", "what is made of a delivery")
TYPED = re.compile(r"RADIO (\S+) 3 12MAR 0700 1300 1900")


@pytest.fixture
def bench(database: dict[str, str], tmp_path: Path) -> Iterator[Bench]:
    settings = read_settings({**database, "OUTREACH_OUT": str(tmp_path / "out")})
    with at_work(settings) as found:
        found.terms = {"gateways": {"pack": registry.gateway("pack", settings)}}
        found.announce(**READ)
        station(found)
        yield found


def station(bench: Bench, address: str = BOX, **more: Any) -> None:
    bench.organisation(address, **{"channel": "radio", **more})


def parcels(bench: Bench) -> dict[str, zipfile.ZipFile]:
    found = sorted(bench.settings.out.rglob("*.zip"))
    return {p.stem: zipfile.ZipFile(io.BytesIO(p.read_bytes())) for p in found}


def log_in(parcel: zipfile.ZipFile) -> str:
    return text_of(parcel.read("AIRPLAY.PDF"))


def sent(bench: Bench, when: When = When()) -> Broadcast:  # noqa: B008
    broadcast = bench.approved(channels=("radio",), when=when)
    bench.run()
    return broadcast


def texts(bench: Bench, words: str, key: str = "1") -> tuple[str, str]:
    """What becomes of a station's text: its state and its note."""
    one = Inbound(key=key, sender=PHONE, recipient=None, text=words)
    with bench.store.write() as connection:
        inbounds.add(connection, "outbox", one, bench.now)
    handle_new(bench.store, bench.settings, bench.now)
    query = "SELECT state, note FROM inbound ORDER BY id DESC LIMIT 1"
    return rows(bench, query)[0]


def rows(bench: Bench, query: str) -> list[Any]:
    with bench.store.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def counted(bench: Bench) -> list[tuple[str, int | None, list[str]]]:
    """Code, number and readings of all evidence."""
    found = rows(
        bench,
        "SELECT b.code, e.number, e.airings FROM evidence e"
        " JOIN broadcasts b ON b.id = e.broadcast_id ORDER BY e.id",
    )
    told = ((c, n, json.loads(a) if isinstance(a, str) else a) for c, n, a in found)
    return [
        (c, n, [" ".join(filter(None, one)) for one in a or []]) for c, n, a in told
    ]


def test_a_parcel_has_its_station_s_log_and_no_other(bench: Bench) -> None:
    station(bench, "P.O. Box 15\nKisumu", language="sw")
    code = sent(bench).code
    english, swahili = parcels(bench).values()
    assert english.namelist() == [
        "MANIFEST.TXT", "CUESHEET.TXT", "SCRIPT.TXT", "SCRIPT.PDF", "AIRPLAY.PDF",
        "SHA256SUMS",
    ]  # fmt: skip
    assert "AIRPLAY.PDF  airplay log, 1 copy" in english.read("MANIFEST.TXT").decode()
    assert "AIRPLAY.PDF" in english.read("SHA256SUMS").decode()
    assert "Group 1" in log_in(english)
    assert "Group 2" not in log_in(english)
    assert f"REDIO {code} 3 12MAC 0700 1300 1900" in log_in(swahili)
    assert "1 x AIRPLAY.PDF" in next(bench.settings.out.rglob("*.csv")).read_text()


@MADE
def test_the_print_room_draws_the_same_log(bench: Bench) -> None:
    broadcast = sent(bench)
    (parcel,) = parcels(bench).values()
    with bench.store.read() as connection:
        now = bench.now_is(broadcast)
        made = papers.make(connection, bench.settings, now, "airplay", PaperOptions())
    assert made.file.data == parcel.read("AIRPLAY.PDF")


@MADE
def test_packed_again_the_parcel_is_the_same_to_the_byte(bench: Bench) -> None:
    sent(bench)
    (path,) = bench.settings.out.rglob("*.zip")
    before = path.read_bytes()
    path.unlink()
    with bench.store.write() as connection:
        connection.exec_driver_sql("UPDATE deliveries SET state = 0")
        connection.exec_driver_sql("UPDATE chunks SET done = FALSE")
        connection.exec_driver_sql("UPDATE broadcasts SET state = 'running'")
    bench.run()
    assert path.read_bytes() == before


@MADE
def test_a_name_that_no_font_has_stops_no_script_and_staff_are_told(
    bench: Bench,
) -> None:
    with bench.store.write() as connection:
        connection.exec_driver_sql("UPDATE organisations SET name = 'Radio \U0001f4fb'")
    sent(bench)
    (parcel,) = parcels(bench).values()
    assert "SCRIPT.PDF" in parcel.namelist()
    assert "AIRPLAY.PDF" not in parcel.namelist()
    ((detail,),) = rows(bench, "SELECT detail FROM deliveries")
    assert detail.startswith("Went without its airplay log: ")


@MADE
def test_a_message_has_the_log_beside_the_script(
    bench: Bench, database: dict[str, str]
) -> None:
    with MailServer(security="starttls") as server:
        told = server.settings()
        own = {f"OUTREACH_EMAIL_{k}".upper(): str(v) for k, v in told.items()}
        del own["OUTREACH_EMAIL_CA"]
        more = {
            "OUTREACH_EMAIL_CA_FILE": str(PEM),
            "OUTREACH_ROUTES": "radio=email,pack",
        }
        out = {"OUTREACH_OUT": str(bench.settings.out)}
        bench.settings = read_settings({**database, **own, **more, **out})
        gateways = {n: registry.gateway(n, bench.settings) for n in ("email", "pack")}
        bench.terms = {"gateways": gateways}
        station(bench, DESK)
        code = sent(bench).code
        (message,) = server.messages
    assert sorted(message.attached) == ["AIRPLAY.PDF", "SCRIPT.PDF"]
    assert TYPED.findall(text_of(message.attached["AIRPLAY.PDF"])) == [code]
    assert code in message.body


@pytest.fixture
def repeating(bench: Bench) -> Broadcast:
    """A script that went out on 2, 9 and 16 March; the station's phone is known."""
    bench.organisation(PHONE, channel="sms")
    with bench.store.write() as connection:  # one station, two ways to reach it
        connection.exec_driver_sql("UPDATE addressees SET organisation_id = 1")
    first = bench.approved(channels=("radio",), when=WEEKLY)
    for day in (2, 9, 16):
        bench.now = datetime(2027, 3, day, 9, tzinfo=UTC)
        bench.run()
    bench.now = datetime(2027, 3, 20, 9, tzinfo=UTC)
    return first


@MADE
def test_sheet_and_log_of_every_time_say_one_code(
    bench: Bench, repeating: Broadcast
) -> None:
    found = parcels(bench)
    assert set(found) == {f"{repeating.code}{no}-0" for no in ("", "-2", "-3")}
    for name, parcel in found.items():
        assert TYPED.findall(log_in(parcel)) == [repeating.code]
        assert f"Code: {repeating.code}\r\n" in parcel.read("SCRIPT.TXT").decode()
        assert name in log_in(parcel), "which time it is of"


TIMES = "0700 1300 1900"


@pytest.mark.parametrize(
    ("told", "kept", "waits"),
    [
        pytest.param(
            f"3 12MAR {TIMES}",
            [("-2", 3, ["2027-03-12 07:00", "2027-03-12 13:00", "2027-03-12 19:00"])],
            None,
            id="a day is of the last that the station had then",
        ),
        pytest.param("1 9MAR 0700", [("-2", 1, ["2027-03-09 07:00"])], None, id="on the day itself"),
        pytest.param("1 8MAR 0700", [("", 1, ["2027-03-08 07:00"])], None, id="on the day before"),
        pytest.param("1 19MAR 0700", [("-3", 1, ["2027-03-19 07:00"])], None, id="the newest"),
        pytest.param("1 1MAR 0700", [("", 1, ["2027-03-01 07:00"])], None, id="before all, as clocks differ"),
        pytest.param(
            "3 5MAR 0700 12MAR 0700 1300",
            [("", 1, ["2027-03-05 07:00"]), ("-2", 2, ["2027-03-12 07:00", "2027-03-12 13:00"])],
            None,
            id="days of two: each has its own",
        ),
        pytest.param(
            "5 5MAR 0700 12MAR 0700",
            [("-2", 5, ["2027-03-05 07:00", "2027-03-12 07:00"])],
            "its number is not that of the readings",
            id="a number that can't be shared out",
        ),
        pytest.param("3", [("-3", 3, [])], "names no day", id="no day"),
        pytest.param(
            "12MAR 0700 19MAR 0700",
            [("-2", None, ["2027-03-12 07:00"]), ("-3", None, ["2027-03-19 07:00"])],
            None,
            id="no number",
        ),
    ],
)  # fmt: skip
@MADE
def test_what_a_station_texts_by_its_log_is_counted_for_its_time(
    bench: Bench,
    repeating: Broadcast,
    told: str,
    kept: list[tuple[str, int | None, list[str]]],
    waits: str | None,
) -> None:
    (code,) = TYPED.findall(log_in(parcels(bench)[f"{repeating.code}-2-0"]))
    state, note = texts(bench, f"RADIO {code} {told}")
    assert counted(bench) == [(f"{repeating.code}{no}", *more) for no, *more in kept]
    assert state == ("waiting" if waits else "done")
    assert (waits or "says of") in note


@MADE
def test_a_time_that_is_named_by_its_own_code_is_meant_whatever_the_day(
    bench: Bench, repeating: Broadcast
) -> None:
    texts(bench, f"RADIO {repeating.code}-3 1 12MAR 0700")
    assert [code for code, *_ in counted(bench)] == [f"{repeating.code}-3"]


@MADE
def test_a_time_that_did_not_go_out_is_not_counted_for(
    bench: Bench, repeating: Broadcast
) -> None:
    with bench.store.write() as connection:
        connection.exec_driver_sql("DELETE FROM deliveries WHERE broadcast_id > 1")
    texts(bench, f"RADIO {repeating.code} 1 12MAR 0700")
    assert [code for code, *_ in counted(bench)] == [repeating.code]


def test_both_databases_know_what_a_station_had_on_a_day(
    bench: Bench, repeating: Broadcast
) -> None:
    texts(bench, f"RADIO {repeating.code} 1 12MAR 0700")
    assert [code for code, *_ in counted(bench)] == [f"{repeating.code}-2"]
