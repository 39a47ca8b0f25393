"""A text is stored once, whatever is in it, before anything is decided."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from outreach.model.news import Inbound
from outreach.store import inbound as inbounds
from tests.inbox.conftest import Inbox, inbound


def add(inbox: Inbox, gateway: str, one: Inbound) -> bool:
    with inbox.store.write() as connection:
        return inbounds.add(connection, gateway, one, inbox.bench.now)


AS_THEY_ARE: list[Any] = [
    pytest.param("", "", id="an empty text"),
    pytest.param("x" * 100_000, "x" * 100_000, id="a hundred thousand characters"),
    pytest.param("a\0b", "a\u2400b", id="NUL, which PostgreSQL refuses"),
    pytest.param("a\ud83db", "a\ufffdb", id="half a pair, which UTF-8 refuses"),
    pytest.param("\ud83d\ude00", "\U0001f600", id="a pair told as two halves"),
    pytest.param("\u202eSTOP\u200b", "\u202eSTOP\u200b", id="bidi and zero width"),
    pytest.param("'; DROP TABLE inbound; --", "'; DROP TABLE inbound; --", id="SQL"),
]


@pytest.mark.parametrize(("said", "kept"), AS_THEY_ARE)
def test_a_text_is_kept_as_it_came(inbox: Inbox, said: str, kept: str) -> None:
    assert add(inbox, "recorder", inbound(said))
    assert inbox.texts() == [kept]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"sender": "+0"}, id="no number"),
        pytest.param({"sender": "911"}, id="an emergency number"),
        pytest.param({"sender": "22141", "recipient": None}, id="a short code"),
        pytest.param({"sender": "AMANI\0"}, id="a name with NUL"),
        pytest.param({"sender": "9" * 10_000}, id="a sender longer than any"),
        pytest.param({"key": "k\0" * 9_000}, id="a key longer than any"),
        pytest.param({"recipient": "r" * 9_000}, id="a recipient longer than any"),
        pytest.param({"at": datetime(2027, 2, 1, tzinfo=UTC)}, id="a time"),
    ],
)
def test_whoever_sends_it_is_stored_once(inbox: Inbox, changes: dict[str, Any]) -> None:
    one = inbound("Habari", **changes)
    assert [add(inbox, "recorder", one), add(inbox, "recorder", one)] == [True, False]
    assert inbox.texts() == ["Habari"]


def test_two_gateways_may_use_one_key_for_two_texts(inbox: Inbox) -> None:
    assert add(inbox, "one", inbound("Habari"))
    assert add(inbox, "other", inbound("Hujambo"))
    assert inbox.texts() == ["Habari", "Hujambo"]


@given(marks=st.lists(st.booleans(), max_size=12), most=st.integers(1, 5))
@settings(
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_page_by_page_each_text_that_waits_comes_once(
    inbox: Inbox, marks: list[bool], most: int
) -> None:
    with inbox.store.write() as connection:
        connection.exec_driver_sql("DELETE FROM inbound")
        for number, marked in enumerate(marks):
            inbounds.add(connection, "g", inbound("x", number), inbox.bench.now)
            change = "UPDATE inbound SET state = 'waiting', marked = :m WHERE key = :k"
            values = {"m": marked, "k": f"in-{number}"}
            connection.execute(text(change), values)
        page = found = inbounds.waiting(connection, most=most)
        while page:
            last = (page[-1].marked, page[-1].id)
            page = inbounds.waiting(connection, last, most)
            found = found + page
        connection.exec_driver_sql("DELETE FROM inbound")
    assert len({one.id for one in found}) == len(found) == len(marks)
    assert [one.marked for one in found] == sorted(marks, reverse=True)


def test_instants_are_utc(inbox: Inbox) -> None:
    nairobi = timezone(timedelta(hours=3))
    one, now = inbound("x"), datetime(2027, 3, 1, 12, tzinfo=nairobi)
    with inbox.store.write() as connection:
        inbounds.add(connection, "recorder", one, now)
    ((received,),) = inbox.rows("SELECT received_at FROM inbound")
    assert str(received).startswith("2027-03-01 09:00:00")
