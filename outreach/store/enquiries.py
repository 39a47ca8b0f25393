"""Enquiries: who asks or needs what, whose it is, and what was done with it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    func,
    insert,
    or_,
    select,
    text,
    update,
)

from outreach.model.enquiry import WAITS, Kind, State, Way
from outreach.store import enquiry_steps
from outreach.store.rows import in_turn, inserted_id
from outreach.store.tables import (
    addressees,
    enquiries,
    enquiry_topics,
    inbound,
    organisations,
)

_E = enquiries.c
#: As the index of open ones has it: by this SQLite knows that it may use it.
_OPEN = text("enquiries.state IN ('open','assigned')")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An enquiry as it comes."""

    kind: Kind
    way: Way
    words: str
    language: str
    asked_at: datetime
    organisation_id: int | None = None
    addressee_id: int | None = None
    inbound_id: int | None = None
    #: What makes a form that was sent twice one enquiry.
    once: str | None = None
    announcement_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enquiry:
    """An enquiry as it is kept."""

    id: int
    kind: Kind
    way: Way
    organisation_id: int | None
    #: Its name.
    organisation: str | None
    addressee_id: int | None
    #: The number that it came from, while that is known.
    sender: str | None
    inbound_id: int | None
    announcement_id: str | None
    language: str
    #: None: kept no longer.
    words: str | None
    asked_at: datetime
    state: State
    #: Whose it is.
    user_id: int | None
    done_at: datetime | None
    reply_id: int | None

    @property
    def waits(self) -> bool:
        """Whether somebody has to do something about it."""
        return self.state in WAITS


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Those that wait."""

    waiting: int
    #: Of these nobody's yet.
    open: int
    #: Of these one person's.
    mine: int


_OWN = (
    *(_E.id, _E.kind, _E.way, _E.organisation_id, _E.addressee_id, _E.inbound_id),
    *(_E.announcement_id, _E.language, _E.words, _E.asked_at, _E.state, _E.user_id),
    *(_E.done_at, _E.reply_id),
)
_KEPT = (
    select(
        *_OWN,
        organisations.c.name.label("organisation"),
        func.coalesce(addressees.c.address, inbound.c.sender).label("sender"),
    )
    .join(organisations, organisations.c.id == _E.organisation_id, isouter=True)
    .join(addressees, addressees.c.id == _E.addressee_id, isouter=True)
    .join(inbound, inbound.c.id == _E.inbound_id, isouter=True)
)


def add(
    connection: Connection,
    asked: Asked,
    topics: Collection[str],
    user_id: int | None,
    now: datetime,
) -> tuple[int, bool]:
    """Keep an enquiry; its id, and whether it is new: a text or form is kept once."""
    in_turn(connection, "enquiries")
    if (known := _known(connection, asked)) is not None:
        return known, False
    values = {name: getattr(asked, name) for name in Asked.__slots__}
    key = inserted_id(connection, insert(enquiries).values(**values, state="open"))
    put_topics(connection, key, topics)
    enquiry_steps.step(connection, key, "keep", user_id, now, way=asked.way)
    return key, True


def _known(connection: Connection, asked: Asked) -> int | None:
    """The one that the same text or form was kept as."""
    same = [
        column == value
        for column, value in ((_E.inbound_id, asked.inbound_id), (_E.once, asked.once))
        if value is not None
    ]
    if not same:
        return None
    return connection.execute(select(_E.id).where(or_(*same))).scalar()


def get(connection: Connection, key: int, *, lock: bool = False) -> Enquiry | None:
    """An enquiry; None if there is none with that id. Locked: nobody else changes it."""
    query = _KEPT.where(_E.id == key)
    if lock:
        query = query.with_for_update(of=enquiries)
    row = connection.execute(query).first()
    return _enquiry(row) if row else None


def of_text(connection: Connection, inbound_id: int) -> Enquiry | None:
    """The enquiry that a text was kept as."""
    row = connection.execute(_KEPT.where(_E.inbound_id == inbound_id)).first()
    return _enquiry(row) if row else None


def waiting(
    connection: Connection, after: int = 0, most: int = 50, user_id: int | None = None
) -> list[Enquiry]:
    """Those that wait, the oldest first, behind the one with the id ``after``: all, or one
    person's.
    """
    query = _KEPT.where(_OPEN, _E.id > after)
    if user_id is not None:
        query = query.where(_E.user_id == user_id)
    return _found(connection, query.order_by(_E.id).limit(most))


def newest(connection: Connection, most: int) -> list[Enquiry]:
    """Those that were answered or closed, the newest first."""
    done = _E.state.not_in(WAITS)
    return _found(connection, _KEPT.where(done).order_by(_E.id.desc()).limit(most))


def of_organisation(connection: Connection, key: int, most: int) -> list[Enquiry]:
    """What one organisation asked, the newest first."""
    mine = _E.organisation_id == key
    return _found(connection, _KEPT.where(mine).order_by(_E.id.desc()).limit(most))


def by_sender(connection: Connection, sender: str, most: int) -> list[Enquiry]:
    """What waits of a number that texts come from, the newest first."""
    mine = (_OPEN, inbound.c.sender == sender)
    return _found(connection, _KEPT.where(*mine).order_by(_E.id.desc()).limit(most))


def counts(connection: Connection, user_id: int | None = None) -> Counts:
    """How many wait, and how many of these are nobody's and that person's."""
    row = connection.execute(
        select(
            func.count(),
            func.count().filter(_E.state == "open"),
            func.count().filter(_E.user_id == (user_id or 0)),
        ).where(_OPEN)
    ).one()
    return Counts(waiting=row[0], open=row[1], mine=row[2])


def change(connection: Connection, key: int, **values: Any) -> None:
    """Note what became of it."""
    connection.execute(update(enquiries).where(_E.id == key).values(values))


def put_topics(connection: Connection, key: int, topics: Collection[str]) -> None:
    """Say what it is about, in place of what was said."""
    mine = enquiry_topics.c.enquiry_id == key
    connection.execute(enquiry_topics.delete().where(mine))
    if rows := [{"enquiry_id": key, "topic": one} for one in dict.fromkeys(topics)]:
        connection.execute(insert(enquiry_topics), rows)


def topics_of(connection: Connection, keys: Sequence[int]) -> dict[int, list[str]]:
    """What each of these is about."""
    t = enquiry_topics.c
    rows = connection.execute(
        select(t.enquiry_id, t.topic)
        .where(t.enquiry_id.in_(keys))
        .order_by(t.enquiry_id, t.topic)
    )
    found: dict[int, list[str]] = {key: [] for key in keys}
    for row in rows:
        found[row.enquiry_id].append(row.topic)
    return found


def _found(connection: Connection, query: Any) -> list[Enquiry]:
    return [_enquiry(row) for row in connection.execute(query)]


def _enquiry(row: Any) -> Enquiry:
    return Enquiry(**row._mapping)
