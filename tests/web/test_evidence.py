"""Evidence that staff write down: kept apart from what was sent, never overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import httpx2 as httpx
import pytest
from click.testing import CliRunner

from outreach.cli.evidence import evidence_
from outreach.cli.handoff import Office as Server
from outreach.cli.handoff import taking_over
from outreach.inbox.recording import MOST_BYTES
from outreach.inbox.reminding import remind_of
from outreach.model.route import Route
from outreach.store import airplay, evidence, routes, users
from outreach.store.broadcasts import Broadcast
from outreach.store.evidence import Evidence
from outreach.web.doors import MOST_WITH_FILE
from tests.web.conftest import NOW, Browser, Office, words
from tests.web.test_papers import send

PICTURE = b"\xff\xd8\xff\xe0 a photo of a log\r\n--x\r\n"
TOLD = "3 1MAR 0700 1300 1900"


@pytest.fixture
def sent(office: Office) -> Broadcast:
    office.neighbours()
    office.organisation("Radio Two", {"channel": "radio", "address": "Two\nSiaya"})
    found = send(office, ("radio", "print"))
    office.run()
    return found


def stations(office: Office, sent: Broadcast) -> dict[str, int]:
    with office.store.read() as connection:
        found = airplay.stations(connection, sent.id, ["radio"])
    return {name: key for key, name in found.items()}


def told(office: Office, sent: Broadcast) -> list[Evidence]:
    with office.store.read() as connection:
        return evidence.of_broadcast(connection, sent.id)


def put(
    office: Office,
    sent: Broadcast,
    fields: Mapping[str, str] | None = None,
    file: bytes | None = None,
    who: Browser | None = None,
) -> httpx.Response:
    """Send the form as a browser does."""
    browser = who or office.browser("author")
    values = {
        "station": str(stations(office, sent)["Radio Lake"]),
        "grade": "B",
        "way": "photo",
        "told": TOLD,
        "token": browser.token(),
        **(fields or {}),
    }
    parts = [
        f'--x!x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in values.items()
    ]
    if file is not None:
        head = (
            '--x!x\r\nContent-Disposition: form-data; name="file"; '
            'filename="../../<b>.html"\r\nContent-Type: text/html\r\n\r\n'
        )
        parts.append(head.encode() + file + b"\r\n")
    return browser.client.post(
        f"/broadcasts/{sent.code}/evidence",
        content=b"".join(parts) + b"--x!x--\r\n",
        headers={"content-type": "multipart/form-data; boundary=x!x"},
    )


def test_what_came_by_photo_is_kept_with_its_file(office: Office, sent) -> None:
    answer = put(office, sent, {"note": "<i>by bus</i>"}, PICTURE)
    assert answer.status_code == 303
    (one,) = told(office, sent)
    assert (one.grade, one.way, one.number, one.organisation) == (
        "B",
        "photo",
        3,
        "Radio Lake",
    )
    assert [*map(str, one.airings)] == [
        f"2027-03-01 {at}" for at in ("07:00", "13:00", "19:00")
    ]
    assert one.sha256 == sha256(PICTURE).hexdigest()
    page = office.browser("viewer").get(f"/broadcasts/{sent.code}").text
    assert "&lt;i&gt;by bus" in page
    assert "written down by Author" in words(page)


def test_a_file_comes_back_to_staff_alone_as_what_it_is(office: Office, sent) -> None:
    put(office, sent, file=PICTURE)
    at = f"/broadcasts/{sent.code}/evidence/{told(office, sent)[0].id}"
    answer = office.browser("viewer").get(at)
    assert answer.content == PICTURE
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert f'filename="{sent.code}.evidence-' in answer.headers["content-disposition"]
    assert office.browser().get(at).status_code == 401
    assert office.browser("viewer").get(f"{at}9").status_code == 404


@pytest.mark.parametrize(
    ("fields", "file", "said"),
    [
        pytest.param({}, b"<html><script>", "neither a picture", id="a page"),
        pytest.param({}, b"MZ\x90 program", "neither a picture", id="a program"),
        pytest.param({}, b"", "", id="an empty file is none"),
        pytest.param(
            {}, b"%PDF-" + bytes(MOST_BYTES), "neither a picture", id="a byte too long"
        ),
        pytest.param({"station": "1"}, None, "station: is none", id="not sent to"),
        pytest.param({"station": "x"}, None, "station: is none", id="no station"),
        pytest.param({"grade": "D"}, None, "grade: is not A", id="D is sent only"),
        pytest.param({"way": "owl"}, None, "way: is none of", id="another way"),
        pytest.param({"told": "1 31FEB"}, None, "told: has “31feb”", id="no such day"),
        pytest.param({"told": "3 1MAR 0700"}, None, "lists 1", id="contradiction"),
        pytest.param({"corrects": "7"}, None, "corrects: is no", id="corrects nothing"),
        pytest.param({"note": "x" * 2001}, None, "note: is longer", id="a long note"),
    ],
)
def test_what_cannot_be_kept_is_told_with_what_was_typed(
    office: Office, sent, fields: dict[str, str], file: bytes | None, said: str
) -> None:
    answer = put(office, sent, fields, file)
    assert answer.status_code == (422 if said else 303)
    assert said in words(answer.text)
    assert len(told(office, sent)) == (0 if said else 1)


def test_who_may_not_write_or_has_no_token_keeps_nothing(office: Office, sent) -> None:
    assert put(office, sent, who=office.browser("viewer")).status_code == 403
    assert put(office, sent, {"token": "old"}).status_code == 403
    too_much = put(office, sent, file=b"%PDF-" + bytes(MOST_WITH_FILE))
    assert too_much.status_code == 413
    assert told(office, sent) == []


def test_a_correction_stands_in_place_and_both_are_there(office: Office, sent) -> None:
    put(office, sent)
    first = told(office, sent)[0].id
    other = str(stations(office, sent)["Radio Two"])
    wrong = put(office, sent, {"corrects": str(first), "station": other})
    assert "another station’s" in words(wrong.text)
    put(office, sent, {"corrects": str(first), "told": "0", "note": "misread"})
    assert [one.number for one in told(office, sent)] == [3, 0]
    again = put(office, sent, {"corrects": str(first)})
    assert "still stands" in words(again.text)
    page = words(office.browser("viewer").get(f"/broadcasts/{sent.code}").text)
    assert "say that they did not read it 1 Radio Lake" in page
    assert "Corrected since (1)" in page


def test_sent_is_never_counted_as_aired(office: Office, sent) -> None:
    def page() -> str:
        return words(office.browser("viewer").get(f"/broadcasts/{sent.code}").text)

    assert "2 stations were sent a script. Sent is not aired" in page()
    assert "have not answered 2 Radio Lake, Radio Two" in page()
    put(office, sent, {"grade": "C", "way": "phone"})
    assert "as told by text or phone (C) 1 Radio Lake" in page()
    put(office, sent, {"grade": "A"})
    found = page()
    assert "by a recording or a third party (A) 1 Radio Lake" in found
    assert "as told by text or phone (C) 0" in found, "a station counts once"
    assert "have not answered 1 Radio Two" in found


def test_a_reminder_has_a_page_and_the_script_s_page_names_it(
    office: Office, sent
) -> None:
    office.organisation(
        "Radio Lake",
        {"channel": "radio", "address": "Radio Lake\nKisumu"},
        {"channel": "sms", "address": "+254300000003"},
    )
    answered = Route(
        channel="sms",
        country="KE",
        gateway="twilio",
        sender="+254300000099",
        sender_kind="number",
        answerable=True,
    )
    settings = replace(office.settings, routes={"sms": ("twilio",)})
    office.later(days=80)
    with office.store.write() as connection:
        user = users.user_by_login(connection, "approver")
        routes.put_routes(connection, [answered], user.acting_from("test"), office.now)
        secret, now = office.store.secret, office.now
        made = remind_of(connection, secret, settings, sent, now)
        assert remind_of(connection, secret, settings, sent, now) is None
    viewer = office.browser("viewer")
    page = viewer.get(f"/broadcasts/{made.code}")
    assert page.status_code == 200
    assert f"RADIO {sent.code} 3 12MAR 0700 1300 1900" in page.text
    assert f"Reminds of {sent.code}" in words(page.text)
    assert f"of broadcast {sent.code}. Its wording is fixed" in words(page.text)
    found = words(viewer.get(f"/broadcasts/{sent.code}").text)
    assert "Reminded by text, once: Radio Lake (queued)" in found
    assert "have not answered 2 Radio Lake, Radio Two" in found


def outreach(office: Office, *arguments: str) -> str:
    environment = {"OUTREACH_DATABASE_URL": office.settings.database_url}
    done = CliRunner().invoke(evidence_, arguments, env=environment)
    return done.output + str(done.exception or "")


def test_the_command_line_writes_down_and_lists(office: Office, tmp_path: Path) -> None:
    office.neighbours()
    code = send(office, ("radio",)).code
    office.run()
    path = tmp_path / "log.pdf"
    path.write_bytes(b"%PDF-1.7 a log")
    given = ["--station", "radio lake", "--grade", "B", "--way", "post"]
    kept = ("--told", TOLD, "--file", str(path), "--as", "author")
    server = Server(settings=office.settings, store=office.store, clock=lambda: NOW)
    with taking_over(server):
        assert "is kept" in outreach(office, code, *given, *kept)
        found = outreach(office, code)
        wrong = outreach(office, code, *given, *kept, "--station", "Nobody")
    assert "B  Radio Lake: aired 3×  (2027-03-01 07:00, " in found
    assert "Stations sent a script: 1. B: 1" in found
    assert "No station of the name “Nobody”" in wrong
