"""What a broadcast by need does for each organisation of an audience, counted beforehand."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    and_,
    case,
    func,
    literal,
    select,
)

from outreach.model.audience import AudienceRule
from outreach.store.audiences import of_addressee, of_organisation
from outreach.store.need import Kind, preferred, usable
from outreach.store.previewing import NAMED
from outreach.store.tables import addressees, organisations

#: Why an organisation is not reached by the channel that it prefers.
Why: TypeAlias = Literal["channel", "address", "consent", "opted out", "made"]
_WHYS: tuple[Why, ...] = ("channel", "address", "consent", "opted out", "made")

_A, _O = addressees.c, organisations.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """Organisations of an audience, each counted once."""

    #: They say nothing of what they prefer, so that every channel reaches them.
    every: int
    preferred: int
    #: Another channel reaches them; by why the one that they prefer does not.
    otherwise: Mapping[Why, int]
    #: The organisations that pass it on, the first of them, each with to how many.
    relays: Sequence[tuple[str, int]]
    relayed: int
    #: Nothing reaches them; some of their names.
    unreached: int
    names: Sequence[str]


def foresee(
    connection: Connection,
    rule: AudienceRule,
    channels: Sequence[str],
    unmade: Collection[Kind],
    out: Sequence[int],
) -> Foreseen:
    """Count them; ``unmade`` and ``out`` are as ``need.sizes`` has them."""
    each = _each(rule, channels, unmade, out)
    relay = organisations.alias()
    reached = select(each.c.id).where(each.c.does != "none")
    passed_on = and_(each.c.does == "none", each.c.relay_id.in_(reached))
    does = select(each.c.does, func.count()).group_by(each.c.does)
    number = {row[0]: int(row[1]) for row in connection.execute(does)}
    relays = connection.execute(
        select(relay.c.name, func.count())
        .join_from(each, relay, relay.c.id == each.c.relay_id)
        .where(passed_on)
        .group_by(relay.c.id, relay.c.name)
        .order_by(func.count().desc(), relay.c.name)
    ).all()
    left = and_(
        each.c.does == "none",
        func.coalesce(each.c.relay_id, 0).not_in(reached),
    )
    names = select(each.c.name).where(left).order_by(each.c.name).limit(NAMED)
    relayed = sum(row[1] for row in relays)
    return Foreseen(
        every=number.get("every", 0),
        preferred=number.get("preferred", 0),
        otherwise={why: number[why] for why in _WHYS if why in number},
        relays=[(row[0], row[1]) for row in relays[:NAMED]],
        relayed=relayed,
        unreached=number.get("none", 0) - relayed,
        names=connection.execute(names).scalars().all(),
    )


def _each(
    rule: AudienceRule,
    channels: Sequence[str],
    unmade: Collection[Kind],
    out: Sequence[int],
) -> CTE:
    """Each organisation in the rule, with what the broadcast does for it."""
    o = (
        select(_O.id, _O.name, _O.relay_id, preferred().label("wanted"))
        .where(*of_organisation(rule, organisations))
        .subquery()
    )
    used = and_(_A.consented, _A.channel.in_(channels), *usable(unmade, out))
    wanted, listens = _A.channel == o.c.wanted, and_(_A.consented, *usable((), out))
    does = case(
        (~_any(used), "none"),
        (o.c.wanted.is_(None), "every"),
        (_any(and_(wanted, used)), "preferred"),
        (o.c.wanted.not_in(channels), "channel"),
        (~_any(wanted), "address"),
        (~_any(and_(wanted, _A.consented)), "consent"),
        (~_any(and_(wanted, listens)), "opted out"),
        else_=literal("made"),
    )
    its = and_(_A.organisation_id == o.c.id, *of_addressee(rule, addressees))
    return (
        select(o.c.id, o.c.name, o.c.relay_id, does.label("does"))
        .select_from(o.outerjoin(addressees, its))
        .group_by(o.c.id, o.c.name, o.c.relay_id, o.c.wanted)
        .cte("each")
    )


def _any(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.max(case((condition, 1), else_=0)) == 1
