"""The page where a person decides: without scripts, once, and only by approvers."""

from __future__ import annotations

import re

import pytest

from outreach.dispatch import stopping
from outreach.model.states import State
from outreach.store import broadcasts, users
from outreach.store.broadcasts import Broadcast
from tests.dispatch.ledger import put, states
from tests.web.conftest import Browser, Office, hidden, words


@pytest.fixture
def sent(office: Office) -> Broadcast:
    """A broadcast of which two texts are held."""
    ref = office.announce()
    office.neighbours()
    author, approver = office.browser("author"), office.browser("approver")
    form = {"audience": "everybody", "channels": ["sms"], "when": "now"}
    looked = author.client.get(f"/announcements/{ref}/send", params=form).text
    asked = {n: hidden(looked, n) for n in ("code", "proof", "version")}
    assert (
        author.send(f"/announcements/{ref}/send", {**form, **asked}).status_code == 303
    )
    code = asked["code"]
    digest = hidden(approver.get(f"/broadcasts/{code}").text, "digest")
    answer = approver.send(
        f"/broadcasts/{code}/approve", {"digest": digest, "read": "yes"}
    )
    assert answer.status_code == 303
    office.run()
    with office.store.read() as connection:
        found = broadcasts.by_code(connection, code)
    put(office.store, found, State.HELD, 0, 1, code="30<b>", detail="No answer.")
    return found


def decide(browser: Browser, sent: Broadcast, **form: str | list[str]):
    seen = hidden(browser.get("/held").text, "seen")
    return browser.send(f"/held/{sent.code}", {"seen": seen, **form})


def test_nothing_held_is_a_friendly_page(office: Office) -> None:
    assert "Nothing waits for a person." in words(
        office.browser("viewer").get("/held").text
    )
    assert "for a person to decide" not in office.browser("viewer").get("/").text


def test_the_page_lists_what_waits_and_why(office: Office, sent: Broadcast) -> None:
    html = office.browser("approver").get("/held").text
    assert f"2 deliveries of {sent.code} (kisumu-water-27)" in words(html)
    for said in (
        "Women of the Lake",
        "outbox",
        "No answer.",
        "this person gets it twice",
    ):
        assert said in words(html)
    assert "30&lt;b&gt;" in html
    assert "<script" not in html
    assert "2 deliveries wait for a person to decide" in words(
        office.browser("viewer").get("/").text
    )


@pytest.mark.parametrize(
    ("role", "shown", "may"),
    [
        pytest.param("viewer", False, False, id="a viewer reads, masked"),
        pytest.param("author", False, False, id="an author reads, masked"),
        pytest.param("approver", True, True, id="an approver calls them and decides"),
    ],
)
def test_who_sees_the_address_and_who_decides(
    office: Office, sent: Broadcast, role: str, shown: bool, may: bool
) -> None:
    browser = office.browser(role)
    html = browser.get("/held").text
    assert ("+254300000001" in html) is shown
    assert ('name="decision"' in html) is may
    answer = decide(browser, sent, decision="drop", delivery="0")
    assert answer.status_code == (200 if may else 403)
    assert (states(office.store, sent)[0] is State.CANCELLED) is may


@pytest.mark.parametrize(
    ("form", "after", "says"),
    [
        pytest.param({"delivery": "1", "decision": "send"}, ["held", "queued"], "1 delivery of CODE goes out again.", id="one"),
        pytest.param({"delivery": ["0", "1"], "decision": "went"}, ["accepted", "accepted"], "2 deliveries of CODE count as gone out.", id="ticked ones"),
        pytest.param({"all": "yes", "decision": "drop"}, ["cancelled", "cancelled"], "2 deliveries of CODE will not be sent.", id="all of the broadcast"),
    ],
)  # fmt: skip
def test_a_decision_acts_and_says_so(
    office: Office, sent: Broadcast, form: dict, after: list[str], says: str
) -> None:
    answer = decide(office.browser("approver"), sent, **form)
    assert says.replace("CODE", sent.code) in words(answer.text)
    found = states(office.store, sent)
    assert [found[0].word, found[1].word] == after


@pytest.mark.parametrize(
    ("form", "says"),
    [
        pytest.param({"delivery": "0"}, "What to do is not chosen", id="no decision"),
        pytest.param({"delivery": "0", "decision": "burn"}, "What to do is not chosen", id="an invented one"),
        pytest.param({"decision": "send"}, "No delivery is ticked", id="nothing ticked"),
        pytest.param({"delivery": "x", "decision": "send"}, "The form is incomplete", id="not a number"),
        pytest.param({"delivery": "77", "decision": "send"}, "There is no delivery", id="none of this broadcast"),
    ],
)  # fmt: skip
def test_a_form_that_decides_nothing_says_what_is_missing(
    office: Office, sent: Broadcast, form: dict, says: str
) -> None:
    answer = decide(office.browser("approver"), sent, **form)
    assert answer.status_code == 422
    assert says in words(answer.text)
    assert states(office.store, sent)[0] is State.HELD


def test_the_same_post_twice_acts_once_though_it_is_held_again(
    office: Office, sent: Broadcast
) -> None:
    browser = office.browser("approver")
    page = browser.get("/held").text
    form = {
        "seen": hidden(page, "seen"),
        "token": hidden(page, "token"),
        "all": "yes",
        "decision": "send",
    }
    assert "2 deliveries" in words(browser.post(f"/held/{sent.code}", form).text)
    second = int(office.now.timestamp()) + 5
    office.later(seconds=9)
    put(office.store, sent, State.HELD, 0, changed_at=second)
    again = browser.post(f"/held/{sent.code}", form)
    assert f"No delivery of {sent.code} was decided." in words(again.text)
    assert states(office.store, sent)[0] is State.HELD


def test_a_decision_without_the_sessions_token_is_refused(
    office: Office, sent: Broadcast
) -> None:
    form = {"seen": "9999999999", "all": "yes", "decision": "send", "token": "x"}
    answer = office.browser("approver").post(f"/held/{sent.code}", form)
    assert answer.status_code == 403
    assert states(office.store, sent)[0] is State.HELD


def test_after_the_event_sending_again_is_not_offered_and_is_refused(
    office: Office, sent: Broadcast
) -> None:
    office.later(days=90)
    browser = office.browser("approver")
    html = browser.get(f"/held/{sent.code}").text
    assert "The event is over: nothing of it is sent again." in words(html)
    assert 'value="send"' not in html
    assert decide(browser, sent, delivery="0", decision="send").status_code == 409


def test_a_broadcast_that_is_held_as_a_whole_can_be_let_go(
    office: Office, sent: Broadcast
) -> None:
    with office.store.write() as connection:
        broadcasts.move(connection, sent.id, "held", "done", reason="It was late.")
    viewer, approver = office.browser("viewer"), office.browser("approver")
    assert "1 broadcast and 2 deliveries wait" in words(viewer.get("/").text)
    assert "resume" not in viewer.get("/held").text
    html = approver.get("/held").text
    assert "It was late." in html
    assert re.search(rf'action="/broadcasts/{sent.code}/resume"', html)


def test_the_page_of_a_stopped_broadcast_says_how_far_it_came(
    office: Office, sent: Broadcast
) -> None:
    put(office.store, sent, State.QUEUED, 1)
    with office.store.write() as connection:
        broadcasts.move(connection, sent.id, "running", "done")
        running = broadcasts.by_id(connection, sent.id)
        user = users.user_by_login(connection, "approver")
        assert user
        actor = user.acting_from("test")
        stopping.pause(connection, running, actor, office.now)
    text = words(office.browser("viewer").get(f"/broadcasts/{sent.code}").text)
    assert (
        f"{sent.code} is paused: nothing went out, 1 waits, 1 may have gone out."
        in text
    )
    with office.store.write() as connection:
        paused = broadcasts.by_id(connection, sent.id)
        stopping.cancel(connection, paused, actor, office.now)
    browser = office.browser("viewer")
    page = words(browser.get(f"/broadcasts/{sent.code}").text)
    assert "1 may have gone out, 1 will not go out." in page
    assert "will not go" in words(
        browser.get(f"/broadcasts/{sent.code}/deliveries").text
    )
