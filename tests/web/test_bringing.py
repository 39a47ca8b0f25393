"""Files of others by the page: looked at, then all of it or nothing."""

from __future__ import annotations

import json
from typing import Any

import httpx2 as httpx
import pytest

from outreach.store import announcements
from tests.directory.test_events import calendar
from tests.dispatch.test_bringing import theirs
from tests.web.conftest import Browser, Office, words

ONE = json.dumps(theirs("one", version=3)).encode()
EVENT = {"language": "en", "country": "KE", "locality": "Kisumu", "kind": "workshop"}


def sent(browser: Browser, what: str, data: bytes, **form: Any) -> httpx.Response:
    values = {"token": browser.token(), "do": "bring", **form}
    return browser.client.post(
        f"/import/{what}", data=values, files={"file": ("a", data)}
    )


def refs(office: Office) -> set[str]:
    with office.store.read() as connection:
        return {v.ref for v in announcements.newest_versions(connection)}


@pytest.mark.parametrize(
    ("what", "data", "form", "ref"),
    [
        pytest.param("announcements", ONE, {}, "one", id="another office's"),
        pytest.param(
            "events", calendar(), EVENT, "indico-event-14-indico-un-example", id="an event"
        ),
    ],
)  # fmt: skip
def test_it_is_looked_at_then_brought_in(
    office: Office, what: str, data: bytes, form: dict[str, str], ref: str
):
    browser = office.browser("author")
    looked = sent(browser, what, data, **form, do="look")
    assert looked.status_code == 200
    assert f"{ref}: " in words(looked.text)
    assert ref not in refs(office)
    done = sent(browser, what, data, **form)
    assert (done.status_code, done.headers["location"]) == (
        303,
        f"/announcements/{ref}",
    )
    assert ref in refs(office)


def test_the_page_says_whose_it_is_when_it_came_and_by_whom(office: Office):
    browser = office.browser("author")
    sent(browser, "announcements", ONE)
    said = words(browser.get("/announcements/one").text)
    assert "Nairobi office , there one , version 3." in said
    assert "Came as version 1 on " in said
    assert "Changed here since." not in said


@pytest.mark.parametrize(
    ("what", "data", "form", "said"),
    [
        pytest.param("announcements", b"", {}, "There is no file. Choose one.", id="none"),
        pytest.param(
            "announcements", b"[1]", {"office": "<b>N"}, "announcement 1: An announcement",
            id="a fault, and what was typed is kept",
        ),
        pytest.param("events", b"no", EVENT, "not a sound calendar", id="no calendar"),
        pytest.param(
            "events", calendar(), {**EVENT, "kind": "party"}, "kind", id="no such kind"
        ),
        pytest.param(
            "events", calendar(), {**EVENT, "country": "Kenia"}, "time zone", id="country"
        ),
    ],
)  # fmt: skip
def test_a_fault_is_told_and_nothing_goes_in(
    office: Office, what: str, data: bytes, form: dict[str, str], said: str
):
    before = refs(office)
    answer = sent(office.browser("author"), what, data, **form)
    assert answer.status_code == 422
    assert said in words(answer.text)
    assert "<b>N" not in answer.text
    assert "office" not in form or 'value="&lt;b&gt;N"' in answer.text
    assert refs(office) == before


@pytest.mark.parametrize("what", ["announcements", "events"])
def test_viewers_bring_nothing_in(office: Office, what: str):
    browser = office.browser("viewer")
    values = {"token": browser.token(), "do": "bring"}
    answer = browser.client.post(
        f"/import/{what}", data=values, files={"file": ("a", ONE)}
    )
    assert answer.status_code == 403
