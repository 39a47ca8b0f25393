"""The JSON Schema that ``outreach schema`` prints."""

from __future__ import annotations

import json
from typing import Any

import pytest

from outreach.model.announcement import Announcement, schema
from tests.model.json_schema import accepts
from tests.model.samples import ABSENT, EXAMPLES, WORKSHOP, with_field

SCHEMA: dict[str, Any] = dict(schema())


@pytest.mark.parametrize("name", ["csw64.json", "kisumu-water.json"])
def test_it_accepts_the_samples(name: str):
    assert accepts(SCHEMA, json.loads((EXAMPLES / name).read_text("utf-8")), SCHEMA)


REFUSED = [
    ("an unknown field", "colour", "red"),
    ("a required field left out", "venue.country", ABSENT),
    ("a number for words", "organizer", 5),
    ("an unknown kind", "kind", "party"),
    ("seconds in a time", "starts_at", "2027-05-05T14:30:00"),
    ("a yes for seats", "registration.seats", True),
    ("a text without a title", "texts.en", {"summary": "x"}),
    ("a negative fee", "registration.fee", {"amount": "-1", "currency": "KES"}),
]


@pytest.mark.parametrize(
    ("field", "value"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED]
)
def test_it_refuses(field: str, value: Any):
    assert accepts(SCHEMA, WORKSHOP, SCHEMA)
    assert not accepts(SCHEMA, with_field(field, value), SCHEMA)


def test_what_we_store_meets_it():
    content = Announcement.model_validate(WORKSHOP).content

    assert accepts(SCHEMA, content, SCHEMA)


def test_the_fields_that_are_required():
    assert set(SCHEMA["required"]) == {
        "kind", "organizer", "starts_at", "timezone", "venue", "contact", "texts",
    }  # fmt: skip
    assert set(SCHEMA["$defs"]["Venue"]["required"]) == {"locality", "country"}
    assert SCHEMA["$defs"]["Text"]["required"] == ["title"]
