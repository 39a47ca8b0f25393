"""A correction on the pages: whom it goes to is there before anybody approves it."""

from __future__ import annotations

import pytest

from outreach.dispatch import renewal
from outreach.model.reading import read
from outreach.model.states import State
from outreach.store import broadcasts, users
from tests.dispatch.ledger import put
from tests.web.conftest import Browser, Office, example, hidden, words


def send(office: Office, ref: str, **form: str) -> str:
    """Plan a broadcast of all texts by the form; its code."""
    author = office.browser("author")
    asked = {"channels": "sms", "when": "now", **form}
    looked = author.client.get(f"/announcements/{ref}/send", params=asked).text
    kept = {name: hidden(looked, name) for name in ("code", "proof", "version")}
    answer = author.send(f"/announcements/{ref}/send", {**asked, **kept})
    assert answer.status_code == 303
    return kept["code"]


def approve(office: Office, code: str) -> None:
    approver = office.browser("approver")
    digest = hidden(approver.get(f"/broadcasts/{code}").text, "digest")
    form = {"digest": digest, "read": "yes"}
    assert approver.send(f"/broadcasts/{code}/approve", form).status_code == 303


@pytest.fixture
def told(office: Office) -> Office:
    """One of two texts of the sample has gone out, the other is queued."""
    ref = office.announce()
    office.neighbours()
    code = send(office, ref, audience="everybody")
    approve(office, code)
    office.run()
    with office.store.read() as connection:
        found = broadcasts.by_code(connection, code)
    put(office.store, found, State.QUEUED, 1)
    with office.store.write() as connection:
        broadcasts.change(connection, found.id, state="running")
    return office


def replaced(office: Office, notice: str) -> str:
    changes = {"id": "moved", "notice": notice, "replaces": "kisumu-water-27"}
    announcement = read({**example("kisumu-water"), **changes}).announcement
    with office.store.write() as connection:
        author = users.user_by_login(connection, "author")
        assert author
        actor = author.acting_from("test")
        settings, now = office.settings, office.now
        renewal.announce(connection, settings, announcement, actor, now)
    return "moved"


GROUPS = {
    "correction": "1 address. They get it as a new notice.",
    "cancellation": "1 address. They get nothing.",
}


@pytest.mark.parametrize("notice", GROUPS)
def test_both_groups_are_shown_before_anything_goes(told: Office, notice: str) -> None:
    ref = replaced(told, notice)
    author = told.browser("author")
    page = author.get(f"/announcements/{ref}/send").text
    assert '<option value="told" selected>' in page
    assert f"A {notice} always goes to those who were sent an earlier" in words(page)
    code = send(told, ref, audience="told")
    seen = words(told.browser("approver").get(f"/broadcasts/{code}").text)
    assert f"surely or perhaps: 1 address. They get the {notice}." in seen
    assert GROUPS[notice] in seen
    assert ("as a new notice 1 address" in seen) == (notice == "correction")
    told.run()
    assert "waits for approval" in words(author.get(f"/broadcasts/{code}").text)


def test_a_first_announcement_is_not_offered_to_those_who_were_told(
    office: Office,
) -> None:
    ref = office.announce()
    page = office.browser("author").get(f"/announcements/{ref}/send").text
    assert "told" not in page
    assert '<option value="everybody" selected>' in page


def test_its_name_is_ours(office: Office) -> None:
    author: Browser = office.browser("author")
    assert "told" not in words(author.get("/audiences").text)
    answer = author.send("/audiences", {"name": "told"})
    assert answer.status_code == 422
    assert "belongs to an audience of ours" in words(answer.text)
