"""The form is judged as files are: one sentence, the form as it was typed, nothing stored."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from outreach.store import announcements
from tests.web.conftest import Office, hidden, words

#: An announcement that is sound as it stands.
TYPED = {
    "notice": "new", "urgency": "normal", "kind": "workshop", "languages": "en",
    "organizer": "Lake Network", "texts.en.title": "Water points", "texts.en.summary": "Come & see",
    "starts_at.day": "2027-05-05", "starts_at.time": "14:30", "ends_at.day": "2027-05-05", "ends_at.time": "17:00",
    "venue.country": "Kenya", "venue.locality": "Kisumu", "contact.name": "Amina", "contact.phones": "+254300000014",
}  # fmt: skip

#: Why it is here, what is typed instead, and what the page says.
BAD = [
    ("an unknown field", {"colour": "red"}, "colour : is not a known field. Take it out."),
    ("an unknown field of the place", {"venue.planet": "Mars"}, "venue.planet : is not a known field. Take it out."),
    ("words in a language that the form lacks", {"organizer@fr": "Réseau"}, "Who organises it (French) : is not a known field."),
    ("a line beyond every programme", {"programme.99999.at": "09:00"}, "is not a known field. Take it out."),
    ("a date that does not exist", {"starts_at.day": "2027-02-30"}, "Begins : “2027-02-30T14:30” is a date or time that does not exist."),
    ("a time without its day", {"ends_at.day": ""}, "Ends : has a time but no day. Give the day too."),
    ("an end before its start", {"ends_at.time": "14:00"}, "Ends : the end is before the start. Change one of them."),
    ("an unknown zone", {"timezone": "Africa/Kisumu"}, "Time zone of the place : “Africa/Kisumu” is not a time zone."),
    ("an unknown country, and no second problem", {"venue.country": "Narnia"}, "Country : “Narnia” is not a country code."),
    ("no country, and no second problem", {"venue.country": ""}, "Country : is missing. Fill it in."),
    ("an impossible phone", {"contact.phones": "+254"}, "Phone numbers : “+254” is not a phone number with its country code."),
    ("an empty title", {"texts.en.title": ""}, "Title (English) : is empty. Fill it in."),
    ("a text of 200 kB", {"texts.en.body": "x" * 200_000}, "Full text (English) : is too long."),
    ("a C0 control", {"texts.en.body": "a\x1bb"}, "Full text (English) : has a control character (U+001B) at position 2."),
    ("a C1 control", {"venue.room": "a\x85b"}, "Room : has a control character (U+0085) at position 2."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "said"), [row[1:] for row in BAD], ids=[row[0] for row in BAD]
)
def test_bad_input_comes_back_with_one_sentence(
    office: Office, typed: Mapping[str, str], said: str
) -> None:
    answer = office.browser("author").send(
        "/write", {**TYPED, **typed, "do": "announce"}
    )

    assert answer.status_code == 422
    page = words(answer.text)
    assert "One field needs your attention. Nothing was stored." in page
    assert said in page
    assert "Come & see" in page or 'value="Come &amp; see"' in answer.text
    with office.store.read() as connection:
        assert not announcements.newest_versions(connection)


def test_bytes_that_are_no_utf_8_are_told_by_their_field(office: Office) -> None:
    browser = office.browser("author")
    body = f"do=announce&token={browser.token()}&languages=en&texts.en.title=%ED%A0%80"
    kind = {"content-type": "application/x-www-form-urlencoded"}

    answer = browser.client.post("/write", content=body, headers=kind)

    assert answer.status_code == 422
    assert "Title (English) : has a broken character." in words(answer.text)


@pytest.mark.parametrize("clock", ["0900", "T09", "09:00:30", "09:00Z"])
def test_a_time_that_a_browser_would_drop_comes_back_in_a_plain_box(
    office: Office, clock: str
) -> None:
    typed = {**TYPED, "starts_at.time": clock, "do": "announce"}

    answer = office.browser("author").send("/write", typed)

    assert answer.status_code == 422
    assert f'name="starts_at.time" value="{clock}" class="tiny" aria' in answer.text


def test_a_text_in_a_language_that_was_not_listed_is_not_lost(office: Office) -> None:
    answer = office.browser("author").send(
        "/write", {**TYPED, "languages": "", "kind": "party", "do": "announce"}
    )

    assert hidden(answer.text, "languages") == "en"
    assert "Water points" in answer.text


@pytest.mark.parametrize("by", ["announce", "preview"])
def test_hidden_turns_of_the_reading_order_are_taken_out_and_told(
    office: Office, by: str
) -> None:
    browser = office.browser("author")
    typed = {**TYPED, "texts.en.title": "Water \u202epoints", "do": by}

    answer = browser.send("/write", typed)
    page = browser.get(answer.headers["location"]).text

    assert "hidden characters that turn the reading order" in words(page).lower()
    assert "Title (English)" in words(page) or "texts.en.title" in words(page)
    assert "\u202e" not in page


def test_an_address_can_put_no_words_on_the_page(office: Office) -> None:
    ref = office.announce()

    page = office.browser("viewer").get(f"/announcements/{ref}?cleaned=Pay+me")

    assert "Pay me" not in page.text
    assert "Hidden characters" not in page.text


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/drafts/{n}/preview", id="a draft"),
        pytest.param("/announcements/x/{n}/preview", id="a version"),
        pytest.param("/organisations/{n}", id="an organisation"),
    ],
)
def test_a_number_that_no_row_can_have_is_not_there(office: Office, path: str) -> None:
    answer = office.browser("author").get(path.format(n=10**20))

    assert answer.status_code == 404
