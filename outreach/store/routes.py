"""The table of routes: by which gateway and sender a country is reached, at what price."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from outreach.model.errors import InputError
from outreach.model.money import of_parts, parts_of
from outreach.model.route import Route
from outreach.store.audit import Actor, record
from outreach.store.rows import in_turn
from outreach.store.tables import routes


def all_routes(connection: Connection, channel: str | None = None) -> list[Route]:
    """Every route, or those of one channel; by channel, country and gateway."""
    t = routes.c
    wanted = select(routes).order_by(t.channel, t.country, t.gateway)
    if channel is not None:
        wanted = wanted.where(t.channel == channel)
    return [_route(row) for row in connection.execute(wanted)]


def senders(connection: Connection) -> list[str]:
    """Every sender that a route names."""
    t = routes.c
    named = select(t.sender).where(t.sender.is_not(None)).distinct()
    return list(connection.execute(named.order_by(t.sender)).scalars())


def put_routes(
    connection: Connection, found: Sequence[Route], actor: Actor, now: datetime
) -> int:
    """Add the routes, or change those that are there; how many were not as they are now."""
    in_turn(connection, "routes")
    known = {route.key: route for route in all_routes(connection)}
    changed = [route for route in found if known.get(route.key) != route]
    for route in changed:
        _drop(connection, route.key)
        values = {**asdict(route), "price": parts_of(route.price)}
        connection.execute(insert(routes).values(values))
        old = known.get(route.key)
        before = old.columns if old else None
        detail = {"to": route.columns, "currency": route.currency, "from": before}
        record(connection, actor, now, "set route", _name(route.key), **detail)
    return len(changed)


def remove_route(
    connection: Connection, key: tuple[str, str, str], actor: Actor, now: datetime
) -> None:
    """Remove a route. Raises InputError where there is none."""
    in_turn(connection, "routes")
    if not _drop(connection, key):
        raise InputError(f"There is no route {_name(key)}.")
    record(connection, actor, now, "remove route", _name(key))


def _drop(connection: Connection, key: tuple[str, str, str]) -> int:
    channel, country, gateway = key
    t = routes.c
    return connection.execute(
        routes.delete().where(
            t.channel == channel, t.country == country, t.gateway == gateway
        )
    ).rowcount


def _name(key: tuple[str, str, str]) -> str:
    return " ".join(key)[:120]


def _route(row: Row[Any]) -> Route:
    values = {**row._mapping, "price": of_parts(row.price)}
    return Route(**values)
