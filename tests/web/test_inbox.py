"""What staff see of the inbox, and what they do with it."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable
from typing import Any

import pytest

from outreach.inbox.post import Post, work_once
from outreach.model.news import Inbound
from outreach.store import consents, directory, inbound, phones, rsvps
from tests.web.conftest import Browser, Office, words

WRITER, KNOWN, OURS = "+254722000001", "+254300000001", "+254700000009"


@pytest.fixture
def says(office: Office) -> Callable[..., int]:
    """Let a text come and be read; its id."""
    office.neighbours()
    numbers = iter(range(1, 10_000))

    def told(text: str, sender: str = WRITER) -> int:
        key = f"k{next(numbers)}"
        one = Inbound(key=key, sender=sender, recipient=OURS, text=text)
        with office.store.write() as connection:
            inbound.add(connection, "outbox", one, office.now)
        read(office)
        return rows(office, "SELECT max(id) FROM inbound")[0][0]

    return told


def read(office: Office) -> None:
    post = Post(
        settings=office.settings,
        store=office.store,
        gateways=office.gateways,
        clock=lambda: office.now,
    )
    while work_once(post):
        pass


def rows(office: Office, query: str) -> list[tuple[Any, ...]]:
    with office.store.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


@pytest.fixture
def author(office: Office) -> Browser:
    return office.browser("author")


def organisation(office: Office, name: str) -> int:
    with office.store.read() as connection:
        return directory.organisations_named(connection, name, 1)[0][0]


def test_home_says_how_many_texts_wait_and_the_inbox_lists_them(
    author: Browser, says: Callable[..., int]
) -> None:
    assert "text waits" not in words(author.get("/").text)
    says("Where is it?")
    says("cancel my seat")
    assert "2 texts wait for a person to read" in words(author.get("/").text)
    page = words(author.get("/inbox").text)
    assert page.index("cancel my seat") < page.index("Where is it?")
    assert "may be an opt-out" in page


def test_viewers_see_no_phone_and_can_do_nothing(
    office: Office, says: Callable[..., int]
) -> None:
    key = says("Where is it?")
    viewer = office.browser("viewer")
    for path in ("/inbox", f"/inbox/{key}"):
        page = viewer.get(path).text
        assert WRITER not in page
        assert "Where is it?" in page
    assert viewer.send(f"/inbox/{key}/done").status_code == 403


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<script>alert(1)</script>", id="markup"),
        pytest.param("\u202egnihton", id="turned"),
        pytest.param("", id="empty"),
        pytest.param("x" * 100_000, id="long"),
        pytest.param("a\0b\ud800", id="NUL and half a pair"),
    ],
)
def test_any_text_is_shown_and_never_as_markup(
    author: Browser, says: Callable[..., int], text: str
) -> None:
    key = says(text)
    for path in ("/inbox", f"/inbox/{key}"):
        answer = author.get(path)
        assert answer.status_code == 200
        assert "<script>" not in answer.text


def test_the_pages_have_each_text_that_waits_once(
    office: Office, author: Browser
) -> None:
    """Marked ones come first, wherever they are among the others."""
    with office.store.write() as connection:
        for number in range(120):
            one = Inbound(key=f"k{number}", sender=WRITER, recipient=OURS, text="?")
            inbound.add(connection, "outbox", one, office.now)
            marked = number in (3, 60, 118, 119)
            inbound.change(connection, number + 1, state="waiting", marked=marked)
    path, seen = "/inbox", []
    for _ in range(3):
        text = author.get(path).text.split("What came last")[0]
        seen += map(int, re.findall(r'"/inbox/(\d+)"', text))
        more = re.search(r'href="(\?[^"]+)">Next page', text)
        path = f"/inbox{html.unescape(more[1])}" if more else ""
    assert not path
    assert seen[:4] == [4, 61, 119, 120]
    assert sorted(seen) == list(range(1, 121))


def test_done_takes_it_off_the_list_and_says_who(
    office: Office, author: Browser, says: Callable[..., int]
) -> None:
    key = says("Where is it?")
    assert author.send(f"/inbox/{key}/done").status_code == 303
    assert author.send(f"/inbox/{key}/done").status_code == 303
    assert "Nothing waits for a person." in words(author.get("/inbox").text)
    assert "Author" in words(author.get(f"/inbox/{key}").text)
    query = "SELECT act, object FROM audit WHERE act LIKE '%text%'"
    assert rows(office, query) == [("close text", f"text {key}")]


def test_an_answer_goes_out_as_it_was_typed(
    office: Office, author: Browser, says: Callable[..., int]
) -> None:
    key = says("Where is it?")
    typed = "Town Hall – room “3B”"
    assert author.send(f"/inbox/{key}/answer", {"answer": typed}).status_code == 303
    read(office)
    (batch,) = (office.settings.out).glob("*REPLIES*.jsonl")
    assert 'Town Hall - room \\"3B\\"' in batch.read_text("utf-8")
    page = words(author.get(f"/inbox/{key}").text)
    assert 'Town Hall - room "3B" Author, ' in page
    assert "accepted" in page


@pytest.mark.parametrize(
    ("sender", "typed", "status", "why"),
    [
        (WRITER, "   ", 422, "is empty. Write it."),
        (WRITER, "x" * 1600, 422, "takes 11 segments; 10 are the most."),
        (WRITER, "a\x07b", 422, "has a control character"),
        ("22141", "Hello", 422, "It can't be answered: the sender is no mobile phone."),
    ],
)
def test_an_answer_that_can_t_go_is_refused_and_kept(
    author: Browser,
    says: Callable[..., int],
    sender: str,
    typed: str,
    status: int,
    why: str,
) -> None:
    key = says("Where is it?", sender)
    answer = author.send(f"/inbox/{key}/answer", {"answer": typed})
    assert answer.status_code == status
    assert why in words(answer.text)
    assert typed.replace("\x07", "") in answer.text.replace("\x07", "")


def test_nobody_who_opted_out_is_answered(
    office: Office, author: Browser, says: Callable[..., int]
) -> None:
    key = says("Where is it?")
    says("STOP")
    answer = author.send(f"/inbox/{key}/answer", {"answer": "Town Hall"})
    assert "This number wants no texts." in words(answer.text)
    assert rows(office, "SELECT count(*) FROM replies WHERE user_id > 0") == [(0,)]


def test_who_wants_texts_is_added_with_their_words_as_consent(
    office: Office, author: Browser, says: Callable[..., int]
) -> None:
    key = says("JOIN please")
    page = author.get(f"/inbox/{key}?organisation=market")
    assert "Market Group" in page.text
    number = organisation(office, "Market Group")
    form = {"organisation": str(number), "wants": "yes"}
    assert author.send(f"/inbox/{key}/phone", form).status_code == 303
    assert author.send(f"/inbox/{key}/phone", form).status_code == 303
    with office.store.read() as connection:
        found = directory.get_organisation(connection, number)
        assert found
        log = consents.consent_log(connection, office.store.secret, "sms", WRITER)
    (added,) = [a for a in found.addressees if a.channel == "sms"]
    assert (added.address, added.consented) == (WRITER, True)
    assert log[0].wording == "JOIN please"
    assert (log[0].source, log[0].by) == (f"text {key} by outbox", "Author")
    assert "Nothing waits" in words(author.get("/inbox").text)


def test_whose_phone_it_is_makes_a_report_count(
    office: Office, author: Browser, says: Callable[..., int]
) -> None:
    office.announce()
    key = says("Redio K7QX2M")
    number = organisation(office, "Radio Lake")
    author.send(f"/inbox/{key}/phone", {"organisation": str(number)})
    read(office)
    with office.store.read() as connection:
        kept = inbound.get(connection, key)
    assert kept
    assert (
        kept.note == "It says that it was aired, but it names no broadcast by its code."
    )
    query = f"SELECT consented FROM addressees WHERE address = '{WRITER}'"  # noqa: S608
    assert rows(office, query) == [(0,)]


def test_an_opt_out_in_other_words_is_one(
    office: Office, author: Browser, says: Callable[..., int]
) -> None:
    key = says("I told you to stop", KNOWN)
    for _ in range(2):
        assert author.send(f"/inbox/{key}/stop").status_code == 303
    secret = office.store.secret
    with office.store.read() as connection:
        assert phones.opted_out(connection, secret, ("sms",), KNOWN)
        log = consents.consent_log(connection, secret, "sms", KNOWN)
    assert [(row.given, row.how) for row in log] == [
        (True, "signed form"),
        (False, "text, read by Author"),
    ]
    key = says("I told you to stop", "22141")
    assert author.send(f"/inbox/{key}/stop").status_code == 422


def test_a_number_without_its_plus_can_be_opted_out_and_answered_if_it_is_known(
    office: Office, author: Browser, says: Callable[..., int]
) -> None:
    key = says("Where is it?", KNOWN[1:])
    assert author.send(f"/inbox/{key}/answer", {"answer": "Here."}).status_code == 303
    assert rows(office, "SELECT recipient FROM replies") == [(KNOWN,)]
    assert author.send(f"/inbox/{key}/stop").status_code == 303
    with office.store.read() as connection:
        assert phones.opted_out(connection, office.store.secret, ("sms",), KNOWN)


@pytest.mark.parametrize("number", ["", "x", "999999", "9" * 40, "-1"])
def test_an_organisation_that_is_none(
    author: Browser, says: Callable[..., int], number: str
) -> None:
    key = says("JOIN")
    answer = author.send(f"/inbox/{key}/phone", {"organisation": number})
    assert answer.status_code == 422
    assert "Look for it by name." in words(answer.text)


@pytest.mark.parametrize("part", ["%", "_", "\\", "'", "a\0b", "x" * 5000])
def test_a_search_is_no_pattern(
    author: Browser, says: Callable[..., int], part: str
) -> None:
    key = says("JOIN")
    answer = author.client.get(f"/inbox/{key}", params={"organisation": part})
    assert answer.status_code == 200
    assert "Radio Lake" not in answer.text


def test_a_text_that_is_not_there(author: Browser) -> None:
    assert author.get("/inbox/99").status_code == 404
    assert author.send("/inbox/99/done").status_code == 404


def test_who_comes_is_on_the_announcement_and_on_the_organiser_s_list(
    office: Office, author: Browser, says: Callable[..., int]
) -> None:
    ref = office.announce()
    office.organisation("=HYPERLINK(A1)", {"channel": "sms", "address": WRITER})
    assert "Who comes" not in words(author.get(f"/announcements/{ref}").text)
    with office.store.write() as connection:
        for name, coming in (("Women of", True), ("=HYPER", True), ("Market", False)):
            ((key, *_),) = directory.organisations_named(connection, name, 1)
            rsvps.put(connection, ref, key, 1, 1, coming, office.now)
    page = words(author.get(f"/announcements/{ref}").text)
    assert "2 organisations come, 1 does not." in page
    table = author.get(f"/announcements/{ref}/answers")
    assert "2 come, 1 do not." in words(table.text)
    sheet = author.get(f"/announcements/{ref}/answers.csv")
    assert sheet.headers["content-type"] == "text/csv; charset=utf-8"
    assert sheet.content.startswith(b"\xef\xbb\xbf")
    found = list(csv.reader(io.StringIO(sheet.content.decode("utf-8-sig"))))
    assert [row[0] for row in found] == [
        "organisation",
        "'=HYPERLINK(A1)",
        "Market Group",
        "Women of the Lake",
    ]
    assert [row[3] for row in found[1:]] == ["yes", "no", "yes"]
    assert author.get("/announcements/none/answers").status_code == 404
