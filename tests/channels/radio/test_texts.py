"""Free text in words: what staff type is said, or refused by name."""

from __future__ import annotations

import contextlib
import unicodedata
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.radio.languages import SPEECHES
from channels.radio.normaliser import MARKS, spoken, spoken_address
from outreach.model.errors import CannotCarry


def clean(text: str) -> bool:
    """Whether there are only letters, combining marks, blanks and plain punctuation."""
    return all(
        c in MARKS or c.isspace() or unicodedata.category(c)[0] in "LM" for c in text
    )


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        pytest.param("en", "Room 3B", "Room three B", id="en: a room"),
        pytest.param("en", "CSW64 of the UN & ECOSOC", "C-S-W sixty-four of the U-N and ECOSOC", id="en: acronyms spelt or as a word"),
        pytest.param("en", "9-20 March 2020", "the ninth to the twentieth of March twenty twenty", id="en: a range of days"),
        pytest.param("en", "the 5 may be 3 of 12", "the five may be three of twelve", id="en: may is no month"),
        pytest.param("en", "25/12/2027", "Saturday the twenty-fifth of December twenty twenty-seven", id="en: only one reading"),
        pytest.param("en", "10 am–2 pm", "ten in the morning to two in the afternoon", id="en: half days"),
        pytest.param("en", "KES 2,500 or 12.5%", "two thousand five hundred Kenyan shillings or twelve point five percent", id="en: money and percent"),
        pytest.param("en", "call 0722 451 983", "call zero seven two two, four five one, nine eight three", id="en: phone"),
        pytest.param("en", "the 64th session (open to all)", "the sixty-fourth session, open to all", id="en: ordinal, aside"),
        pytest.param("en", "“Water” — the last", "Water, the last", id="en: quotes and dash"),
        pytest.param("en", "10-15 people", "ten to fifteen people", id="en: a range"),
        pytest.param("es", "201 mujeres", "doscientas una mujeres", id="es: gender"),
        pytest.param("es", "21 hombres", "veintiún hombres", id="es: apocope"),
        pytest.param("es", "200 000 personas", "doscientas mil personas", id="es: hundreds of thousands agree"),
        pytest.param("es", "1 000 000 personas", "un millón de personas", id="es: millón de"),
        pytest.param("es", "21 y 22", "veintiuno y veintidós", id="es: no noun"),
        pytest.param("es", "a las 14:30", "a las dos y media de la tarde", id="es: one article"),
        pytest.param("es", "64.º período, 3.er día, 2.ª vez", "sexagésimo cuarto período, tercer día, segunda vez", id="es: ordinals"),
        pytest.param("fr", "201 femmes", "deux cent une femmes", id="fr: gender"),
        pytest.param("fr", "64e session, 1re séance", "soixante-quatrième session, première séance", id="fr: ordinals"),
        pytest.param("fr", "2 500 F CFA", "deux mille cinq cents francs C-F-A d’Afrique de l’Ouest", id="fr: spaces in a number"),
        pytest.param("fr", "de 14 h à 17 h 30", "de quatorze heures à dix-sept heures trente", id="fr: hours"),
        pytest.param("sw", "wanawake 201", "wanawake mia mbili na mmoja", id="sw: persons"),
        pytest.param("sw", "vitabu 3 na watu 4", "vitabu vitatu na watu wanne", id="sw: two classes"),
        pytest.param("sw", "saa 8:30 mchana", "saa nane na nusu mchana", id="sw: already local"),
        pytest.param("sw", "saa 14:30", "saa nane na nusu mchana", id="sw: 24 hours"),
        pytest.param("sw", "saa 14:30 mchana", "saa nane na nusu mchana", id="sw: 24 hours, its part once"),
        pytest.param("sw", "Kikao cha 64", "Kikao cha sitini na nne", id="sw: a rank"),
    ],
)  # fmt: skip
def test_text_is_said(language: str, written: str, said: str) -> None:
    assert spoken(written, language).text == said


@pytest.mark.parametrize(
    ("language", "written", "named"),
    [
        pytest.param("en", "05/06/2027", "05/06/2027", id="two readings of a date"),
        pytest.param("en", "31 June 2027", "31.6.", id="no such day"),
        pytest.param("en", "at 2:30", "2:30", id="before or after noon"),
        pytest.param("en", "24:00", "24:00", id="belongs to the next day"),
        pytest.param("en", "$50", "[$]50", id="whose dollar"),
        pytest.param("en", "women/girls", "women/girls", id="a slash is no word"),
        pytest.param("en", "Part XXI", "XXI", id="Roman or letters"),
        pytest.param("en", "ABCDEFGHI", "ABCDEFGHI", id="an acronym of nine letters"),
        pytest.param("en", "COMMISSION ON WOMEN", "COMMISSION", id="capitals hide acronyms"),
        pytest.param("en", "Дом", "Дом", id="another script"),
        pytest.param("en", "fun 🎉", "🎉", id="a picture"),
        pytest.param("en", "½ day", "½", id="a fraction"),
        pytest.param("es", "1.500 personas", "1.500", id="es: a thousand times more or less"),
        pytest.param("es", "21 pamplemusas grandes y 1 xyz", "xyz", id="es: unknown gender"),
        pytest.param("fr", "21 pamplemousses", "pamplemousses", id="fr: unknown gender"),
        pytest.param("sw", "8:30", "8:30", id="sw: six hours apart"),
        pytest.param("sw", "vifaranga 3", "vifaranga", id="sw: unknown class"),
    ],
)  # fmt: skip
def test_what_can_mislead_is_refused_by_name(
    language: str, written: str, named: str
) -> None:
    with pytest.raises(CannotCarry, match=named):
        spoken(written, language)


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
    assert clean(said), said


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a-" * 20_000, id="hyphens"),
        pytest.param("a." * 20_000, id="dots"),
        pytest.param(" " * 40_000, id="blanks"),
        pytest.param("," * 40_000, id="commas"),
        pytest.param("(" * 40_000, id="brackets"),
        pytest.param("9" * 40_000, id="digits"),
        pytest.param("1,000," * 8_000, id="thousands"),
        pytest.param("x" * 40_000, id="one word"),
        pytest.param("A/" * 20_000, id="slashes"),
        pytest.param("\n" * 40_000, id="lines"),
        pytest.param("+1 " * 13_000, id="plus signs"),
    ],
)
def test_a_hostile_text_ends_soon(text: str) -> None:
    """In a second at most: no pattern goes back over what it has read."""
    began = perf_counter()
    with contextlib.suppress(CannotCarry):
        spoken(text, "en")
    assert perf_counter() - began < 1


def test_a_post_code_is_read_digit_by_digit() -> None:
    found = spoken_address("P.O. Box 14, East 42nd Street, 10017 Kisumu", "en")
    assert found.text == "P-O Box fourteen, East forty-second Street, one zero zero one seven Kisumu"  # fmt: skip
