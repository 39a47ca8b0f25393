"""What a programme does without, and what it is refused for."""

from __future__ import annotations

import pytest

from channels.radio import RadioChannel
from channels.radio.options import RadioOptions
from channels.radio.programme import programme
from outreach.model.edition import Edition
from outreach.model.errors import CannotCarry
from tests.channels.radio.samples import announcement, edition
from tests.channels.radio.test_programme import item, rendered

CHANNEL = RadioChannel()
#: A text that speech refuses: it can be two different days.
UNSAYABLE = {"en": {"title": "Water", "summary": "Come on 05/06/2027."}}


def test_an_item_does_without_a_sentence_that_can_not_be_said() -> None:
    made = programme(edition(item(1), item(2, texts=UNSAYABLE)), "en", RadioOptions())
    assert any(
        note.startswith("water-2: “Come on 05/06/2027.” is left out: ")
        for note in made.notes
    )


@pytest.mark.parametrize(
    ("subject", "language", "said"),
    [
        pytest.param(edition(item(1), item(2, texts={"en": {"title": "Water"}})), "sw", "^water-2 has no text in Swahili", id="an item lacks the language"),
        pytest.param(edition(item(1), item(2, texts={"en": {"title": "Water < land"}})), "en", "^water-2: .*“<”", id="a sign with no word"),
        pytest.param(edition(item(1), region={"sw": "Ziwa"}), "en", "region has no name in English", id="the region lacks the language"),
        pytest.param(edition(item(1), region="Кисуму"), "en", "Кисуму", id="a region in a script that can't be read"),
        pytest.param(edition(item(1)), "ha", r"no speech module for Hausa \(ha\) yet", id="no module"),
    ],
)  # fmt: skip
def test_what_can_not_be_said_is_refused_with_its_item(
    subject: Edition, language: str, said: str
) -> None:
    with pytest.raises(CannotCarry, match=said):
        rendered(subject, language)


def test_markup_stands_in_an_item_as_it_was_typed() -> None:
    made = rendered(edition(item(1), item(2, texts={"en": {"title": "<b>Water</b>"}})))

    assert "<b>Water</b>" in (made.text or "")


def test_an_item_that_may_never_be_read_is_named() -> None:
    with pytest.raises(CannotCarry, match=r"^water-3: The script may be read from a day after"):  # fmt: skip
        rendered(edition(item(9), item(3)), read_from="2027-05-08")


def test_a_programme_is_not_made_of_one_announcement() -> None:
    with pytest.raises(CannotCarry, match="made of an edition"):
        CHANNEL.render(announcement(), ("en",), "programme", RadioOptions())
