"""The answers are there in every language, with the same facts in them."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files

import pytest

from channels.sms import SmsChannel
from outreach.inbox.airings import Days, read_airings
from outreach.inbox.folding import folded
from outreach.inbox.reading import read
from outreach.inbox.vocabulary import Word
from outreach.inbox.wording import (
    Message,
    language_named,
    language_of,
    own_name,
    say,
)
from outreach.wording.catalogues import catalogue, languages_with

TEN = ["am", "ar", "en", "es", "fr", "hi", "pt", "ru", "sw", "zh"]
VALUES = {
    "office": "Outreach",
    "event": "Water forum",
    "organisation": "Lake Group",
    "day": "5/5",
    "code": "K7QX2M",
    "name": "sw",
    "languages": "en sw",
}


def test_the_ten_languages() -> None:
    assert sorted(languages_with("inbox")) == TEN


@pytest.mark.parametrize("language", TEN)
@pytest.mark.parametrize("message", Message)
def test_an_answer_has_the_same_facts_in_every_language(
    message: Message, language: str
) -> None:
    told = catalogue(language, "inbox").gettext(message)
    assert (told == message) == (language == "en")
    assert sorted(re.findall(r"{\w+}", told)) == sorted(re.findall(r"{\w+}", message))
    for word in ("START", "STOP", "LANG"):
        assert (word in told) == (word in message.value), word


@pytest.mark.parametrize("language", TEN)
def test_what_is_due_to_everybody_is_one_segment(language: str) -> None:
    for message in (Message.STOPPED, Message.STARTED, Message.ALREADY, Message.SEEN_TO):
        rendition = SmsChannel().reply(say(message, language, **VALUES))
        assert rendition.measure.segments == 1, message.name


@pytest.mark.parametrize("language", TEN)
def test_what_a_reminder_asks_for_is_read_as_it_is_meant(language: str) -> None:
    words = say(Message.REMINDER, language, **VALUES)
    first, _, behind = words.partition("K7QX2M")
    assert read(folded(first)[-1]).word is Word.RADIO
    asked, _, no = behind.partition("K7QX2M")
    asked = re.split(r"[(（]", asked)[0]
    days = Days(first=date(2027, 3, 1), last=date(2027, 5, 5), told=date(2027, 3, 20))
    told = read_airings(asked, days)
    times = ["07:00", "13:00", "19:00"]
    assert (told.number, told.doubts) == (3, ())
    assert [*map(str, told.airings)] == [f"2027-03-12 {at}" for at in times]
    assert read_airings(no.strip()[:1], days).number == 0


@pytest.mark.parametrize("language", [code for code in TEN if code != "en"])
def test_no_catalogue_passes_for_reviewed(language: str) -> None:
    path = files("templates") / "locale" / language / "inbox.po"
    assert "# Reviewed by a native speaker: no\n" in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ([None, "sw"], "sw"),
        (["zh-Hans"], "zh"),
        (["de", None], "en"),
        ([], "en"),
        (["ar", "sw"], "ar"),
    ],
)
def test_the_language_of_an_answer(wanted: list[str | None], code: str) -> None:
    assert language_of(wanted) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("sw", "sw"),
        ("Kiswahili", "sw"),
        ("swahili", "sw"),
        ("français", "fr"),
        ("Francais", "fr"),
        ("العربية", "ar"),
        ("عربي", None),
        ("русский", "ru"),
        ("中文", "zh"),
        ("हिन्दी", "hi"),
        ("አማርኛ", "am"),
        ("Klingon please", None),
        ("", None),
    ],
)
def test_a_language_by_its_code_or_name(name: str, code: str | None) -> None:
    assert language_named(folded(name)) == code


def test_a_language_in_its_own_name() -> None:
    assert own_name("sw") == "Kiswahili"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param("Même – oui", ("Même – oui",), id="UCS-2 anyway: as it is"),
        pytest.param("“Yes” – we come", ('"Yes" - we come',), id="plain is GSM-7"),
        pytest.param("cafe\u0301", ("café",), id="composed"),
        pytest.param("a" * 161, ("a" * 153, "a" * 8), id="cut"),
        pytest.param("", ("",), id="empty"),
    ],
)
def test_how_the_sms_channel_cuts_an_answer(text: str, parts: tuple[str, ...]) -> None:
    assert SmsChannel().reply(text).measure.parts == parts
