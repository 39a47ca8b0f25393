"""The catalogues: complete, and no dearer than the text they carry."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from channels.sms.segments import count
from channels.sms.wording import Wording
from outreach.model.errors import CannotCarry
from tests.channels.sms.sample import LANGUAGES

ROOT = Path(__file__).parents[3]
OTHERS = [language for language in LANGUAGES if language != "en"]


def _catalogue(language: str):
    path = ROOT / "templates" / "locale" / language / "sms.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _messages(language: str):
    return {entry.id: entry.string for entry in _catalogue(language) if entry.id}


@pytest.mark.parametrize("language", OTHERS)
def test_every_catalogue_translates_every_phrase(language):
    messages = _messages(language)

    assert messages.keys() == _messages("en").keys()
    for source, found in messages.items():
        assert all([found] if isinstance(found, str) else found), source


def test_the_catalogues_hold_just_the_phrases_that_the_code_says():
    code = "".join(
        path.read_text("utf-8") for path in (ROOT / "channels" / "sms").glob("*.py")
    )
    sources = _messages("en")
    phrases = {p for s in sources for p in ([s] if isinstance(s, str) else s)}

    assert all(f'"{phrase}"' in code for phrase in phrases)
    said = set(re.findall(r'say\(\s*"([^"]*)"', code))
    assert said <= phrases


@pytest.mark.parametrize("language", ["en", "fr", "es", "sw", "pt"])
def test_the_wording_alone_never_leaves_the_phone_alphabet(language):
    """One ê in a label would double the price of every message in that language."""
    for source, found in _messages(language).items():
        for phrase in [source, found] if isinstance(found, str) else [*source, *found]:
            text = phrase if isinstance(phrase, str) else "".join(phrase)
            assert count(text).forcing_ucs2 == (), text


PLURALS = [
    pytest.param("en", 1, "1 seat", id="one"),
    pytest.param("en", 2, "2 seats", id="two"),
    pytest.param("fr", 1, "1 place", id="French one"),
    pytest.param("ru", 1, "1 место", id="Russian one"),
    pytest.param("ru", 3, "3 места", id="Russian few"),
    pytest.param("ru", 5, "5 мест", id="Russian many"),
    pytest.param("ru", 11, "11 мест", id="eleven is many"),
    pytest.param("ru", 21, "21 место", id="twenty-one is one"),
    pytest.param("ar", 5, "عدد المقاعد: 5", id="Arabic counts after the noun"),
    pytest.param("zh", 5, "5个名额", id="Chinese has one form"),
    pytest.param("sw", 2, "Nafasi 2", id="Swahili"),
]


@pytest.mark.parametrize(("language", "number", "expected"), PLURALS)
def test_plural_forms(language, number, expected):
    assert Wording(language).number("{count} seat", "{count} seats", number) == expected


@pytest.mark.parametrize("language", OTHERS)
def test_a_phrase_without_translation_never_comes_out_in_english(language):
    with pytest.raises(CannotCarry, match="lacks “Bring your own cup”"):
        Wording(language).say("Bring your own cup")


def test_a_plural_without_translation_never_comes_out_in_english():
    with pytest.raises(CannotCarry, match="lacks “a cup”"):
        Wording("sw").number("a cup", "{count} cups", 2)
