"""The form's fields to JSON values, and back, without loss."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.model.places import countries, country_name
from outreach.model.reading import read
from outreach.web import forms
from outreach.web.places import country_code
from tests.web.conftest import example

LANGUAGES = ("en", "sw", "ar")
LINE = st.text("abč ‘&<>\"'é漢ش.,:@1-", min_size=1, max_size=20).filter(
    lambda text: text == text.strip() and text
)
WORDS = LINE | st.dictionaries(st.sampled_from(LANGUAGES), LINE, min_size=1)
DAY = st.dates().map(lambda day: day.isoformat()).filter(lambda d: d > "1900")
CLOCK = st.times().map(lambda time: f"{time:%H:%M}")
MOMENT = DAY | st.tuples(DAY, CLOCK).map("T".join)
SEATS = st.integers(1, 999_999_999)


def some(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy:
    return st.fixed_dictionaries(required, optional=optional)


CONTENT = some(
    {
        "kind": st.sampled_from(["meeting", "workshop"]),
        "notice": st.just("new"),
        "urgency": st.sampled_from(["normal", "urgent"]),
        "organizer": WORDS,
        "starts_at": MOMENT,
        "timezone": st.just("Africa/Nairobi"),
        "venue": some(
            {"locality": WORDS, "country": st.sampled_from(sorted(countries()))},
            {"name": WORDS, "directions": WORDS, "region": WORDS},
        ),
        "contact": some(
            {"name": WORDS, "phones": st.lists(st.just("+254300000014"), max_size=3)},
            {"postal": WORDS},
        ),
        "texts": st.dictionaries(
            st.sampled_from(LANGUAGES),
            st.fixed_dictionaries(
                {
                    "title": LINE,
                    "summary": LINE | st.just(""),
                    "body": st.lists(LINE, max_size=3).map("\n\n".join),
                }
            ),
            min_size=1,
        ),
    },
    {
        "id": st.just("a-1"),
        "ends_at": MOMENT,
        "reference": LINE,
        "registration": some(
            {
                "how": st.lists(
                    st.sampled_from(["post", "sms", "online"]),
                    unique=True,
                    min_size=1,
                )
            },
            {
                "deadline": DAY,
                "seats": SEATS,
                "fee": st.just({"amount": "250.50", "currency": "KES"}),
                "travel_support": WORDS,
            },
        ),
        "topics": st.lists(LINE, min_size=1, max_size=3),
        "programme": st.lists(
            some({"at": CLOCK, "title": WORDS}, {"speaker": WORDS}),
            min_size=1,
            max_size=4,
        ),
        "pronunciations": st.lists(
            st.fixed_dictionaries({"written": LINE, "say": LINE, "language": LINE}),
            min_size=1,
            max_size=3,
        ),
    },
)


@given(CONTENT)
@settings(max_examples=150)
def test_whatever_an_announcement_says_comes_back_as_it_was(content: dict) -> None:
    assert forms.content(forms.back(content)) == content


@pytest.mark.parametrize("name", ["csw64", "kisumu-water"])
def test_opening_an_example_in_the_form_changes_nothing(name: str) -> None:
    content = example(name)

    again = forms.content(forms.back(content))

    assert again == content
    assert list(again["texts"]) == list(content["texts"])
    assert read(again).announcement.content == content


@given(CONTENT)
@settings(max_examples=30)
def test_a_browser_may_write_line_ends_its_own_way(content: dict) -> None:
    form = {
        name: [value.replace("\n", "\r\n") for value in values]
        for name, values in forms.back(content).items()
    }
    assert forms.content(form) == content


def test_every_country_is_known_by_its_name_and_by_its_code() -> None:
    for code in countries():
        assert country_code(country_name(code) or code) == code
        assert country_code(code.lower()) == code


def form(**fields: str | list[str]) -> dict[str, list[str]]:
    return {
        name.replace("__", "."): [value] if isinstance(value, str) else value
        for name, value in fields.items()
    }


def test_words_for_all_fill_in_where_a_language_has_none_of_its_own() -> None:
    typed = form(languages=["en", "sw"], organizer="Network")
    typed["organizer@sw"] = ["Mtandao"]
    assert forms.content(typed)["organizer"] == {"en": "Network", "sw": "Mtandao"}


@pytest.mark.parametrize(
    ("name", "typed", "path", "value"),
    [
        pytest.param("registration.seats", "200", ("registration", "seats"), 200, id="digits are a number"),
        pytest.param("registration.seats", "many", ("registration", "seats"), "many", id="words stay, for the model to refuse"),
        pytest.param("starts_at.day", "2027-05-05", ("starts_at",), "2027-05-05", id="a day alone"),
        pytest.param("starts_at.time", "14:30", ("starts_at",), "T14:30", id="a time alone stays, for the model to refuse"),
        pytest.param("contact.phones", "+254300000014\r\n\r\n+254300000015", ("contact", "phones"), ["+254300000014", "+254300000015"], id="one phone a line, empty lines left out"),
        pytest.param("venue.country", "kenya", ("venue", "country"), "KE", id="a country by its name"),
        pytest.param("venue.country", "Kenia", ("venue", "country"), "Kenia", id="an unknown country stays, for the model to refuse"),
        pytest.param("organizer", "   ", ("organizer",), None, id="blanks are nothing"),
    ],
)  # fmt: skip
def test_what_is_typed_is_read(
    name: str, typed: str, path: tuple[str, ...], value: object
) -> None:
    found: Any = forms.content({name: [typed]})
    for part in path:
        found = found.get(part) if found else None
    assert found == value


def test_empty_lines_go_and_problems_still_find_their_line() -> None:
    typed = {
        "programme.1.at": [""],
        "programme.2.at": ["14:30"],
        "programme.2.title": ["Opening"],
        "programme.5.title": ["Closing"],
    }
    tidy = forms.tidied(typed)
    assert forms.rows(tidy, "programme") == [1, 2]
    assert forms.content(tidy)["programme"] == [
        {"at": "14:30", "title": "Opening"},
        {"title": "Closing"},
    ]


@pytest.mark.parametrize(
    ("path", "place"),
    [
        pytest.param("venue.country", "venue.country", id="the field itself"),
        pytest.param("venue.name.sw", "venue.name@sw", id="one language of words"),
        pytest.param("venue.name.fr", "venue.name", id="a language with no box of its own"),
        pytest.param("contact.phones.2", "contact.phones", id="one of a list"),
        pytest.param("texts.en.title", "texts.en.title", id="a text"),
        pytest.param("texts", "languages", id="no text at all"),
        pytest.param("registration", "registration.deadline", id="a rule over several fields"),
        pytest.param("programme.1.title.sw", "programme.1.title@sw", id="words of a line"),
        pytest.param("categories.1", "categories", id="one of many boxes"),
        pytest.param("starts_at", "starts_at", id="a moment"),
    ],
)  # fmt: skip
def test_a_problem_is_shown_where_it_can_be_mended(path: str, place: str) -> None:
    typed = {
        "venue.name@sw": ["x"],
        "programme.1.title@sw": ["y"],
        "languages": ["sw"],
    }
    assert forms.place(path, typed) == place


def test_taking_a_language_out_takes_what_was_typed_in_it() -> None:
    typed = forms.back(example("kisumu-water"))
    left = forms.without_language(typed, "sw")
    assert forms.chosen_languages(left) == ["en"]
    assert not [name for name in left if "sw" in name.replace("@", ".").split(".")]


def test_a_line_and_a_language_are_added_once() -> None:
    typed = forms.with_row(
        forms.with_row({"languages": ["en"]}, "programme"), "programme"
    )
    assert forms.rows(typed, "programme") == [1]
    more = forms.with_language(forms.with_language(typed, "sw"), "sw")
    assert forms.chosen_languages(more) == ["en", "sw"]
