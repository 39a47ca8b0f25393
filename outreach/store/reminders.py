"""Reminders: broadcasts by which stations are asked, once, whether they read a script. They
go through the ledger as every text does, and tell nobody of an event.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, or_, select

from outreach.model.states import State
from outreach.store import broadcasts, schedules
from outreach.store.airplay import reached
from outreach.store.broadcasts import Broadcast, BundleChoice
from outreach.store.ledger import fanout
from outreach.store.tables import (
    addressees,
    deliveries,
    delivery_shares,
    organisations,
)
from outreach.store.tables import broadcasts as t

#: For so long a reminder may still go out.
WORTH = timedelta(days=7)
NOTE = (
    "Outreach made this by itself, to ask stations that have not answered whether they read "
    "the script of broadcast {code}. Its wording is fixed, so nobody approves it."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What one addressee of a station was sent to be read on air."""

    organisation_id: int
    channel: str
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Texted:
    """A phone by which a station may be written to."""

    organisation_id: int
    addressee_id: int
    channel: str
    address: str
    language: str
    profile: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A text to one phone: what it is made of, and by which gateway."""

    to: Texted
    bundle_id: int
    gateway: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded:
    """A station that was reminded, and how far that is."""

    organisation_id: int
    organisation: str
    state: State


def worth_asking(connection: Connection, since: int) -> list[Broadcast]:
    """The broadcasts that go out or went out, and were not over before ``since``."""
    keys = connection.execute(
        select(t.c.id)
        .where(
            t.c.reminds_id.is_(None),
            t.c.state.in_(("running", "done")),
            t.c.expires_at >= since,
        )
        .order_by(t.c.id)
    )
    return [broadcasts.by_id(connection, key) for key in keys.scalars()]


def scripts(
    connection: Connection, broadcast_id: int, channels: Collection[str]
) -> list[Script]:
    """All that stations were sent, by addressee."""
    a = addressees.c
    rows = connection.execute(
        select(a.organisation_id, a.channel, a.options)
        .where(a.id.in_(reached(broadcast_id, channels)))
        .order_by(a.id)
    )
    return [Script(**row._mapping) for row in rows]


def texted(
    connection: Connection,
    organisation_ids: Collection[int],
    channels: Collection[str],
) -> list[Texted]:
    """The phones of stations that agreed to be written to."""
    a = addressees.c
    rows = connection.execute(
        select(
            a.organisation_id,
            a.id.label("addressee_id"),
            a.channel,
            a.address,
            a.language,
            a.profile,
        )
        .where(
            a.organisation_id.in_(list(organisation_ids)),
            a.channel.in_(list(channels)),
            a.consented,
        )
        .order_by(a.id)
    )
    return [Texted(**row._mapping) for row in rows]


def reminded(connection: Connection, broadcast_id: int) -> list[Reminded]:
    """The stations that were reminded of a broadcast, by name."""
    d, s, a, o = deliveries.c, delivery_shares.c, addressees.c, organisations.c
    same = (d.broadcast_id == s.broadcast_id) & (d.seq == s.seq)
    shares = select(s.addressee_id).where(same).correlate(deliveries)
    rows = connection.execute(
        select(o.id.label("organisation_id"), o.name.label("organisation"), d.state)
        .select_from(deliveries)
        .join(t, t.c.id == d.broadcast_id)
        .join(addressees, or_(a.id == d.addressee_id, a.id.in_(shares)))
        .join(organisations, o.id == a.organisation_id)
        .where(t.c.reminds_id == broadcast_id)
        .order_by(o.name, o.id)
    )
    return [Reminded(**{**row._mapping, "state": State(row.state)}) for row in rows]


def add(
    connection: Connection,
    of: Broadcast,
    choices: Sequence[BundleChoice],
    made: Sequence[Reminder],
    zone: str,
    now: datetime,
) -> Broadcast:
    """Let the reminders go out, one text to a phone whoever shares it. ``now`` is on the
    clock of ``zone``.
    """
    phones: dict[tuple[str, str], list[Reminder]] = {}
    for one in made:
        phones.setdefault((one.to.channel, one.to.address), []).append(one)
    new = broadcasts.add_broadcast(
        connection, choices, **_columns(of, choices, len(phones), now)
    )
    schedules.add_schedule(
        connection,
        new.id,
        kind="at",
        wall_time=now.replace(tzinfo=None).isoformat(timespec="minutes"),
        timezone=zone,
        grace=0,
    )
    second = int(now.timestamp())
    for seq, (first, *others) in enumerate(phones.values()):
        _deliver(connection, new.id, seq, first, second)
        for other in others:
            connection.execute(
                insert(delivery_shares).values(
                    broadcast_id=new.id, seq=seq, addressee_id=other.to.addressee_id
                )
            )
    broadcasts.change(connection, new.id, fanout_seq=len(phones), fanout_done=True)
    done = broadcasts.by_id(connection, new.id)
    fanout.make_chunks(connection, done)
    return done


def _columns(
    of: Broadcast, choices: Sequence[BundleChoice], number: int, now: datetime
) -> dict[str, Any]:
    return {
        "code": broadcasts.new_code(),
        "announcement_id": of.announcement_id,
        "version": of.version,
        "edition_id": of.edition_id,
        "reminds_id": of.id,
        "channels": sorted({choice.channel for choice in choices}),
        "audience_id": of.audience_id,
        "state": "running",
        "lane": 1,
        "notice": "new",
        "expires_at": int((now + WORTH).timestamp()),
        "digest": of.digest,
        "created_by": of.created_by,
        "created_at": now,
        "progress_at": int(now.timestamp()),
        "note": NOTE.format(code=of.code),
    }


def _deliver(
    connection: Connection, key: int, seq: int, one: Reminder, second: int
) -> None:
    connection.execute(
        insert(deliveries).values(
            broadcast_id=key,
            seq=seq,
            channel=one.to.channel,
            address=one.to.address,
            addressee_id=one.to.addressee_id,
            bundle_id=one.bundle_id,
            gateway=one.gateway,
            state=State.QUEUED.value,
            attempts=0,
            retries=0,
            changed_at=second,
        )
    )
