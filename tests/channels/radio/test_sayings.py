"""The office's lexicon: said in place of what staff write, sounded once for the presenter."""

from __future__ import annotations

from typing import Any

import pytest

from channels.radio import RadioChannel
from channels.radio.options import RadioOptions
from tests.channels.radio.samples import announcement, edition

CHANNEL = RadioChannel()
KWN = {"language": "en", "written": "KWN", "spoken": "Lake Water Network"}
SOUND = {"language": "en", "written": "Achieng", "respelling": "ah-CHENG"}


def script(lexicon: list[dict[str, Any]], language: str = "en", **changes: Any) -> str:
    options = RadioOptions.model_validate({"lexicon": lexicon})
    made = CHANNEL.render(announcement(**changes), (language,), "full", options)
    assert made.text
    return made.text


@pytest.mark.parametrize(
    ("written", "said"),
    [
        pytest.param("KWN", "organised by Lake Water Network:", id="in place of it"),
        pytest.param("The KWN, Kisumu", "by The Lake Water Network, Kisumu:", id="among other words"),
        pytest.param("KWNet Foundation", "by KWNet Foundation:", id="not within a word"),
    ],
)  # fmt: skip
def test_what_is_written_is_said_so(written: str, said: str) -> None:
    assert said in script([KWN], organizer=written)


def test_the_longest_line_counts() -> None:
    longer = {"language": "en", "written": "KWN East", "spoken": "the eastern network"}
    assert "by the eastern network:" in script([KWN, longer], organizer="KWN East")


def test_a_line_counts_in_its_language_alone() -> None:
    assert "Lake Water Network" not in script([KWN], "fr", organizer="KWN")


def test_the_header_shows_what_is_written() -> None:
    options = RadioOptions.model_validate({"lexicon": [KWN]})
    made = CHANNEL.render(announcement(organizer="KWN"), ("en",), "60", options)
    sheet = made.files[0].data.decode("utf-8-sig")
    assert "Organisation: KWN" in sheet
    assert "organised by Lake Water Network" in sheet


def test_a_name_sounds_as_the_lexicon_says_once() -> None:
    options = RadioOptions.model_validate({"lexicon": [SOUND]})
    made = CHANNEL.render(announcement(), ("en",), "full", options)
    sheet = made.files[0].data.decode("utf-8-sig")
    assert sheet.count("Achieng (ah-CHENG)") == 1


def test_the_announcement_knows_better_how_its_own_names_sound() -> None:
    other = {"language": "en", "written": "Kisumu", "respelling": "KEE-su-mu"}
    options = RadioOptions.model_validate({"lexicon": [other]})
    made = CHANNEL.render(announcement(), ("en",), "full", options)
    sheet = made.files[0].data.decode("utf-8-sig")
    assert "(ki-SOO-moo)" in sheet
    assert "(KEE-su-mu)" not in sheet


def test_a_programme_says_it_too() -> None:
    options = RadioOptions.model_validate({"lexicon": [KWN]})
    item = announcement(organizer="KWN")
    made = CHANNEL.render(edition(item), ("en",), "programme", options)
    assert made.text
    assert "Lake Water Network" in made.text


def test_what_is_said_is_checked_like_any_text() -> None:
    """A figure in a line is said in words, as everywhere."""
    line = {**KWN, "spoken": "the network of 40 villages"}
    assert "the network of forty villages" in script([line], organizer="KWN")


def test_one_with_neither_words_nor_sound_says_nothing() -> None:
    with pytest.raises(ValueError, match="Fill in one of them"):
        RadioOptions.model_validate({"lexicon": [{"language": "en", "written": "X"}]})
