"""Scripts: goldens, the law of the slot, and what is refused."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.radio.choosing import choose
from channels.radio.composing import Composer
from channels.radio.languages import SPEECHES
from channels.radio.markup import without_markup
from channels.radio.script import FILL_HIGH, FILL_LOW, SLOTS, Script, rows_of, script
from channels.radio.timing import seconds
from outreach.model.errors import CannotCarry
from outreach.model.facts import facts_in
from tests.channels.radio.samples import RICH, TEXTS, announcement
from tests.channels.radio.test_texts import clean

LANGUAGES = sorted(SPEECHES)
#: So few facts that even ten seconds can hold them.
TERSE = {
    "organizer": "Water Desk",
    "starts_at": "2027-05-05",
    "contact": {"name": "Amina"},
    "venue": {"locality": "Kisumu", "country": "KE"},
}

#: A short organizer's name in each language.
DESKS = {
    "am": "የውሃ ቢሮ", "ar": "مكتب المياه", "en": "Water Desk", "es": "Mesa del Agua",
    "fr": "Bureau de l’eau", "hi": "जल केंद्र", "pt": "Mesa da Água", "ru": "Водный центр",
    "sw": "Dawati la Maji", "zh": "水务台",
}  # fmt: skip


def made(
    language: str,
    variant: str,
    pace: float = 1.0,
    heard_in: str | None = None,
    **changes: Any,
) -> Script:
    facts = facts_in(announcement(**changes), language)
    return script(facts, variant, pace, heard_in=heard_in)


@pytest.mark.parametrize("variant", [*SLOTS, "full"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_spoken_text_is_as_it_was_read_through(
    language: str, variant: str, golden: Callable[[str, str], None]
) -> None:
    try:
        text = made(language, variant, heard_in="KE").text
    except CannotCarry as refused:
        text = f"CannotCarry: {refused}"
    golden(f"{language}-{variant}.txt", text + "\n")


@pytest.mark.parametrize("variant", ["10", "15"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_few_facts_have_a_short_script_with_a_phone(
    language: str, variant: str, golden: Callable[[str, str], None]
) -> None:
    """A day without an hour, a town, a short name and a phone; what needs more is refused."""
    few = {"organizer": DESKS[language], "starts_at": "2027-05-05", "ends_at": None}
    where = {"locality": RICH["venue"]["locality"], "country": "KE"}
    try:
        text = made(
            language, variant, heard_in="KE", venue=where, programme=None, **few
        ).text
    except CannotCarry as refused:
        text = f"CannotCarry: {refused}"
    golden(f"{language}-{variant}-few.txt", text + "\n")


@pytest.mark.parametrize("pace", [0.7, 0.85, 1.0, 1.15, 1.3])
@pytest.mark.parametrize("variant", SLOTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slot_is_never_overrun_and_filled_or_noted(
    language: str, variant: str, pace: float
) -> None:
    slot = SLOTS[variant]
    try:
        found = made(language, variant, pace)
    except CannotCarry as refused:
        assert "can't hold date, time, place, organizer and one contact" in str(refused)
        return
    assert seconds(found.text, language, pace) <= slot * FILL_HIGH
    inside = FILL_LOW * slot <= found.seconds <= FILL_HIGH * slot + 0.05
    assert inside or any(f"of {slot} seconds" in note for note in found.notes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_too_few_facts_leave_it_short_with_a_note(language: str) -> None:
    few = {"registration": None, "programme": None, "ends_at": None, "texts": {language: {"title": TEXTS[language]["title"]}}}  # fmt: skip
    found = made(language, "60", 1.3, **few)
    assert found.seconds < 60 * FILL_LOW
    assert any("no more facts" in note for note in found.notes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slot_too_small_names_the_next_that_can(language: str) -> None:
    with pytest.raises(CannotCarry, match=r"they take \d+ seconds\.") as refused:
        made(language, "10")
    following = re.search(r"Use (\d+) seconds", str(refused.value))
    assert following
    assert made(language, following[1]).seconds <= int(following[1])


def test_every_script_has_date_time_place_organizer_and_contact() -> None:
    for variant in ("20", "30", "60", "full"):
        text = made("en", variant).text
        for part in (
            "Wednesday the fifth of May",
            "half past two in the afternoon",
            "Town Hall",
            "Kisumu",
            "Lake Region Women's Network",
            "seven two two, four five one, nine eight three",
        ):
            assert part in text


def test_the_kisumu_workshop_in_swahili_says_half_past_eight() -> None:
    assert "saa nane na nusu mchana" in made("sw", "60").text


def test_a_cancellation_says_so_first_and_invites_nobody() -> None:
    found = made("en", "60", notice="cancellation", replaces="kisumu-water-26")
    assert found.sentences[0] == "This is cancelled and will not take place."
    assert "Register" not in found.text
    assert "fee" not in found.text


def test_a_correction_says_so_first() -> None:
    found = made("en", "60", notice="correction", replaces="kisumu-water-26")
    assert found.sentences[0].startswith("This is a correction")


def test_a_name_in_another_script_is_refused_by_name() -> None:
    with pytest.raises(CannotCarry, match="Дом"):
        made("en", "30", venue={"name": "Дом", "locality": "Kisumu", "country": "KE"})


def test_a_sentence_that_hangs_on_its_address_is_left_out_with_a_note() -> None:
    found = made("en", "full")
    assert "See" not in found.text
    assert any("it has an address" in note for note in found.notes)


def test_without_phone_the_contact_is_the_postal_address() -> None:
    contact = {"name": "Amina", "postal": "P.O. Box 14, Kisumu"}
    found = made("en", "30", contact=contact)
    assert "write to P-O Box fourteen, Kisumu." in found.text


UNSAYABLE = "Bring one ☃ each. Come early."


@pytest.mark.parametrize("variant", ["20", "30", "60"])
def test_a_slot_does_without_a_sentence_that_cannot_be_said(variant: str) -> None:
    texts = {"en": {"title": "Water", "summary": UNSAYABLE}}
    found = made("en", variant, texts=texts)
    assert "☃" not in found.text
    assert any("“Bring one ☃ each.” is left out:" in note for note in found.notes)


def test_the_sentence_after_it_is_told() -> None:
    texts = {"en": {"title": "Water", "summary": UNSAYABLE}}
    assert "Come early." in made("en", "60", texts=texts).sentences


@pytest.mark.parametrize(
    ("variant", "changes", "named"),
    [
        pytest.param("full", {"texts": {"en": {"title": "Water", "summary": UNSAYABLE}}}, "☃", id="in full all is told"),
        pytest.param("60", {"texts": {"en": {"title": "Water ☃"}}}, "☃", id="the title"),
        pytest.param("30", {"venue": {"name": "Hall ☃", "locality": "Kisumu", "country": "KE"}}, "☃", id="the place"),
        pytest.param("30", {"venue": {"locality": "Kisumu", "room": "☃", "country": "KE"}}, "☃", id="the room"),
        pytest.param("60", {"registration": {"fee": {"amount": "5", "currency": "XAU"}}}, "XAU", id="the fee: people decide by it"),
    ],
)  # fmt: skip
def test_what_a_script_must_have_is_refused(
    variant: str, changes: dict[str, Any], named: str
) -> None:
    with pytest.raises(CannotCarry, match=named):
        made("en", variant, **changes)


def test_what_may_be_left_out_is_where_it_cannot_be_said() -> None:
    registration = {"how": ["phone"], "travel_support": "Bus ☃ fares"}
    found = made("en", "60", registration=registration)
    assert any(note.startswith("Left out is the travel support: ") for note in found.notes)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@given(st.randoms(use_true_random=False))
@settings(max_examples=5)
def test_what_is_chosen_is_what_is_timed(language: str, random: Any) -> None:
    """Whatever is told together takes what its rows take, to a millisecond a row."""
    composer = Composer(facts_in(announcement(), language), tells_all=False)
    rows = rows_of(composer, composer.levels(body=True))
    told = [random.choice(row) for row in rows]

    def took(*chosen: dict[str, int]) -> float:
        every = {name: level for one in chosen for name, level in one.items()}
        return seconds("\n".join(composer.sentences(every)), language)

    added = sum(took(one) - took() for one in told)
    assert abs(took() + added - took(*told)) < 0.001


def test_unreviewed_languages_say_so() -> None:
    assert any("No native speaker" in note for note in made("fr", "30").notes)
    assert not any("No native speaker" in note for note in made("en", "30").notes)


texts = st.text(
    st.characters(whitelist_categories=["Lu", "Ll", "Nd", "Po", "Sm", "Zs"], max_codepoint=0x17F),
    min_size=1, max_size=60,
).filter(str.strip)  # fmt: skip


@settings(max_examples=60)
@given(
    st.sampled_from(LANGUAGES),
    st.sampled_from([*SLOTS, "full"]),
    texts,
    texts,
    st.datetimes().filter(lambda d: 1900 < d.year < 2200),
    st.integers(1, 10**6),
)
def test_no_read_block_has_a_digit_or_symbol(language, variant, title, name, when, n):
    """Whatever the facts: words, or a refusal; but for markup, which stands as it was typed."""
    facts = {
        "starts_at": when.strftime("%Y-%m-%dT%H:%M"),
        "ends_at": None,
        "timezone": "UTC",
        "venue": {"name": name, "locality": RICH["venue"]["locality"], "country": "KE"},
        "registration": {"seats": n},
        "texts": {language: {"title": title, "summary": f"{n} {title}"}},
        "programme": None,
    }
    try:
        found = made(language, variant, **facts)
    except CannotCarry:
        return
    assert clean(without_markup(found.text), language), found.text


@given(
    st.lists(
        st.lists(st.integers(0, 40), min_size=1, max_size=2).map(lambda r: [0, *r]),
        max_size=6,
    ),
    st.integers(0, 60),
    st.integers(0, 20),
)
def test_the_choice_is_the_best_by_rows_in_order(costs, low, width):
    """Against every combination: lexicographically highest in the window, else under it."""
    high = low + width
    levels, inside = choose(costs, low, high)
    every = [
        (combo, sum(row[level] for row, level in zip(costs, combo, strict=True)))
        for combo in itertools.product(*(range(len(row)) for row in costs))
    ]
    window = [combo for combo, total in every if low <= total <= high]
    under = [combo for combo, total in every if total <= high]
    assert inside == bool(window)
    assert tuple(levels) == max(window or under)


def test_a_long_body_takes_no_longer_to_choose_from() -> None:
    """50 kB of text: only its first sentences are candidates, and it still fits."""
    body = "One more sentence of the text. " * 1600
    texts = {"en": {"title": "Water", "body": body}}
    assert made("en", "60", texts=texts).seconds <= 60


def test_a_terse_announcement_fits_ten_seconds() -> None:
    assert made("en", "10", **TERSE, ends_at=None, registration=None).seconds <= 10


def test_the_sample_tells_every_language() -> None:
    assert sorted(RICH["texts"]) == LANGUAGES
