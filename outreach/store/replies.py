"""Answers to texts. One of unknown fate is never sent again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select, text, update

from outreach import registry
from outreach.model.delivery_ids import parts_of
from outreach.model.news import Event
from outreach.model.states import Outcome
from outreach.store import enquiry_steps, phones
from outreach.store.rows import inserted_id
from outreach.store.tables import replies

#: What the inbox sends by itself to one number: two machines must not talk for ever.
MOST_AN_HOUR, MOST_A_DAY = 3, 10


#: Names the batch or folder of answers at gateways; no broadcast's code has seven letters.
BATCH = "REPLIES"

#: What the column holds.
_LONGEST_ID = 80

#: What a gateway's later word makes of an answer. A temporary refusal is no last word.
_HEARD = {
    Outcome.ACCEPTED: "accepted",
    Outcome.DELIVERED: "accepted",
    Outcome.REFUSED: "failed",
    Outcome.OPTED_OUT: "failed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer on its way."""

    id: int
    gateway: str
    recipient: str
    sender: str | None
    language: str
    text: str
    parts: tuple[str, ...]
    segments: int
    tries: int
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An answer as staff see it."""

    text: str
    language: str
    state: str
    changed_at: datetime
    user_id: int | None
    detail: str | None


#: As the index of open answers has it: by this SQLite knows that it may use it.
_OPEN = text("replies.state IN ('queued','sending')")
_QUEUED = update(replies).where(_OPEN, replies.c.state == "queued")


def within_limits(
    connection: Connection, recipient: str, now: datetime, *, due: bool = False
) -> bool:
    """Whether the inbox may write to the number by itself once more. What is ``due`` to
    everybody keeps to the day's limit alone.
    """
    r = replies.c
    mine = (r.recipient == recipient) & r.user_id.is_(None)
    hour, day = now - timedelta(hours=1), now - timedelta(days=1)
    last_hour, last_day = connection.execute(
        select(
            func.count().filter(r.created_at > hour),
            func.count().filter(r.created_at > day),
        ).where(mine, r.created_at > day)
    ).one()
    return bool((due or last_hour < MOST_AN_HOUR) and last_day < MOST_A_DAY)


def add(
    connection: Connection,
    *,
    inbound_id: int | None,
    gateway: str,
    recipient: str,
    sender: str | None,
    language: str,
    text: str,
    parts: tuple[str, ...],
    segments: int,
    now: datetime,
    user_id: int | None = None,
) -> int:
    """Write an answer; it goes out when this transaction is committed. Its id."""
    return inserted_id(
        connection,
        insert(replies).values(
            inbound_id=inbound_id,
            gateway=gateway,
            recipient=recipient,
            sender=sender,
            language=language,
            text=text,
            parts=list(parts),
            segments=segments,
            state="queued",
            tries=0,
            not_before=0,
            created_at=now,
            changed_at=now,
            user_id=user_id,
        ),
    )


def due(
    connection: Connection, gateways: Collection[str], now: int, most: int
) -> list[Reply]:
    """Answers to hand over now, oldest first, by any of the gateways."""
    r = replies.c
    wanted = (r.state == "queued", r.gateway.in_(list(gateways)), r.not_before <= now)
    return _found(connection, _REPLY.where(_OPEN, *wanted).order_by(r.id).limit(most))


def left_sending(connection: Connection) -> list[Reply]:
    """Answers that were being handed over: between two rounds, those of which nobody knows."""
    r = replies.c
    query = _REPLY.where(_OPEN, r.state == "sending").order_by(r.id)
    return _found(connection, query)


_REPLY = select(*(replies.c[field.name] for field in fields(Reply)))


def _found(connection: Connection, query: Select[Any]) -> list[Reply]:
    rows = connection.execute(query)
    return [Reply(**{**row._mapping, "parts": tuple(row.parts)}) for row in rows]


def any_older(connection: Connection, than: datetime) -> bool:
    """Whether an answer has waited since before ``than``."""
    r = replies.c
    query = select(r.id).where(_OPEN, r.state == "queued", r.created_at < than).limit(1)
    return connection.execute(query).first() is not None


def mark_sending(connection: Connection, key: int, now: datetime) -> bool:
    """Before it is handed over; False if another process was quicker."""
    changed = connection.execute(
        _QUEUED.where(replies.c.id == key).values(
            state="sending", tries=replies.c.tries + 1, changed_at=now
        )
    )
    return changed.rowcount == 1


def settle(
    connection: Connection,
    key: int,
    state: str,
    detail: str | None,
    now: datetime,
    gateway_ids: Sequence[str] = (),
) -> None:
    """What became of an answer that was being handed over."""
    if gateway_ids:
        told = update(replies).where(replies.c.id == key)
        connection.execute(told.values(gateway_id=gateway_ids[0][:_LONGEST_ID]))
    connection.execute(
        update(replies)
        .where(replies.c.id == key, replies.c.state.in_(("sending", "unknown")))
        .values(state=state, detail=detail, changed_at=now)
    )
    if state == "failed":
        enquiry_steps.reopen_unsent(connection, now)


def named(
    connection: Connection, gateway: str, event: Event
) -> Row[int, str, str] | None:
    """The answer that an event of ``gateway`` is about: id, gateway, recipient."""
    r = replies.c
    if event.delivery:
        batch, key = parts_of(event.delivery) or ("", 0)
        mine = r.id == (key if batch == BATCH else 0)
    else:
        mine = r.gateway_id == event.gateway_id
    query = select(r.id, r.gateway, r.recipient)
    return connection.execute(
        query.where(mine, r.gateway == gateway, r.tries > 0)
    ).first()


def hear(
    connection: Connection,
    reply: Row[int, str, str],
    event: Event,
    secret: bytes,
    now: datetime,
) -> None:
    """Believe what its gateway tells later of an answer."""
    if event.outcome is Outcome.OPTED_OUT:
        opt_out(connection, secret, reply.gateway, reply.recipient, now)
    if (state := _HEARD.get(event.outcome)) is None:
        return
    connection.execute(
        update(replies)
        .where(
            replies.c.id == reply.id,
            replies.c.state.in_(("sending", "unknown", "accepted")),
        )
        .values(state=state, detail=event.detail, changed_at=now)
    )
    if state == "failed":
        enquiry_steps.reopen_unsent(connection, now)


def opt_out(
    connection: Connection, secret: bytes, gateway: str, recipient: str, now: datetime
) -> None:
    """The provider knows of an opt-out that we may not know of: it is as a STOP."""
    channels = registry.texting_channels()
    how = f"told by {gateway}"
    phones.withdraw(connection, secret, channels, recipient, how, now)


def put_off(
    connection: Connection, key: int, until: int, detail: str | None, now: datetime
) -> None:
    """It surely did not go out: try again at ``until``."""
    connection.execute(
        update(replies)
        .where(replies.c.id == key, replies.c.state.in_(("queued", "sending")))
        .values(state="queued", not_before=until, detail=detail, changed_at=now)
    )


def give_up(
    connection: Connection, why: str, now: datetime, *, older: datetime | None = None
) -> int:
    """End answers that are still queued, or those created before ``older``; how many."""
    ended = _QUEUED.values(state="failed", detail=why, changed_at=now)
    if older is not None:
        ended = ended.where(replies.c.created_at < older)
    number = connection.execute(ended).rowcount
    if number:
        enquiry_steps.reopen_unsent(connection, now)
    return number


def of_text(connection: Connection, inbound_id: int) -> list[Said]:
    """The answers to one text, in order."""
    r = replies.c
    rows = connection.execute(
        select(r.text, r.language, r.state, r.changed_at, r.user_id, r.detail)
        .where(r.inbound_id == inbound_id)
        .order_by(r.id)
    )
    return [Said(**row._mapping) for row in rows]
