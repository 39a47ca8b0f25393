"""The history of enquiries: who did what with one, and when; and how long it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, or_, select, update

from outreach.model.enquiry import WAITS, Act, Way
from outreach.store.tables import enquiries, enquiry_steps, replies

_E, _S = enquiries.c, enquiry_steps.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that was done."""

    at: datetime
    #: None: by the inbox itself.
    user_id: int | None
    act: Act
    way: Way | None
    note: str | None
    #: What became of the text that answered; None where there was none.
    reply_state: str | None


def step(
    connection: Connection,
    key: int,
    act: Act,
    user_id: int | None,
    now: datetime,
    *,
    way: Way | None = None,
    note: str | None = None,
    reply_id: int | None = None,
) -> None:
    """Append to its history."""
    connection.execute(
        insert(enquiry_steps).values(
            enquiry_id=key,
            at=now,
            user_id=user_id,
            act=act,
            way=way,
            note=note,
            reply_id=reply_id,
        )
    )


def steps(connection: Connection, key: int) -> list[Step]:
    """Its history, from the beginning."""
    rows = connection.execute(
        select(
            *(_S.at, _S.user_id, _S.act, _S.way, _S.note),
            replies.c.state.label("reply_state"),
        )
        .join(replies, replies.c.id == _S.reply_id, isouter=True)
        .where(_S.enquiry_id == key)
        .order_by(_S.id)
    )
    return [Step(**row._mapping) for row in rows]


def reopen_unsent(connection: Connection, now: datetime) -> None:
    """What a text answered that is said now not to have gone out waits again."""
    unsent = (replies.c.state == "failed") & (replies.c.changed_at == now)
    rows = connection.execute(
        select(_E.id, _E.user_id)
        .join(replies, replies.c.id == _E.reply_id)
        .where(_E.state == "answered", unsent)
    )
    for row in list(rows):
        state = "assigned" if row.user_id else "open"
        again = update(enquiries).where(_E.id == row.id)
        connection.execute(again.values(state=state, done_at=None, reply_id=None))
        step(connection, row.id, "not sent", None, now, way="text")


def purge(connection: Connection, older: datetime) -> int:
    """Delete the words of enquiries that came before ``older`` and are done, with the
    notes and texts that answered them; how many. What is counted of them stays.
    """
    going = select(replies.c.id).where(replies.c.state.in_(("queued", "sending")))
    gone = or_(_E.reply_id.is_(None), _E.reply_id.not_in(going))
    kept = _E.words.is_not(None) & gone
    old = (_E.asked_at < older) & _E.state.not_in(WAITS) & kept
    keys = list(connection.execute(select(_E.id).where(old)).scalars())
    for start in range(0, len(keys), 500):
        _purge(connection, keys[start : start + 500])
    return len(keys)


def _purge(connection: Connection, keys: list[int]) -> None:
    mine = _S.enquiry_id.in_(keys)
    answers = select(_S.reply_id).where(mine, _S.reply_id.is_not(None))
    connection.execute(
        replies.delete().where(
            replies.c.id.in_(answers),
            replies.c.inbound_id.is_(None),
        )
    )
    connection.execute(update(enquiry_steps).where(mine).values(note=None))
    connection.execute(update(enquiries).where(_E.id.in_(keys)).values(words=None))
    forget_replies(connection)


def forget_replies(connection: Connection) -> None:
    """Name no answer that was deleted: SQLite gives its number to another."""
    there = select(replies.c.id)
    for table in (enquiries, enquiry_steps):
        gone = table.c.reply_id.is_not(None) & table.c.reply_id.not_in(there)
        connection.execute(update(table).where(gone).values(reply_id=None))
