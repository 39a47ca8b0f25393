"""Answers to events: by word, digit, keyword or code, for the right one, the last counts."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import only_on
from tests.inbox.conftest import WRITER, Office

#: How a text is read does not depend on the database.
READING = only_on("sqlite", "how a text is read")
STRANGER = "+254733000009"
COMES = "Noted: Group 1 comes to Water day, Wed 5 May. If not, answer 2."
NOT = "Noted: Group 1 does not come to Water day, Wed 5 May. If you do, answer 1."
YES, NO = [("water-day", "Group 1", True)], [("water-day", "Group 1", False)]
LATER = {"starts_at": "2027-06-09T10:00", "ends_at": "2027-06-09T12:00"}


@pytest.mark.parametrize(
    ("text", "said", "kept"),
    [
        ("1", COMES, YES),
        ("Yes", COMES, YES),
        ("١", COMES, YES),
        ("2", NOT, NO),
        ("No.", NOT, NO),
        ("२", NOT, NO),
    ],
)
@READING
def test_a_digit_or_word_answers_what_reached_the_number(
    office: Office, text: str, said: str, kept: list[Any]
) -> None:
    office.sent()
    assert office.says(text) == [said]
    assert office.rsvps() == kept
    assert office.last()[0] == "done"


def test_the_last_answer_counts(office: Office) -> None:
    office.sent()
    office.says("1")
    assert office.says("2") == [NOT]
    assert office.rsvps() == NO


def test_what_else_is_said_is_left_to_a_person(office: Office) -> None:
    office.sent()
    assert office.says("Yes but only if the bus comes") == [COMES]
    state, note = office.last()
    assert (state, office.rsvps()) == ("waiting", YES)
    assert note.endswith("Read what else it says.")


@pytest.mark.parametrize("text", ["1", "yes"], ids=["a digit", "a word"])
def test_an_answer_to_nothing_waits_for_a_person(office: Office, text: str) -> None:
    assert office.says(text) == []
    assert office.last()[0] == "waiting"
    office.sent()
    office.bench.later(days=100)
    assert office.says(text) == [], "the event is over"
    assert (office.last()[0], office.rsvps()) == ("waiting", [])


def test_of_several_events_it_is_asked_which(office: Office) -> None:
    office.sent()
    office.bench.announce(id="tree-day", texts={"en": {"title": "Tree day"}}, **LATER)
    office.sent(ref="tree-day")
    assert office.says("yes") == [
        "Which one? Answer with the number.\n"
        "1 Tree day, Wed 9 Jun\n2 Water day, Wed 5 May"
    ]
    assert office.rsvps() == []
    assert office.says("٢") == [COMES]
    assert office.rsvps() == YES
    assert office.says("2") == [NOT], "that is what was talked about"
    assert office.rsvps() == NO


def test_after_a_newer_broadcast_it_is_asked_again(office: Office) -> None:
    office.sent()
    office.says("1")
    office.bench.announce(id="tree-day", texts={"en": {"title": "Tree day"}}, **LATER)
    office.sent(ref="tree-day")
    (said,) = office.says("1")
    assert said.startswith("Which one?")


@pytest.mark.parametrize(
    ("number", "state"), [("3", "waiting"), ("0", "waiting"), ("1", "done")]
)
@READING
def test_a_number_that_is_not_on_the_list(
    office: Office, number: str, state: str
) -> None:
    office.bench.organisation(WRITER)
    office.sent()
    assert office.says("1") == [
        "Which one? Answer with the number.\n1 Group 1\n2 Group 2"
    ]
    office.says(number)
    assert office.last()[0] == state


@pytest.mark.parametrize("asked_before", [False, True])
def test_a_list_that_can_t_be_sent_is_not_remembered(
    office: Office, asked_before: bool
) -> None:
    """A digit would be noted for whatever stands at its place."""
    office.bench.organisation(WRITER)
    office.sent()
    if asked_before:
        assert len(office.says("no")) == 1
    while office.says("HELP"):
        pass
    assert office.says("yes") == []
    assert office.last() == (
        "waiting",
        "It answers one of 2 events or organisations. No answer was sent: this number "
        "was sent several answers lately.",
    )
    office.bench.later(minutes=61)
    (said,) = office.says("1")
    assert said.startswith("Which one?")
    assert office.rsvps() == []


def test_a_list_is_good_for_a_day(office: Office) -> None:
    office.bench.organisation(WRITER)
    office.sent()
    office.says("1")
    office.bench.later(hours=25)
    (said,) = office.says("2")
    assert said.startswith("Which one?"), "no is meant, of one of the two"


def test_a_phone_of_two_organisations_answers_for_each(office: Office) -> None:
    office.bench.organisation(WRITER)
    office.sent()
    office.says("yes")
    office.says("2")
    assert office.rsvps() == [("water-day", "Group 2", True)]


def test_of_more_than_can_be_listed_a_person_finds_out(office: Office) -> None:
    for _ in range(9):
        office.bench.organisation(WRITER)
    office.sent()
    assert office.says("1") == []
    assert office.last() == (
        "waiting",
        "It answers one of 10 events or organisations.",
    )


KEYWORD = {"registration": {"keyword": "JOIN 14", "how": ["sms"]}}


@pytest.mark.parametrize(
    ("text", "coming", "state"),
    [
        pytest.param("JOIN 14", True, "done", id="the keyword"),
        pytest.param("join14", True, "done", id="without a blank"),
        pytest.param("Join ١٤!", True, "done", id="in other digits"),
        pytest.param("yes JOIN 14", True, "done", id="yes before it"),
        pytest.param("JOIN 14 no", False, "done", id="no behind it"),
        pytest.param("2 JOIN 14", False, "done", id="2 before it"),
        pytest.param("JOIN 14 two people", True, "waiting", id="more behind it"),
    ],
)
@READING
def test_a_keyword_names_the_event(
    office: Office, text: str, coming: bool, state: str
) -> None:
    office.bench.announce(id="tree-day", **LATER, **KEYWORD)
    office.sent()
    office.sent(ref="tree-day")
    assert len(office.says(text)) == 1
    assert office.rsvps() == [("tree-day", "Group 1", coming)]
    assert office.last()[0] == state


def test_a_keyword_heard_on_the_radio_counts_for_who_was_not_sent_a_text(
    office: Office,
) -> None:
    office.bench.announce(**KEYWORD)
    office.sent()
    office.bench.organisation(STRANGER)
    office.says("JOIN 14", STRANGER)
    assert office.rsvps() == [("water-day", "Group 2", True)]


def test_a_keyword_from_a_stranger_waits_for_a_person(office: Office) -> None:
    office.bench.announce(**KEYWORD)
    office.sent()
    office.says("JOIN 14", STRANGER)
    assert office.rsvps() == []
    assert office.last() == ("waiting", "Somebody we do not know comes to “Water day”.")


@pytest.mark.parametrize("form", ["1 {}", "yes {}", "{} 1", "{} yes"])
def test_a_code_names_the_broadcast(office: Office, form: str) -> None:
    office.bench.announce(id="tree-day", **LATER)
    code = office.sent().code
    office.sent(ref="tree-day")
    office.says(form.format(code.lower()))
    assert office.rsvps() == YES


def test_an_answer_goes_with_the_event_when_it_is_corrected(office: Office) -> None:
    office.sent()
    office.bench.announce(
        id="water-day-2", notice="correction", replaces="water-day", **LATER
    )
    office.says("1")
    assert office.rsvps() == [("water-day-2", "Group 1", True)]


def test_nobody_comes_to_what_was_cancelled(office: Office) -> None:
    office.sent()
    office.bench.announce(id="off", notice="cancellation", replaces="water-day")
    assert office.says("1") == []
    assert (office.last()[0], office.rsvps()) == ("waiting", [])


def test_an_event_is_named_in_the_language_of_the_answer(office: Office) -> None:
    office.bench.organisation(STRANGER, language="sw")
    office.sent()
    (said,) = office.says("ndiyo", STRANGER)
    assert said.startswith("Tumeandika: Group 2 mnakuja Siku ya maji, ")


def test_a_long_name_is_cut_between_characters(office: Office) -> None:
    office.bench.announce(texts={"en": {"title": "न" * 20 + "की" * 60}})
    office.sent()
    (said,) = office.says("1")
    assert "न" * 20 + "की" * 17 + "..." in said
