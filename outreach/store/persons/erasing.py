"""Taking one person out of every table; counts, evidence and opt-outs stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from outreach.model.addresses import erased
from outreach.model.enquiry import WAITS
from outreach.model.masking import masked
from outreach.model.states import State
from outreach.store.audit import Actor, record
from outreach.store.consents import suppress
from outreach.store.enquiry_steps import forget_replies
from outreach.store.persons.holding import Held, held
from outreach.store.persons.naming import Found
from outreach.store.persons.who import Person
from outreach.store.rows import in_turn, parts
from outreach.store.secret import address_hash
from outreach.store.tables import (
    addressees,
    broadcasts,
    consents,
    deliveries,
    drafts,
    enquiries,
    enquiry_steps,
    events,
    evidence,
    focal_points,
    inbound,
    organisations,
    questions,
    replies,
    suppressions,
)

#: How the opt-out is recorded that keeps a new import from writing to them again.
HOW = "erasure"
_BUSY = (State.SENDING, State.QUEUED, State.HELD, State.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """How much was taken out, by what it is called."""

    counts: dict[str, int]
    #: Those that had something for them.
    gateways: frozenset[str]
    #: Evidence with a file, which may show them: nobody but a person can tell.
    files: tuple[int, ...]
    #: What was announced and names them.
    announcements: tuple[str, ...]


def in_flight(connection: Connection, found: Held, now: datetime) -> str | None:
    """What is on its way to them, or may still be sent, in a sentence; None if nothing."""
    keys = {row["broadcast_id"] for row in found.deliveries if row["state"] in _BUSY}
    b = broadcasts.c
    ends = {
        row.id: row.expires_at
        for row in connection.execute(select(b.id, b.expires_at).where(b.id.in_(keys)))
    }
    for row in found.deliveries:
        over = ends.get(row["broadcast_id"], 0) <= now.timestamp()
        if row["state"] not in _BUSY or (over and row["state"] == State.UNKNOWN):
            continue
        return (
            f"Delivery {row['delivery']} to them is {State(row['state']).word}: wait "
            "until it is settled, decide on it under Held, or cancel the broadcast; then "
            "erase."
        )
    if any(row["state"] in ("queued", "sending") for row in found.replies):
        return "An answer to them is on its way: erase in a few minutes."
    if any(row["state"] == "new" for row in found.inbound):
        return "A text of theirs is being read: erase in a minute."
    if any(row["state"] in WAITS for row in found.enquiries):
        return "An enquiry of theirs waits: answer or close it, then erase."
    return None


def counted(found: Held) -> dict[str, int]:
    """What would go, by what staff call it; nothing that is not there."""
    all_ = {
        "addresses": len(found.addressees),
        "entries as focal point": len(found.focal_points),
        "consents": len(found.consents),
        "deliveries": len(found.deliveries),
        "texts": len(found.inbound),
        "answers": len(found.replies),
        "enquiries": len(found.enquiries),
        "notes": len(found.organisations) + _notes(found),
        "drafts": len(found.drafts),
    }
    return {name: number for name, number in all_.items() if number}


def _notes(found: Held) -> int:
    return sum(row["note"] is not None for row in found.evidence)


def erase(
    connection: Connection,
    secret: bytes,
    person: Person,
    actor: Actor | None,
    now: datetime,
) -> Erased | str:
    """Take the person out; the sentence why not while something is in flight to them.

    The ledger's rows stay without address, consents without who and which words, the
    evidence without name. Opt-outs stay by keyed hash, and where there was none one is
    made: no import brings them back.
    """
    in_turn(connection, "directory")
    found = held(connection, secret, person)
    if why := in_flight(connection, found, now):
        return why
    _opt_out(connection, secret, person, now)
    _consents(connection, secret, person)
    _ledger(connection, person, found)
    _texts(connection, person, found)
    _enquiries(connection, person, found)
    _directory(connection, person, found)
    _notes_of(connection, person, found)
    counts = counted(found)
    record(connection, actor, now, "erase person", "person", **_logged(counts))
    return Erased(
        counts=counts,
        gateways=found.gateways,
        files=tuple(row["id"] for row in found.evidence if row["file_sha256"]),
        announcements=tuple(
            dict.fromkeys(row["announcement_id"] for row in found.announcements)
        ),
    )


def _logged(counts: dict[str, int]) -> dict[str, int]:
    return {name.replace(" ", "_"): number for name, number in counts.items()}


def _opt_out(
    connection: Connection, secret: bytes, person: Person, now: datetime
) -> None:
    for channel, address in person.ways:
        hashed = address_hash(secret, channel, address)
        s = suppressions.c
        known = select(s.since).where(s.address_hash == hashed, s.channel == channel)
        if connection.execute(known).first() is None:
            suppress(connection, secret, channel, address, HOW, now)


def _consents(connection: Connection, secret: bytes, person: Person) -> None:
    """That and when they agreed stays, by the hash; who and which words go."""
    hashes = [address_hash(secret, channel, one) for channel, one in person.ways]
    for some in parts(hashes):
        connection.execute(
            update(consents)
            .where(consents.c.address_hash.in_(some))
            .values(by=None, wording=None, source=None)
        )


def _ledger(connection: Connection, person: Person, found: Held) -> None:
    first = _first_ids(found.addressees)
    d, e = deliveries.c, events.c
    for row in found.deliveries:
        way = (row["channel"], row["address"])
        key = first[way] if way in first else row["addressee_id"]
        connection.execute(
            update(deliveries)
            .where(d.broadcast_id == row["broadcast_id"], d.seq == row["seq"])
            .values(address=erased(key), detail=_said(person, row))
        )
    for row in found.events:
        if row["detail"]:
            connection.execute(
                update(events)
                .where(e.gateway == row["gateway"], e.key == row["key"])
                .values(detail=_said(person, row))
            )


def _said(person: Person, row: Found) -> str | None:
    """A gateway's words without the number, as reports show them anyway."""
    return person.taken_out(masked(row["detail"])) if row["detail"] else None


def _first_ids(rows: list[Found]) -> dict[tuple[str, str], int]:
    """Of each address on a channel the first addressee: those that share it stay alike."""
    first: dict[tuple[str, str], int] = {}
    for row in rows:
        way = (row["channel"], row["address"])
        first[way] = min(first.get(way, row["id"]), row["id"])
    return first


def _texts(connection: Connection, person: Person, found: Held) -> None:
    for some in parts(row["id"] for row in found.replies):
        connection.execute(delete(replies).where(replies.c.id.in_(some)))
    for some in parts(row["id"] for row in found.inbound):
        connection.execute(delete(inbound).where(inbound.c.id.in_(some)))
    connection.execute(delete(questions).where(questions.c.sender.in_(person.senders)))


def _enquiries(connection: Connection, person: Person, found: Held) -> None:
    """Of their own what they asked goes; others' words stay without them."""
    texts = {row["id"] for row in found.inbound}
    own = [
        row["id"]
        for row in found.enquiries
        if row["inbound_id"] in texts or row["addressee_id"] in person.addressees
    ]
    e, s = enquiries.c, enquiry_steps.c
    for row in found.enquiries:
        words = None if row["id"] in own else person.taken_out(row["words"])
        asked = None if row["inbound_id"] in texts else row["inbound_id"]
        connection.execute(
            update(enquiries)
            .where(e.id == row["id"])
            .values(words=words, inbound_id=asked)
        )
    for row in found.enquiry_steps:
        note = None if row["enquiry_id"] in own else person.taken_out(row["note"])
        connection.execute(
            update(enquiry_steps).where(s.id == row["id"]).values(note=note)
        )
    forget_replies(connection)


def _directory(connection: Connection, person: Person, found: Held) -> None:
    first = _first_ids(found.addressees)
    for row in found.addressees:
        mine = row["address"] in person.addresses
        key = first[row["channel"], row["address"]]
        gone = {"address": erased(key), "consented": False, "options": {}}
        connection.execute(
            update(addressees)
            .where(addressees.c.id == row["id"])
            .values(person=None, listed=None, **(gone if mine else {}))
        )
    for row in found.agreed:
        connection.execute(
            update(addressees)
            .where(addressees.c.id == row["id"])
            .values(listed=person.taken_out(row["listed"]))
        )
    names = {name.casefold() for name in person.names}
    for row in found.focal_points:
        mine = focal_points.c.id == row["id"]
        if row["name"].casefold() in names:
            connection.execute(delete(focal_points).where(mine))
        else:
            told = {name: person.taken_out(row[name]) for name in ("note", "listed")}
            connection.execute(update(focal_points).where(mine).values(told))


def _notes_of(connection: Connection, person: Person, found: Held) -> None:
    """Texts of others that name them stay, without the name."""
    for table, rows, column in (
        (organisations, found.organisations, "details"),
        (evidence, found.evidence, "note"),
        (drafts, found.drafts, "form"),
    ):
        for row in rows:
            told = {column: person.taken_out(row[column])}
            connection.execute(
                update(table).where(table.c.id == row["id"]).values(told)
            )
    if not person.organisations:
        return
    n = inbound.c
    others = n.organisation_id.in_(list(person.organisations))
    for one in connection.execute(
        select(n.id, n.note).where(others, n.note.is_not(None))
    ).all():
        if person.stands_in(one.note):
            connection.execute(
                update(inbound)
                .where(n.id == one.id)
                .values(note=person.taken_out(one.note))
            )
