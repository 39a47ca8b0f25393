"""By need: an organisation that says which channel it prefers is reached by that one, and
by another only where nothing there can be used; one that says nothing, by every channel.

It is decided for an organisation at once, so steps of fan-out go by organisations.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    case,
    func,
    or_,
    select,
    tuple_,
)

from outreach.store import consents
from outreach.store.previewing import MOST_HASHED
from outreach.store.reaching import Reach, reached
from outreach.store.secret import address_hash
from outreach.store.tables import addressees, organisations, suppressions

#: Channel, language and profile: the addressees that may share a bundle.
Kind: TypeAlias = tuple[str, str, str]

_ANY_OUT = select(suppressions.c.address_hash).limit(1)


def preferred() -> ColumnElement[str]:
    """The channel that an organisation says it prefers; NULL: it says nothing."""
    channel: ColumnElement[str] = organisations.c.details[
        "prefers", "channel"
    ].as_string()
    return channel


def first(usable: Select[Any]) -> Select[Any]:
    """Of ``usable`` addressees, with ``addressee_id``, ``organisation_id`` and ``channel``,
    those to write to. The other channels follow in the order of their addressees.
    """
    u = usable.subquery()
    wanted = preferred()
    mine = (u.c.organisation_id, u.c.channel)
    place = case(
        (or_(wanted.is_(None), u.c.channel == wanted), 0),
        else_=func.min(u.c.addressee_id).over(partition_by=mine),
    ).label("place")
    p = (
        select(u, place)
        .join(organisations, organisations.c.id == u.c.organisation_id)
        .subquery()
    )
    names = [column.name for column in u.c]
    best = func.min(p.c.place).over(partition_by=p.c.organisation_id).label("best")
    b = select(p, best).subquery()
    return select(*(b.c[name] for name in names)).where(b.c.place == b.c.best)


def opted_out(
    connection: Connection, secret: bytes, *conditions: ColumnElement[bool]
) -> list[int]:
    """Who of the addressees under ``conditions`` has opted out, by id."""
    a = addressees.c
    those = select(a.id, a.channel, a.address).where(a.consented, *conditions)
    return _out_of(connection, secret, those) or []


def out_of_audience(
    connection: Connection, secret: bytes, reach: Reach, channels: Sequence[str]
) -> list[int] | None:
    """Who of an audience has opted out, by id; None: it has too many to look each up."""
    m = reached(reach, addressees.c.channel.in_(channels))
    those = select(m.c.id, m.c.channel, m.c.address).limit(MOST_HASHED + 1)
    return _out_of(connection, secret, those, MOST_HASHED)


def _out_of(
    connection: Connection, secret: bytes, those: Select[Any], most: int | None = None
) -> list[int] | None:
    """Opt-outs are known by keyed hashes alone, so each address is looked up."""
    if connection.execute(_ANY_OUT).first() is None:
        return []
    rows = connection.execute(those).all()
    if most is not None and len(rows) > most:
        return None
    hashed = {row.id: address_hash(secret, row.channel, row.address) for row in rows}
    out = consents.opted_out(connection, {*hashed.values()})
    return sorted(key for key, hash_ in hashed.items() if hash_ in out)


def sizes(
    connection: Connection,
    reach: Reach,
    channels: Sequence[str],
    unmade: Collection[Kind],
    out: Sequence[int],
) -> dict[Kind, int]:
    """How many addresses of each kind it goes to; of kinds ``unmade`` nothing was made,
    and the addressees ``out`` have opted out.
    """
    m = reached(reach, addressees.c.channel.in_(channels), *usable(unmade, out))
    chosen = first(
        select(
            m.c.id.label("addressee_id"),
            *(m.c.organisation_id, m.c.channel, m.c.language, m.c.profile, m.c.address),
        )
    ).subquery()
    kind = (chosen.c.channel, chosen.c.language, chosen.c.profile)
    rows = connection.execute(
        select(*kind, func.count(chosen.c.address.distinct())).group_by(*kind)
    )
    return {(row[0], row[1], row[2]): row[3] for row in rows}


def usable(unmade: Collection[Kind], out: Sequence[int]) -> list[ColumnElement[bool]]:
    """The conditions that an addressee who agreed can be written to."""
    a, found = addressees.c, list[ColumnElement[bool]]()
    if unmade:
        found.append(tuple_(a.channel, a.language, a.profile).not_in(sorted(unmade)))
    if out:
        found.append(a.id.not_in(out))
    return found
