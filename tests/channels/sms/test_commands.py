"""``outreach sms count``."""

from __future__ import annotations

import json

import pytest

from channels.sms.commands import COUNT
from outreach.model.errors import InputError


def test_it_counts_exactly_the_text_given():
    """No NFC, nothing replaced: e and its mark are two units, the quote stays."""
    assert COUNT.run({"text": "e\u0301’"}, "") == {
        "encoding": "ucs2",
        "segments": 1,
        "segments_whole": 1,
        "units": 3,
        "forcing_ucs2": ["\u0301", "’"],
    }


def test_an_empty_text_is_one_segment():
    found = COUNT.run({"text": ""}, "")

    assert (found["segments"], found["units"], found["forcing_ucs2"]) == (1, 0, [])


def test_escaped_pairs_in_json_are_one_character():
    found = COUNT.run(json.loads('{"text": "\\ud83d\\ude00"}'), "")

    assert (found["units"], found["forcing_ucs2"]) == (2, ["😀"])


def test_half_a_pair_is_one_unit():
    """Nothing is refused: the count is of what would go out."""
    found = COUNT.run(json.loads('{"text": "\\ude00\\ud83d"}'), "")

    assert (found["units"], found["forcing_ucs2"]) == (2, ["\ude00", "\ud83d"])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param('{"text": 7}', "has no text", id="a number"),
        pytest.param('{"txt": "a"}', "has no text", id="misspelt"),
        pytest.param('{"text": null}', "has no text", id="null"),
    ],
)
def test_a_line_that_cant_be_counted_is_told_why(line, message):
    with pytest.raises(InputError, match=message):
        COUNT.run(json.loads(line), "")


def test_100_kilobytes_are_counted():
    assert COUNT.run({"text": "ж" * 50_000}, "")["segments"] == 747
