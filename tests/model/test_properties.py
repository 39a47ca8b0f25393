"""Laws of reading, tried on values that nobody thought of."""

from __future__ import annotations

import copy
import json
from datetime import date
from typing import Any

import hypothesis.strategies as st
from hypothesis import example, given

from outreach.model.errors import InputError
from outreach.model.reading import Reading, read, read_json
from outreach.model.words import clean, shown
from tests.model.samples import WORKSHOP

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=30)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | ANY_TEXT
    | st.sampled_from(["en", "2027-05-05", "KE", "sms", "+254300000014", "14:30"])
)
NAMES = ANY_TEXT | st.sampled_from(["en", "title", "name", "at", "amount", "[key]"])
VALUES = st.recursive(
    LEAVES,
    lambda below: st.lists(below, max_size=4) | st.dictionaries(NAMES, below, max_size=4),
    max_leaves=12,
)  # fmt: skip

WHAT_PEOPLE_WRITE = st.text(
    st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=40
).map(lambda text: "a" + text)
LANGUAGES = st.sampled_from(["en", "fr", "sw", "ar", "zh-Hant", "pt-BR", "am", "str"])
WORDS = WHAT_PEOPLE_WRITE | st.dictionaries(LANGUAGES, WHAT_PEOPLE_WRITE, min_size=1)
DAYS = st.dates(date(1901, 1, 1), date(2198, 12, 31))
SOUND = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["meeting", "training"]),
        "organizer": WORDS,
        "starts_at": DAYS.map(str),
        "timezone": st.sampled_from(["Africa/Nairobi", "America/New_York", "UTC"]),
        "venue": st.fixed_dictionaries(
            {"locality": WORDS, "country": st.sampled_from(["KE", "US"])},
            optional={"room": WORDS, "directions": WORDS},
        ),
        "contact": st.fixed_dictionaries({"name": WORDS}),
        "texts": st.dictionaries(
            LANGUAGES,
            st.fixed_dictionaries(
                {"title": WHAT_PEOPLE_WRITE}, optional={"body": WHAT_PEOPLE_WRITE}
            ),
            min_size=1,
        ),
    },
    optional={
        "registration": st.fixed_dictionaries(
            {},
            optional={
                "seats": st.integers(1, 1_000_000),
                "fee": st.fixed_dictionaries(
                    {"amount": st.sampled_from(["0", "10.50", 7]), "currency": st.just("KES")}
                ),
            },
        ),
        "topics": st.lists(WHAT_PEOPLE_WRITE, max_size=3),
    },
)  # fmt: skip


def read_or_told(read_it: Any, value: Any) -> Reading | None:
    try:
        reading: Reading = read_it(value)
    except InputError as error:
        assert error.problems
        for problem in error.problems:
            assert problem.field.isprintable(), problem
            assert problem.message.isprintable(), problem
            assert problem.message.endswith((".", "?")), problem
        return None
    return reading


@given(VALUES)
def test_reading_is_total(value: Any):
    """Any JSON value is an announcement or InputError: never another exception."""
    read_or_told(read, value)


@given(st.sampled_from(sorted(WORKSHOP)), VALUES)
@example("registration", {"seats": 10**5000, "fee": {"amount": 10**5000}})
@example("venue", {"online": "http://[", "country": "\ud800"})
def test_reading_is_total_with_any_value_in_any_field(field: str, value: Any):
    read_or_told(read, WORKSHOP | {field: value})


@given(st.sampled_from(["venue", "registration", "contact", "texts"]), NAMES, VALUES)
def test_reading_is_total_with_any_value_in_any_field_below(
    field: str, name: str, value: Any
):
    values = copy.deepcopy(WORKSHOP)
    values[field][name] = value

    read_or_told(read, values)


@given(st.binary(max_size=60) | ANY_TEXT)
def test_reading_a_file_is_total(text: str | bytes):
    read_or_told(read_json, text)


@given(SOUND)
def test_content_round_trips(values: dict[str, Any]):
    """What is stored reads back as the same announcement."""
    first = read(values).announcement

    stored = json.loads(json.dumps(first.content))

    assert read(stored).announcement == first
    assert read(stored).announcement.content == first.content
    assert read(stored).notes == ()


@given(ANY_TEXT)
def test_cleaning_is_idempotent(text: str):
    try:
        cleaned, _ = clean(text)
    except ValueError:
        return

    assert clean(cleaned) == (cleaned, [])


@given(ANY_TEXT)
def test_what_a_sentence_quotes_is_short_and_printable(text: str):
    assert shown(text).isprintable()
    assert len(shown(text)) <= 40
