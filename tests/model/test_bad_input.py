"""Each bad input gets one plain sentence that names the field."""

from __future__ import annotations

from typing import Any

import pytest

from outreach.model.errors import InputError
from outreach.model.reading import MOST_CHARACTERS, read_json
from tests.model.samples import ABSENT, WORKSHOP, problems, with_field

HOW_DAY = "Write a day as 2027-05-05, or a day and time as 2027-05-05T14:30."
WORDS = 'must be a text, or one text per language as {"en": "…"}.'
TEXT = "is not a text. Write it in quotes."
LIST = "is not a list. Write it in square brackets."
WHOLE = "is not a whole number. Write it in digits."
EMPTY = "is empty. Fill it in."
NO_LANGUAGE = "is not a language code. Use ISO 639 codes such as en, fr or sw."
NO_PHONE = "is not a phone number with its country code. Write it as +254722451983."
NO_WEB = "is not a web address. It starts with https:// or http://."
NO_AMOUNT = "is not an amount. Write it as 2500 or 2500.50."
FEE = "registration.fee"
REF = "may have only small letters a to z, digits and hyphens, 64 at most, and starts with a letter or digit."

#: Why it is here, field, value, the sentence (with a dot: about a field below).
BAD = [
    ("a field nobody knows", "colour", "red", "is not a known field. Take it out."),
    ("a field misspelt", "organiser", "x", "is not a known field. Did you mean “organizer”?"),
    ("a nested field misspelt", "venue.locallity", "x", "is not a known field. Did you mean “locality”?"),
    ("a field named as a part of Python", "model_config", {}, "is not a known field. Take it out."),
    ("a field named as one of pydantic’s marks", "str", 5, "is not a known field. Take it out."),
    ("a field named as one of ours", "§languages", 5, "is not a known field. Take it out."),
    ("a language named as a mark of ours", "organizer", {"§text": "x"}, f".§text: “§text” {NO_LANGUAGE}"),
    ("a field left out", "contact.name", ABSENT, "is missing. Fill it in."),
    ("30 February", "starts_at", "2027-02-30", f"“2027-02-30” is a date or time that does not exist. {HOW_DAY}"),
    ("29 February outside a leap year", "ends_at", "2027-02-29", f"“2027-02-29” is a date or time that does not exist. {HOW_DAY}"),
    ("an hour that does not exist", "starts_at", "2027-05-05T24:00", f"“2027-05-05T24:00” is a date or time that does not exist. {HOW_DAY}"),
    ("a zone in the time", "starts_at", "2027-05-05T14:30Z", f"“2027-05-05T14:30Z” is not a date, or has a time zone or seconds. {HOW_DAY}"),
    ("digits that Python reads but people don’t", "starts_at", "２０２７-05-05", f"“２０２７-05-05” is not a date, or has a time zone or seconds. {HOW_DAY}"),
    ("a time without its day", "starts_at", "T14:30", "has a time but no day. Give the day too."),
    ("a number for a date", "starts_at", 20270505, f"is not a date. {HOW_DAY}"),
    ("null for a date that is required", "starts_at", None, f"is not a date. {HOW_DAY}"),
    ("the first day of the calendar", "starts_at", "0001-01-01", "“0001-01-01” is not in the years 1900 to 2199. Correct the year."),
    ("the last day of the calendar", "ends_at", "9999-12-31", "“9999-12-31” is not in the years 1900 to 2199. Correct the year."),
    ("an end before its start", "ends_at", "2027-05-05T14:00", "the end is before the start. Change one of them."),
    ("an end on the day before", "ends_at", "2027-05-04", "the end is before the start. Change one of them."),
    ("a time for a day", "registration.deadline", "2027-04-20T10:00", "takes a day without a time. Write it as 2027-05-05."),
    ("a deadline before its opening", "registration", {"opens": "2027-03-02", "deadline": "2027-03-01"}, "the deadline is before registration opens. Change one of them."),
    ("an unknown zone", "timezone", "Africa/Kisumu", "“Africa/Kisumu” is not a time zone. Use a name such as Africa/Nairobi."),
    ("the machine’s own zone", "timezone", "localtime", "“localtime” is not a time zone. Use a name such as Africa/Nairobi."),
    ("a path for a zone", "timezone", "../../etc/passwd", "“../../etc/passwd” is not a time zone. Use a name such as Africa/Nairobi."),
    ("a group for a zone", "timezone", {"a": 1}, "“a group of fields” is not a time zone. Use a name such as Africa/Nairobi."),
    ("an unknown country", "venue.country", "ZZ", "“ZZ” is not a country code. Use two capital letters such as KE."),
    ("a country by its name", "venue.country", "Kenya", "“Kenya” is not a country code. Write KE."),
    ("a country in small letters", "venue.country", "ke", "“ke” is not a country code. Write KE."),
    ("a number for a country", "venue.country", 254, TEXT),
    ("an unknown currency", FEE, {"amount": "1", "currency": "kes"}, ".currency: “kes” is not a currency code. Use three capital letters such as KES."),
    ("a negative fee", FEE, {"amount": "-1", "currency": "KES"}, f".amount: “-1” {NO_AMOUNT}"),
    ("a fee with a separator", FEE, {"amount": "1,234.50", "currency": "KES"}, f".amount: “1,234.50” {NO_AMOUNT}"),
    ("a yes for a fee", FEE, {"amount": True, "currency": "KES"}, f".amount: “true” {NO_AMOUNT}"),
    ("a fee that no float holds", FEE, {"amount": 0.1 + 0.2, "currency": "KES"}, f".amount: “0.30000000000000004” {NO_AMOUNT}"),
    ("a fee of 5,000 digits, which Python can’t print", FEE, {"amount": 10**5000, "currency": "KES"}, f".amount: “a very large number” {NO_AMOUNT}"),
    ("infinity for a fee", FEE, {"amount": float("inf"), "currency": "KES"}, f".amount: “inf” {NO_AMOUNT}"),
    ("an impossible phone", "contact.phones", ["+25472245"], ".1: “+25472245” has too few or too many digits for its country. Correct it."),
    ("a phone without its country", "contact.phones", ["+254300000014", "0722451983"], f".2: “0722451983” {NO_PHONE}"),
    ("letters for a phone", "contact.phones", ["+1800FLOWERS"], f".1: “+1800FLOWERS” {NO_PHONE}"),
    ("a link for a phone", "contact.phones", ["tel:+254300000014"], f".1: “tel:+254300000014” {NO_PHONE}"),
    ("a long phone, quoted short", "contact.phones", ["+" * 300], f".1: “{'+' * 39}…” {NO_PHONE}"),
    ("one phone that is not in a list", "contact.phones", "+254300000014", LIST),
    ("an empty title", "texts.en.title", "", EMPTY),
    ("a title of blanks", "texts.en.title", "   ", EMPTY),
    ("a title of which nothing shows", "texts.en.title", "\u200b\u2060", EMPTY),
    ("a name of which nothing shows", "contact.name", "\u200b", EMPTY),
    ("a title left out", "texts.en", {"summary": "x"}, ".title: is missing. Fill it in."),
    ("a title of 301 characters", "texts.en.title", "x" * 301, "is too long. It may have 300 characters."),
    ("a summary of 1,201 characters", "texts.en.summary", "x" * 1201, "is too long. It may have 1,200 characters."),
    ("a body of 60,001 characters", "texts.en.body", "x" * 60_001, "is too long. It may have 60,000 characters."),
    ("a text of 200 kB", "texts.sw.body", "x" * 200_000, f"is too long. All texts together may have {MOST_CHARACTERS:,} characters."),
    ("no text", "texts", {}, "is empty. Give at least one language."),
    ("texts in a list", "texts", [{"title": "x"}], 'must be a group of named entries in braces, as {"en": …}.'),
    ("a text without its fields", "texts.en", "x", "must be a group of fields in braces: title, summary, body."),
    ("a language nobody speaks", "texts.xx", {"title": "x"}, f"“xx” {NO_LANGUAGE}"),
    ("“several languages”", "texts.mul", {"title": "x"}, f"“mul” {NO_LANGUAGE}"),
    ("a language by its name", "texts.English", {"title": "x"}, f"“English” {NO_LANGUAGE}"),
    ("a language of a place nobody knows", "texts.en-QQ", {"title": "x"}, f"“en-QQ” {NO_LANGUAGE}"),
    ("a language named as one of pydantic’s marks", "texts.[key]", {"title": "x"}, f"“[key]” {NO_LANGUAGE}"),
    ("a number for words", "organizer", 5, WORDS),
    ("a list for words", "organizer", ["x"], WORDS),
    ("null for words", "organizer", None, WORDS),
    ("not-a-number for words", "organizer", float("nan"), WORDS),
    ("words in no language", "organizer", {}, "is empty. Give at least one language."),
    ("a number for words in a language", "organizer", {"en": 5}, f".en: {TEXT}"),
    ("empty words in a language", "venue.name.sw", "", EMPTY),
    ("words in a language nobody speaks", "venue.name.xx", "x", f"“xx” {NO_LANGUAGE}"),
    ("words of 501 characters", "organizer", "x" * 501, "is too long. It may have 500 characters."),
    ("a tab", "organizer", "a\tb", "has a tab at position 2. Take it out."),
    ("NUL", "venue.name.en", "\0", "has a control character (U+0000) at position 1. Take it out."),
    ("escape", "texts.en.body", "red \x1b[31m", "has a control character (U+001B) at position 5. Take it out."),
    ("a C1 control", "texts.en.title", "a\x85", "has a control character (U+0085) at position 2. Take it out."),
    ("half a surrogate pair", "contact.name", "\ud83d", "has a broken character. Type that word again."),
    ("bytes that a program could not read", "contact.name", "Am\ufffdna", "has a broken character. Type that word again."),
    ("a control character in a field’s name", "venue", {"a\0": 1}, "a field’s name has a control character (U+0000) at position 2. Take it out."),
    ("an unknown kind", "kind", "party", "“party” is not one of conference, meeting, seminar, workshop, training, consultation, hearing or other."),
    ("a yes for a notice", "notice", True, "“true” is not one of new, correction or cancellation."),
    ("a way to register that we don’t have", "registration.how", ["fax"], ".1: “fax” is not one of sms, phone, post, in_person or online."),
    ("a yes for seats, which Python takes for 1", "registration.seats", True, WHOLE),
    ("half a seat", "registration.seats", 1.5, WHOLE),
    ("no number of seats", "registration.seats", float("inf"), WHOLE),
    ("no seats", "registration.seats", 0, "must be 1 or more."),
    ("seats beyond any hall", "registration.seats", 10**5000, "must be 1,000,000 or less."),
    ("a group that is null", "venue", None, "must be a group of fields in braces: name, room, locality, region, country, directions, accessibility, online."),
    ("one programme item that is not in a list", "programme", {"at": "14:30", "title": "x"}, LIST),
    ("midnight as 24:00", "programme", [{"at": "24:00", "title": "x"}], ".1.at: “24:00” is not a clock time: 00:00 to 23:59."),
    ("an hour without minutes", "programme", [{"at": "14:30", "title": "x"}, {"at": "2pm", "title": "x"}], ".2.at: is not a clock time. Write it as 14:30."),
    ("an id with blanks", "id", "Kisumu Water", REF),
    ("an id that is a path", "id", "../x", REF),
    ("an empty id", "id", "", "is empty. Fill it in, or leave the field out."),
    ("an id of 65 letters", "id", "x" * 65, REF),
    ("a script for an address", "url", "javascript:alert(1)", NO_WEB),
    ("an address without its scheme", "url", "www.example.org", NO_WEB),
    ("an address that Python can’t split", "url", "http://[x", NO_WEB),
    ("an address with a blank", "venue.online", "https://example.org/a b", NO_WEB),
    ("a new announcement that replaces one", "replaces", "other", "a correction or cancellation names the announcement that it replaces; a new announcement names none."),
    ("a group inside a group inside a group …", "topics", [[[[[[[[[[["x"]]]]]]]]]]], ".1.1: is nested too deeply. Take the inner fields out."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [row[1:] for row in BAD],
    ids=[row[0] for row in BAD],
)
def test_each_bad_input_gets_one_sentence_that_names_the_field(
    field: str, value: Any, sentence: str
):
    where = field if sentence.startswith(".") else f"{field}: "

    assert problems(with_field(field, value)) == [where + sentence]


def test_a_correction_names_what_it_replaces():
    assert problems(with_field("notice", "correction")) == [
        "replaces: a correction or cancellation names the announcement that it "
        "replaces; a new announcement names none."
    ]


def test_all_problems_are_told_at_once():
    values = with_field("venue.country", "Kenya") | {"kind": "party", "contact": {}}

    fields = [problem.split(":")[0] for problem in problems(values)]

    assert fields == ["kind", "venue.country", "contact.name"]


def test_a_list_gone_wrong_is_not_told_ten_thousand_times():
    told = problems(with_field("topics", [5] * 10_000))

    assert len(told) == 51
    assert told[-1] == "announcement: has 9,950 more problems."


def test_a_list_without_end_is_refused_before_it_is_read():
    assert problems(with_field("topics", [5] * 30_000)) == [
        "announcement: has more than 20,000 values. Shorten it."
    ]


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"x" * 200_000: 1}, id="a field"),
        pytest.param({"x" * 200_000: {"title": "A"}}, id="a group"),
    ],
)
def test_a_name_of_200_kb_is_told_by_its_own_beginning(values: Any):
    """Not by the longest text, which is sound."""
    assert problems(WORKSHOP | values) == [
        f"{'x' * 59}…: is too long. All texts together may have {MOST_CHARACTERS:,} characters."
    ]


def test_one_field_given_twice_by_a_hidden_character_is_told():
    """Cleaned, both names are "en", and one title would silently win."""
    texts = {"en": {"title": "A"}, "en\u202e": {"title": "B"}}

    assert problems(WORKSHOP | {"texts": texts}) == [
        "texts.en: is there twice. Take one out."
    ]


@pytest.mark.parametrize("value", [None, 5, "x", True, [], [{}]], ids=repr)
def test_what_is_no_object_is_no_announcement(value: Any):
    assert problems(value) == ["An announcement is a JSON object, in braces."]


def test_names_that_are_not_text_are_refused():
    assert problems({5: "x"}) == ["announcement: has a field whose name is not text."]


NOT_JSON = [
    ("nothing", "", "The file is empty."),
    ("blanks", b" \n", "The file is empty."),
    ("half a document", '{"id": ', "The file is not JSON: Expecting value in line 1, column 8."),
    ("latin-1", "é".encode("latin-1"), "The file is not UTF-8 text. Save it as UTF-8."),
    ("UTF-16 without its mark", '{"id": "x"}'.encode("utf-16-le"), "The file is not UTF-8 text. Save it as UTF-8."),
    ("a control character that JSON would have escaped", '{"kind": "meet\x1bing"}', "kind: has a control character (U+001B) at position 5. Take it out."),
    ("a number that JSON lacks", '{"seats": NaN}', "The file is not JSON: NaN is not a number. Take it out."),
    ("infinity", '{"seats": -Infinity}', "The file is not JSON: -Infinity is not a number. Take it out."),
    ("a number of 5,000 digits", '{"seats": ' + "9" * 5000 + "}", "The file has a number that is far too long."),
    ("100,000 brackets", "[" * 100_000, "The file is nested too deeply to be an announcement."),
    ("a field given twice", '{"venue": {"room": "1", "room": "2"}}', "room: is there twice. Take one out."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "sentence"), [row[1:] for row in NOT_JSON], ids=[r[0] for r in NOT_JSON]
)
def test_a_file_that_is_not_sound_json_is_told_in_a_sentence(
    text: str | bytes, sentence: str
):
    with pytest.raises(InputError) as caught:
        read_json(text)

    assert str(caught.value) == sentence


def test_no_sentence_shows_a_control_character_or_a_line_break():
    """A field’s name comes from outside and goes to a terminal."""
    name = "a\n\u202eb\u200b"

    [problem] = problems(WORKSHOP | {name: 1})

    assert problem.isprintable()
