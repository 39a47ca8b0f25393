"""An audience before anything is sent: who is in it, and who can't be reached, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    exists,
    false,
    func,
    or_,
    select,
)

from outreach.model.audience import AudienceRule
from outreach.store.audiences import of_addressee, of_organisation
from outreach.store.secret import address_hash
from outreach.store.tables import KEPT, addressees, organisations, suppressions

#: Why an organisation can't be reached by any channel.
Why = Literal["address", "consent", "language", "opted out"]
#: Addresses that are looked up among the opt-outs, each by its keyed hash; of more a
#: preview would take longer than the count itself.
MOST_HASHED = 20_000
#: Names that are told of each reason.
NAMED = 20

_A, _O = addressees.c, organisations.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Those who agreed, on one channel in one language."""

    channel: str
    language: str
    addressees: int
    #: Each once, however many organisations share it: what is sent.
    addresses: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreached:
    """Organisations that nothing reaches, for one reason."""

    why: Why
    number: int
    #: Some of them.
    names: tuple[str, ...]


def counts(connection: Connection, rule: AudienceRule) -> list[Count]:
    """Whom the rule selects of those who agreed, by channel and language."""
    of = (_A.channel, _A.language)
    rows = connection.execute(
        select(*of, func.count().label("addressees"))
        .add_columns(func.count(_A.address.distinct()).label("addresses"))
        .where(_A.consented, *of_addressee(rule, addressees), *_owned(rule))
        .group_by(*of)
        .order_by(*of)
    )
    return [Count(**row._mapping) for row in rows]


def unreached(
    connection: Connection, rule: AudienceRule, speaks: Mapping[str, Iterable[str]]
) -> list[Unreached]:
    """The organisations in the rule that nothing reaches. ``speaks`` says which languages
    each channel has. Who has opted out counts as reached here: see ``opted_out``.
    """
    those = _reasoned(rule, speaks).subquery().c
    place = func.row_number().over(
        partition_by=those.why, order_by=(those.name, those.id)
    )
    listed = select(
        those.why,
        those.name,
        func.count().over(partition_by=those.why).label("number"),
        place.label("place"),
    ).subquery()
    rows = connection.execute(
        select(listed)
        .where(listed.c.place <= NAMED)
        .order_by(listed.c.number.desc(), listed.c.why, listed.c.place)
    ).all()
    return [
        Unreached(why=reason, number=some[0].number, names=tuple(r.name for r in some))
        for reason, some in _by_reason(rows)
    ]


def _reasoned(rule: AudienceRule, speaks: Mapping[str, Iterable[str]]) -> Select[Any]:
    """Each organisation that nothing reaches, and why. First those, then their addresses:
    PostgreSQL would read all addresses again for each reason.
    """
    mine = (_A.organisation_id == _O.id, *of_addressee(rule, addressees))
    heard = exists().where(*mine, _A.consented, _can_be_said(speaks))
    o = (
        select(_O.id, _O.name)
        .where(*of_organisation(rule, organisations), ~heard)
        .subquery()
    )
    its = and_(_A.organisation_id == o.c.id, KEPT, *of_addressee(rule, addressees))
    agreed = func.max(case((_A.consented, 1), else_=0))
    why = case(
        (func.count(_A.id) == 0, "address"), (agreed == 0, "consent"), else_="language"
    )
    return (
        select(o.c.id, o.c.name, why.label("why"))
        .select_from(o.outerjoin(addressees, its))
        .group_by(o.c.id, o.c.name)
    )


def _by_reason(rows: Sequence[Any]) -> list[tuple[Why, list[Any]]]:
    return [(why, list(some)) for why, some in groupby(rows, lambda row: row.why)]


def opted_out(
    connection: Connection, rule: AudienceRule, secret: bytes
) -> Unreached | None:
    """The organisations all of whose addresses have opted out; None where there are too
    many addresses to look each of them up.
    """
    off = {
        (row.channel, row.address_hash)
        for row in connection.execute(
            select(suppressions.c.channel, suppressions.c.address_hash)
        )
    }
    found: dict[int, bool] = {}
    names: dict[int, str] = {}
    rows = _agreed(connection, rule) if off else []
    if len(rows) > MOST_HASHED:
        return None
    for row in rows:
        out = (row.channel, address_hash(secret, row.channel, row.address)) in off
        found[row.id] = out and found.get(row.id, True)
        names[row.id] = row.name
    those = [names[key] for key, out in found.items() if out]
    return Unreached(why="opted out", number=len(those), names=tuple(those[:NAMED]))


def _agreed(connection: Connection, rule: AudienceRule) -> list[Any]:
    query = (
        select(_O.id, _O.name, _A.channel, _A.address)
        .join(addressees, _A.organisation_id == _O.id)
        .where(_A.consented, *of_addressee(rule, addressees))
        .where(*of_organisation(rule, organisations))
        .order_by(_O.name, _O.id)
        .limit(MOST_HASHED + 1)
    )
    return list(connection.execute(query))


def _owned(rule: AudienceRule) -> list[ColumnElement[bool]]:
    found = of_organisation(rule, organisations)
    whose = select(_O.id).where(_O.id == _A.organisation_id, *found)
    return [whose.exists()] if found else []


def _can_be_said(speaks: Mapping[str, Iterable[str]]) -> ColumnElement[bool]:
    each = (
        and_(_A.channel == channel, _A.language.in_(sorted(languages)))
        for channel, languages in speaks.items()
    )
    return or_(false(), *each)
