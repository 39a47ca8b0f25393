"""Codes of stations and partners become evidence, or wait for a person."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import only_on
from tests.inbox.conftest import WRITER, Office

#: How a text is read does not depend on the database.
READING = only_on("sqlite", "how a text is read")
STRANGER = "+254733000009"
EVIDENCE = (
    "SELECT o.name, e.grade, e.kind, e.number, e.inbound_id FROM evidence e"
    " JOIN organisations o ON o.id = e.organisation_id ORDER BY e.id"
)


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("RADIO {} 3", "aired", 3),
        ("radio {} x3", "aired", 3),
        ("Redio {} mara ٣", "aired", 3),
        ("РАДИО {}", "aired", None),
        ("RECEIVED {} 200 copies", "received", 200),
        ("Reçu {} 12", "received", 12),
        ("收到{}", "received", None),
        ("ደረሰ {} ፲፪", "received", 12),
    ],
)
@READING
def test_what_is_told_is_kept_with_who_and_when(
    office: Office, text: str, kind: str, number: int | None
) -> None:
    code = office.sent().code
    said = office.says(text.format(code))
    assert [code in one for one in said] == [True]
    assert office.inbox.rows(EVIDENCE) == [("Group 1", "C", kind, number, 1)]
    assert office.last()[0] == "done"


@READING
def test_what_asks_for_no_more_texts_behind_a_code_is_kept_and_waits_marked(
    office: Office,
) -> None:
    code = office.sent().code
    office.says(f"RECEIVED {code} 200. Please no more texts")
    assert office.inbox.rows(EVIDENCE) == [("Group 1", "C", "received", 200, 1)]
    assert office.inbox.rows("SELECT state, marked FROM inbound") == [("waiting", 1)]


def test_told_again_it_is_kept_again(office: Office) -> None:
    code = office.sent().code
    office.says(f"RADIO {code} 1")
    office.says(f"RADIO {code} 2")
    assert [row[3] for row in office.inbox.rows(EVIDENCE)] == [1, 2]


@pytest.mark.parametrize(
    ("text", "sender", "why"),
    [
        ("RADIO {}", STRANGER, "nobody in the directory has this number"),
        ("RADIO XXXXXX 3", WRITER, "it names no broadcast by its code"),
        ("RADIO", WRITER, "it names no broadcast by its code"),
        ("Received, thank you", WRITER, "it names no broadcast by its code"),
    ],
)
@READING
def test_nothing_is_guessed(office: Office, text: str, sender: str, why: str) -> None:
    code = office.sent().code
    assert office.says(text.format(code), sender) == []
    state, note = office.last()
    assert (state, why in note) == ("waiting", True)
    assert office.inbox.rows(EVIDENCE) == []


def test_who_was_sent_nothing_of_it_proves_nothing(office: Office) -> None:
    code = office.sent().code
    office.bench.organisation(STRANGER)
    office.says(f"RADIO {code}", STRANGER)
    assert "was sent to none of this number’s" in office.last()[1]


def test_of_two_behind_a_phone_the_one_that_was_sent_it_is_meant(
    office: Office,
) -> None:
    code = office.sent().code
    record: dict[str, Any] = {"channel": "paper"}
    office.bench.organisation("Box 1", **record)
    office.says(f"RECEIVED {code} 5")
    assert office.inbox.rows(EVIDENCE) == [("Group 1", "C", "received", 5, 1)]


def test_a_phone_of_several_that_were_sent_it_waits(office: Office) -> None:
    office.bench.organisation(WRITER)
    code = office.sent().code
    office.says(f"RECEIVED {code}")
    assert "was sent to several of this number’s" in office.last()[1]
    assert office.inbox.rows(EVIDENCE) == []
