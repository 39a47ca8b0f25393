"""Who comes: invitations that reached a phone, lists that were sent, answers."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, text, tuple_

from outreach.model.states import State
from outreach.store.tables import (
    Instant,
    addressees,
    broadcasts,
    deliveries,
    delivery_shares,
    organisations,
    rsvps,
)

#: It went out, or may have.
REACHED = (State.SENDING, State.ACCEPTED, State.DELIVERED, State.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A broadcast that reached a phone, for one of the organisations behind it."""

    broadcast_id: int
    announcement_id: str
    organisation_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one organisation answered last."""

    organisation_id: int
    name: str
    region: str | None
    country: str
    coming: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A list that a phone was sent: (announcement, broadcast, organisation) by number."""

    coming: bool
    options: tuple[tuple[str, int, int], ...]


def invitations(
    connection: Connection, channels: Sequence[str], phone: str, now: int
) -> list[Invitation]:
    """What reached the phone and is not over, the newest first; one for each organisation."""
    d, s = deliveries.c, delivery_shares.c
    open_ = _not_over(connection, now)
    # The broadcasts are named, so that each is one look into the ledger's own index: it
    # has none of addresses alone, and millions of rows.
    reached = connection.execute(
        select(d.broadcast_id, d.seq, d.addressee_id).where(
            d.broadcast_id.in_(list(open_)),
            d.channel.in_(channels),
            d.address == phone,
            d.state.in_(REACHED),
        )
    ).all()
    pairs = [(row.broadcast_id, row.seq) for row in reached]
    shared = connection.execute(
        select(s.broadcast_id, s.seq, s.addressee_id).where(
            tuple_(s.broadcast_id, s.seq).in_(pairs)
        )
    ).all()
    told = {(row.broadcast_id, row.addressee_id) for row in (*reached, *shared)}
    behind = _behind(connection, {addressee for _, addressee in told})
    found = {
        Invitation(
            broadcast_id=key,
            announcement_id=open_[key],
            organisation_id=behind[addressee][0],
            name=behind[addressee][1],
        )
        for key, addressee in told
        if addressee in behind
    }
    return sorted(found, key=lambda one: (-one.broadcast_id, one.name))


def _not_over(connection: Connection, now: int) -> dict[int, str]:
    """Broadcasts of announcements whose event is not over, with what they are of."""
    b = broadcasts.c
    rows = connection.execute(
        select(b.id, b.announcement_id).where(
            b.announcement_id.is_not(None),
            b.notice != "cancellation",
            b.reminds_id.is_(None),
            b.expires_at > now,
        )
    )
    return {row.id: row.announcement_id for row in rows}


def _behind(
    connection: Connection, keys: Collection[int]
) -> dict[int, tuple[int, str]]:
    """The organisation of each addressee: its id and name."""
    a, o = addressees.c, organisations.c
    rows = connection.execute(
        select(a.id, a.organisation_id, o.name)
        .join(organisations, o.id == a.organisation_id)
        .where(a.id.in_(list(keys)))
    )
    return {row.id: (row.organisation_id, row.name) for row in rows}


_PUT = text(
    "INSERT INTO rsvps"
    " (announcement_id, organisation_id, coming, at, broadcast_id, inbound_id)"
    " VALUES (:announcement, :organisation, :coming, :at, :broadcast, :inbound)"
    " ON CONFLICT (announcement_id, organisation_id) DO UPDATE SET coming = :coming,"
    " at = :at, broadcast_id = :broadcast, inbound_id = :inbound"
)


def put(
    connection: Connection,
    announcement: str,
    organisation: int,
    broadcast: int,
    inbound: int,
    coming: bool,
    now: datetime,
) -> None:
    """Note what an organisation answers; its last answer counts."""
    values = {
        "announcement": announcement,
        "organisation": organisation,
        "broadcast": broadcast,
        "inbound": inbound,
        "coming": coming,
        "at": Instant().process_bind_param(now, connection.dialect),
    }
    connection.execute(_PUT, values)


def answers(connection: Connection, announcements: Sequence[str]) -> list[Answer]:
    """The last answer of every organisation to one event, by name; an event that was
    corrected has several announcements.
    """
    r, o = rsvps.c, organisations.c
    rows = connection.execute(
        select(r.organisation_id, o.name, o.region, o.country, r.coming, r.at)
        .join(organisations, o.id == r.organisation_id)
        .where(r.announcement_id.in_(announcements))
        .order_by(o.name, o.id, r.at)
    )
    last = {row.organisation_id: Answer(**row._mapping) for row in rows}
    return list(last.values())


def counts(connection: Connection, announcements: Sequence[str]) -> tuple[int, int]:
    """How many organisations come, and how many don't."""
    found = answers(connection, announcements)
    coming = sum(answer.coming for answer in found)
    return coming, len(found) - coming


_ASK = text(
    "INSERT INTO questions (sender, coming, options, expires_at)"
    " VALUES (:sender, :coming, :options, :expires_at) ON CONFLICT (sender)"
    " DO UPDATE SET coming = :coming, options = :options, expires_at = :expires_at"
)
_OPEN = text("SELECT coming, options, expires_at FROM questions WHERE sender = :sender")


def ask(
    connection: Connection, sender: str, question: Question, expires_at: int
) -> None:
    """Remember which list a phone was sent; it has one at a time."""
    connection.execute(
        _ASK,
        {
            "sender": sender,
            "coming": question.coming,
            "options": json.dumps(question.options),
            "expires_at": expires_at,
        },
    )


def open_question(connection: Connection, sender: str, now: int) -> Question | None:
    """The list that a phone may answer by a number now."""
    row = connection.execute(_OPEN, {"sender": sender}).first()
    if row is None or row.expires_at <= now:
        return None
    options = json.loads(row.options) if isinstance(row.options, str) else row.options
    return Question(
        coming=bool(row.coming), options=tuple((a, b, o) for a, b, o in options)
    )


def close_question(connection: Connection, sender: str) -> None:
    """It is answered, or something else is asked."""
    connection.execute(text("DELETE FROM questions WHERE sender = :s"), {"s": sender})


def drop_old_questions(connection: Connection, now: int) -> None:
    """Forget lists that nobody answered."""
    connection.execute(
        text("DELETE FROM questions WHERE expires_at <= :now"), {"now": now}
    )
