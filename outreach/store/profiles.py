"""What organisations are beside how they are reached: focal points and relays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, delete, insert, select, update

from outreach.model.organisation import FocalPoint
from outreach.store.rows import parts
from outreach.store.tables import focal_points, organisations


def put_focal_points(
    connection: Connection, people: Mapping[int, Iterable[FocalPoint]]
) -> None:
    """The people who speak for each organisation, in place of those who did before."""
    f = focal_points.c
    for some in parts(people):
        connection.execute(delete(focal_points).where(f.organisation_id.in_(some)))
    rows = [
        {
            "organisation_id": key,
            "name": person.name,
            "role": person.role,
            "languages": list(person.languages),
            "note": person.note,
            "listed": person.listed and person.listed.model_dump(mode="json"),
        }
        for key, each in people.items()
        for person in each
    ]
    if rows:
        connection.execute(insert(focal_points), rows)


def focal_points_of(
    connection: Connection, organisation_id: int
) -> tuple[FocalPoint, ...]:
    """Who speaks for an organisation, in the order in which it names them."""
    f = focal_points.c
    rows = connection.execute(
        select(f.name, f.role, f.languages, f.note, f.listed)
        .where(f.organisation_id == organisation_id)
        .order_by(f.id)
    )
    return tuple(FocalPoint.model_validate(dict(row._mapping)) for row in rows)


def is_known(connection: Connection, country: str, name: str) -> bool:
    """Whether the directory has an organisation of that name in that country."""
    o = organisations.c
    found = select(o.id).where(o.country == country, o.name == name)
    return connection.execute(found).first() is not None


def put_relay(
    connection: Connection, organisation_id: int, country: str, name: str | None
) -> bool:
    """Let the organisation of that name in the country pass messages on, or none.

    False where no other organisation there has that name; nothing is changed then.
    """
    o = organisations.c
    relay = None
    if name is not None:
        relay = connection.execute(
            select(o.id).where(
                o.country == country, o.name == name, o.id != organisation_id
            )
        ).scalar()
        if relay is None:
            return False
    connection.execute(
        update(organisations).where(o.id == organisation_id).values(relay_id=relay)
    )
    return True


def name_of(connection: Connection, organisation_id: int) -> str | None:
    """What an organisation is called."""
    return connection.execute(
        select(organisations.c.name).where(organisations.c.id == organisation_id)
    ).scalar()
