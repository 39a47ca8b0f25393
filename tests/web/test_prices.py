"""The page of routes and prices."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest

from outreach.store import audit, routes
from tests.web.conftest import Office, hidden, words

ROUTE = {"channel": "sms", "country": "KE", "gateway": "outbox", "price": "0.8"}
TABLE = "channel;country;gateway;price\nsms;KE;outbox;0.8\nsms;UG;outbox;1\n"


def stored(office: Office) -> list[tuple[str, str]]:
    with office.store.read() as connection:
        return [(r.country, str(r.price)) for r in routes.all_routes(connection)]


def test_a_route_is_added_changed_and_removed_and_the_log_says_so(office: Office):
    browser = office.browser("approver")
    assert browser.send("/routes", ROUTE).status_code == 303
    assert "Kenya KE Text message Files on this computer its own 0.80 USD" in words(
        browser.get("/routes").text
    )
    filled = browser.get("/routes?channel=sms&country=KE&gateway=outbox").text
    assert 'value="0.80"' in filled
    assert browser.send("/routes", {**ROUTE, "price": "0.9"}).status_code == 303
    assert stored(office) == [("KE", "0.9")]
    assert browser.send("/routes/remove", ROUTE).status_code == 303
    assert stored(office) == []
    with office.store.read() as connection:
        log = [(e.act, e.login) for e in audit.entries(connection) if "route" in e.act]
    assert log == [("remove route", "approver")] + [("set route", "approver")] * 2


def test_a_table_goes_in_and_out(office: Office):
    browser = office.browser("approver")
    assert browser.send("/routes/import", {"csv": TABLE}).status_code == 303
    assert stored(office) == [("KE", "0.8"), ("UG", "1")]
    out = browser.get("/routes.csv")
    assert out.headers["content-type"] == "text/csv; charset=utf-8"
    assert "sms,KE,outbox,,,no,0.80," in out.text


@pytest.mark.parametrize(
    ("path", "form", "said"),
    [
        ("/routes", {**ROUTE, "country": "Kenia"}, "“Kenia” is no country"),
        ("/routes", {**ROUTE, "price": "0,8"}, "Write it in digits, with a point"),
        ("/routes/import", {"csv": TABLE + "sms;ZZ;outbox;1\n"}, "row 4, country"),
    ],
)
def test_a_fault_is_told_and_what_was_typed_stays(
    office: Office, path: str, form: dict[str, str], said: str
):
    answer = office.browser("approver").send(path, form)
    assert answer.status_code == 422
    assert said in words(answer.text)
    assert list(form.values())[-1].splitlines()[-1] in answer.text
    assert stored(office) == []


def test_an_author_reads_and_changes_nothing(office: Office):
    browser = office.browser("author")
    assert browser.get("/routes").status_code == 200
    assert browser.send("/routes", ROUTE).status_code == 403
    assert stored(office) == []


def test_a_note_is_text_on_the_page(office: Office):
    browser = office.browser("approver")
    browser.send("/routes", {**ROUTE, "note": "<b>cheap</b>"})
    assert "&lt;b&gt;cheap&lt;/b&gt;" in browser.get("/routes").text


def planned(office: Office) -> str:
    """A broadcast by text, asked for on the page, where prices are known."""
    office.neighbours()
    ref = office.announce()
    author = office.browser("author")
    choices = {"audience": "everybody", "channels": "sms", "when": "now"}
    shown = author.get(f"/announcements/{ref}/send?{urlencode(choices)}").text
    assert "What the texts cost" in words(shown)
    kept = {name: hidden(shown, name) for name in ("code", "proof", "version")}
    asked = author.send(f"/announcements/{ref}/send", {**choices, **kept})
    assert asked.status_code == 303
    return asked.headers["location"]


def test_what_it_costs_is_shown_before_and_at_approval(office: Office):
    office.browser("approver").send("/routes", ROUTE)
    page = words(office.browser("approver").get(planned(office)).text)
    assert re.search(
        r"Text message English Kenya Files on this computer 1 (\d) \1 0.80 USD", page
    )
    assert re.search(r"In all \d text segments: [\d.]+ USD\.", page)
    assert "needs" not in page


def test_what_nobody_has_priced_is_said(office: Office):
    page = words(office.browser("approver").get(planned(office)).text)
    assert re.search(
        r"In all \d text segments: \d text segments of unknown price", page
    )
