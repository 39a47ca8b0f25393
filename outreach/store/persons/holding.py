"""What is held on one person, table by table: to be handed over, or taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, or_, select, tuple_

from outreach.model.addresses import erased
from outreach.model.delivery_ids import public_id
from outreach.store.persons.naming import (
    Found,
    agreed_by,
    among,
    asked,
    focal_points_of,
    found_by,
    ids,
    published,
    telling,
    told,
    typed,
)
from outreach.store.persons.who import Person
from outreach.store.replies import BATCH
from outreach.store.rows import parts
from outreach.store.secret import address_hash
from outreach.store.tables import (
    addressees,
    audit,
    broadcasts,
    bundles,
    consents,
    deliveries,
    drafts,
    enquiry_steps,
    events,
    focal_points,
    inbound,
    messages,
    questions,
    renditions,
    replies,
    rsvps,
    suppressions,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Rows as they are kept, by table. Instants of the ledger are seconds since 1970."""

    addressees: list[Found]
    #: Addresses of others that they agreed to have published.
    agreed: list[Found]
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
    #: Theirs, and those of their organisations that name them.
    enquiries: list[Found]
    enquiry_steps: list[Found]
    drafts: list[Found]
    audit: list[Found]
    #: Where they are named in what was announced: it is published, and stays.
    announcements: list[Found]
    #: What the deliveries were of, each once, by ``bundle_id``.
    renditions: list[Found]

    @property
    def gateways(self) -> frozenset[str]:
        """Those that had something for them."""
        return frozenset(row["gateway"] for row in (*self.deliveries, *self.replies))


def held(connection: Connection, secret: bytes, person: Person) -> Held:
    """Everything that is kept on a person."""
    hashes = [address_hash(secret, channel, one) for channel, one in person.ways]
    sent = _deliveries(connection, person)
    texts = _texts(connection, person)
    answers = _answers(connection, person, texts)
    parted = _messages(connection, sent)
    proof = told(connection, person, texts)
    enquired = asked(connection, person, texts)
    return Held(
        addressees=_addressees(connection, person),
        agreed=_agreed(connection, person),
        focal_points=focal_points_of(connection, focal_points, person),
        organisations=telling(connection, person),
        consents=among(connection, consents, consents.c.address_hash, hashes),
        suppressions=among(
            connection, suppressions, suppressions.c.address_hash, hashes
        ),
        deliveries=sent,
        messages=parted,
        events=_events(connection, sent, parted, answers),
        inbound=texts,
        replies=answers,
        questions=among(connection, questions, questions.c.sender, person.senders),
        rsvps=among(connection, rsvps, rsvps.c.inbound_id, ids(texts)),
        evidence=proof,
        enquiries=enquired,
        enquiry_steps=among(
            connection, enquiry_steps, enquiry_steps.c.enquiry_id, ids(enquired)
        ),
        drafts=typed(connection, drafts, drafts.c.form, person),
        audit=_acts(connection, texts, proof),
        announcements=published(connection, person),
        renditions=_renditions(connection, sent),
    )


def _addressees(connection: Connection, person: Person) -> list[Found]:
    """Those with an address, and those whose number is gone but not the name."""
    a = addressees.c
    mine = or_(
        a.id.in_(person.addressees),
        (a.organisation_id.in_(list(person.organisations)))
        & (a.person.in_(person.names)),
    )
    return found_by(connection, select(addressees).where(mine).order_by(a.id))


def _agreed(connection: Connection, person: Person) -> list[Found]:
    a = addressees.c
    found = among(connection, addressees, a.organisation_id, list(person.organisations))
    return [
        row
        for row in found
        if row["id"] not in person.addressees
        and row["person"] not in person.names
        and agreed_by(person, row)
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
        found += found_by(connection, query)
    return [
        {"delivery": public_id(row["broadcast"], row["seq"]), **row} for row in found
    ]


def _renditions(connection: Connection, sent: Sequence[Found]) -> list[Found]:
    """What the deliveries carried; files by their names alone, for stations have them."""
    keys = sorted({row["bundle_id"] for row in sent})
    r, found = renditions.c, []
    for bundle in among(connection, bundles, bundles.c.id, keys):
        for key, copies in bundle["contents"]:
            query = select(r.channel, r.variant, r.languages, r.text).where(
                r.key == key
            )
            own = {"bundle_id": bundle["id"], "copies": copies}
            found += [{**own, **row} for row in found_by(connection, query)]
    return found


def _messages(connection: Connection, sent: Sequence[Found]) -> list[Found]:
    m = messages.c
    return [
        row
        for some in parts((one["broadcast_id"], one["seq"]) for one in sent)
        for row in found_by(
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
    found = among(connection, events, e.delivery, names)
    for some in parts(theirs):
        unnamed = e.delivery.is_(None) & tuple_(e.gateway, e.gateway_id).in_(some)
        found += found_by(connection, select(events).where(unnamed))
    return found


def _texts(connection: Connection, person: Person) -> list[Found]:
    """What they wrote, and what others wrote for their organisation that names them."""
    found = among(connection, inbound, inbound.c.sender, person.senders)
    return sorted(found, key=lambda row: row["id"])


def _answers(
    connection: Connection, person: Person, texts: Sequence[Found]
) -> list[Found]:
    by_text = among(connection, replies, replies.c.inbound_id, ids(texts))
    to_them = among(connection, replies, replies.c.recipient, person.senders)
    found = {row["id"]: row for row in (*by_text, *to_them)}
    return [found[key] for key in sorted(found)]


def _acts(
    connection: Connection, texts: Sequence[Found], proof: Sequence[Found]
) -> list[Found]:
    """What staff did with their texts and evidence. The log holds neither numbers nor
    words (docs/why/persons.md).
    """
    a = audit.c
    found = among(connection, audit, a.object, [f"text {row['id']}" for row in texts])
    keys = set(ids(proof))
    noted = found_by(connection, select(audit).where(a.act == "evidence"))
    found += [row for row in noted if row["detail"].get("evidence") in keys]
    return sorted(found, key=lambda row: row["id"])
