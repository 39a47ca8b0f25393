"""What a producer would send back is told before a second person approves."""

from __future__ import annotations

from typing import Any

import pytest

from channels.radio import RadioChannel
from channels.radio.languages import SPEECHES
from channels.radio.options import RadioOptions
from tests.channels.radio.samples import RICH, announcement, edition

CHANNEL = RadioChannel()
LONG = "Bring " + "the book and " * 7 + "a friend."
LAST_DAY = "No last day of reading is given"


def notes(variant: str = "full", language: str = "en", **changes: Any) -> list[str]:
    options = RadioOptions.model_validate(changes.pop("options", {}))
    made = CHANNEL.render(announcement(**changes), (language,), variant, options)
    return list(made.notes)


def texts(summary: str) -> dict[str, Any]:
    return {"texts": {"en": {"title": "Water", "summary": summary}}}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        pytest.param(texts(LONG), "takes 24 words, more than a breath", id="over 20 words"),
        pytest.param(texts("Administrative decentralisation strengthens intergovernmental responsibilities notwithstanding implementation difficulties everywhere"), "seconds, more than a breath", id="over 8 seconds"),
        pytest.param(texts("<b>Come</b> early."), "signs that nobody can say", id="markup"),
        pytest.param({"options": {"do_not_read_after": None}}, LAST_DAY, id="no last day"),
    ],
)  # fmt: skip
def test_what_is_amiss_is_told(changes: dict[str, Any], told: str) -> None:
    assert [note for note in notes(**changes) if told in note]


def test_nothing_is_told_of_what_is_right() -> None:
    """A text for the ear, its last day of reading given: nothing to mend."""
    right = texts("Learn how forty villages keep their wells clean.")
    found = notes(**right, ends_at=None, options={"do_not_read_after": "2027-05-04"})
    assert [note for note in found if "breath" in note or LAST_DAY in note] == []


def test_a_phone_number_is_read_in_groups_so_it_is_no_part_of_a_breath() -> None:
    """In Swahili the sentence with the number takes twelve seconds."""
    found = notes(language="sw")
    assert [
        note for note in found if "jumlisha" in note or "simu nambari" in note
    ] == []


@pytest.mark.parametrize(
    ("variant", "told"),
    [
        pytest.param("30", True, id="no room to say it again"),
        pytest.param("full", False, id="said again at the end"),
    ],
)
def test_a_number_said_once_is_told(variant: str, told: bool) -> None:
    assert any("is said once" in note for note in notes(variant)) is told


def test_a_name_that_nobody_knows_does_not_come_first() -> None:
    """Where the kind stands after its organizer, as in Chinese, and nothing greets."""
    found = notes("20", organizer="A workshop")
    assert any("begins with a name, “A workshop”" in note for note in found)
    assert not any("begins with a name" in note for note in notes("20"))


@pytest.mark.parametrize("language", sorted(SPEECHES))
def test_a_title_that_takes_the_breath_stands_in_a_sentence_of_its_own(
    language: str,
) -> None:
    title = {
        "texts": {
            language: {**RICH["texts"][language], "title": RICH["texts"][language]["summary"].split(".")[0]}
        }
    }  # fmt: skip
    made = CHANNEL.render(announcement(**title), (language,), "full", RadioOptions())
    assert made.text
    assert all(" : " not in line for line in made.text.splitlines())


def test_a_programme_is_checked_too() -> None:
    item = announcement(texts={"en": {"title": LONG.rstrip(".")}})
    made = CHANNEL.render(edition(item), ("en",), "programme", RadioOptions())
    assert [note for note in made.notes if "more than a breath" in note]
