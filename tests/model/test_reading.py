"""What reading takes, and what it tells about it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from outreach.model.reading import read, read_json
from tests.model.samples import WORKSHOP, announcement, with_field

FINE = [
    ("a day without a time", "ends_at", "2027-05-06", "2027-05-06"),
    ("a phone in groups", "contact.phones", ["+254 (300) 000-014"], ["+254 (300) 000-014"]),
    ("a phone with an extension", "contact.phones", ["+254 300 000014 ext. 5"], ["+254 300 000014 ext. 5"]),
    ("whole seats written as a float", "registration.seats", 200.0, 200),
    ("seats from a form", "registration.seats", "200", 200),
    ("a fee as a number", "registration.fee", {"amount": 2500.5, "currency": "KES"}, {"amount": "2500.5", "currency": "KES"}),
    ("markup, which is only letters", "texts.en.title", "<b>&</b> <img src=x>", "<b>&</b> <img src=x>"),
    ("a language with its script", "texts.zh-Hant.title", "水", "水"),
    ("a language of a place", "texts.pt-BR.title", "Água", "Água"),
    ("a language named as one of pydantic’s marks", "texts.str.title", "x", "x"),
    ("several paragraphs", "texts.en.body", "One.\n\nTwo.", "One.\n\nTwo."),
    ("an event in the past", "starts_at", "1999-12-31T23:59", "1999-12-31T23:59"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "given", "kept"), [r[1:] for r in FINE], ids=[r[0] for r in FINE]
)
def test_sound_values_are_kept(field: str, given: object, kept: object):
    found: Any = read(with_field(field, given)).announcement.content

    for name in field.split("."):
        found = found[name]
    assert found == kept


def test_overrides_are_removed_and_staff_are_told():
    """U+202A to U+202E would show a date that is not the one that is sent."""
    reading = read(with_field("texts.en.title", "\u202eWater\u202c points"))

    assert reading.announcement.texts["en"].title == "Water points"
    assert [str(note) for note in reading.notes] == [
        "texts.en.title: hidden characters that turn the reading order were taken out."
    ]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("e\u0301cole", "école"),
        ("one\r\ntwo", "one\ntwo"),
        ("\ufeffWater", "Water"),
        ("  Water \n", "Water"),
        ("پانی\u200cها", "پانی\u200cها"),
    ],
    ids=[
        "NFD becomes NFC",
        "line ends of Windows",
        "a byte order mark",
        "blanks around it",
        "a zero-width non-joiner, which Persian spelling needs, stays",
    ],
)
def test_texts_are_cleaned_without_a_word(given: str, kept: str):
    reading = read(with_field("texts.en.title", given))

    assert reading.announcement.texts["en"].title == kept
    assert reading.notes == ()


def test_a_file_with_a_byte_order_mark_is_read():
    text = "\ufeff" + json.dumps(WORKSHOP)

    assert read_json(text) == read_json(text.encode()) == read(WORKSHOP)


def test_the_values_given_are_left_as_they_were():
    before = json.dumps(WORKSHOP)

    read(WORKSHOP)

    assert json.dumps(WORKSHOP) == before


def test_texts_keep_the_order_that_staff_gave():
    texts = {code: {"title": "x"} for code in ("sw", "en", "am")}

    assert announcement(texts=texts).languages == ("sw", "en", "am")


def test_an_announcement_cannot_be_changed():
    found = announcement()

    with pytest.raises(TypeError):
        found.texts["fr"] = found.texts["en"]  # type: ignore[index]
    with pytest.raises(ValueError, match="frozen"):
        found.kind = "meeting"
