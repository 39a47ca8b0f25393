"""Papers of a broadcast: on its page, and on the command line beside the server."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from outreach.cli.papers import papers
from outreach.dispatch import papers as making
from outreach.dispatch.places import paper_channels
from outreach.model.errors import InputError
from outreach.model.papers import PaperOptions, Parcel
from outreach.model.route import Route
from outreach.model.states import State
from outreach.store import broadcasts, routes, users
from outreach.store.broadcasts import Broadcast
from outreach.store.ledger.parcels import Parcels
from tests.dispatch.ledger import put
from tests.typesetting.reading import text_of
from tests.web.conftest import Browser, Office, hidden, words


def send(office: Office, channels: tuple[str, ...]) -> Broadcast:
    """A broadcast to everybody, approved and not yet sent."""
    ref = office.announce()
    author, approver = office.browser("author"), office.browser("approver")
    form = {"audience": "everybody", "channels": list(channels), "when": "now"}
    looked = author.client.get(f"/announcements/{ref}/send", params=form).text
    asked = {n: hidden(looked, n) for n in ("code", "proof", "version")}
    answer = author.send(f"/announcements/{ref}/send", {**form, **asked})
    assert answer.status_code == 303
    at = f"/broadcasts/{asked['code']}"
    digest = hidden(approver.get(at).text, "digest")
    answer = approver.send(f"{at}/approve", {"digest": digest, "read": "yes"})
    assert answer.status_code == 303
    with office.store.read() as connection:
        return broadcasts.by_code(connection, asked["code"])


def neighbours(office: Office) -> None:
    """A station and three groups on paper, of which two share a box."""
    office.neighbours()
    office.organisation(
        "Box Sharers", {"channel": "print", "address": "P.O. Box 1\nKisumu"}
    )
    office.organisation(
        "Wanawake",
        {
            "channel": "print",
            "address": "S.L.P. 9\nKondele\nKisumu",
            "language": "sw",
            "copies": 12,
        },
    )


@pytest.fixture
def sent(office: Office) -> Broadcast:
    neighbours(office)
    found = send(office, ("sms", "radio", "print"))
    office.run()
    return found


@pytest.fixture
def viewer(office: Office) -> Browser:
    return office.browser("viewer")


def parcels(office: Office, found: Broadcast) -> list[Parcel]:
    with office.store.read() as connection:
        return list(Parcels(connection, found, paper_channels()))


def test_a_parcel_has_what_the_directory_and_the_ledger_say(office, sent):
    """By name: the directory says no region here. Texts are in no parcel."""
    market, station, group = parcels(office, sent)

    assert {market.name, *market.others} == {"Market Group", "Box Sharers"}
    assert market.address == ("P.O. Box 1", "Kisumu")
    assert (station.name, station.copies) == ("Radio Lake", len(station.bundle))
    assert {item.channel for item in station.bundle} == {"radio"}
    assert (group.name, group.language, group.copies) == ("Wanawake", "sw", 12)
    assert group.bundle[0].rendition.files[0].data.startswith(b"%PDF")
    assert group.id.startswith(f"{sent.code}-")
    assert group.carrier == "Parcels of documents (ZIP)"


def test_a_second_look_reads_them_anew(office, sent):
    with office.store.read() as connection:
        found = Parcels(connection, sent, paper_channels())
        assert [p.id for p in found] == [p.id for p in found] != []


@pytest.mark.parametrize(
    ("state", "said"),
    [
        pytest.param(State.SUPPRESSED, "", id="opted out"),
        pytest.param(State.FAILED, "", id="refused"),
        pytest.param(State.HELD, "1 held", id="a person must decide"),
        pytest.param(State.UNKNOWN, "1 unknown", id="nobody knows"),
    ],
)
def test_only_what_has_gone_out_is_on_paper(office, sent, state, said):
    gone = next(p for p in parcels(office, sent) if p.name == "Wanawake")
    put(office.store, sent, state, int(gone.id.rpartition("-")[2]))

    assert gone.id not in [parcel.id for parcel in parcels(office, sent)]
    with office.store.read() as connection:
        assert said in " ".join(making.still_open(connection, sent))


def test_before_it_has_gone_out_one_sentence_says_so(office):
    neighbours(office)
    found = send(office, ("print",))
    with office.store.read() as connection, pytest.raises(InputError) as error:
        making.make(connection, office.settings, found, "labels", PaperOptions())
    assert f"Broadcast {found.code} has sent nothing yet" in str(error.value)
    page = office.browser("viewer").get(f"/broadcasts/{found.code}")
    assert "Papers to carry" not in page.text


def test_the_page_offers_each_paper_and_each_comes(office, sent, viewer):
    page = viewer.get(f"/broadcasts/{sent.code}").text
    assert "Kenya (3)" in words(page)
    for kind in making.maker().papers:
        at = f"/broadcasts/{sent.code}/papers?paper={kind.name}"
        assert at in page
        answer = viewer.get(at)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "private, no-store"
        ending = "zip" if kind.name == "pack" else "pdf"
        name = f'filename="{sent.code}.{kind.name}.{ending}"'
        assert name in answer.headers["content-disposition"]


def test_a_log_is_offered_where_a_script_has_gone_out(office, sent, viewer):
    at = f"/broadcasts/{sent.code}"
    assert "paper=airplay" in viewer.get(at).text
    station = next(p for p in parcels(office, sent) if p.name == "Radio Lake")
    put(office.store, sent, State.HELD, int(station.id.rpartition("-")[2]))

    assert "paper=airplay" not in viewer.get(at).text
    done = outreach(office, sent.code)
    assert done.exit_code == 0, done.output
    assert "airplay" not in done.output


def test_a_broadcast_of_texts_offers_none(office):
    neighbours(office)
    found = send(office, ("sms",))
    office.run()

    page = office.browser("viewer").get(f"/broadcasts/{found.code}").text
    assert "Papers to carry" not in page


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        pytest.param("paper=labels&start=20&sheet=5160", 200, "", id="Letter"),
        pytest.param("paper=labels&place=&right=1.5&down=-2", 200, "", id="nudged"),
        pytest.param("paper=labels&start=22", 422, "from 1 to 21", id="no such label"),
        pytest.param("paper=test&right=11", 422, "at most 10 mm", id="too far"),
        pytest.param("paper=../x", 422, "There is no paper", id="no such paper"),
        pytest.param("paper=labels&place=2", 404, "", id="no such place"),
        pytest.param("paper=labels&sheet=x", 404, "", id="no such sheet"),
        pytest.param("paper=labels&right=1,5&down=", 200, "", id="a comma, nothing"),
        pytest.param("paper=labels&right=nan", 422, "right: is not a", id="no number"),
        pytest.param("paper=labels&start=two", 422, "start: is not a", id="a word"),
    ],
)
def test_what_is_asked_for_in_the_address(sent, viewer, asked, status, said):
    answer = viewer.get(f"/broadcasts/{sent.code}/papers?{asked}")

    assert answer.status_code == status
    assert said in answer.text if said else True


def test_a_broadcast_that_is_not_there_is_a_page_that_is_not_there(viewer):
    assert viewer.get("/broadcasts/ZZZZZZ/papers").status_code == 404


def test_the_sign_off_sheet_names_the_number_that_can_be_answered(office, sent, viewer):
    at = f"/broadcasts/{sent.code}/papers?paper=receipts"
    assert "the number that we write to you from" in text_of(viewer.get(at).content)
    route = Route(
        channel="sms",
        country="KE",
        gateway="twilio",
        sender="+254300000099",
        sender_kind="number",
        answerable=True,
    )
    with office.store.write() as connection:
        user = users.user_by_login(connection, "approver")
        routes.put_routes(connection, [route], user.acting_from("test"), office.now)
    settings = replace(office.settings, routes={"sms": ("twilio",)})
    with office.store.read() as connection:
        made = making.make(connection, settings, sent, "receipts", PaperOptions())
    assert "text this to +254300000099:" in text_of(made.file.data)
    assert "kwa +254300000099:" in text_of(made.file.data)


def outreach(office: Office, *arguments: str, **settings: str) -> Result:
    environment = {
        "OUTREACH_DATABASE_URL": office.settings.database_url,
        "OUTREACH_OUT": str(office.settings.out),
        **settings,
    }
    return CliRunner().invoke(papers, arguments, env=environment)


def test_the_command_writes_all_beside_a_server(office, sent, tmp_path: Path):
    done = outreach(
        office,
        sent.code.lower(),
        "--out",
        f"{tmp_path}/papers",
        OUTREACH_SHEET_PRICE="2.50",
        OUTREACH_CURRENCY="KES",
    )

    assert done.exit_code == 0, done.output
    names = {path.name for path in (tmp_path / "papers").iterdir()}
    assert names == {
        f"{sent.code}.{name}"
        for name in (
            "labels.pdf",
            "list.pdf",
            "slips.pdf",
            "receipts.pdf",
            "airplay.pdf",
            "pack-kenya.zip",
            "packs.csv",
        )
    }
    assert "pack-kenya.zip: Kenya, 3 parcels, " in done.stdout
    assert done.stderr.count("No native speaker has reviewed the Swahili labels") == 1
    pack = (tmp_path / "papers" / f"{sent.code}.pack-kenya.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(pack)) as opened:
        manifest = opened.read("MANIFEST.TXT").decode("utf-8-sig")
        table = opened.read("MANIFEST.CSV").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    sheets = sum(int(row["sheets"]) for row in rows)
    assert f"SHEETS OF PAPER\r\n  {sheets}\r\n" in manifest
    assert f"  {sheets * 2.5:.2f} KES\r\n" in manifest
    assert {row["copies"] for row in rows if "Swahili" in row["what"]} == {"12"}


@pytest.mark.parametrize(
    ("arguments", "files"),
    [
        pytest.param(["--test"], {"test.pdf"}, id="the test page alone"),
        pytest.param(["--paper", "labels"], {"labels.pdf"}, id="one paper"),
        pytest.param(
            [
                "--paper",
                "labels",
                "--sheet",
                "5160",
                "--start",
                "30",
                "--nudge",
                "1,-2",
            ],
            {"labels.pdf"},
            id="part of a Letter sheet",
        ),
    ],
)
def test_the_command_writes_what_it_is_asked_for(office, sent, arguments, files):
    done = outreach(office, sent.code, *arguments)

    assert done.exit_code == 0, done.output
    made = {p.name for p in office.settings.out.glob(f"{sent.code}.*")}
    assert made == {f"{sent.code}.{name}" for name in files}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        pytest.param(["--nudge", "1"], 2, "write millimetres", id="half a nudge"),
        pytest.param(["--sheet", "l1"], 2, "l7160", id="no such sheet"),
        pytest.param(["--paper", "x"], 1, "There is no paper “x”", id="no such paper"),
        pytest.param(["--start", "99"], 1, "from 1 to 21", id="no such label"),
    ],
)
def test_the_command_says_what_is_wrong(office, sent, arguments, code, said):
    done = outreach(office, sent.code, *arguments)

    assert done.exit_code == code
    assert said in (done.output + str(done.exception))
