"""Series and editions on the pages, and what repeats, with the real channels."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from outreach.store import broadcasts
from outreach.store.broadcasts import Broadcast
from tests.web.conftest import Browser, Office, hidden, words
from tests.web.test_writing import TYPED

#: The office's day is 1 March 2027; the sample begins on 5 May.
FORM: dict[str, Any] = {
    "name": "Kisumu weekly",
    "region": "Kisumu County",
    "country": "Kenya",
    "language": "en",
    "days": "30",
    "topics": "",
    "audience": "everybody",
    "channels": ["print", "radio"],
    "often": "week",
    "from_day": "2027-04-26",
    "from_time": "09:00",
    "until": "",
}


def newest(office: Office) -> Broadcast:
    with office.store.read() as connection:
        return broadcasts.newest(connection, 1)[0]


def send(author: Browser, ref: str, **choices: Any) -> str:
    """Choose, look, ask for approval; the page of the broadcast, or what was wrong."""
    chosen = {"audience": "everybody", "channels": ["sms"], "when": "now", **choices}
    query = "&".join(
        f"{name}={value}"
        for name, values in chosen.items()
        for value in (values if isinstance(values, list) else [values])
    )
    looked = author.get(f"/announcements/{ref}/send?{query}")
    if looked.status_code != 200:
        return words(looked.text)
    shown = {n: hidden(looked.text, n) for n in ("code", "proof", "version")}
    answer = author.send(f"/announcements/{ref}/send", {**chosen, **shown})
    if answer.status_code != 303:
        return words(answer.text)
    return words(author.get(answer.headers["location"]).text)


def approve(office: Office, broadcast: Broadcast) -> None:
    form = {"digest": broadcast.digest, "read": "yes"}
    path = f"/broadcasts/{broadcast.code}/approve"
    assert office.browser("approver").send(path, form).status_code == 303


@pytest.fixture
def told(office: Office) -> Office:
    """The sample went out by text message."""
    office.neighbours()
    ref = office.announce()
    send(office.browser("author"), ref)
    approve(office, newest(office))
    office.run()
    return office


def test_a_series_makes_a_bulletin_and_a_programme_that_wait(told: Office) -> None:
    author = told.browser("author")
    assert author.send("/series", FORM).status_code == 303
    said = words(author.get("/series").text)
    assert "Kisumu County, Kenya, in English, 30 days ahead; to everybody" in said
    assert "Every Monday, from 2027-04-26 on, at 09:00 (Africa/Nairobi)" in said
    told.now += timedelta(days=56)
    told.run()
    planned = newest(told)
    assert planned.state == "waiting"
    home = words(told.browser("approver").get("/").text)
    assert (
        f"Broadcast {planned.code} Kisumu weekly 1, by print, radio"
        in home.replace("printed pages", "print")
        or "Kisumu weekly 1" in home
    )
    author = told.browser("author")  # eight weeks later
    page = author.get(f"/broadcasts/{planned.code}").text
    assert 'href="/editions/1"' in page
    assert "when its period is over" in page
    assert "bulletin" in page
    assert "programme" in page
    approve(told, planned)
    told.run()
    assert newest(told).state == "done"


def test_an_edition_shows_what_it_holds_and_its_preview(told: Office) -> None:
    author = told.browser("author")
    author.send("/series", FORM)
    told.now += timedelta(days=56)
    told.run()
    author = told.browser("author")  # eight weeks later
    page = author.get("/editions/1")
    assert page.status_code == 200
    assert "Kisumu weekly 1" in page.text
    links = re.findall(r'href="(/editions/1/[^"]+)"', page.text)
    assert {link.split("/")[3] for link in links} == {"print", "radio"}
    answers = [author.get(link) for link in links]
    assert {answer.status_code for answer in answers} == {200}
    assert any(answer.content.startswith(b"%PDF") for answer in answers)
    assert author.get("/editions/2").status_code == 404


def test_a_series_can_be_stopped(told: Office) -> None:
    author = told.browser("author")
    author.send("/series", FORM)
    author.send("/series/stop", {"name": "Kisumu weekly"})
    assert "it has ended" in words(author.get("/series").text)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        pytest.param({"region": "", "country": ""}, "Region is empty. Give a region", id="nowhere"),
        pytest.param({"country": "Atlantis"}, "Country “Atlantis” is not a country code", id="no such country"),
        pytest.param({"from_day": ""}, "From needs a day and a time", id="no first day"),
        pytest.param({"until": "soon"}, "Until is not a day", id="no last day"),
        pytest.param({"until": "2027-01-01"}, "How often never happens", id="ends before it begins"),
        pytest.param({"language": "Klingonisch"}, "Language “Klingonisch” is not a language that is known here", id="no such language"),
        pytest.param({"language": ""}, "Language is missing", id="no language"),
        pytest.param({"second_language": "English"}, "Second language is the first too", id="one language twice"),
        pytest.param({"labels": "yo"}, "Labels has no labels. Choose from", id="labels that nobody has"),
        pytest.param({"paper": "b5"}, "Paper “b5” is not one of a4 or letter", id="a paper that is not made"),
        pytest.param({"days": "many"}, "Days ahead", id="no number of days"),
        pytest.param({"channels": []}, "By is empty", id="by nothing"),
        pytest.param({"name": " "}, "Name must have 1 to 120 characters", id="without a name"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_field(
    office: Office, changes: dict, says: str
) -> None:
    answer = office.browser("author").send("/series", {**FORM, **changes})
    assert answer.status_code == 422
    assert says in words(answer.text)


def test_a_broadcast_repeats_by_plain_choices(office: Office) -> None:
    office.neighbours()
    ref = office.announce()
    said = send(
        office.browser("author"),
        ref,
        when="every",
        often="week",
        from_day="2027-04-20",
        from_time="09:00",
        until="",
    )
    assert "Every Tuesday, from 2027-04-20 on, at 09:00 (Africa/Nairobi)" in said
    assert "next on 2027-04-20, 09:00" in said
    first = newest(office)
    approve(office, first)
    office.now += timedelta(days=50)
    office.run()
    office.now += timedelta(days=7)
    office.run()
    again = newest(office)
    assert again.code == f"{first.code}-2"
    viewer = office.browser("viewer")
    assert f"one of the times of {first.code}" in words(
        viewer.get(f"/broadcasts/{again.code}").text
    )
    assert f"Again {again.code} :" in words(
        viewer.get(f"/broadcasts/{first.code}").text
    )


@pytest.mark.parametrize(
    ("choices", "says"),
    [
        pytest.param({"from_day": "2027-06-01"}, "no time left before the event", id="begins after the event"),
        pytest.param({"from_day": ""}, "needs a day and a time", id="no first day"),
        pytest.param({"until": "2027-01-01"}, "never happens", id="ends before it begins"),
    ],
)  # fmt: skip
def test_a_repetition_that_can_not_be_is_told(
    office: Office, choices: dict, says: str
) -> None:
    office.neighbours()
    ref = office.announce()
    plain = {"often": "day", "from_day": "2027-04-20", "from_time": "09:00", "until": ""}  # fmt: skip
    assert says in send(
        office.browser("author"), ref, when="every", **{**plain, **choices}
    )


def test_a_new_version_on_the_form_voids_the_approval(office: Office) -> None:
    office.neighbours()
    author = office.browser("author")
    typed = {**TYPED, "id": "water", "do": "announce"}
    assert author.send("/write", typed).status_code == 303
    send(author, "water", when="at", day="2027-04-20", time="09:00")
    approve(office, newest(office))
    assert newest(office).state == "approved"
    author.send("/write", {**typed, "organizer": "Another"})
    page = words(
        office.browser("approver").get(f"/broadcasts/{newest(office).code}").text
    )
    assert newest(office).state == "waiting"
    assert "The announcement has a new version (2). Look at it again" in page
