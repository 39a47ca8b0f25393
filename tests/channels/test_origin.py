"""Whose an announcement is stands behind the organizer, on whatever is made of it."""

from __future__ import annotations

from typing import Any

import pytest

from outreach import registry
from outreach.model.announcement import Announcement
from outreach.model.rendition import Rendition
from tests.channels.print.sample import plain
from tests.typesetting.reading import text_of

ORIGIN = {"office": "Nairobi office", "id": "a", "version": 2}
BOTH = "Lake Region Women’s Network (Nairobi office)"


def made(channel: str, variant: str, **changed: Any) -> Rendition:
    announcement = Announcement.model_validate(plain(origin=ORIGIN, **changed))
    found = registry.channel(channel)
    options = registry.options_of(found, {}, {})
    return found.render(announcement, ("en",), variant, options)


@pytest.mark.parametrize("variant", ["poster", "handbill", "large"])
def test_a_page_names_it(variant: str):
    page = made("print", variant).files[0].data
    assert "(Nairobi office)" in " ".join(text_of(page).split())


def test_a_script_names_it_in_the_header_and_says_the_organizer_alone():
    script = made("radio", "60")
    (sheet,) = [file for file in script.files if file.name == "txt"]
    assert BOTH in sheet.data.decode("utf-8-sig")
    assert "Network" in (script.text or "")
    assert "Nairobi" not in (script.text or "")


@pytest.mark.parametrize(
    ("title", "said", "left_out"),
    [
        pytest.param("Water", True, False, id="there is room"),
        pytest.param("Village water " * 5, False, True, id="left out to fit, and told"),
    ],
)
def test_a_text_names_it_where_there_is_room(title: str, said: bool, left_out: bool):
    text = made("sms", "short", texts={"en": {"title": title.strip()}})
    assert ("(Nairobi office)" in (text.text or "")) is said
    told = [note for note in text.notes if "the office that it came from" in note]
    assert bool(told) is left_out
    assert "Network" in (text.text or "")
