"""What the public may read of the directory: the rule is ``outreach.model.listing``'s."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Update, func, select, update

from outreach.model.addresses import is_erased
from outreach.model.listing import (
    Entry,
    Person,
    Way,
    of_kind,
    one_line,
    published,
    site_of,
)
from outreach.store import consents
from outreach.store.audit import Actor, record
from outreach.store.rows import parts
from outreach.store.secret import address_hash
from outreach.store.tables import (
    addressees,
    focal_points,
    organisation_topics,
    organisations,
)


@dataclass(frozen=True, slots=True)
class Name:
    """What a listed organisation is found and sorted by."""

    id: int
    name: str
    names: Mapping[str, str]
    country: str
    region: str | None
    district: str | None


def names(
    connection: Connection, country: str | None = None, region: str | None = None
) -> list[Name]:
    """Of all listed organisations, or those of a country or a region; in no order. A region
    that is empty is none.
    """
    o = organisations.c
    rows = connection.execute(
        select(o.id, o.name, o.names, o.country, o.region, o.district).where(
            o.listed, *_where(country, region)
        )
    )
    return [
        Name(
            row.id,
            one_line(row.name),
            {code: one_line(text) for code, text in row.names.items()},
            row.country,
            row.region,
            row.district,
        )
        for row in rows
    ]


def regions(
    connection: Connection, country: str | None = None
) -> list[tuple[str, str | None, int]]:
    """Country, region and how many organisations are listed there; in no order."""
    o = organisations.c
    rows = connection.execute(
        select(o.country, o.region, func.count())
        .where(o.listed, *_where(country, None))
        .group_by(o.country, o.region)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def entries(
    connection: Connection, secret: bytes, keys: Iterable[int]
) -> Iterator[Entry]:
    """The listed organisations among ``keys``, in that order, as the public reads them."""
    for some in parts(keys):
        o = organisations.c
        found = select(organisations).where(o.id.in_(some), o.listed)
        rows = {row.id: row for row in connection.execute(found)}
        topics = _grouped(connection, organisation_topics, some, "topic")
        people = _grouped(connection, focal_points, some, "id")
        ways = _ways(connection, secret, some)
        for key in some:
            if key in rows:
                yield _entry(rows[key], topics[key], people[key], ways[key])


def _where(country: str | None, region: str | None) -> list[ColumnElement[bool]]:
    o = organisations.c
    found: list[ColumnElement[bool]] = [] if country is None else [o.country == country]
    if region is not None:
        found.append(o.region == region if region else o.region.is_(None))
    return found


def _grouped(
    connection: Connection, table: Any, keys: Sequence[int], order: str
) -> dict[int, list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    rows = select(table).where(table.c.organisation_id.in_(keys))
    for row in connection.execute(rows.order_by(table.c[order])):
        found[row.organisation_id].append(row)
    return found


def _ways(
    connection: Connection, secret: bytes, keys: Sequence[int]
) -> dict[int, list[Way]]:
    """Those that somebody agreed to publish."""
    a = addressees.c
    rows = connection.execute(
        select(a.organisation_id, a.channel, a.address, a.person)
        .where(a.organisation_id.in_(keys), a.listed.is_not(None))
        .order_by(a.id)
    ).all()
    hashes = [address_hash(secret, row.channel, row.address) for row in rows]
    out = consents.opted_out(connection, hashes)
    found: dict[int, list[Way]] = defaultdict(list)
    for row, hashed in zip(rows, hashes, strict=True):
        if is_erased(row.address):
            continue
        way = Way(
            address=row.address,
            person=row.person,
            listed=True,
            opted_out=hashed in out,
        )
        found[row.organisation_id].append(way)
    return found


def _entry(
    row: Row[Any], topics: list[Row[Any]], people: list[Row[Any]], ways: list[Way]
) -> Entry:
    named, own = published([_person(person) for person in people], ways)
    return Entry(
        id=row.id,
        name=one_line(row.name),
        names={code: one_line(text) for code, text in row.names.items()},
        category=row.category,
        women_led=row.women_led,
        country=row.country,
        region=row.region,
        district=row.district,
        topics=tuple(one_line(topic.topic) for topic in topics),
        languages=tuple(row.languages),
        website=site_of(row.details.get("website")),
        people=named,
        phones=of_kind("phone", own),
        postal=of_kind("postal", own),
        emails=of_kind("email", own),
    )


def _person(row: Row[Any]) -> Person:
    return Person(name=row.name, role=row.role, listed=row.listed is not None)


def withdraw(
    connection: Connection,
    organisation_id: int,
    actor: Actor,
    now: datetime,
    *,
    person: str | None = None,
    addressee: int | None = None,
) -> bool:
    """Take an organisation out of what the public may read; or a person of it alone, or a
    number or address alone. False where nothing was there to be taken out.
    """
    if person is not None:
        f = focal_points.c
        where = (f.organisation_id == organisation_id, f.name == person)
        change = update(focal_points).where(*where).values(listed=None)
    elif addressee is not None:
        a = addressees.c
        where = (a.organisation_id == organisation_id, a.id == addressee)
        change = update(addressees).where(*where).values(listed=None)
    else:
        change = _unlisted(connection, organisation_id)
    found = bool(connection.execute(change).rowcount)
    if found:
        what = {"person": person is not None, "addressee": addressee}
        record(connection, actor, now, "take out of directory", organisation_id, **what)
    return found


def _unlisted(connection: Connection, organisation_id: int) -> Update:
    o = organisations.c
    details = connection.execute(
        select(o.details).where(o.id == organisation_id)
    ).scalar()
    kept = {name: value for name, value in (details or {}).items() if name != "listed"}
    return (
        update(organisations)
        .where(o.id == organisation_id)
        .values(listed=False, details=kept)
    )
