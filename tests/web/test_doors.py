"""The doors: who gets in, what every answer carries, what is refused."""

from __future__ import annotations

import re

import pytest
from fastapi.routing import APIRoute

from outreach.store.users import ROLES, may
from outreach.web.doors import MOST_BYTES
from tests.web.conftest import Browser, Office, words

#: Routes that need no session, each with its reason.
OPEN = {
    "GET /health": "a watchdog has no session",
    "GET /ready": "a watchdog has no session",
    "GET /metrics": "asks for a token of its own, or for this machine",
    "GET /style-*.css": "the sign-in page needs it",
    "GET /": "shows the sign-in page",
    "POST /sign-in": "makes the session",
    "GET /directory": "opened by a setting: only what people agreed to publish",
    "GET /directory.txt": "the same as plain text",
    "GET /sign-in/link/{secret}": "shows a button",
    "POST /sign-in/link/{secret}": "makes the session",
    "GET /callbacks/{gateway}": "the gateway checks the signature",
    "POST /callbacks/{gateway}": "the gateway checks the signature",
    "GET /callbacks/{gateway}/{secret}": "the gateway checks the secret",
    "POST /callbacks/{gateway}/{secret}": "the gateway checks the secret",
}
#: The least role for every other route. A new route must be added here.
NEEDS = {
    "POST /sign-out": "viewer",
    "GET /announcements/{ref}": "viewer",
    "GET /announcements/{ref}/{number}/preview": "viewer",
    "GET /announcements/{ref}/{number}/{channel}/{variant}/{language}/{file}": "viewer",
    "GET /broadcasts/{code}": "viewer",
    "GET /broadcasts/{code}/deliveries": "viewer",
    "GET /broadcasts/{code}/{bundle}/{item}/{file}": "viewer",
    "POST /broadcasts/{code}/evidence": "author",
    "GET /broadcasts/{code}/evidence/{key}": "viewer",
    "GET /series": "viewer",
    "POST /series": "author",
    "POST /series/stop": "author",
    "GET /editions/{number}": "viewer",
    "GET /editions/{number}/{channel}/{variant}/{file}": "viewer",
    "GET /held": "viewer",
    "GET /held/{code}": "viewer",
    "POST /held/{code}": "approver",
    "GET /inbox": "viewer",
    "GET /inbox/{key}": "viewer",
    "POST /inbox/{key}/done": "author",
    "POST /inbox/{key}/answer": "author",
    "POST /inbox/{key}/stop": "author",
    "POST /inbox/{key}/phone": "author",
    "POST /inbox/{key}/keep": "author",
    "GET /enquiries": "viewer",
    "GET /enquiries/{key}": "viewer",
    "POST /enquiries/{key}/assign": "author",
    "POST /enquiries/{key}/answer": "author",
    "POST /enquiries/{key}/told": "author",
    "POST /enquiries/{key}/close": "author",
    "POST /enquiries/{key}/reopen": "author",
    "POST /enquiries/{key}/sort": "author",
    "POST /enquiries/{key}/whose": "author",
    "POST /organisations/{key}/enquiries": "author",
    "GET /announcements/{ref}/answers": "viewer",
    "GET /announcements/{ref}/answers.csv": "viewer",
    "GET /organisations": "viewer",
    "GET /broadcasts/{code}/papers": "viewer",
    "GET /leaflet": "viewer",
    "GET /leaflet.pdf": "viewer",
    "GET /leaflet.png": "viewer",
    "GET /organisations/{key}": "viewer",
    "GET /directory.pdf": "viewer",
    "POST /organisations/{key}/withdraw": "author",
    "GET /import": "author",
    "POST /import": "author",
    "GET /import/{key}": "author",
    "POST /import/{key}": "author",
    "POST /import/announcements": "author",
    "POST /import/events": "author",
    "GET /import/{key}/problems.csv": "author",
    "GET /audiences": "viewer",
    "POST /audiences": "author",
    "GET /audiences/{key}": "viewer",
    "GET /lexicon": "viewer",
    "POST /lexicon": "author",
    "POST /lexicon/remove": "author",
    "GET /reports": "viewer",
    "GET /reports/missed": "viewer",
    "GET /reports/missed.csv": "viewer",
    "GET /reports/{kind}": "viewer",
    "GET /reports/asked": "viewer",
    "GET /reports/asked.csv": "viewer",
    "GET /routes": "viewer",
    "GET /routes.csv": "viewer",
    "POST /routes": "approver",
    "POST /routes/import": "approver",
    "POST /routes/remove": "approver",
    "GET /write": "author",
    "POST /write": "author",
    "GET /drafts/{draft}/preview": "author",
    "GET /drafts/{draft}/{channel}/{variant}/{language}/{file}": "author",
    "POST /drafts/{draft}/announce": "author",
    "POST /drafts/{draft}/delete": "author",
    "GET /announcements/{ref}/send": "author",
    "POST /announcements/{ref}/send": "author",
    "POST /broadcasts/{code}/cancel": "author",
    "POST /broadcasts/{code}/pause": "author",
    "POST /broadcasts/{code}/approve": "approver",
    "POST /broadcasts/{code}/resume": "approver",
    "GET /person": "administrator",
    "POST /person": "administrator",
    "POST /person/json": "administrator",
    "POST /person/text": "administrator",
    "POST /person/erase": "administrator",
    "GET /users": "administrator",
    "POST /users": "administrator",
    "GET /log": "administrator",
}


def routes(office: Office) -> list[tuple[str, str]]:
    """(method, path) of everything the application answers, however it is mounted."""
    found: list[tuple[str, str]] = []

    def walk(some: object) -> None:
        for route in getattr(some, "routes", ()):
            if isinstance(route, APIRoute):
                found.extend((m, route.path) for m in route.methods - {"HEAD"})
            else:
                inner = getattr(route, "original_router", None)
                assert inner is not None or hasattr(route, "routes"), route
                walk(inner or route)

    walk(office.app)
    return sorted(set(found))


def named(method: str, path: str) -> str:
    return f"{method} {re.sub('style-[0-9a-f]+', 'style-*', path)}"


def call(browser: Browser, method: str, path: str) -> int:
    real = re.sub(r"\{(draft|number|file|bundle|item|key)\}", "1", path)
    real = re.sub(r"\{\w+\}", "x", real)
    answer = browser.get(real) if method == "GET" else browser.post(real, {})
    return answer.status_code


def test_every_route_is_in_one_of_the_two_tables(office: Office) -> None:
    assert {named(*route) for route in routes(office)} == OPEN.keys() | NEEDS.keys()


def test_every_guarded_route_refuses_who_is_not_signed_in(office: Office) -> None:
    browser = office.browser()
    open_to_all = [
        (method, path)
        for method, path in routes(office)
        if named(method, path) not in OPEN and call(browser, method, path) != 401
    ]
    assert open_to_all == []


@pytest.mark.parametrize("role", ROLES)
def test_every_route_refuses_a_role_that_is_too_low(office: Office, role: str) -> None:
    browser = office.browser(role)
    for method, path in routes(office):
        if method == "POST" and path == "/sign-out":
            continue
        if needed := NEEDS.get(named(method, path)):
            status = call(browser, method, path)
            page = (
                browser.get(re.sub(r"\{\w+\}", "1", path)) if method == "GET" else None
            )
            refused = status == 403 and (
                page is None or "role does not reach" in page.text
            )
            if method == "GET":
                assert refused != may(role, needed), f"{role} {method} {path}"
            else:  # without a token even who may is refused, and nothing is done
                assert status in (403, 404, 422), f"{role} {method} {path}"


@pytest.mark.parametrize("role", ROLES)
def test_a_form_with_a_token_is_refused_to_a_role_that_is_too_low(
    office: Office, role: str
) -> None:
    browser = office.browser(role)
    for route, needed in NEEDS.items():
        method, path = route.split(" ")
        if method == "POST" and path != "/sign-out":
            real = re.sub(r"\{\w+\}", "1", path)
            answer = browser.send(real)
            refused = "role does not reach" in answer.text
            assert refused != may(role, needed), f"{role} {route}"


@pytest.mark.parametrize("path", ["/", "/health", "/nothing", "/callbacks/x", "/users"])
def test_every_answer_carries_the_policies(office: Office, path: str) -> None:
    headers = office.browser().get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        pytest.param({"sec-fetch-site": "cross-site"}, True, id="another site's page"),
        pytest.param({"sec-fetch-site": "same-site"}, True, id="a neighbour under the same domain"),
        pytest.param({"origin": "https://evil.example"}, True, id="an older browser says only its origin"),
        pytest.param({"origin": "null"}, True, id="a sandboxed frame of an older browser"),
        pytest.param({"origin": "http://office.test"}, False, id="our own form"),
        pytest.param({"sec-fetch-site": "same-origin", "origin": "null"}, False, id="our own form, origin hidden by the browser"),
        pytest.param({}, False, id="no browser at all"),
    ],
)  # fmt: skip
def test_a_request_from_another_site_is_refused(
    office: Office, headers: dict[str, str], refused: bool
) -> None:
    answer = office.browser().post(
        "/sign-in", {"login": "x", "password": "y"}, **headers
    )
    assert ("came from another web site" in answer.text) == refused
    assert answer.status_code == (403 if refused else 422)


def test_a_link_from_another_site_may_be_followed(office: Office) -> None:
    answer = office.browser().get("/", **{"sec-fetch-site": "cross-site"})
    assert answer.status_code == 200


@pytest.mark.parametrize("token", ["", "x", "é" * 48, "0" * 48])
def test_a_form_without_the_sessions_token_does_nothing(
    office: Office, token: str
) -> None:
    browser = office.browser("author")
    form = {"name": "lake", "topics": "water", "token": token}
    assert browser.post("/audiences", form).status_code == 403
    assert "lake" not in browser.get("/audiences").text


def test_the_token_of_another_session_is_refused(office: Office) -> None:
    mine, theirs = office.browser("author"), office.browser("administrator")
    form = {"name": "lake", "token": theirs.token()}
    assert mine.post("/audiences", form).status_code == 403


def test_each_page_has_another_token_and_each_is_good(office: Office) -> None:
    browser = office.browser("author")
    first, second = browser.token(), browser.token()
    assert first != second
    for token in (first, second):
        form = {"name": f"n{token}", "token": token}
        assert browser.post("/audiences", form).status_code == 303


def test_a_body_that_is_too_large_gets_a_plain_page(office: Office) -> None:
    browser = office.browser("author")
    answer = browser.post("/write", {"texts.en.body": "x" * MOST_BYTES})
    assert answer.status_code == 413
    assert "larger than a form of this site" in answer.text


def test_a_body_that_hides_its_length_is_stopped_too(office: Office) -> None:
    def endless():
        for _ in range(MOST_BYTES // 1000 + 2):
            yield b"x" * 1000

    browser = office.browser("author")
    kind = {"content-type": "application/x-www-form-urlencoded"}
    answer = browser.client.post("/write", content=endless(), headers=kind)
    assert answer.status_code == 413


def test_a_body_of_another_kind_is_refused(office: Office) -> None:
    browser = office.browser("author")
    answer = browser.client.post("/audiences", json={"name": "lake"})
    assert answer.status_code == 422
    assert "not a form of this site" in answer.text


def test_an_unknown_error_shows_nothing_of_the_inside(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = office.browser("viewer")

    def broken(*_: object) -> None:
        raise RuntimeError("secret /srv/outreach/database password")

    monkeypatch.setattr("outreach.web.routes.directory.directory.counts", broken)
    answer = browser.get("/organisations")
    assert answer.status_code == 500
    assert "Something of ours failed" in answer.text
    assert "secret" not in answer.text
    assert answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing", 404),
        ("/organisations/999", 404),
        ("/organisations/x", 404),
        ("/announcements/x", 404),
        ("/announcements/x/1/preview", 404),
        ("/broadcasts/XXXXXX", 404),
        ("/drafts/9/preview", 404),
        ("/write?from=x", 404),
    ],
)
def test_what_is_not_there_is_said_plainly(
    office: Office, path: str, status: int
) -> None:
    answer = office.browser("administrator").get(path)
    assert answer.status_code == status
    assert "There is no such page" in words(answer.text)


def test_the_demonstration_says_what_it_is(office: Office) -> None:
    from dataclasses import replace

    assert "Demonstration" not in office.browser("viewer").get("/").text
    office.settings = replace(office.settings, approvals=0)
    office.__post_init__()
    assert "Nobody has to approve" in office.browser("viewer").get("/").text
