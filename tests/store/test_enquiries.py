"""Enquiries in both databases: kept once, in order, counted, and forgotten in time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from outreach.model.audience import OrganisationRecord
from outreach.store import (
    Store,
    asked,
    directory,
    enquiries,
    enquiry_steps,
    inbound,
    replies,
)
from outreach.store.asked import By, Over
from outreach.store.audit import Actor
from outreach.store.enquiries import Asked
from tests.store.conftest import NOW

YEAR = timedelta(days=365)


def keep(store: Store, *topics: str, **changes: Any) -> tuple[int, bool]:
    values = {
        "kind": "question",
        "way": "phone",
        "words": "Where?",
        "language": "en",
        "asked_at": NOW,
        **changes,
    }
    with store.write() as connection:
        return enquiries.add(connection, Asked(**values), topics, None, NOW)


@pytest.mark.parametrize(
    ("changes", "new"),
    [
        pytest.param({"inbound_id": 7}, False, id="the same text"),
        pytest.param({"once": "f"}, False, id="the same form"),
        pytest.param({}, True, id="two calls may be alike"),
    ],
)
def test_what_is_the_same_is_kept_once(
    store: Store, changes: dict[str, Any], new: bool
) -> None:
    keep(store)
    first = keep(store, **changes)
    assert keep(store, **changes) == (first[0] + new, new)


def test_one_is_locked_given_and_counted(store: Store, actor: Actor) -> None:
    first, second = (keep(store)[0] for _ in range(2))
    with store.write() as connection:
        assert enquiries.get(connection, first, lock=True)
        mine = actor.user_id
        enquiries.change(connection, first, state="assigned", user_id=mine)
        enquiry_steps.step(connection, first, "assign", mine, NOW, note="Ann")
    with store.read() as connection:
        waiting = [one.id for one in enquiries.waiting(connection)]
        behind = [one.id for one in enquiries.waiting(connection, after=first)]
        own = [one.id for one in enquiries.waiting(connection, user_id=mine)]
        found = enquiries.counts(connection, mine)
        steps = enquiry_steps.steps(connection, first)
    assert (waiting, behind, own) == ([first, second], [second], [first])
    assert (found.waiting, found.open, found.mine) == (2, 1, 1)
    assert [(step.act, step.note) for step in steps] == [
        ("keep", None),
        ("assign", "Ann"),
    ]


@pytest.mark.parametrize(
    ("by", "over", "counted"),
    [
        ("topic", Over(), {"water": 2, "roads": 1, None: 1}),
        ("kind", Over(), {"question": 2, "need": 1}),
        ("announcement", Over(), {"day": 1, None: 2}),
        ("kind", Over(refs=("day",)), {"question": 1}),
        ("kind", Over(start=NOW, end=NOW + YEAR), {"question": 2}),
        ("kind", Over(start=NOW - YEAR, end=NOW), {"need": 1}),
        ("kind", Over(region="Kisumu"), {"question": 1}),
        ("kind", Over(region="Kisumu", category="media"), {}),
    ],
)
def test_they_are_counted_by_what_they_are_about(
    store: Store, by: By, over: Over, counted: dict[str | None, int]
) -> None:
    record = OrganisationRecord(
        name="Group", category="ngo", country="KE", region="Kisumu"
    )
    with store.write() as connection:
        key = directory.put_organisation(connection, record, store.secret, NOW)
    keep(store, "water", "roads", announcement_id="day", organisation_id=key)
    keep(store, "water")
    keep(store, kind="need", asked_at=NOW - timedelta(days=1))
    with store.read() as connection:
        found: dict[str | None, int] = {}
        for one in asked.numbers(connection, by, over):
            found[one.label] = found.get(one.label, 0) + one.number
    assert found == counted


def test_days_to_an_answer_are_of_those_answered(store: Store) -> None:
    key, _ = keep(store)
    keep(store)
    with store.write() as connection:
        done = NOW + timedelta(hours=36)
        enquiries.change(connection, key, state="answered", done_at=done)
    with store.read() as connection:
        assert asked.days_to_answer(connection, Over()) == {"question": [1.5]}


def answered(store: Store, key: int, state: str) -> int:
    """Answer it by a text that is in that state; the text's id."""
    with store.write() as connection:
        reply = replies.add(
            connection,
            inbound_id=None,
            gateway="outbox",
            recipient="+254722000001",
            sender=None,
            language="en",
            text="There.",
            parts=("There.",),
            segments=1,
            now=NOW,
        )
        enquiries.change(connection, key, state="answered", reply_id=reply)
        enquiry_steps.step(
            connection, key, "answer", None, NOW, note="There.", reply_id=reply
        )
        replies.mark_sending(connection, reply, NOW)
        if state != "sending":
            replies.settle(connection, reply, state, None, NOW)
    return reply


@pytest.mark.parametrize(
    ("state", "then"),
    [("accepted", "answered"), ("unknown", "answered"), ("failed", "open")],
)
def test_one_whose_answer_did_not_go_out_waits_again(
    store: Store, state: str, then: str
) -> None:
    key, _ = keep(store)
    answered(store, key, state)
    with store.read() as connection:
        found = enquiries.get(connection, key)
    assert found
    assert found.state == then


@pytest.mark.parametrize(
    ("state", "words"),
    [
        pytest.param("accepted", None, id="it is over"),
        pytest.param("sending", "Where?", id="its answer is on its way"),
    ],
)
def test_words_and_answers_go_in_time_and_figures_stay(
    store: Store, state: str, words: str | None
) -> None:
    key, _ = keep(store, "water")
    waits, _ = keep(store)
    reply = answered(store, key, state)
    with store.write() as connection:
        assert enquiry_steps.purge(connection, NOW) == 0
        gone = enquiry_steps.purge(connection, NOW + YEAR)
        inbound.purge(connection, NOW + YEAR)
    with store.read() as connection:
        found, other = (enquiries.get(connection, one) for one in (key, waits))
        steps = enquiry_steps.steps(connection, key)
        left = connection.exec_driver_sql("SELECT id FROM replies").scalars()
        assert list(left) == ([] if words is None else [reply])
    assert found
    assert other
    assert (found.words, other.words) == (words, "Where?")
    assert gone == (words is None)
    assert (steps[-1].note is None) == (words is None)
    assert (found.state, found.kind) == ("answered", "question")
