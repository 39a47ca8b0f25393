"""Audiences: saved rules, and the addressees that a rule selects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Row,
    Select,
    String,
    bindparam,
    cast,
    false,
    insert,
    or_,
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

#: The audiences that every database has: all who agreed, and those who were sent an
#: earlier version of what is announced (``reaching``).
EVERYBODY = "everybody"
TOLD = "told"
OURS = (EVERYBODY, TOLD)

_BY_ID = select(audiences).where(audiences.c.id == bindparam("key"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """A saved rule."""

    id: int
    name: str
    rule: AudienceRule


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
    """The audience of that name. Raises InputError naming those there are."""
    row = connection.execute(select(audiences).where(audiences.c.name == name)).first()
    if row is None:
        names = ", ".join([*(a.name for a in all_audiences(connection)), TOLD])
        raise InputError(f"There is no audience “{name}”. There are: {names}.")
    return _audience(row)


def audience_by_id(connection: Connection, key: int) -> Audience:
    """The audience with that id."""
    return _audience(connection.execute(_BY_ID, {"key": key}).one())


def all_audiences(connection: Connection) -> list[Audience]:
    """Every saved rule, by name; ``told`` is none of them."""
    saved = select(audiences).where(audiences.c.name != TOLD)
    return [_audience(r) for r in connection.execute(saved.order_by(audiences.c.name))]


def members(rule: AudienceRule, a: FromClause = addressees) -> Select[Any]:
    """A statement for the addressees in ``rule`` who have agreed to be written to."""
    return select(a).where(a.c.consented, *in_rule(rule, a))


def in_rule(rule: AudienceRule, a: FromClause) -> list[ColumnElement[bool]]:
    """The conditions that an addressee is in ``rule``.

    The organisation is looked up from the addressee, never the other way: fan-out goes
    by ranges of addressees, and a join would let SQLite start from a whole country.
    """
    o = organisations.alias()
    found = of_organisation(rule, o)
    whose = select(o.c.id).where(o.c.id == a.c.organisation_id, *found)
    return of_addressee(rule, a) + ([whose.exists()] if found else [])


def of_addressee(rule: AudienceRule, a: FromClause) -> list[ColumnElement[bool]]:
    """The conditions of a rule on an addressee itself."""
    if rule.told:
        return [false()]
    chosen = ((rule.languages, a.c.language), (rule.channels, a.c.channel))
    return [column.in_(values) for values, column in chosen if values]


def of_organisation(rule: AudienceRule, o: FromClause) -> list[ColumnElement[bool]]:
    """The conditions of a rule on the organisation behind an addressee."""
    found: list[ColumnElement[bool]] = []
    for values, column in (
        (rule.countries, o.c.country),
        (rule.regions, o.c.region),
        (rule.districts, o.c.district),
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
    if rule.organisation_languages:
        # A list of codes as JSON; codes have neither quotes nor wildcards.
        written = cast(o.c.languages, String)
        codes = (f'"{code}"' for code in rule.organisation_languages)
        found.append(or_(*(written.contains(code, autoescape=True) for code in codes)))
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
