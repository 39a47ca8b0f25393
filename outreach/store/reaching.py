"""Whom a broadcast reaches: an audience's rule, and of what has earlier versions, those
who were sent one of them.

Who was sent what is looked up by address in the ledger, one row at a time by the whole of
its unique key, so that fan-out goes on by ranges of addressees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Row,
    Subquery,
    and_,
    case,
    false,
    func,
    or_,
    select,
    true,
)

from outreach.model.addresses import AddressKind, kind_of
from outreach.model.audience import AudienceRule
from outreach.model.phones import country_of
from outreach.model.states import State
from outreach.store import earlier
from outreach.store.audiences import in_rule, members
from outreach.store.broadcasts import Broadcast
from outreach.store.earlier import Earlier
from outreach.store.tables import addressees, deliveries

#: It went out, or may have, or is being handed over. Who failed was told nothing.
_SENT = (
    State.SENDING,
    State.ACCEPTED,
    State.DELIVERED,
    State.UNKNOWN,
    State.HELD,
)
#: How an address stands to the earlier versions; the highest of its deliveries counts.
_UNSENT, _TOLD, _KNOWS = 1, 2, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Whom a broadcast reaches."""

    rule: AudienceRule
    notice: str = "new"
    #: Of what takes the place of earlier versions: how those went out.
    earlier: Earlier | None = None
    #: Each organisation by the channel that it prefers, by others only where that fails
    #: (``need``); only of what has no earlier version.
    by_need: bool = False

    @property
    def parts(self) -> bool:
        """Whether it may say one thing to those who were told, and another to the others."""
        return bool(
            self.notice == "correction" and self.earlier and self.earlier.superseded
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Addressees who get the same thing: one channel, language and profile."""

    channel: str
    language: str
    profile: str
    variants: tuple[str, ...]
    copies: int
    options: Mapping[str, Any]
    #: How many addresses, each once.
    addresses: int
    #: Of a correction: they never got what it corrects.
    as_new: bool = False
    #: Of phones: the country of the numbers.
    country: str | None = None
    kind: AddressKind = "postal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How many addresses were sent an earlier version, and how many were about to be."""

    told: int = 0
    unsent: int = 0


def of_broadcast(
    connection: Connection, broadcast: Broadcast, rule: AudienceRule
) -> Reach:
    """Whom a stored broadcast reaches."""
    ref, version = broadcast.announcement_id, broadcast.version
    found = reach_of(connection, rule, ref, version, broadcast.notice)
    return replace(found, by_need=broadcast.by_need)


def reach_of(
    connection: Connection,
    rule: AudienceRule,
    ref: str | None,
    version: int | None,
    notice: str,
) -> Reach:
    """Whom a broadcast of that version (None: of an edition) to that rule would reach."""
    if ref is None or version is None or (notice == "new" and not rule.told):
        return Reach(rule=rule)
    found = earlier.of_version(connection, ref, version)
    return Reach(rule=rule, notice=notice, earlier=found)


def reached(reach: Reach, *conditions: ColumnElement[bool]) -> Subquery:
    """The addressees that it reaches, of those under ``conditions`` on ``addressees``, each
    with ``as_new``: whether it gets a correction as a new notice.
    """
    if reach.earlier is None:
        plain = members(reach.rule).add_columns(false().label("as_new"))
        return plain.where(*conditions).subquery()
    m = _standing(reach.earlier, *conditions)
    told, unsent = m.c.standing == _TOLD, _unsent(m, reach.earlier)
    added = and_(true(), *in_rule(reach.rule, m))
    # Who was about to hear of it, and never will, needs no cancellation.
    whom = [told, added] if reach.notice == "cancellation" else [told, unsent, added]
    as_new = unsent if reach.parts else false()
    return select(m, as_new.label("as_new")).where(or_(*whom)).subquery()


def groups(
    connection: Connection, reach: Reach, channels: Sequence[str]
) -> list[Group]:
    """The kinds of addressees that it reaches, with how many addresses each has."""
    m = reached(reach, addressees.c.channel.in_(channels))
    kind = (m.c.channel, m.c.language, m.c.profile, m.c.as_new)
    rows = connection.execute(
        select(
            *kind,
            func.min(m.c.id).label("first"),
            func.count(m.c.address.distinct()).label("addresses"),
        )
        .group_by(*kind)
        .order_by(*kind)
    ).all()
    return [_group(connection, row) for row in rows]


def standing(
    connection: Connection, found: Earlier, channels: Sequence[str]
) -> Standing:
    """How the addresses on these channels stand to the earlier versions."""
    m = _standing(found, addressees.c.channel.in_(channels))
    told, unsent = m.c.standing == _TOLD, _unsent(m, found)

    def addresses(which: ColumnElement[bool]) -> ColumnElement[int]:
        each = select(m.c.channel, m.c.address).where(which).distinct().subquery()
        return select(func.count()).select_from(each).scalar_subquery()

    row = connection.execute(select(addresses(told), addresses(unsent))).one()
    return Standing(told=row[0], unsent=row[1])


def _standing(found: Earlier, *conditions: ColumnElement[bool]) -> Subquery:
    """The addressees who agreed to be written to, with ``standing``; NULL: none of it."""
    a, d = addressees, deliveries.c
    sent = or_(d.state.in_(_SENT), d.in_doubt)
    left = and_(
        d.state.in_((State.QUEUED, State.CANCELLED)),
        d.broadcast_id.in_(found.superseded),
    )
    rank = case((d.broadcast_id.in_(found.same), _KNOWS), (sent, _TOLD), else_=_UNSENT)
    # A scalar subquery: PostgreSQL would make a join of anything else, and read all of
    # the earlier deliveries at every step.
    stands = (
        select(func.max(rank, type_=Integer))
        .where(
            d.broadcast_id.in_((*found.sent, *found.same)),
            d.channel == a.c.channel,
            d.address == a.c.address,
            or_(sent, left),
        )
        .scalar_subquery()
    )
    return (
        select(a, stands.label("standing")).where(a.c.consented, *conditions).subquery()
    )


def _unsent(m: FromClause, found: Earlier) -> ColumnElement[bool]:
    """Whose delivery is cancelled unsent, or would have been made had it gone on."""
    rests = (
        and_(
            (m.c.organisation_id if rest.by_need else m.c.id) > rest.after,
            m.c.channel.in_(rest.channels),
            *in_rule(rest.rule, m),
        )
        for rest in found.rests
    )
    not_made = and_(m.c.standing.is_(None), or_(false(), *rests))
    return or_(func.coalesce(m.c.standing, 0) == _UNSENT, not_made)


def _group(connection: Connection, row: Row[Any]) -> Group:
    example = connection.execute(
        select(addressees).where(addressees.c.id == row.first)
    ).one()
    return Group(
        channel=row.channel,
        language=row.language,
        profile=row.profile,
        variants=tuple(example.variants),
        copies=example.copies,
        options=example.options,
        addresses=row.addresses,
        as_new=bool(row.as_new),
        country=country_of(example.address),
        kind=kind_of(example.address),
    )
