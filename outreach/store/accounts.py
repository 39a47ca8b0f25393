"""The ledger summed for reports: deliveries, and the organisations behind them.

Each figure comes from the database as a sum over groups; the rows stay where they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Subquery,
    case,
    func,
    null,
    select,
    union_all,
)

from outreach.model.standing import STANDING_OF, Standing
from outreach.model.states import State
from outreach.store.tables import (
    addressees,
    broadcasts,
    deliveries,
    delivery_shares,
    evidence,
    organisations,
    rsvps,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which broadcasts a report is of, and of which organisations; None: of all."""

    broadcasts: tuple[int, ...]
    region: str | None = None
    category: str | None = None

    @property
    def parted(self) -> bool:
        """Whether it leaves organisations out."""
        return self.region is not None or self.category is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What reports tell organisations apart by."""

    country: str
    region: str | None
    category: str
    women_led: bool | None


@dataclass(frozen=True, slots=True)
class Sent:
    """Deliveries on one channel in one state, to organisations of one kind."""

    kind: Kind
    channel: str
    state: State
    number: int


@dataclass(frozen=True, slots=True)
class Group:
    """Organisations of one kind that stand alike on every channel."""

    kind: Kind
    #: By channel; a channel on which nothing was for them is not in it.
    by_channel: Mapping[str, Standing]
    number: int

    @property
    def best(self) -> Standing:
        """Over all channels."""
        return max(self.by_channel.values())


@dataclass(frozen=True, slots=True)
class Answers:
    """What organisations of one kind answered to an event."""

    kind: Kind
    coming: bool
    number: int


_O = organisations.c
_KIND = (_O.country, _O.region, _O.category, _O.women_led)
#: Beside each other for as long as a query takes.
_RANK = case(
    {state.value: standing.value for state, standing in STANDING_OF.items()},
    value=deliveries.c.state,
)


def sent(connection: Connection, scope: Scope) -> list[Sent]:
    """Every delivery of the scope, counted once, by the first organisation behind it."""
    d, a = deliveries.c, addressees.c
    of = (d.channel, d.state, *_KIND)
    rows = connection.execute(
        select(*of, func.count().label("number"))
        .select_from(deliveries)
        .join(addressees, a.id == d.addressee_id)
        .join(organisations, _O.id == a.organisation_id)
        .where(d.broadcast_id.in_(scope.broadcasts), *within(scope))
        .group_by(*of)
        .order_by(*of)
    )
    return [Sent(_kind(r), r.channel, State(r.state), r.number) for r in rows]


def groups(
    connection: Connection, scope: Scope, proven_by: Mapping[str, str]
) -> list[Group]:
    """The organisations of the scope, each in one group, also those that share another's
    address. ``proven_by`` says what kind of evidence (aired, received) proves a channel.
    """
    channels = _channels(connection, scope)
    if not channels:
        return []
    stands = _standings(connection, scope, channels, proven_by).c
    rows = connection.execute(
        select(*stands, func.count().label("number"))
        .group_by(*stands)
        .order_by(*stands)
    )
    return [Group(_kind(r), _by_channel(r, channels), r.number) for r in rows]


def answers(connection: Connection, scope: Scope) -> list[Answers]:
    """What was answered to the scope's broadcasts: the last answer to each event counts."""
    of = (*_KIND, rsvps.c.coming)
    rows = connection.execute(
        select(*of, func.count().label("number"))
        .select_from(rsvps)
        .join(organisations, _O.id == rsvps.c.organisation_id)
        .where(rsvps.c.broadcast_id.in_(scope.broadcasts), *within(scope))
        .group_by(*of)
        .order_by(*of)
    )
    return [Answers(_kind(row), bool(row.coming), row.number) for row in rows]


def within(scope: Scope) -> list[ColumnElement[bool]]:
    """The conditions that ``organisations`` has a row of the scope."""
    chosen = ((_O.region, scope.region), (_O.category, scope.category))
    return [column == value for column, value in chosen if value is not None]


def _kind(row: Any) -> Kind:
    women = None if row.women_led is None else bool(row.women_led)
    return Kind(
        country=row.country, region=row.region, category=row.category, women_led=women
    )


def _channels(connection: Connection, scope: Scope) -> list[str]:
    """The channels of the scope's deliveries."""
    rows = connection.execute(
        select(broadcasts.c.channels).where(broadcasts.c.id.in_(scope.broadcasts))
    )
    return sorted({name for names in rows.scalars() for name in names})


def _each(scope: Scope, channels: list[str]) -> Subquery:
    """Each organisation with the best of its deliveries on each channel."""
    d, s = deliveries.c, delivery_shares.c
    mine = d.broadcast_id.in_(scope.broadcasts)
    own = select(d.addressee_id, d.channel, _RANK.label("rank")).where(mine)
    same = (d.broadcast_id == s.broadcast_id) & (d.seq == s.seq)
    shared = (
        select(s.addressee_id, d.channel, _RANK.label("rank"))
        .select_from(delivery_shares.join(deliveries, same))
        .where(s.broadcast_id.in_(scope.broadcasts))
    )
    told = union_all(own, shared).subquery()
    best = [
        func.max(case((told.c.channel == name, told.c.rank)), type_=Integer).label(f"s{n}")
        for n, name in enumerate(channels)
    ]  # fmt: skip
    a = addressees.c
    return (
        select(a.organisation_id.label("organisation"), *best)
        .select_from(told.join(addressees, a.id == told.c.addressee_id))
        .group_by(a.organisation_id)
        .subquery()
    )


def _standings(
    connection: Connection,
    scope: Scope,
    channels: list[str],
    proven_by: Mapping[str, str],
) -> Subquery:
    """Each organisation's kind, and how it stands on each channel."""
    each, proof = _each(scope, channels), _proof(connection, scope)
    whose = each.join(organisations, _O.id == each.c.organisation)
    if proof is not None:
        whose = whose.outerjoin(proof, proof.c.organisation == each.c.organisation)
    stands = [
        _stands(each.c[f"s{n}"], proof, proven_by.get(name)).label(f"s{n}")
        for n, name in enumerate(channels)
    ]
    return select(*_KIND, *stands).select_from(whose).where(*within(scope)).subquery()


def _proof(connection: Connection, scope: Scope) -> Subquery | None:
    """By organisation the best grade of each kind of evidence that stands, and whether
    anything was denied; None where there is none.
    """
    e = evidence.c
    mine = e.broadcast_id.in_(scope.broadcasts)
    if connection.execute(select(e.id).where(mine).limit(1)).first() is None:
        return None
    corrected = select(e.corrects).where(mine, e.corrects.is_not(None))
    found = []
    for kind in ("aired", "received"):
        proves = (e.kind == kind) & (func.coalesce(e.number, 1) > 0)
        grade = case(
            (~proves, null()),
            else_=case({g: Standing[g].value for g in "ABC"}, value=e.grade),
        )
        denies = case(((e.kind == kind) & (e.number == 0), 1))
        found += [
            func.max(grade, type_=Integer).label(kind),
            func.max(denies, type_=Integer).label(f"{kind}_denied"),
        ]
    whose = select(e.organisation_id.label("organisation"), *found)
    stands = whose.where(mine, e.id.not_in(corrected))
    return stands.group_by(e.organisation_id).subquery()


def _stands(
    ledger: ColumnElement[int], proof: FromClause | None, kind: str | None
) -> ColumnElement[int]:
    """The ledger's word, raised by proof, lowered by a denial of what was sent."""
    if proof is None or kind is None:
        return ledger
    grade, denied = proof.c[kind], proof.c[f"{kind}_denied"]
    went = ledger >= Standing.SENT
    return case(
        (ledger.is_(None), null()),
        (grade.is_not(None), grade),
        (went & denied.is_not(None), Standing.DENIED.value),
        else_=ledger,
    )


def _by_channel(row: Any, channels: list[str]) -> dict[str, Standing]:
    found = ((name, getattr(row, f"s{n}")) for n, name in enumerate(channels))
    return {name: Standing(value) for name, value in found if value is not None}
