"""Debian's Kannel, as docs/howto/kannel.md sets it up, between us and a real SMPP server."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from channels.gateways import hearing
from channels.sms.segments import BASIC, parts
from outreach.model.contracts import GatewayError
from outreach.model.news import Event
from outreach.model.states import Outcome
from tests.fakes.deliveries import text_to
from tests.system.kannel import Place, kannel
from tests.system.running import listening, until

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(
        not shutil.which("bearerbox"),
        reason="needs Debian's kannel: tests/system/install.sh",
    ),
]

#: TS 23.038: where the table has a character; 0x1B is the escape.
SEPTETS = {c: bytes([n if n < 0x1B else n + 1]) for n, c in enumerate(BASIC)} | {
    c: bytes([0x1B, n])
    for c, n in zip("\f^{}\\[~]|€", bytes.fromhex("0a1428292f3c3d3e4065"), strict=True)
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with kannel(tmp_path_factory.mktemp("kannel")) as found:
        yield found


TEXTS = [
    pytest.param("Water forum, Wed 5 May, 14:30, Town Hall.", id="one part"),
    pytest.param("".join(SEPTETS), id="every character of the alphabet"),
    pytest.param("  blanks at both ends \n\n", id="blanks at both ends"),
    pytest.param("Kisumu " * 40, id="two parts"),
    pytest.param("a" * 152 + "€" + "b" * 100, id="a euro at the border"),
    pytest.param("ж" * 66 + "😀" + "я" * 40, id="a pair at the border"),
    pytest.param("ы" * 60 + "👨‍👩‍👧‍👦" + "я" * 40, id="a cluster at the border"),
    pytest.param("ስብሰባ በኪሱሙ ከተማ አዳራሽ። " * 8, id="Amharic"),
    pytest.param("Olá ação “já” à ç", id="what coding 0 would turn into ?"),
]  # fmt: skip


def part_number(pdu: Any) -> int:
    """Which part a message is by its header (3GPP 23.040, 9.2.3.24.1); 1 without one."""
    return pdu.short_message[5] if pdu.esm_class & 0x40 else 1


@pytest.mark.parametrize("text", TEXTS)
def test_what_leaves_is_ours_octet_for_octet_and_each_part_has_its_receipt(
    place: Place, text: str, request: pytest.FixtureRequest
) -> None:
    number = 1000 + [row.id for row in TEXTS].index(request.node.callspec.id)
    cut = parts(text)
    (receipt,) = place.gateway().send([text_to(number, text)])
    address = f"+254711{number:06d}"
    until(lambda: len(place.operator.to(address)) == len(cut), "all parts left")

    assert receipt.outcome is Outcome.ACCEPTED
    # Kannel may hand them over in any order: a phone puts them together by their numbers
    came = sorted(place.operator.to(address), key=part_number)
    gsm7 = set(text) <= SEPTETS.keys()
    octets = [
        b"".join(map(SEPTETS.__getitem__, part)) if gsm7 else part.encode("utf-16-be")
        for part in cut
    ]
    heads = [pdu.short_message[: -len(o)] for pdu, o in zip(came, octets, strict=True)]
    assert [pdu.short_message for pdu in came] == [
        head + o for head, o in zip(heads, octets, strict=True)
    ]
    assert {pdu.data_coding for pdu in came} == {0 if gsm7 else 8}
    assert {pdu.registered_delivery & 1 for pdu in came} == {1}
    if len(cut) == 1:
        assert heads == [b""]
    else:
        assert [(h[:3], h[4:]) for h in heads] == [
            (b"\x05\x00\x03", bytes([len(cut), n])) for n in range(1, len(cut) + 1)
        ]
        assert len({h[3] for h in heads}) == 1
        assert {pdu.esm_class & 0x40 for pdu in came} == {0x40}

    def delivered() -> set[str | None]:
        return {
            e.gateway_id
            for e in place.heard.of(f"K7QX2M-{number}")
            if e.outcome is Outcome.DELIVERED
        }

    until(lambda: delivered() == set(receipt.gateway_ids), "a receipt of each part")


@pytest.mark.parametrize(
    ("number", "code"),
    [
        pytest.param(99, "027", id="the phone was never reached"),
        pytest.param(98, "0x0000000b", id="the operator refused it"),
    ],
)
def test_a_failure_comes_back_with_its_reason(
    place: Place, number: int, code: str
) -> None:
    (receipt,) = place.gateway().send([text_to(number, "Hello")])

    def failures() -> list[Event]:
        told = place.heard.of(f"K7QX2M-{number}")
        return [event for event in told if event.outcome is Outcome.REFUSED]

    until(failures, "the failure is told")
    assert receipt.outcome is Outcome.ACCEPTED
    assert [(e.gateway_id, e.code) for e in failures()] == [
        (receipt.gateway_ids[0], code)
    ]


@pytest.mark.parametrize(
    ("text", "pieces", "coding"),
    [
        pytest.param("توقف يا أخي", [(b"", "توقف يا أخي")], 8, id="Arabic"),
        pytest.param("አንድ ሁለት", [(b"\x05\x00\x03\xaa\x02\x02", "ሁለት"), (b"\x05\x00\x03\xaa\x02\x01", "አንድ ")], 8, id="Amharic in two parts, the second first"),
        pytest.param("JOIN Kisumu @ é", [(b"", "JOIN Kisumu @ é")], 0, id="the phone's alphabet"),
    ],
)  # fmt: skip
def test_a_text_comes_in_whole_with_numbers_in_no_address(
    place: Place, text: str, pieces: list[tuple[bytes, str]], coding: int
) -> None:
    for udh, piece in pieces:
        septets = coding == 0
        octets = (
            b"".join(map(SEPTETS.__getitem__, piece))
            if septets
            else piece.encode("utf-16-be")
        )
        place.operator.bring("254711000077", "20880", octets, coding, udh)

    until(lambda: text in [t.text for t in place.heard.texts()], "the text came in")
    (came,) = [t for t in place.heard.texts() if t.text == text]
    assert (came.sender, came.recipient) == ("+254711000077", "20880")
    assert came.key in {hearing.key("in", own) for own in ids(place)}
    assert came.at is not None


def ids(place: Place) -> list[str]:
    """Kannel's own of the texts that came in."""
    return re.findall(r"[?&]id=([0-9a-f-]{36})", " ".join(place.heard.urls))


def test_a_check_signs_in_and_sends_nothing(place: Place) -> None:
    before = len(place.operator.submitted)
    place.gateway().check()

    for more, says in (
        ({"password": "wrong"}, "OUTREACH_KANNEL_PASSWORD"),
        ({"smsc": "nowhere"}, "no smsc-id “nowhere”"),
        ({"status_password": "wrong"}, "STATUS_PASSWORD"),
    ):
        with pytest.raises(GatewayError, match=says) as caught:
            place.gateway(**more).check()
        assert caught.value.permanent
    assert len(place.operator.submitted) == before


@pytest.mark.parametrize(
    ("more", "says"),
    [
        pytest.param({"password": "wrong"}, "OUTREACH_KANNEL_PASSWORD", id="wrong password"),
        pytest.param({"smsc": "nowhere"}, "OUTREACH_KANNEL_SMSC", id="unknown route"),
    ],
)  # fmt: skip
def test_what_a_person_must_mend_stops_the_batch(
    place: Place, more: dict[str, str], says: str
) -> None:
    with pytest.raises(GatewayError, match=says) as caught:
        place.gateway(**more).send([text_to(n, "Hello") for n in (2001, 2002)])

    assert caught.value.permanent
    assert caught.value.unwritten == {"K7QX2M-2001", "K7QX2M-2002"}
    assert place.operator.to("+254711002001") == []


def test_what_has_no_route_is_not_called_failed_by_a_receipt(place: Place) -> None:
    """Kannel sends a rejection after its answer; it would fail what only waits."""
    heard = len(place.heard.urls)
    with pytest.raises(GatewayError):
        place.gateway(smsc="nowhere").send([text_to(2003, "Hello")])

    until(lambda: any("2003" in u for u in place.heard.urls[heard:]), "Kannel called")
    assert place.heard.of("K7QX2M-2003") == []


def test_five_hundred_texts_each_arrive_once(place: Place) -> None:
    gateway = place.gateway()
    before = len(place.operator.submitted)
    for start in range(5000, 5500, 50):
        window = [text_to(n * 10, "Karibuni") for n in range(start, start + 50)]
        assert {r.outcome for r in gateway.send(window)} == {Outcome.ACCEPTED}

    until(lambda: len(place.operator.submitted) >= before + 500, "all left")
    numbers = [pdu.destination_addr for pdu in place.operator.submitted[before:]]
    assert len(numbers) == len(set(numbers)) == 500


def test_every_port_is_on_this_machine_alone(place: Place) -> None:
    assert {a for pid in place.pids for a in listening(pid)} == {"0100007F"}


def test_no_number_ever_stood_in_an_address_and_nothing_was_refused(
    place: Place,
) -> None:
    assert place.heard.urls
    assert not [url for url in place.heard.urls if "254711" in url]
    assert place.heard.refused == 0


def test_once_kannel_is_dead_nothing_is_written(tmp_path: Path) -> None:
    with (
        kannel(tmp_path) as place,
        pytest.raises(GatewayError, match="can't be reached") as caught,
    ):
        place.stop_smsbox()
        place.gateway().send([text_to(n, "Hello") for n in (3001, 3002)])

    assert caught.value.unwritten == {"K7QX2M-3001", "K7QX2M-3002"}
    assert not caught.value.permanent
