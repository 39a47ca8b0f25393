"""Putting organisations into the directory, many at a time: a statement for each kind of
row and not for each row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from outreach.model.addresses import kind_of
from outreach.model.audience import AddresseeRecord, OrganisationRecord
from outreach.model.canonical import digest
from outreach.model.organisation import FocalPoint
from outreach.model.phones import country_of
from outreach.store.consents import log_consents
from outreach.store.profiles import put_focal_points
from outreach.store.rows import in_turn, parts
from outreach.store.tables import addressees, organisation_topics, organisations

#: By what an organisation is known, and a way to reach one.
_Name: TypeAlias = tuple[str, str]
_Place: TypeAlias = tuple[int, str, str]


def put_organisations(
    connection: Connection,
    records: Sequence[OrganisationRecord],
    secret: bytes,
    now: datetime,
) -> list[int]:
    """Add organisations, or bring those of the same name and country up to date; their ids.

    As if one by one in their order: of one that is known, what a record does not set stays
    as it is. Addresses are taken as they are: ``outreach.directory`` has normalised them.
    """
    in_turn(connection, "directory")
    before = _known(connection, {(r.country, r.name) for r in records})
    after = {name: dict(values) for name, values in before.items()}
    topics: dict[_Name, tuple[str, ...]] = {}
    people: dict[_Name, tuple[FocalPoint, ...]] = {}
    for record in records:
        name = (record.country, record.name)
        if "topics" in record.model_fields_set:
            topics[name] = record.topics
        if "focal_points" in record.model_fields_set:
            people[name] = record.focal_points
        if name in after:
            after[name] |= _given(record, after[name]["details"])
        else:
            after[name] = {**_own(record), "created_at": now}
    ids = _put_own(connection, before, after)
    _put_topics(connection, {ids[name]: said for name, said in topics.items()})
    put_focal_points(connection, {ids[name]: said for name, said in people.items()})
    keys = [ids[record.country, record.name] for record in records]
    each = zip(keys, records, strict=True)
    ways = [(key, way) for key, record in each for way in record.addressees]
    put_addressees(connection, ways, secret)
    return keys


def compared(
    connection: Connection, records: Sequence[OrganisationRecord]
) -> list[str]:
    """What each record would do to the directory alone: ``new``, ``changed`` or ``same``.
    Focal points are not compared: whoever names them changes them.
    """
    before = _known(connection, {(r.country, r.name) for r in records})
    ids = {name: int(values["id"]) for name, values in before.items()}
    had = _topics(connection, ids.values())
    reached = _reached(connection, set(ids.values()))

    def said(record: OrganisationRecord) -> str:
        known = before.get((record.country, record.name))
        if known is None:
            return "new"
        key, given = int(known["id"]), record.model_fields_set
        own = {**known, **_given(record, known["details"])} == known
        topics = "topics" not in given or had[key] == set(record.topics)
        ways = all(
            (now := reached.get((key, way.channel, way.address)))
            and {**now, **_way(way, now)} == now
            for way in record.addressees
        )
        same = own and topics and ways and not record.focal_points
        return "same" if same else "changed"

    return [said(record) for record in records]


def _known(connection: Connection, names: set[_Name]) -> dict[_Name, dict[str, Any]]:
    o, found = organisations.c, dict[_Name, dict[str, Any]]()
    for country in {country for country, _ in names}:
        for some in parts(name for place, name in names if place == country):
            where = (o.country == country, o.name.in_(some))
            for row in connection.execute(select(organisations).where(*where)):
                found[row.country, row.name] = dict(row._mapping)
    return found


def _own(record: OrganisationRecord) -> dict[str, Any]:
    return {
        "name": record.name,
        "names": dict(record.names or {}),
        "category": record.category,
        "women_led": record.women_led,
        "country": record.country,
        "region": record.region,
        "district": record.district,
        "languages": list(record.languages),
        "has_internet": record.has_internet,
        "details": record.details,
        "listed": record.listed is not None,
    }


def _given(record: OrganisationRecord, details: Mapping[str, Any]) -> dict[str, Any]:
    """What of an organisation's own row a record sets."""
    given = record.model_fields_set
    kept = {name: value for name, value in details.items() if name not in given}
    own = {n: v for n, v in _own(record).items() if n in given}
    return {**own, "details": {**kept, **record.details}}


def _put_own(
    connection: Connection,
    before: Mapping[_Name, dict[str, Any]],
    after: Mapping[_Name, dict[str, Any]],
) -> dict[_Name, int]:
    """The rows of the organisations themselves; the id of each."""
    o = organisations.c
    ids = {name: int(values["id"]) for name, values in before.items()}
    if new := [values for name, values in after.items() if name not in before]:
        made = insert(organisations).returning(o.id, o.country, o.name)
        for key, country, name in connection.execute(made, new):
            ids[country, name] = int(key)
    _update(connection, organisations, before, after)
    return ids


def _update(
    connection: Connection,
    table: Table,
    before: Mapping[Any, Mapping[str, Any]],
    after: Mapping[Any, Mapping[str, Any]],
) -> None:
    """Those rows that are not as they were."""
    rows = [
        {f"new_{column}": value for column, value in row.items()}
        for place, row in after.items()
        if place in before and row != before[place]
    ]
    if rows:
        columns = [c for c in table.c if c.name != "id"]
        statement = update(table).where(table.c.id == bindparam("new_id"))
        connection.execute(
            statement.values({c: bindparam(f"new_{c.name}") for c in columns}), rows
        )


def _put_topics(connection: Connection, topics: Mapping[int, tuple[str, ...]]) -> None:
    """Each organisation's topics, in place of those it had."""
    t, had = organisation_topics.c, _topics(connection, topics)
    other = {key: said for key, said in topics.items() if had[key] != set(said)}
    for some in parts(key for key in other if had[key]):
        gone = delete(organisation_topics).where(t.organisation_id.in_(some))
        connection.execute(gone)
    rows = [
        {"organisation_id": key, "topic": topic}
        for key, said in other.items()
        for topic in dict.fromkeys(said)
    ]
    if rows:
        connection.execute(insert(organisation_topics), rows)


def _topics(connection: Connection, keys: Iterable[int]) -> dict[int, set[str]]:
    t, had = organisation_topics.c, {key: set[str]() for key in keys}
    for some in parts(had):
        asked = select(t.organisation_id, t.topic).where(t.organisation_id.in_(some))
        for key, topic in connection.execute(asked):
            had[key].add(topic)
    return had


def put_addressees(
    connection: Connection,
    records: Sequence[tuple[int, AddresseeRecord]],
    secret: bytes,
) -> None:
    """Add ways to reach organisations, each with its organisation's id, or bring them up
    to date; their consents are logged. What a record does not set stays as it is.
    """
    before = _reached(connection, {key for key, _ in records})
    after: dict[_Place, dict[str, Any]] = {}
    for key, record in records:
        place = (key, record.channel, record.address)
        known = after.get(place, before.get(place, {}))
        after[place] = {**known, **_at(place), **_way(record, known)}
    new = [values for place, values in after.items() if place not in before]
    if new:
        connection.execute(insert(addressees), new)
    _update(connection, addressees, before, after)
    log_consents(connection, secret, [record for _, record in records])


def _reached(connection: Connection, keys: set[int]) -> dict[_Place, dict[str, Any]]:
    a, found = addressees.c, dict[_Place, dict[str, Any]]()
    for some in parts(keys):
        for row in connection.execute(
            select(addressees).where(a.organisation_id.in_(some))
        ):
            place = (row.organisation_id, row.channel, row.address)
            found[place] = dict(row._mapping)
    return found


def _at(place: _Place) -> dict[str, Any]:
    return dict(zip(("organisation_id", "channel", "address"), place, strict=True))


def _way(record: AddresseeRecord, known: Mapping[str, Any]) -> dict[str, Any]:
    given: dict[str, Any] = {
        "variants": list(record.variants),
        "copies": record.copies,
        "options": record.options,
        "person": record.person,
        "consented": record.consent is not None,
        "listed": record.listed and record.listed.model_dump(mode="json"),
    }
    if known:
        set_ = {"consented" if n == "consent" else n for n in record.model_fields_set}
        given |= {name: known[name] for name in given.keys() - set_}
    wants = {name: given[name] for name in ("variants", "copies", "options")}
    return {
        "language": record.language,
        "timezone": record.timezone,
        "profile": _profile(record.address, wants),
        **given,
    }


def _profile(address: str, wants: Mapping[str, Any]) -> str:
    """What addressees share who may share a bundle: a phone's country decides its sender,
    and e-mail goes by another gateway than post.
    """
    country = country_of(address)
    also = {"country": country} if country else {}
    if kind_of(address) == "email":
        also = {"by": "email"}
    return digest({**wants, **also})
