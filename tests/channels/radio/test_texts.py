"""Free text in words: what staff type is said, or refused by name."""

from __future__ import annotations

import contextlib
import unicodedata
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.radio.languages import SPEECHES, speech_of
from channels.radio.normaliser import MARKS, spoken, spoken_address
from outreach.model.errors import CannotCarry


def clean(text: str, language: str) -> bool:
    """Whether there are only letters, combining marks, blanks and plain punctuation."""
    marks = MARKS | speech_of(language).writing.sayable
    return all(
        c in marks or c.isspace() or unicodedata.category(c)[0] in "LM" for c in text
    )


def test_addresses_and_document_symbols_are_dropped_with_a_note() -> None:
    found = spoken("Ask us (a@b.org, www.un.org/x) about E/2027/NGO/14.", "en")
    assert found.text == "Ask us about."
    assert [note.split("“")[1].split("”")[0] for note in found.notes] == [
        "a@b.org",
        "www.un.org/x",
        "E/2027/NGO/14",
    ]


def test_an_acronym_that_the_lexicon_lacks_is_spelt_with_a_note() -> None:
    found = spoken("the KWN", "en")
    assert found.text == "the K-W-N"
    assert "KWN" in found.notes[0]


FIGURES = st.sampled_from(
    [
        "14:30",
        "2027-05-05",
        "5",
        "201",
        "KES 2,500",
        "50%",
        "+254 722 451 983",
        "UN",
        "3B",
        "64th",
        "1re",
        "64.º",
        "women",
        "(see)",
        "&",
        "—",
        "½",
        "$",
        "#",
        "٣",
        "２０２７年５月５日",
        "下午2点半",
        "第2、3次",
        "दोपहर 2.30 बजे",
        "₹2.5 लाख",
        "५वीं",
        "²",
    ]
)


@given(
    st.sampled_from(sorted(SPEECHES)),
    st.lists(st.one_of(FIGURES, st.text(max_size=6)), max_size=6),
)
def test_no_digit_or_symbol_is_ever_left(language: str, parts: list[str]) -> None:
    """Whatever is typed: words, or a refusal."""
    text = " ".join(parts)
    try:
        said = spoken(text, language).text
    except CannotCarry:
        return
    assert clean(said, language), said


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param("a-", id="hyphens"),
        pytest.param("a.", id="dots"),
        pytest.param(" ", id="blanks"),
        pytest.param("\u3000", id="wide blanks"),
        pytest.param(",", id="commas"),
        pytest.param("(", id="brackets"),
        pytest.param("9", id="digits"),
        pytest.param("1,000,", id="thousands"),
        pytest.param("x", id="one word"),
        pytest.param("A/", id="slashes"),
        pytest.param("\n", id="lines"),
        pytest.param("+1 ", id="plus signs"),
    ],
)
def test_a_hostile_text_takes_time_as_its_length(piece: str) -> None:
    """No pattern goes back over what it has read: of four times the text, that would take
    sixteen times as long.
    """
    shorter, longer = (cost(piece * (size // len(piece))) for size in (10_000, 40_000))
    assert longer < 8 * shorter + 0.05


def cost(text: str, language: str = "en") -> float:
    """The processor's seconds, the least of three tries, none of them remembered."""
    tries = []
    for _ in range(3):
        began = process_time()
        with contextlib.suppress(CannotCarry):
            spoken.__wrapped__(text, language)
        tries.append(process_time() - began)
    return min(tries)


@pytest.mark.parametrize("language", sorted(SPEECHES))
@pytest.mark.parametrize("figure", ["5 и ", "14:30 a ", "USD 5, "])
def test_many_figures_take_time_as_their_number(language: str, figure: str) -> None:
    """No figure is read with all that stands before it."""
    fewer, more = (cost(figure * times, language) for times in (500, 2_000))
    assert more < 8 * fewer + 0.05


def test_a_post_code_is_read_digit_by_digit() -> None:
    found = spoken_address("P.O. Box 14, East 42nd Street, 10017 Kisumu", "en")
    assert found.text == "P-O Box fourteen, East forty-second Street, one zero zero one seven Kisumu"  # fmt: skip


def test_a_box_and_its_post_code_are_read_digit_by_digit() -> None:
    found = spoken_address("P.O. Box 30552-00100, Nairobi", "en")
    assert found.text == "P-O Box three zero five five two, zero zero one zero zero, Nairobi"  # fmt: skip
