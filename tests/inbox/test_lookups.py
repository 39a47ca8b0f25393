"""What is asked for each text goes by an index: the ledger has millions of rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, event

from outreach.model.news import Event
from outreach.model.states import Outcome
from outreach.store import evidence, inbound, phones, replies, rsvps
from tests.conftest import only_on
from tests.inbox.conftest import WRITER, Inbox

NOW = datetime(2027, 3, 1, tzinfo=UTC)
SMS = ("sms",)
BY_OURS = Event(key="e", outcome=Outcome.REFUSED, delivery="REPLIES-1")
BY_THEIRS = Event(key="e", outcome=Outcome.REFUSED, gateway_id="SM1")
LOOKUPS: dict[str, Callable[[Connection], Any]] = {
    "what reached a phone": lambda c: rsvps.invitations(c, SMS, WRITER, 1),
    "what is on the way to it": lambda c: phones.on_the_way(c, SMS, WRITER),
    "whose it is": lambda c: phones.owners(c, SMS, WRITER),
    "who was sent a broadcast": lambda c: evidence.sent_to(c, 1, [1, 2]),
    "undecided texts": lambda c: inbound.new_ids(c, 1, 1),
    "texts that wait": lambda c: inbound.waiting(c),
    "how many wait": lambda c: inbound.waiting_count(c),
    "how many of a number": lambda c: inbound.waiting_of(c, WRITER, 1),
    "answers sent lately": lambda c: replies.within_limits(c, WRITER, NOW),
    "answers to send": lambda c: replies.due(c, ["a"], 1, 1),
    "answers on their way": lambda c: replies.left_sending(c),
    "an answer by its id": lambda c: replies.named(c, "a", BY_OURS),
    "an answer by its gateway's id": lambda c: replies.named(c, "a", BY_THEIRS),
    "answers too late": lambda c: replies.any_older(c, NOW),
}
BIG = ("deliveries", "delivery_shares", "inbound", "replies", "addressees")


@only_on("sqlite", "PostgreSQL plans by what is in the tables")
@pytest.mark.parametrize("name", LOOKUPS)
def test_no_big_table_is_read_from_end_to_end(inbox: Inbox, name: str) -> None:
    asked: list[tuple[str, Any]] = []
    with inbox.store.write() as connection:
        event.listen(
            connection,
            "before_cursor_execute",
            lambda c, cursor, statement, values, *_: asked.append((statement, values)),
        )
        LOOKUPS[name](connection)
        raw: Any = connection.connection.driver_connection
        plan = [
            row[3]
            for statement, values in list(asked)
            for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}", values)
        ]
    assert plan
    assert not [line for line in plan if line in {f"SCAN {table}" for table in BIG}]
