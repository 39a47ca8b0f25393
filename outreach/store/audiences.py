"""Audiences: saved rules, and the addressees that a rule selects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Row,
    Select,
    bindparam,
    func,
    insert,
    select,
    update,
)

from outreach.model.audience import AudienceRule
from outreach.model.errors import InputError
from outreach.store.rows import in_turn, inserted_id
from outreach.store.tables import (
    addressees,
    audiences,
    organisation_topics,
    organisations,
)

#: The audience that every database has.
EVERYBODY = "everybody"

_BY_ID = select(audiences).where(audiences.c.id == bindparam("key"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """A saved rule."""

    id: int
    name: str
    rule: AudienceRule


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


def put_audience(connection: Connection, name: str, rule: AudienceRule) -> int:
    """Save a rule under a name, or replace the rule of that name; its id."""
    in_turn(connection, "audiences")
    values = {"rule": rule.model_dump(mode="json", exclude_defaults=True)}
    connection.execute(update(audiences).where(audiences.c.name == name).values(values))
    known = connection.execute(
        select(audiences.c.id).where(audiences.c.name == name)
    ).scalar()
    if known is None:
        known = inserted_id(connection, insert(audiences).values(name=name, **values))
    return int(known)


def audience(connection: Connection, name: str) -> Audience:
    """The audience of that name; ``everybody`` is made when first asked for."""
    row = connection.execute(select(audiences).where(audiences.c.name == name)).first()
    if row is None:
        names = ", ".join(a.name for a in all_audiences(connection)) or EVERYBODY
        raise InputError(f"There is no audience “{name}”. There are: {names}.")
    return _audience(row)


def audience_by_id(connection: Connection, key: int) -> Audience:
    """The audience with that id."""
    return _audience(connection.execute(_BY_ID, {"key": key}).one())


def all_audiences(connection: Connection) -> list[Audience]:
    """Every audience, by name."""
    return [
        _audience(r)
        for r in connection.execute(select(audiences).order_by(audiences.c.name))
    ]


def members(rule: AudienceRule, a: FromClause = addressees) -> Select[Any]:
    """A statement for the addressees in ``rule`` who have agreed to be written to.

    The organisation is looked up from the addressee, never the other way: fan-out goes
    by ranges of addressees, and a join would let SQLite start from a whole country.
    """
    o = organisations.alias()
    found = _conditions(rule, o)
    whose = select(o.c.id).where(o.c.id == a.c.organisation_id, *found)
    own = (a.c.language.in_(rule.languages),) if rule.languages else ()
    return select(a).where(a.c.consented, *own, *((whose.exists(),) if found else ()))


def groups(
    connection: Connection, rule: AudienceRule, channels: Sequence[str]
) -> list[Group]:
    """The kinds of addressees in a rule, with how many addresses each has."""
    m = members(rule).where(addressees.c.channel.in_(channels)).subquery()
    rows = connection.execute(
        select(
            m.c.channel,
            m.c.language,
            m.c.profile,
            func.min(m.c.id).label("first"),
            func.count(m.c.address.distinct()).label("addresses"),
        )
        .group_by(m.c.channel, m.c.language, m.c.profile)
        .order_by(m.c.channel, m.c.language, m.c.profile)
    ).all()
    return [_group(connection, row) for row in rows]


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
    )


def _conditions(rule: AudienceRule, o: FromClause) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for values, column in (
        (rule.countries, o.c.country),
        (rule.regions, o.c.region),
        (rule.categories, o.c.category),
    ):
        if values:
            found.append(column.in_(values))
    for value, column in (
        (rule.women_led, o.c.women_led),
        (rule.has_internet, o.c.has_internet),
    ):
        if value is not None:
            found.append(column.is_(value))
    if rule.topics:
        t = organisation_topics.alias()
        found.append(
            select(t.c.topic)
            .where(t.c.organisation_id == o.c.id, t.c.topic.in_(rule.topics))
            .exists()
        )
    return found


def _audience(row: Row[Any]) -> Audience:
    return Audience(
        id=row.id, name=row.name, rule=AudienceRule.model_validate(row.rule)
    )
