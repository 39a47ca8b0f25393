"""The large poster: what people must know and copy down is read from 3 m, in any script."""

from __future__ import annotations

import re
from math import radians, tan

import pypdfium2
import pytest

from channels.print.afar import POSTER_A3, POSTER_A3_OF_TWO
from channels.print.parts import Role
from outreach.typesetting import body_of
from tests.channels.print.sample import example, made, plain
from tests.channels.print.test_formats import UN
from tests.channels.print.test_limits import sizes_of, within_page
from tests.channels.print.test_scripts import ARTICLE, sample
from tests.typesetting.reading import letters

KNOWN: tuple[Role, ...] = ("title", "date", "key", "contact", "fact")
#: Points to 5 minutes of arc at a metre; a figure's height in sizes, in all our faces.
A_METRE, FIGURE = 1000 * tan(radians(5 / 60)) * 72 / 25.4, 0.735
STEPS = [
    *POSTER_A3.steps,
    POSTER_A3.last,
    *POSTER_A3_OF_TWO.steps,
    POSTER_A3_OF_TWO.last,
]
PAGES = [
    *(("csw64", language) for language in UN),
    ("kisumu-water", "sw"),
    *((None, language) for language in ("am", "hi", "th", "ur")),
]


def given_in(name: str | None, language: str) -> dict:
    return example(name) if name else sample(language)


@pytest.mark.parametrize("language", sorted({*ARTICLE, *UN}))
def test_letters_of_every_step_are_as_high_as_is_read_from_3_m(language):
    for scale in STEPS:
        for role in KNOWN:
            size = scale.size(role, language)
            assert size >= 24
            assert size * body_of(language) >= 3 * A_METRE


@pytest.mark.parametrize("metres", [2.5, 2, 1.5])
def test_what_is_set_smaller_names_the_distance_from_which_it_is_read(metres):
    (scale,) = (one for one in POSTER_A3.nearer if one.metres == metres)

    for language in ("en", "ar", "th"):
        assert scale.size("fact", language) * body_of(language) >= metres * A_METRE


@pytest.mark.parametrize(("name", "language"), PAGES)
def test_phone_and_dates_stand_on_the_page_as_large(name, language):
    """As the black of their figures is high."""
    found = made("poster-a3", given_in(name, language), language, labels="en")

    pdf = found.files[0].data
    phone = {"csw64": "0164"}.get(name or "", "300000014")
    year = "2020" if name == "csw64" else "2027"
    least = 24 if body_of(language) > 0.5 else 30
    assert min(high(pdf, phone), high(pdf, year)) >= least * FIGURE - 0.5
    assert not any("is read from" in note for note in found.notes)
    assert min(sizes_of(pdf)) >= 12
    assert found.measure.bytes < 60_000


def high(pdf: bytes, figures: str) -> float:
    """The height in points of ``figures`` where they first stand."""
    with pypdfium2.PdfDocument(pdf) as read:
        text = read[0].get_textpage()
        at, count = text.search(figures).get_next()
        boxes = [text.get_charbox(n) for n in range(at, at + count)]
    return min(top - bottom for _, bottom, _, top in boxes)


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("language", ["en", "ar", "my", "th", "zh"])
def test_a_page_too_full_for_3_m_says_from_where_it_is_read(language, paper):
    """The longest title and summary and an address of nine lines are whole; no fact of
    registration is lost while smaller ones have room (in Chinese not even at 12 points).
    """
    much = (f"{ARTICLE[language]} " * 30).replace("\n", " ")
    lines = [much[at : at + 50].strip() for at in range(0, 450, 50)]
    contact = {"name": much[:150], "phones": ["+254300000014"], "postal": "\n".join(lines)}  # fmt: skip
    registration = {"deadline": "2027-04-20", "how": ["sms", "phone", "post"], "keyword": "JOIN 14"}  # fmt: skip
    texts = {language: {"title": much[:300], "summary": much[:1200], "body": much}}

    found = made("poster-a3", plain(contact=contact, registration=registration, texts=texts), language, labels="en", paper=paper)  # fmt: skip

    near = [note for note in found.notes if "is read from" in note]
    assert near or "how to register" in found.notes[0]
    assert all(re.search(r"from (1.5|2|2.5) m here, not from 3 m", n) for n in near)
    said = letters(found.text)
    assert all(letters(line) in said for line in (*lines, much[:300], much[:1200]))
    assert "JOIN" in found.text or language == "zh"
    assert found.measure.bytes < 60_000
    assert within_page(found.files[0].data)


@pytest.mark.parametrize("name", ["csw64", "kisumu-water"])
def test_two_languages_lose_no_fact_of_registration(name):
    """They had rather be read from less far."""
    second = "ar" if name == "csw64" else "sw"

    found = made("poster-a3", example(name), second, "en")

    for lost in ("day of registration", "how to register", "the fee", "the seats"):
        assert lost not in found.notes[0]
    assert any("m here, not from 3 m" in note for note in found.notes)


def test_small_text_stands_in_the_column_of_the_facts():
    """Lines over the width of the sheet would have 130 letters."""
    found = made("poster-a3", example("csw64"), "en")

    with pypdfium2.PdfDocument(found.files[0].data) as read:
        text = read[0].get_textpage()
        lefts = [
            text.get_charbox(text.search(words).get_next()[0])[0]
            for words in ("Monday, 27 January", "The Commission reviews")
        ]
    assert abs(lefts[0] - lefts[1]) < 3
