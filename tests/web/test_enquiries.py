"""Enquiries: kept from texts and calls, assigned, answered once, and closed."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable
from typing import Any

import pytest

from outreach.store import directory, enquiries
from tests.web.conftest import Browser, Form, Office, hidden, words
from tests.web.test_inbox import (
    KNOWN,
    WRITER,
    author,
    organisation,
    read,
    rows,
    says,
)

__all__ = ["author", "says"]

HEAVY = 14_000
ASKED = "SELECT kind, way, organisation_id, words, state FROM enquiries ORDER BY id"
STEPS = "SELECT act, user_id, way, note FROM enquiry_steps ORDER BY id"


@pytest.fixture
def group(office: Office) -> int:
    """The women's group, with two phones that agreed to texts."""
    office.neighbours()
    with office.store.read() as connection:
        return directory.organisations_named(connection, "Women", 1)[0][0]


@pytest.fixture
def by_phone(office: Office, author: Browser, group: int) -> int:
    """What the group asked by phone; its id."""
    return noted(office, author, group)


def noted(office: Office, who: Browser, group: int, **changes: Any) -> int:
    answer = who.send(f"/organisations/{group}/enquiries", form(**changes))
    assert answer.status_code == 303
    return int(answer.headers["location"].rsplit("/", 1)[1])


def form(**changes: Any) -> dict[str, Any]:
    values = {
        "words": "When is the pump repaired?",
        "way": "phone",
        "kind": "question",
        "language": "en",
        "topics": "water",
    }
    return {**values, **changes}


def steps(office: Office) -> list[str]:
    return [act for act, *_ in rows(office, STEPS)]


def test_a_text_is_kept_with_one_act_and_taken_off_the_inbox(
    office: Office, author: Browser, says: Callable[..., int]
) -> None:
    key = says("Where is it?", KNOWN)
    for _ in range(2):
        answer = author.send(f"/inbox/{key}/keep", {"kind": "question"})
        assert answer.headers["location"] == "/enquiries/1"
    ((kind, way, whose, said, state),) = rows(office, ASKED)
    assert (kind, way, said, state) == ("question", "text", "Where is it?", "open")
    assert whose
    assert steps(office) == ["keep"]
    assert "Nothing waits for a person." in words(author.get("/inbox").text)
    home = words(author.get("/").text)
    assert "1 enquiry waits to be answered : 1 nobody’s yet, 0 mine" in home
    assert "Kept as enquiry 1 , a question" in words(author.get(f"/inbox/{key}").text)
    assert "Where is it?" in words(author.get(f"/organisations/{whose}").text)


def test_no_number_is_copied_into_an_enquiry(
    office: Office, author: Browser, says: Callable[..., int]
) -> None:
    for sender in (KNOWN, WRITER):
        author.send(f"/inbox/{says('Hm', sender)}/keep", {"kind": "need"})
    for table in ("enquiries", "enquiry_steps", "enquiry_topics"):
        for row in rows(office, f"SELECT * FROM {table}"):  # noqa: S608
            assert not [v for v in row if "254" in str(v)]
    page = author.get("/enquiries/1").text
    assert KNOWN in page, "told by the addressee"
    assert WRITER in author.get("/enquiries/2").text, "told by the text"


def test_viewers_see_no_number_and_can_do_nothing(
    office: Office, author: Browser, says: Callable[..., int]
) -> None:
    author.send(f"/inbox/{says(f'Ring {WRITER}')}/keep", {"kind": "question"})
    viewer = office.browser("viewer")
    for path in ("/enquiries", "/enquiries/1"):
        page = viewer.get(path)
        assert page.status_code == 200
        assert WRITER not in page.text
    for act in ("assign", "answer", "told", "close", "reopen", "sort", "whose"):
        assert viewer.send(f"/enquiries/1/{act}").status_code == 403
    assert viewer.send("/organisations/1/enquiries", form()).status_code == 403


def test_what_came_by_phone_is_kept_once(
    office: Office, author: Browser, group: int
) -> None:
    page = author.get(f"/organisations/{group}")
    once = hidden(page.text, "once")
    assert len({noted(office, author, group, once=once) for _ in range(2)}) == 1
    assert noted(office, author, group, once="another form") == 2
    assert len(rows(office, ASKED)) == 2
    assert rows(office, "SELECT DISTINCT topic FROM enquiry_topics") == [("water",)]


@pytest.mark.parametrize(
    ("typed", "says_"),
    [
        pytest.param({"words": " "}, "is empty. Write it.", id="no words"),
        pytest.param({"words": "x" * 5001}, "may have 5,000 characters", id="long"),
        pytest.param({"words": "a\x07b"}, "has a control character", id="control"),
        pytest.param({"kind": "wish"}, "What it is is not chosen.", id="kind"),
        pytest.param({"way": "dream"}, "How it came is not chosen.", id="way"),
        pytest.param({"language": "xx"}, "The language is not chosen.", id="language"),
        pytest.param({"about": "nothing"}, "is the id of no announcement", id="about"),
        pytest.param({"topics": "x" * 61}, "more than 60 characters", id="a topic"),
        pytest.param({"topics": ",".join(map(str, range(13)))}, "more than 12", id="topics"),
        pytest.param({"day": "soon"}, "The day is no day.", id="no day"),
        pytest.param({"day": "2027-03-02"}, "is still to come", id="tomorrow"),
    ],
)  # fmt: skip
def test_what_can_t_be_kept_is_told_and_not_lost(
    office: Office, author: Browser, group: int, typed: Form, says_: str
) -> None:
    sent = form(**{"about": "", **typed})
    answer = author.send(f"/organisations/{group}/enquiries", sent)
    assert answer.status_code == 422
    assert says_ in words(answer.text)
    kept = str(sent["words"]).replace("\x07", "")
    assert kept.strip() in answer.text.replace("\x07", "")
    assert not rows(office, ASKED)


def test_it_is_assigned_to_somebody_who_may_answer(
    office: Office, author: Browser, by_phone: int
) -> None:
    at = f"/enquiries/{by_phone}/assign"
    for user in ("viewer", "nobody", ""):
        answer = author.send(at, {"user": user})
        assert answer.status_code == 422
        assert "is nobody who can" in words(answer.text)
    for _ in range(2):
        assert author.send(at, {"user": "approver"}).status_code == 303
    assert steps(office) == ["keep", "assign"]
    assert "assigned to Approver" in words(author.get("/enquiries").text)
    mine = words(office.browser("approver").get("/enquiries?mine=1").text)
    assert "When is the pump repaired?" in mine
    assert "Nothing waits" in words(author.get("/enquiries?mine=1").text)


@pytest.mark.parametrize("by", ["text", "phone"])
def test_it_is_answered_once_by_text(
    office: Office, author: Browser, says: Callable[..., int], by: str
) -> None:
    if by == "text":
        author.send(f"/inbox/{says('Where?', KNOWN)}/keep", {"kind": "question"})
    else:
        office.neighbours()
        with office.store.read() as connection:
            key = directory.organisations_named(connection, "Women", 1)[0][0]
        noted(office, author, key)
    at, typed = "/enquiries/1/answer", {"answer": "On Friday.", "do": "send"}
    for _ in range(2):
        assert author.send(at, typed).status_code == 303
    assert rows(office, "SELECT recipient, text FROM replies") == [
        (KNOWN, "On Friday.")
    ]
    other = author.send(at, {**typed, "answer": "On Monday."})
    assert other.status_code == 422
    assert "It is answered already." in words(other.text)
    page = words(author.get("/enquiries/1").text)
    assert "Answered by text: On Friday. Author" in page
    assert "goes out soon" in page
    assert "1 enquiry waits" not in words(author.get("/").text)


def test_the_cost_is_told_before_it_is_sent(
    office: Office, author: Browser, by_phone: int
) -> None:
    typed = "Ж" * 71
    answer = author.send(
        f"/enquiries/{by_phone}/answer", {"answer": typed, "do": "count"}
    )
    assert answer.status_code == 200
    assert "2 segments, UCS-2 to Kenya by" in words(answer.text)
    assert typed in answer.text
    assert not rows(office, "SELECT id FROM replies")


def test_an_answer_that_does_not_go_out_opens_it_again(
    office: Office, author: Browser, by_phone: int
) -> None:
    typed = {"answer": "On Friday.", "do": "send"}
    author.send(f"/enquiries/{by_phone}/answer", typed)
    office.later(hours=13)
    read(office)
    ((*_, state),) = rows(office, ASKED)
    assert state == "open"
    page = words(office.browser("author").get(f"/enquiries/{by_phone}").text)
    assert "The text did not go out, so it waits again" in page


def test_nobody_who_opted_out_is_answered_by_text(
    office: Office, author: Browser, says: Callable[..., int]
) -> None:
    author.send(f"/inbox/{says('Where?')}/keep", {"kind": "question"})
    says("STOP")
    page = words(author.get("/enquiries/1").text)
    assert "No phone of theirs can be texted" in page
    answer = author.send("/enquiries/1/answer", {"answer": "There.", "do": "send"})
    assert answer.status_code == 422
    assert "There." in answer.text
    assert not rows(office, "SELECT id FROM replies WHERE user_id > 0")


@pytest.mark.parametrize(
    ("act", "typed", "state", "step"),
    [
        ("told", {"by": "phone", "told": "On Friday."}, "answered", "answer"),
        ("close", {"reason": "Asked twice."}, "closed", "close"),
    ],
)
def test_it_ends_otherwise_and_can_be_opened_again(
    office: Office, author: Browser, by_phone: int, act: str, typed: Form, state: str, step: str
) -> None:  # fmt: skip
    at = f"/enquiries/{by_phone}"
    empty = author.send(f"{at}/{act}", {"by": "phone"})
    assert empty.status_code == 422
    assert "is empty. Write it." in words(empty.text)
    for _ in range(2):
        assert author.send(f"{at}/{act}", typed).status_code == 303
    assert rows(office, "SELECT state FROM enquiries") == [(state,)]
    for _ in range(2):
        assert author.send(f"{at}/reopen").status_code == 303
    assert steps(office) == ["keep", step, "reopen"]
    assert rows(office, "SELECT state, done_at FROM enquiries") == [("open", None)]
    log = rows(
        office, "SELECT act, object, detail FROM audit WHERE act LIKE '%enquiry'"
    )
    assert [act for act, *_ in log] == [
        "keep enquiry",
        f"{step} enquiry",
        "reopen enquiry",
    ]
    assert not [row for row in log if "Friday" in str(row) or "twice" in str(row)]


def test_it_is_sorted_by_the_announcement_s_topics(
    office: Office, author: Browser, by_phone: int
) -> None:
    ref = office.announce()
    typed = {"kind": "need", "language": "sw", "about": ref, "topics": ""}
    assert author.send(f"/enquiries/{by_phone}/sort", typed).status_code == 303
    with office.store.read() as connection:
        found = enquiries.get(connection, by_phone)
        topics = enquiries.topics_of(connection, [by_phone])[by_phone]
    assert found
    assert (found.kind, found.language, found.announcement_id) == ("need", "sw", ref)
    assert topics == ["water", "women"]


def test_a_stranger_s_question_is_given_to_an_organisation(
    office: Office, author: Browser, says: Callable[..., int]
) -> None:
    author.send(f"/inbox/{says('Where?')}/keep", {"kind": "question"})
    page = author.get("/enquiries/1?organisation=market").text
    assert "Market Group" in page
    key = str(organisation(office, "Market"))
    for _ in range(2):
        answer = author.send("/enquiries/1/whose", {"organisation": key})
        assert answer.status_code == 303
    assert "Market Group" in words(author.get("/enquiries").text)
    assert steps(office) == ["keep", "sort"]
    assert author.send("/enquiries/1/whose", {"organisation": "x"}).status_code == 422


def test_markup_is_words_on_every_page(
    office: Office, author: Browser, group: int
) -> None:
    bad = "<script>alert(1)</script>"
    noted(office, author, group, words=bad, topics=bad)
    for path in ("/enquiries", "/enquiries/1", f"/organisations/{group}"):
        assert "<script>" not in author.get(path).text


def test_pages_are_light(office: Office, author: Browser, group: int) -> None:
    """Fifty that wait, in letters by chance that compress badly; what the browser gets."""
    chance = random.Random(7)

    def letters(number: int) -> str:
        return "".join(chr(chance.randrange(0x1200, 0x1250)) for _ in range(number))

    for number in range(55):
        said = f"Question {number}: {letters(120)}"
        noted(office, author, group, words=said, topics=letters(60))
    first = author.get("/enquiries")
    assert "Next page" in first.text
    assert "Question 54:" in author.get("/enquiries?after=50").text
    for path in (
        "/enquiries",
        "/enquiries/1",
        f"/organisations/{group}",
        "/reports/asked",
    ):
        assert len(gzip.compress(author.get(path).content)) < HEAVY, path


def test_one_that_is_not_there(author: Browser) -> None:
    assert author.get("/enquiries/99").status_code == 404
    assert author.send("/enquiries/99/close", {"reason": "x"}).status_code == 404
    assert author.send("/organisations/99/enquiries", form()).status_code == 404
    assert author.send("/inbox/99/keep", {"kind": "need"}).status_code == 404
