"""Texts that came back: each stored once, before anything is decided."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    bindparam,
    delete,
    func,
    select,
    text,
    update,
)

from outreach.model.enquiry import WAITS
from outreach.model.news import Inbound
from outreach.store import enquiry_steps
from outreach.store.tables import Instant, enquiries, inbound, replies

#: What the columns hold.
_LONGEST_KEY, _LONGEST_ADDRESS = 120, 80
#: Texts that one transaction deletes.
MOST_AT_ONCE = 1_000

_ADD = text(
    "INSERT INTO inbound"
    " (gateway, key, sender, recipient, text, received_at, state)"
    " VALUES (:gateway, :key, :sender, :recipient, :text, :received_at, 'new')"
    " ON CONFLICT DO NOTHING"
).bindparams(bindparam("received_at", type_=Instant()))


def add(connection: Connection, gateway: str, told: Inbound, now: datetime) -> bool:
    """Store a text as it came; False if it was told before."""
    recipient = told.recipient
    values = {
        "gateway": gateway,
        "key": _short(storable(told.key)),
        "sender": storable(told.sender)[:_LONGEST_ADDRESS],
        "recipient": storable(recipient)[:_LONGEST_ADDRESS] if recipient else None,
        "text": storable(told.text),
        "received_at": now,
    }
    return connection.execute(_ADD, values).rowcount == 1


def storable(words: str) -> str:
    """``words`` as both databases take them: PostgreSQL refuses NUL, UTF-8 half a pair.

    NUL becomes its picture (U+2400) and a lone surrogate U+FFFD, so that a person sees
    that something was there.
    """
    whole = words.replace("\0", "\u2400").encode("utf-16-le", "surrogatepass")
    return whole.decode("utf-16-le", "replace")


def _short(key: str) -> str:
    """A provider may give a key of any length; equal ones stay equal."""
    if len(key) <= _LONGEST_KEY:
        return key
    return hashlib.sha256(key.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A text as it is stored."""

    id: int
    gateway: str
    sender: str
    recipient: str | None
    text: str
    received_at: datetime
    state: str
    note: str | None
    marked: bool
    organisation_id: int | None
    user_id: int | None
    done_at: datetime | None


_KEPT = select(*(inbound.c[field.name] for field in fields(Kept)))

#: As the index of open texts has it: by this SQLite knows that it may use it.
_OPEN = text("inbound.state <> 'done'")
#: So many of each sender in turn: who sends ten thousand keeps nobody else waiting.
_NEW = text(
    "SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY sender ORDER BY id)"
    " AS turn FROM inbound WHERE state = 'new' AND state <> 'done') AS waiting"
    " WHERE turn <= :each ORDER BY turn, id LIMIT :most"
)


def new_ids(connection: Connection, each: int, most: int) -> list[int]:
    """Undecided texts, those of each sender in order and at most ``each`` of them; of all
    senders the first, then of all the second, and so on.
    """
    found = connection.execute(_NEW, {"each": each, "most": most})
    return list(found.scalars())


def undecided(connection: Connection, key: int) -> Kept | None:
    """A text, locked; None where somebody has decided on it since."""
    row = connection.execute(
        _KEPT.where(inbound.c.id == key, inbound.c.state == "new").with_for_update()
    ).first()
    return Kept(**row._mapping) if row else None


def get(connection: Connection, key: int) -> Kept | None:
    """A text; None if there is none with that id."""
    row = connection.execute(_KEPT.where(inbound.c.id == key)).first()
    return Kept(**row._mapping) if row else None


def before(connection: Connection, one: Kept, most: int) -> list[Kept]:
    """The last ``most`` texts of its sender before it, newest first."""
    rows = connection.execute(
        _KEPT.where(inbound.c.sender == one.sender, inbound.c.id < one.id)
        .order_by(inbound.c.id.desc())
        .limit(most)
    )
    return [Kept(**row._mapping) for row in rows]


def waiting(
    connection: Connection, after: tuple[bool, int] = (True, 0), most: int = 50
) -> list[Kept]:
    """Texts that wait for a person, those that may be an opt-out before all others: the
    ones behind ``after``, a text's mark and id.
    """
    marked, key = after
    behind = (inbound.c.marked == marked) & (inbound.c.id > key)
    if marked:
        behind |= inbound.c.marked.is_(False)
    rows = connection.execute(
        _KEPT.where(_OPEN, inbound.c.state == "waiting", behind)
        .order_by(inbound.c.marked.desc(), inbound.c.id)
        .limit(most)
    )
    return [Kept(**row._mapping) for row in rows]


def newest(connection: Connection, most: int = 50) -> list[Kept]:
    """The texts that came last, whatever became of them."""
    rows = connection.execute(_KEPT.order_by(inbound.c.id.desc()).limit(most))
    return [Kept(**row._mapping) for row in rows]


def waiting_count(connection: Connection) -> int:
    """How many texts wait for a person."""
    query = select(func.count()).where(_OPEN, inbound.c.state == "waiting")
    return connection.execute(query).scalar_one()


def waiting_of(connection: Connection, sender: str, most: int) -> int:
    """How many of a sender's texts wait for a person; no more than ``most`` are counted."""
    found = (
        select(inbound.c.id)
        .where(inbound.c.state == "waiting", inbound.c.sender == sender)
        .limit(most)
    )
    query = select(func.count()).select_from(found.subquery())
    return connection.execute(query).scalar_one()


def change(connection: Connection, key: int, **values: Any) -> None:
    """Note what became of a text."""
    connection.execute(update(inbound).where(inbound.c.id == key).values(values))


def read_again(connection: Connection, key: int) -> bool:
    """Let a waiting text be read once more; False if it does not wait."""
    changed = connection.execute(
        update(inbound)
        .where(inbound.c.id == key, inbound.c.state == "waiting")
        .values(state="new", note=None, marked=False)
    )
    return changed.rowcount == 1


def purge(connection: Connection, older: datetime) -> int:
    """Delete texts that came before ``older`` and are done, with the answers to them, but no
    more than MOST_AT_ONCE; how many. One that asked what waits still stays, and one whose answer is on its way;
    consent, answers to events and evidence stay.
    """
    found = _past(older).limit(MOST_AT_ONCE)
    old = list(connection.execute(found).scalars())
    if not old:
        return 0
    connection.execute(delete(replies).where(replies.c.inbound_id.in_(old)))
    asked = update(enquiries).where(enquiries.c.inbound_id.in_(old))
    connection.execute(asked.values(inbound_id=None))
    connection.execute(delete(inbound).where(inbound.c.id.in_(old)))
    enquiry_steps.forget_replies(connection)
    return len(old)


def past_count(connection: Connection, older: datetime) -> int:
    """How many texts ``purge`` would delete in the end."""
    query = select(func.count()).select_from(_past(older).subquery())
    return connection.execute(query).scalar_one()


def _past(older: datetime) -> Select[tuple[int]]:
    asks = select(enquiries.c.inbound_id).where(
        enquiries.c.state.in_(WAITS), enquiries.c.inbound_id.is_not(None)
    )
    going = select(replies.c.inbound_id).where(
        replies.c.state.in_(("queued", "sending")), replies.c.inbound_id.is_not(None)
    )
    return select(inbound.c.id).where(
        inbound.c.received_at < older,
        inbound.c.state == "done",
        inbound.c.id.not_in(asks),
        inbound.c.id.not_in(going),
    )
