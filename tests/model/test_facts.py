"""The facts in one language: all of them in that language, or a refusal that says why."""

from __future__ import annotations

from typing import Any

import pytest

from outreach.model.errors import CannotCarry
from outreach.model.facts import facts_in
from outreach.model.identity import identified, made_id
from outreach.model.places import countries, country_name
from outreach.model.reading import read
from outreach.model.words import in_language, language_name
from tests.model.samples import announcement, with_field

ONLY_ENGLISH = {"en": "Only English"}
FIELDS = [
    ("organizer", ONLY_ENGLISH),
    ("host", ONLY_ENGLISH),
    ("venue.name", ONLY_ENGLISH),
    ("venue.room", ONLY_ENGLISH),
    ("venue.locality", ONLY_ENGLISH),
    ("venue.region", ONLY_ENGLISH),
    ("venue.directions", ONLY_ENGLISH),
    ("venue.accessibility", ONLY_ENGLISH),
    ("registration.travel_support", ONLY_ENGLISH),
    ("contact.name", ONLY_ENGLISH),
    ("contact.role", ONLY_ENGLISH),
    ("contact.postal", ONLY_ENGLISH),
]


@pytest.mark.parametrize(("field", "words"), FIELDS, ids=[f[0] for f in FIELDS])
def test_a_field_without_a_form_in_the_language_is_refused_by_name(
    field: str, words: dict[str, str]
):
    """English is never put in another language's place."""
    found = read(with_field(field, words)).announcement

    assert facts_in(found, "en")
    with pytest.raises(CannotCarry) as caught:
        facts_in(found, "sw")
    assert str(caught.value) == f"{field} has no form in Swahili (sw). Add one."


@pytest.mark.parametrize(
    ("item", "field"),
    [
        ({"title": ONLY_ENGLISH}, "programme.2.title"),
        ({"title": "x", "speaker": ONLY_ENGLISH}, "programme.2.speaker"),
    ],
    ids=["its title", "its speaker"],
)
def test_a_programme_item_is_refused_by_its_number(item: dict[str, Any], field: str):
    items = [{"at": "14:30", "title": "x"}, {"at": "15:00", **item}]

    with pytest.raises(CannotCarry, match=f"^{field} has no form in Swahili"):
        facts_in(announcement(programme=items), "sw")


def test_a_language_without_a_text_is_refused_with_those_there_are():
    with pytest.raises(CannotCarry) as caught:
        facts_in(announcement(), "fr")

    assert str(caught.value) == (
        "kisumu-water-27 has no text in French (fr); it has en, sw."
    )


def test_each_language_gets_its_own_words_and_the_names_that_need_none():
    facts = facts_in(announcement(), "sw")

    assert facts.venue_name == "Ukumbi wa Mji"
    assert facts.title == "Vituo vya maji"
    assert facts.organizer == "Lake Region Women’s Network"
    assert facts.summary == ""
    assert facts.room is None


def test_words_given_once_count_for_every_language():
    assert in_language("Kisumu", "zh") == "Kisumu"
    assert in_language({"en": "Town Hall"}, "zh") is None


@pytest.mark.parametrize(
    ("code", "name"),
    [("sw", "Swahili"), ("zh-Hant", "Traditional Chinese"), ("sw-KE", "Swahili")],
)
def test_languages_are_named_in_english(code: str, name: str):
    assert language_name(code) == name


def test_a_country_is_named_where_cldr_has_its_name():
    assert country_name("KE", "sw") == "Kenya"
    assert country_name("US", "zh") == "美国"
    assert country_name("KE", "xyz") is None
    assert country_name("QQ") is None


def test_groups_and_private_codes_are_no_countries():
    assert {"KE", "US", "HT", "XK"} <= countries()
    assert not {"EU", "UN", "ZZ", "XA", "001"} & countries()


IDS = [
    ("the title and the day", {"texts": {"en": {"title": "Water & women: a start"}}}, "water-women-a-start-20270505"),
    ("accents go", {"texts": {"fr": {"title": "Réunion à Thiès"}}}, "reunion-a-thies-20270505"),
    ("the first title with Latin letters", {"texts": {"ar": {"title": "ورشة"}, "en": {"title": "Water"}}}, "water-20270505"),
    ("no Latin letters: the kind", {"texts": {"zh": {"title": "水"}}}, "workshop-20270505"),
    ("a long title is cut, not in a hyphen", {"texts": {"en": {"title": "a" * 39 + " " + "b" * 200}}}, "a" * 39 + "-20270505"),
    ("a day without a time", {"texts": {"en": {"title": "W"}}, "starts_at": "2027-05-01", "ends_at": None}, "w-20270501"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "made"), [r[1:] for r in IDS], ids=[r[0] for r in IDS]
)
def test_an_id_is_made_where_none_was_given(fields: dict[str, Any], made: str):
    found = announcement(**fields, id=None)

    assert made_id(found) == made
    assert identified(found).id == made
    assert read(identified(found).content).announcement.id == made


def test_an_id_that_was_given_stays():
    assert identified(announcement()) == announcement()
