"""What is held on one person, table by table: to be handed over, or taken out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Connection, Select, String, Table, cast, or_, select, tuple_

from outreach.model.addresses import erased
from outreach.model.delivery_ids import public_id
from outreach.store.persons.who import Person
from outreach.store.replies import BATCH
from outreach.store.rows import parts
from outreach.store.secret import address_hash
from outreach.store.tables import (
    addressees,
    announcement_versions,
    audit,
    broadcasts,
    bundles,
    consents,
    deliveries,
    drafts,
    events,
    evidence,
    evidence_files,
    focal_points,
    inbound,
    messages,
    organisations,
    questions,
    renditions,
    replies,
    rsvps,
    suppressions,
)

Found: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Rows as they are kept, by table. Instants of the ledger are seconds since 1970."""

    addressees: list[Found]
    focal_points: list[Found]
    organisations: list[Found]
    consents: list[Found]
    suppressions: list[Found]
    #: Each with its id as gateways know it, and the broadcast's code.
    deliveries: list[Found]
    messages: list[Found]
    events: list[Found]
    inbound: list[Found]
    replies: list[Found]
    questions: list[Found]
    rsvps: list[Found]
    evidence: list[Found]
    drafts: list[Found]
    audit: list[Found]
    #: Where they are named in what was announced: it is published, and stays.
    announcements: list[Found]
    #: What the deliveries were of, each once, by ``bundle_id``.
    renditions: list[Found]

    @property
    def delivery_ids(self) -> dict[str, set[str]]:
        """By gateway the ids under which it had something for them."""
        found: dict[str, set[str]] = {}
        for row in self.deliveries:
            found.setdefault(row["gateway"], set()).add(row["delivery"])
        for row in self.replies:
            found.setdefault(row["gateway"], set()).add(public_id(BATCH, row["id"]))
        return found


def held(connection: Connection, secret: bytes, person: Person) -> Held:
    """Everything that is kept on a person."""
    hashes = [address_hash(secret, channel, one) for channel, one in person.ways]
    sent = _deliveries(connection, person)
    texts = _texts(connection, person)
    answers = _answers(connection, person, texts)
    parted = _messages(connection, sent)
    proof = _evidence(connection, person, texts)
    return Held(
        addressees=_addressees(connection, person),
        focal_points=_named(connection, focal_points, person),
        organisations=_telling(connection, person),
        consents=_among(connection, consents, consents.c.address_hash, hashes),
        suppressions=_among(
            connection, suppressions, suppressions.c.address_hash, hashes
        ),
        deliveries=sent,
        messages=parted,
        events=_events(connection, sent, parted, answers),
        inbound=texts,
        replies=answers,
        questions=_among(connection, questions, questions.c.sender, person.senders),
        rsvps=_among(connection, rsvps, rsvps.c.inbound_id, _ids(texts)),
        evidence=proof,
        drafts=_typed(connection, drafts, drafts.c.form, person),
        audit=_acts(connection, texts, proof),
        announcements=_published(connection, person),
        renditions=_renditions(connection, sent),
    )


def _ids(rows: Sequence[Found]) -> list[int]:
    return [row["id"] for row in rows]


def _rows(connection: Connection, query: Select[Any]) -> list[Found]:
    return [dict(row._mapping) for row in connection.execute(query)]


def _among(
    connection: Connection, table: Table, column: Any, values: Sequence[Any]
) -> list[Found]:
    key = list(table.primary_key)
    return [
        row
        for some in parts(values)
        for row in _rows(
            connection, select(table).where(column.in_(some)).order_by(*key)
        )
    ]


def _addressees(connection: Connection, person: Person) -> list[Found]:
    """Those with an address, and those whose number is gone but not the name."""
    a = addressees.c
    mine = or_(
        a.id.in_(person.addressees),
        (a.organisation_id.in_(list(person.organisations)))
        & (a.person.in_(person.names)),
    )
    return _rows(connection, select(addressees).where(mine).order_by(a.id))


def _named(connection: Connection, table: Table, person: Person) -> list[Found]:
    names = {name.casefold() for name in person.names}
    rows = _among(
        connection, table, table.c.organisation_id, list(person.organisations)
    )
    return [
        row
        for row in rows
        if row["name"].casefold() in names or person.stands_in(row["note"])
    ]


def _telling(connection: Connection, person: Person) -> list[Found]:
    """Their organisations that name them in what else is kept of it."""
    o = organisations.c
    query = select(o.id, o.name, o.details).where(o.id.in_(list(person.organisations)))
    return [
        row
        for row in _rows(connection, query.order_by(o.id))
        if person.taken_out(row["details"]) != row["details"]
    ]


def _deliveries(connection: Connection, person: Person) -> list[Found]:
    """Broadcast by broadcast: no index has the address alone. What retention has taken
    the number out of is known by the addressee.
    """
    d, b = deliveries.c, broadcasts.c
    kept = [*person.addresses, *map(erased, person.addressees)]
    channels = {channel for channel, _ in person.ways}
    found = []
    for some in parts(connection.execute(select(b.id).order_by(b.id)).scalars()):
        query = (
            select(deliveries, b.code.label("broadcast"))
            .join(broadcasts, b.id == d.broadcast_id)
            .where(
                d.broadcast_id.in_(some),
                d.channel.in_(channels),
                d.address.in_(kept),
            )
            .order_by(d.broadcast_id, d.seq)
        )
        found += _rows(connection, query)
    return [
        {"delivery": public_id(row["broadcast"], row["seq"]), **row} for row in found
    ]


def _renditions(connection: Connection, sent: Sequence[Found]) -> list[Found]:
    """What the deliveries carried; files by their names alone, for stations have them."""
    keys = sorted({row["bundle_id"] for row in sent})
    r, found = renditions.c, []
    for bundle in _among(connection, bundles, bundles.c.id, keys):
        for key, copies in bundle["contents"]:
            query = select(r.channel, r.variant, r.languages, r.text).where(
                r.key == key
            )
            own = {"bundle_id": bundle["id"], "copies": copies}
            found += [{**own, **row} for row in _rows(connection, query)]
    return found


def _messages(connection: Connection, sent: Sequence[Found]) -> list[Found]:
    m = messages.c
    return [
        row
        for some in parts((one["broadcast_id"], one["seq"]) for one in sent)
        for row in _rows(
            connection,
            select(messages).where(tuple_(m.broadcast_id, m.seq).in_(some)),
        )
    ]


def _events(
    connection: Connection,
    sent: Sequence[Found],
    parted: Sequence[Found],
    answers: Sequence[Found],
) -> list[Found]:
    """By delivery, and by the gateway's ids; an answer of ours has both, too."""
    names = [row["delivery"] for row in sent]
    names += [public_id(BATCH, row["id"]) for row in answers]
    theirs = [(row["gateway"], row["gateway_id"]) for row in parted]
    theirs += [
        (row["gateway"], row["gateway_id"]) for row in answers if row["gateway_id"]
    ]
    e = events.c
    found = _among(connection, events, e.delivery, names)
    for some in parts(theirs):
        unnamed = e.delivery.is_(None) & tuple_(e.gateway, e.gateway_id).in_(some)
        found += _rows(connection, select(events).where(unnamed))
    return found


def _texts(connection: Connection, person: Person) -> list[Found]:
    """What they wrote, and what others wrote for their organisation that names them."""
    found = _among(connection, inbound, inbound.c.sender, person.senders)
    return sorted(found, key=lambda row: row["id"])


def _answers(
    connection: Connection, person: Person, texts: Sequence[Found]
) -> list[Found]:
    by_text = _among(connection, replies, replies.c.inbound_id, _ids(texts))
    to_them = _among(connection, replies, replies.c.recipient, person.senders)
    found = {row["id"]: row for row in (*by_text, *to_them)}
    return [found[key] for key in sorted(found)]


def _evidence(
    connection: Connection, person: Person, texts: Sequence[Found]
) -> list[Found]:
    """What their texts told, and notes of their organisations that name them."""
    e, f = evidence.c, evidence_files.c
    rows = _among(connection, evidence, e.organisation_id, list(person.organisations))
    told = set(_ids(texts))
    mine = [r for r in rows if r["inbound_id"] in told or person.stands_in(r["note"])]
    files = {
        row["evidence_id"]: row["sha256"]
        for some in parts(_ids(mine))
        for row in _rows(
            connection,
            select(f.evidence_id, f.sha256).where(f.evidence_id.in_(some)),
        )
    }
    return [{**row, "file_sha256": files.get(row["id"])} for row in mine]


def _typed(
    connection: Connection, table: Table, column: Any, person: Person
) -> list[Found]:
    """Rows whose JSON names them; the database looks for candidates."""
    written: Callable[[str], Any] = lambda trace: cast(column, String).icontains(
        _in_json(trace), autoescape=True
    )
    if not person.traces:
        return []
    query = select(table).where(or_(*map(written, person.traces)))
    rows = _rows(connection, query.order_by(*table.primary_key))
    return [r for r in rows if person.taken_out(r[column.name]) != r[column.name]]


def _in_json(trace: str) -> str:
    """Its first letters that JSON writes as they are."""
    plain = ""
    for sign in trace:
        if not (sign.isascii() and sign.isprintable()) or sign in '"\\':
            break
        plain += sign
    return plain


def _acts(
    connection: Connection, texts: Sequence[Found], proof: Sequence[Found]
) -> list[Found]:
    """What staff did with their texts and evidence. The log holds neither numbers nor
    words (docs/why/persons.md).
    """
    a = audit.c
    found = _among(connection, audit, a.object, [f"text {row['id']}" for row in texts])
    keys = set(_ids(proof))
    noted = _rows(connection, select(audit).where(a.act == "evidence"))
    found += [row for row in noted if row["detail"].get("evidence") in keys]
    return sorted(found, key=lambda row: row["id"])


def _published(connection: Connection, person: Person) -> list[Found]:
    v = announcement_versions
    return [
        {"announcement_id": row["announcement_id"], "version": row["version"]}
        for row in _typed(connection, v, v.c.content, person)
    ]
