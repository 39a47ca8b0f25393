"""Every word on the leaflet is texted: the inbox does what the leaflet says."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from channels.print.leaflet.content import DOMAIN
from channels.print.leaflet.rows import Row, written
from outreach.inbox import leaflet
from outreach.inbox.reading import read
from outreach.inbox.vocabulary import Word
from outreach.model.leaflet import Office as Facts
from outreach.store.phones import opted_out
from outreach.wording.labels import Labels
from tests.conftest import only_on
from tests.inbox.conftest import OURS, WRITER, Office

READING = only_on("sqlite", "how a text is read")
STRANGER = "+254733000009"
#: How people ask, and what groups are called, in each language of the leaflet.
ASKED = {
    "am": ("ስብሰባው የት ነው", "የሐይቅ ሴቶች"),
    "ar": ("أين الاجتماع", "نساء البحيرة"),
    "en": ("Where is the meeting", "Women of the Lake"),
    "es": ("Dónde es la reunión", "Mujeres del Lago"),
    "fr": ("Où est la réunion", "Femmes du Lac"),
    "hi": ("बैठक कहाँ है", "झील महिला समूह"),
    "pt": ("Onde é a reunião", "Mulheres do Lago"),
    "ru": ("Где встреча", "Женщины озера"),
    "sw": ("Mkutano uko wapi", "Wanawake wa Ziwa"),
    "zh": ("会议在哪里", "湖边妇女小组"),
}
EVERY = pytest.mark.parametrize("language", ASKED)


def printed(language: str) -> dict[str, Row]:
    """The rows of the leaflet in a language, by what they are for."""
    facts = Facts(
        name="Lake Office",
        text_to=OURS,
        keywords=leaflet.keywords(),
        languages=("en", "sw"),
    )
    return {row.aim: row for row in written(facts, Labels(language, DOMAIN))}


def words(language: str, aim: str) -> tuple[str, ...]:
    (first, *_) = printed(language)[aim].sayings
    return first.words


def is_out(office: Office) -> bool:
    store = office.inbox.store
    with store.read() as connection:
        return opted_out(connection, store.secret, ("text",), WRITER)


def note(office: Office, text: str, sender: str = WRITER) -> str:
    """What was noted of a text that nothing else came before, for a day."""
    office.bench.later(days=1)
    office.says(text, sender)
    return office.last()[1]


@pytest.mark.parametrize(
    ("aim", "word"),
    [
        ("join", Word.JOIN),
        ("stop", Word.STOP),
        ("start", Word.START),
        ("language", Word.LANGUAGE),
    ],
)
@EVERY
def test_a_word_is_read_as_what_it_is_printed_for(language, aim, word):
    own, *english = words(language, aim)

    assert [read(text).word for text in (own, *english)] == [
        word,
        *[word] * len(english),
    ]
    assert read(own).language in (language, None)
    assert read(own).alone
    if language != "en":
        assert words("en", aim)[0] in (own, *english)


@READING
@EVERY
def test_stop_and_start_do_what_they_say(office: Office, language: str) -> None:
    for stop, start in product(words(language, "stop"), words(language, "start")):
        assert note(office, stop).startswith("Opted out.")
        assert is_out(office)
        assert note(office, start).startswith("It wants texts again.")
        assert not is_out(office)


@READING
@EVERY
def test_join_with_a_group_s_name_waits_for_a_person_who_adds_it(
    office: Office, language: str
) -> None:
    _, name = ASKED[language]
    for word in words(language, "join"):
        said = note(office, f"{word} {name}", STRANGER)
        assert said == "Somebody we do not know wants our texts."
        assert office.last()[0] == "waiting"
        assert len(office.gateway.sent) > 0


@READING
@EVERY
def test_the_language_is_changed_as_the_list_says(
    office: Office, language: str
) -> None:
    row = printed(language)["language"]
    assert [code for code, _ in row.languages] == ["en", "sw"]
    for word in words(language, "language"):
        for code, name in row.languages:
            said = note(office, f"{word} {code}")
            assert said == f"It is written to in {name} from now on."


@READING
@EVERY
def test_the_example_is_one_that_can_be_texted(office: Office, language: str) -> None:
    own, *_ = words(language, "language")
    code = "sw" if language == "en" else "en"
    *_, example = printed(language)["language"].sayings
    marks = dict.fromkeys(map(ord, "\u2068\u2069"))

    shown = example.sense.translate(marks).replace("\u00a0", " ")
    assert f"{own} {code}" in shown
    assert "It is written to in" in note(office, f"{own} {code}")


@READING
def test_1_and_2_answer_the_invitation(office: Office) -> None:
    office.sent()
    row = printed("en")["answer"]
    (yes,), (no,) = (saying.words for saying in row.sayings)

    office.says(yes)
    assert office.rsvps()[-1][2] is True
    office.says(no)
    assert office.rsvps()[-1][2] is False


@READING
@EVERY
def test_a_question_waits_for_a_person(office: Office, language: str) -> None:
    question, _ = ASKED[language]

    assert note(office, f"{question}?") == "Nobody has read it yet."
    assert office.last()[0] == "waiting"


def test_every_language_that_is_answered_in_has_its_words() -> None:
    found: dict[str, Any] = dict(leaflet.keywords())

    assert set(found) == set(ASKED)
    assert found["pt"] == ("ADERIR", "STOP", "COMEÇAR", "LÍNGUA")
    assert found["zh"] == ("加入", "退订", "开始", "语言")
