"""Rows whose words name somebody, and the queries that all of this room ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from sqlalchemy import Connection, Select, String, Table, cast, or_, select

from outreach.store.persons.who import Person
from outreach.store.rows import parts
from outreach.store.tables import (
    announcement_versions,
    enquiries,
    enquiry_steps,
    evidence,
    evidence_files,
    organisations,
)

Found: TypeAlias = dict[str, Any]


def ids(rows: Sequence[Found]) -> list[int]:
    return [row["id"] for row in rows]


def found_by(connection: Connection, query: Select[Any]) -> list[Found]:
    return [dict(row._mapping) for row in connection.execute(query)]


def among(
    connection: Connection, table: Table, column: Any, values: Sequence[Any]
) -> list[Found]:
    key = list(table.primary_key)
    return [
        row
        for some in parts(values)
        for row in found_by(
            connection, select(table).where(column.in_(some)).order_by(*key)
        )
    ]


def focal_points_of(
    connection: Connection, table: Table, person: Person
) -> list[Found]:
    names = {name.casefold() for name in person.names}
    rows = among(connection, table, table.c.organisation_id, list(person.organisations))
    return [
        row
        for row in rows
        if row["name"].casefold() in names
        or person.stands_in(row["note"])
        or agreed_by(person, row)
    ]


def agreed_by(person: Person, row: Found) -> bool:
    """Whether what was agreed to have published names them."""
    return bool(person.taken_out(row["listed"]) != row["listed"])


def telling(connection: Connection, person: Person) -> list[Found]:
    """Their organisations that name them in what else is kept of it."""
    o = organisations.c
    query = select(o.id, o.name, o.details).where(o.id.in_(list(person.organisations)))
    return [
        row
        for row in found_by(connection, query.order_by(o.id))
        if person.taken_out(row["details"]) != row["details"]
    ]


def told(connection: Connection, person: Person, texts: Sequence[Found]) -> list[Found]:
    """What their texts told, and notes of their organisations that name them."""
    e, f = evidence.c, evidence_files.c
    rows = among(connection, evidence, e.organisation_id, list(person.organisations))
    theirs = set(ids(texts))
    mine = [r for r in rows if r["inbound_id"] in theirs or person.stands_in(r["note"])]
    files = {
        row["evidence_id"]: row["sha256"]
        for some in parts(ids(mine))
        for row in found_by(
            connection,
            select(f.evidence_id, f.sha256).where(f.evidence_id.in_(some)),
        )
    }
    return [{**row, "file_sha256": files.get(row["id"])} for row in mine]


def asked(
    connection: Connection, person: Person, texts: Sequence[Found]
) -> list[Found]:
    """What they asked, and what their organisations did with words that name them."""
    e = enquiries.c
    by_text = among(connection, enquiries, e.inbound_id, ids(texts))
    of_number = among(connection, enquiries, e.addressee_id, person.addressees)
    theirs = among(connection, enquiries, e.organisation_id, [*person.organisations])
    named = {
        row["enquiry_id"]
        for row in among(
            connection, enquiry_steps, enquiry_steps.c.enquiry_id, ids(theirs)
        )
        if person.stands_in(row["note"])
    }
    found = {row["id"]: row for row in (*by_text, *of_number)}
    for row in theirs:
        if row["id"] in named or person.stands_in(row["words"]):
            found[row["id"]] = row
    return [found[key] for key in sorted(found)]


def typed(
    connection: Connection, table: Table, column: Any, person: Person
) -> list[Found]:
    """Rows whose JSON names them; the database looks for candidates."""
    if not person.traces:
        return []
    text = cast(column, String)
    named = (text.icontains(_in_json(one), autoescape=True) for one in person.traces)
    query = select(table).where(or_(*named))
    rows = found_by(connection, query.order_by(*table.primary_key))
    return [r for r in rows if person.taken_out(r[column.name]) != r[column.name]]


def _in_json(trace: str) -> str:
    """Its first letters that JSON writes as they are."""
    plain = ""
    for sign in trace:
        if not (sign.isascii() and sign.isprintable()) or sign in '"\\':
            break
        plain += sign
    return plain


def published(connection: Connection, person: Person) -> list[Found]:
    """Versions of announcements that name them: it is out, and stays."""
    v = announcement_versions
    return [
        {"announcement_id": row["announcement_id"], "version": row["version"]}
        for row in typed(connection, v, v.c.content, person)
    ]
