"""What gateways tell later: stored first, then believed; states only move forward."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select, text, update

from outreach import registry
from outreach.model.delivery_ids import parts_of
from outreach.model.news import Event
from outreach.model.states import STATE_OF, WENT, Outcome, State, may_become
from outreach.store import replies
from outreach.store.consents import suppress
from outreach.store.ledger import settle
from outreach.store.ledger.chunk import CHUNK, Chunk
from outreach.store.ledger.messages import together
from outreach.store.plain import Plain
from outreach.store.tables import EARLY, broadcasts, bundles, deliveries, messages


@dataclass(frozen=True, slots=True)
class _Found:
    broadcast_id: int
    seq: int


_ADD_EVENT = text(
    "INSERT INTO events (gateway, key, at, outcome, delivery, gateway_id, code, detail, matched)"
    " VALUES (:gateway, :key, :at, :outcome, :delivery, :gateway_id, :code, :detail, :matched)"
    " ON CONFLICT DO NOTHING"
)
#: Asked for every window, so that nobody looks for each id where nothing is early.
_ANY_EARLY = Plain(
    "SELECT 1 FROM events WHERE gateway = :gateway AND", EARLY, "LIMIT 1"
)
_EARLY = Plain(
    "SELECT key, outcome, gateway_id, code, detail FROM events"
    " WHERE gateway = :gateway AND gateway_id = ANY(:ids) AND",
    EARLY,
    "ORDER BY at, key",
)
_MATCH = text(
    "UPDATE events SET matched = true WHERE gateway = :gateway AND key = :key"
)
#: Any number that nothing else of ours uses: receipts are stored together, and events by
#: themselves, or an event and the receipt that it is about would not see each other.
_ROOM = 7_268
_AMONG_RECEIPTS = Plain(
    f"SELECT pg_advisory_xact_lock_shared({_ROOM}, hashtext(:gateway))"
)
_ALONE = text(f"SELECT pg_advisory_xact_lock({_ROOM}, hashtext(:gateway))")


def wait_for_news(connection: Connection, gateway: str) -> None:
    """Before receipts of ``gateway`` are stored: first let each event be stored whose
    receipt nobody found. SQLite has one writer, so there nobody need wait.
    """
    if connection.dialect.name == "postgresql":
        _AMONG_RECEIPTS.rows(connection, {"gateway": gateway})


def wait_for_receipts(
    connection: Connection, gateway: str, events: Iterable[Event]
) -> None:
    """Before events of ``gateway`` are stored, where one is about nothing that is known
    yet: first let the receipts be stored that are on their way.
    """
    if connection.dialect.name != "postgresql":
        return
    if any(not e.delivery and _find(connection, gateway, e) is None for e in events):
        connection.execute(_ALONE, {"gateway": gateway})


def catch_up(
    connection: Connection,
    gateway: str,
    gateway_ids: Sequence[str],
    secret: bytes,
    now: datetime,
) -> None:
    """Believe what was told of these messages before their receipts named them."""
    one = {"gateway": gateway}
    if not _ANY_EARLY.rows(connection, one):
        return
    rows = _EARLY.rows(connection, {**one, "ids": list(gateway_ids)})
    for key, outcome, gateway_id, code, detail in rows:
        event = Event(
            key=key,
            outcome=Outcome(outcome),
            gateway_id=gateway_id,
            code=code,
            detail=detail,
        )
        if found := _find(connection, gateway, event):
            connection.execute(_MATCH, {**one, "key": key})
            _believe(connection, gateway, event, found, secret, now)


def tell(
    connection: Connection, gateway: str, event: Event, secret: bytes, now: datetime
) -> bool:
    """Store an event and apply it; False if it was told before or names nothing of ours."""
    found = _find(connection, gateway, event)
    reply = None if found else replies.named(connection, gateway, event)
    added = connection.execute(
        _ADD_EVENT,
        {
            "gateway": gateway,
            "key": event.key,
            "at": now.replace(tzinfo=None),
            "outcome": event.outcome,
            "delivery": event.delivery or None,
            "gateway_id": event.gateway_id,
            "code": event.code,
            "detail": event.detail,
            "matched": bool(found or reply),
        },
    )
    if added.rowcount != 1:
        return False
    if reply:
        replies.hear(connection, reply, event, secret, now)
    if found is None:
        return reply is not None
    _believe(connection, gateway, event, found, secret, now)
    return True


def _believe(
    connection: Connection,
    gateway: str,
    event: Event,
    found: _Found,
    secret: bytes,
    now: datetime,
) -> None:
    _apply(connection, gateway, event, found, int(now.timestamp()))
    if event.outcome is Outcome.OPTED_OUT:
        row = connection.execute(select(deliveries).where(*_is(found))).one()
        suppress(
            connection, secret, row.channel, row.address, f"told by {gateway}", now
        )


def _find(connection: Connection, gateway: str, event: Event) -> _Found | None:
    if event.delivery:
        code, seq = parts_of(event.delivery) or ("", -1)
        row = connection.execute(
            select(deliveries.c.broadcast_id, deliveries.c.seq)
            .join(broadcasts, broadcasts.c.id == deliveries.c.broadcast_id)
            .where(broadcasts.c.code == code, deliveries.c.seq == seq)
        ).first()
    else:
        row = connection.execute(
            select(messages.c.broadcast_id, messages.c.seq).where(
                messages.c.gateway == gateway, messages.c.gateway_id == event.gateway_id
            )
        ).first()
    return _Found(row.broadcast_id, row.seq) if row else None


#: In these the receipt, and with it an id of each message, may still be missing.
_UNTOLD = frozenset({State.SENDING, State.UNKNOWN, State.HELD})


def _apply(
    connection: Connection, gateway: str, event: Event, found: _Found, now: int
) -> None:
    # Locked where there are many writers: of two callbacks at once neither is lost.
    row = connection.execute(
        select(deliveries).where(*_is(found)).with_for_update()
    ).one()
    new = _told(connection, gateway, event, row)
    if new is None or not _believed(row, gateway, new):
        return
    connection.execute(
        update(deliveries)
        .where(*_is(found))
        .values(state=new, changed_at=now, code=event.code, detail=event.detail)
    )
    if new in settle.UNSURE:
        settle.flag_unsure(connection, Chunk(found.broadcast_id, found.seq // CHUNK))


def _believed(row: Row[Any], gateway: str, new: State) -> bool:
    """Whether ``gateway`` can know that. Of what was never handed over nobody can; one that
    had it before another took it over knows only that it went out after all: that counts
    whoever says it, of whichever try.
    """
    if row.attempts == 0 or (row.gateway != gateway and new not in WENT):
        return False
    return may_become(State(row.state), new)


def _told(
    connection: Connection, gateway: str, event: Event, row: Row[Any]
) -> State | None:
    """What the event says of the whole delivery; None if nothing."""
    if event.outcome is Outcome.LATER:  # never back to the queue on hearsay
        return None
    new = STATE_OF[event.outcome]
    if event.gateway_id:
        return _of_all_messages(connection, gateway, event.gateway_id, row, new)
    return new


def _of_all_messages(
    connection: Connection, gateway: str, gateway_id: str, row: Row[Any], new: State
) -> State | None:
    """Delivered only when every message is; a failure beside one that went is unknown.
    While there may be messages that nobody told of, those that are known say nothing.

    Messages of a try before a person sent it again stand as cancelled: they count only
    if they went out after all.
    """
    key = (
        messages.c.broadcast_id == row.broadcast_id,
        messages.c.seq == row.seq,
    )
    states = {
        found.gateway_id: State(found.state)
        for found in connection.execute(select(messages).where(*key))
    }
    old = states.get(gateway_id)
    if old is State.CANCELLED:
        return new if new in WENT else None
    if old is None:
        _add_message(connection, gateway, gateway_id, row, new)
        states[gateway_id] = new
    elif may_become(old, new):
        one = (*key, messages.c.gateway_id == gateway_id)
        connection.execute(update(messages).where(*one).values(state=new))
        states[gateway_id] = new
    known = [state for state in states.values() if state is not State.CANCELLED]
    if row.state in _UNTOLD and len(known) < _number(connection, gateway, row):
        return None
    return together(set(known))


def _number(connection: Connection, gateway: str, row: Row[Any]) -> int:
    """How many messages the gateway makes of the delivery."""
    if not registry.sends_our_parts(gateway):
        return 1
    wanted = select(bundles.c.segments).where(bundles.c.id == row.bundle_id)
    return int(connection.execute(wanted).scalar_one())


def _add_message(
    connection: Connection, gateway: str, gateway_id: str, row: Row[Any], state: State
) -> None:
    connection.execute(
        messages.insert().values(
            broadcast_id=row.broadcast_id,
            seq=row.seq,
            gateway_id=gateway_id,
            gateway=gateway,
            state=state,
        )
    )


def _is(found: _Found) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (
        deliveries.c.broadcast_id == found.broadcast_id,
        deliveries.c.seq == found.seq,
    )
