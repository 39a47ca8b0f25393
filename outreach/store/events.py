"""What gateways tell later: stored first, then believed; states only move forward."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select, text, update

from outreach.model.contracts import Event
from outreach.model.states import STATE_OF, Outcome, State, may_become
from outreach.store.directory import suppress
from outreach.store.tables import broadcasts, deliveries, messages


@dataclass(frozen=True, slots=True)
class _Found:
    broadcast_id: int
    seq: int


def public_id(code: str, seq: int) -> str:
    """A delivery's id as gateways and people see it: ``K7QX2M-17``."""
    return f"{code}-{seq}"


_ADD_EVENT = text(
    "INSERT INTO events (gateway, key, at, outcome, delivery, gateway_id, code, detail, matched)"
    " VALUES (:gateway, :key, :at, :outcome, :delivery, :gateway_id, :code, :detail, :matched)"
    " ON CONFLICT DO NOTHING"
)


def tell(
    connection: Connection, gateway: str, event: Event, secret: bytes, now: datetime
) -> bool:
    """Store an event and apply it; False if it was told before or names nothing of ours."""
    found = _find(connection, gateway, event)
    added = connection.execute(
        _ADD_EVENT,
        {
            "gateway": gateway,
            "key": event.key,
            "at": now.replace(tzinfo=None),
            "outcome": event.outcome,
            "delivery": event.delivery,
            "gateway_id": event.gateway_id,
            "code": event.code,
            "detail": event.detail,
            "matched": found is not None,
        },
    )
    if added.rowcount != 1 or found is None:
        return False
    _apply(connection, gateway, event, found, int(now.timestamp()))
    if event.outcome is Outcome.OPTED_OUT:
        row = connection.execute(select(deliveries).where(*_is(found))).one()
        suppress(
            connection, secret, row.channel, row.address, f"told by {gateway}", now
        )
    return True


def _find(connection: Connection, gateway: str, event: Event) -> _Found | None:
    if event.delivery:
        code, _, seq = event.delivery.rpartition("-")
        row = connection.execute(
            select(deliveries.c.broadcast_id, deliveries.c.seq)
            .join(broadcasts, broadcasts.c.id == deliveries.c.broadcast_id)
            .where(
                broadcasts.c.code == code,
                deliveries.c.seq
                == (int(seq) if seq.isdecimal() and len(seq) < 19 else -1),
            )
        ).first()
    else:
        row = connection.execute(
            select(messages.c.broadcast_id, messages.c.seq).where(
                messages.c.gateway == gateway, messages.c.gateway_id == event.gateway_id
            )
        ).first()
    return _Found(row.broadcast_id, row.seq) if row else None


def _apply(
    connection: Connection, gateway: str, event: Event, found: _Found, now: int
) -> None:
    new = STATE_OF[event.outcome]
    if event.outcome is Outcome.LATER:  # never back to the queue on hearsay
        return
    if event.gateway_id:
        new = _of_all_messages(connection, gateway, event.gateway_id, found, new)
    old = State(
        connection.execute(select(deliveries.c.state).where(*_is(found))).scalar_one()
    )
    if may_become(old, new):
        connection.execute(
            update(deliveries)
            .where(*_is(found), deliveries.c.state == old)
            .values(state=new, changed_at=now, code=event.code, detail=event.detail)
        )


def _of_all_messages(
    connection: Connection, gateway: str, gateway_id: str, found: _Found, new: State
) -> State:
    """Delivered only when every message is; a failure beside one that went is unknown."""
    key = (messages.c.broadcast_id == found.broadcast_id, messages.c.seq == found.seq)
    one = (*key, messages.c.gateway_id == gateway_id)
    old = connection.execute(select(messages.c.state).where(*one)).scalar()
    if old is None:
        connection.execute(
            messages.insert().values(
                broadcast_id=found.broadcast_id,
                seq=found.seq,
                gateway_id=gateway_id,
                gateway=gateway,
                state=new,
            )
        )
    elif may_become(State(old), new):
        connection.execute(update(messages).where(*one).values(state=new))
    states = {
        State(row.state) for row in connection.execute(select(messages).where(*key))
    }
    if len(states) == 1:
        return states.pop()
    return State.UNKNOWN if State.FAILED in states else State.ACCEPTED


def _is(found: _Found) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (
        deliveries.c.broadcast_id == found.broadcast_id,
        deliveries.c.seq == found.seq,
    )
