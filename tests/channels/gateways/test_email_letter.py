"""What a station reads: the words without opening a file, the files, and no header of a stranger's."""

from __future__ import annotations

import email.policy
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.gateways.email.letter import Letter, encoded, letter
from channels.gateways.email.settings import EmailSettings
from outreach.model.contracts import BundleItem, Outgoing
from outreach.model.rendition import File, Measure, Rendition
from outreach.wording.catalogues import languages_with
from tests.fakes.deliveries import item, outgoing

NOW = datetime(2027, 4, 1, 9, 0, tzinfo=UTC)
PLENTY = 5_000_000


def settings(**more: object) -> EmailSettings:
    values = {"host": "localhost", "sender": "Network <news@lake.example>"}
    return EmailSettings.model_validate({**values, **more})


def script(language: str = "sw", **files: bytes) -> BundleItem:
    sheet = f"\ufeffSI YA HEWANI\n\nKaribuni {language}.\n\n###\n".encode()
    found = {"txt": sheet, "pdf": b"%PDF-script", **files}
    kinds = {"txt": "text/plain; charset=utf-8", "pdf": "application/pdf", "wav": "audio/wav"}  # fmt: skip
    rendition = Rendition(
        files=tuple(
            File(name=name, media_type=kinds[name], data=data)
            for name, data in found.items()
        ),
        text="Karibuni.",
        measure=Measure(seconds=27.4),
    )
    return BundleItem(
        channel="radio",
        variant="30",
        languages=(language,),
        copies=1,
        rendition=rendition,
    )


def to_station(*items: BundleItem, **more: object) -> Outgoing:
    values = {"address": "desk@ziwa.example", "title": "Kongamano la maji"}
    return outgoing(7, *(items or (script(),)), **{**values, **more})


def made(delivery: Outgoing, room: int = PLENTY, **more: object) -> Letter:
    return letter(delivery, settings(**more), room, NOW)


def read(found: Letter) -> EmailMessage:
    policy = email.policy.SMTPUTF8
    return message_from_bytes(found.data, policy=policy)  # type: ignore[return-value]


def body(found: Letter) -> str:
    part = read(found).get_body(("plain",))
    return part.get_content().replace("\r\n", "\n")


def attached(found: Letter) -> dict[str, tuple[str, bytes]]:
    return {
        part.get_filename(): (part.get_content_type(), part.get_payload(decode=True))
        for part in read(found).iter_attachments()
    }


def test_the_script_is_in_the_body_and_its_other_files_beside_it() -> None:
    found = made(to_station(script(wav=b"RIFF")), reply_to="desk@lake.example")
    message = read(found)

    assert body(found).startswith("SI YA HEWANI\n\nKaribuni sw.\n\n###\n")
    assert attached(found) == {
        "SCRIPT.PDF": ("application/pdf", b"%PDF-script"),
        "SCRIPT.WAV": ("audio/wav", b"RIFF"),
    }
    assert "Viambatisho:\n  SCRIPT.PDF\n  SCRIPT.WAV" in body(found)
    assert {name: str(message[name]) for name in message if name != "Content-Type"} == {
        "From": "Network <news@lake.example>",
        "To": "desk@ziwa.example",
        "Reply-To": "desk@lake.example",
        "Subject": "Kongamano la maji",
        "Date": "Thu, 01 Apr 2027 09:00:00 +0000",
        "Message-ID": "<K7QX2M-7@lake.example>",
        "Auto-Submitted": "auto-generated",
        "MIME-Version": "1.0",
    }


def test_a_second_text_goes_beside_the_one_that_is_in_the_body() -> None:
    programme = script()
    cues = File(name="cuesheet.txt", media_type="text/plain", data=b"0:10 Opening")
    files = (*programme.rendition.files, cues)
    rendition = replace(programme.rendition, files=files)
    found = made(to_station(replace(programme, rendition=rendition)))

    assert attached(found)["CUESHEET.TXT"] == ("text/plain", b"0:10 Opening")
    assert "SCRIPT.TXT" not in attached(found)


def test_of_two_languages_each_has_its_words_and_files() -> None:
    found = made(to_station(script("sw"), script("en")))

    assert body(found).index("Karibuni sw") < body(found).index("Karibuni en")
    assert list(attached(found)) == ["SW-SCRIPT.PDF", "EN-SCRIPT.PDF"]
    assert read(found).get_body(("plain",))["Content-Language"] == "sw, en"


def test_a_page_brings_its_words_and_its_number_of_copies() -> None:
    poster = item(
        "Water forum", channel="print", variant="poster", copies=25, files={"pdf": b"1"}
    )
    found = made(to_station(poster))

    assert body(found).startswith("Water forum\n")
    assert "25 × POSTER.PDF" in body(found)


def test_what_has_no_room_is_named_in_its_place_and_the_rest_goes() -> None:
    found = made(to_station(script(wav=b"x" * 50_000)), room=20_000)

    assert found.left_out == ("SCRIPT.WAV",)
    assert list(attached(found)) == ["SCRIPT.PDF"]
    assert "Ni kubwa mno kuambatishwa." in body(found)
    assert body(found).rstrip().endswith("SCRIPT.WAV")
    assert len(found.data) <= 20_000


@given(
    st.lists(st.integers(0, 30_000), min_size=1, max_size=5),
    st.integers(6_000, 60_000),
)
def test_a_message_is_never_larger_than_the_room_where_leaving_out_files_can_help(
    sizes: list[int], room: int
) -> None:
    files = {f"p{n}": b"\xff" * size for n, size in enumerate(sizes)}
    delivery = to_station(item("Words", channel="print", variant="x", files=files))
    found = made(delivery, room=room)

    assert len(found.data) <= room
    assert len(attached(found)) + len(found.left_out) == len(sizes)


def test_a_file_takes_a_third_more_in_a_message() -> None:
    message = EmailMessage(policy=email.policy.SMTP)
    message.set_content(b"\xff" * 10_000, "application", "pdf")
    payload = message.as_bytes().partition(b"\r\n\r\n")[2]

    assert abs(encoded(10_000) - len(payload)) < 80


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        pytest.param("Forum\r\nBcc: all@evil.example", "Forum Bcc: all@evil.example", id="a header of a stranger's"),
        pytest.param("Forum\n\nA body", "Forum A body", id="the end of the headers"),
        pytest.param("Forum\u2028X\x0b\x85Y", "Forum X Y", id="every sign that some program takes for a line's end"),
        pytest.param("=?utf-8?q?=0aBcc=3a_x?= forum", "= ?utf-8?q?=0aBcc=3a_x?= forum", id="a header of a stranger's, encoded"),
        pytest.param("مؤتمر المياه، كيسومو", "مؤتمر المياه، كيسومو", id="from the right"),
        pytest.param("\u202egpj.exe\u202c Forum", "gpj.exe Forum", id="signs that turn the order are taken out"),
        pytest.param("می\u200cرویم", "می\u200cرویم", id="a joiner that Persian needs stays"),
        pytest.param("የውሃ ጉባኤ " * 60, None, id="540 letters of Amharic"),
        pytest.param("x" * 500, None, id="no blank to cut at"),
        pytest.param("", "K7QX2M-7", id="none"),
    ],
)  # fmt: skip
def test_a_title_is_never_more_than_the_subject(title: str, shown: str | None) -> None:
    found = made(to_station(title=title))
    message, plain = read(found), read(made(to_station()))

    assert list(message) == list(plain)
    subject = str(message["Subject"])
    assert len(subject) <= 151 and subject
    assert shown is None or subject == shown
    head = found.data.partition(b"\r\n\r\n")[0]
    assert max(map(len, head.split(b"\r\n"))) <= 998
    assert head.isascii() and b"\n" not in head.replace(b"\r\n", b"")


@given(st.text(max_size=300))
def test_whatever_a_title_is_no_header_comes_of_it(title: str) -> None:
    message = read(made(to_station(title=title)))

    assert list(message) == list(read(made(to_station())))
    assert "\n" not in str(message["Subject"]) and message["To"] == "desk@ziwa.example"


@pytest.mark.parametrize("language", sorted(languages_with("email")))
def test_each_language_has_words_of_its_own_for_files(language: str) -> None:
    found = made(to_station(script(language, wav=b"x" * 50_000)), room=20_000)

    assert ("Attached:" in body(found)) == (language == "en")
    assert found.data.isascii()


def test_a_language_without_such_words_has_them_in_english() -> None:
    assert "Attached:\n  SCRIPT.PDF" in body(made(to_station(script("km"))))
