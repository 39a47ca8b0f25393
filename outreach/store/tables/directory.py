"""Who is reached, and with whose consent."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from outreach.model.addresses import ERASED
from outreach.store.tables.kinds import Instant, Key, key_column, metadata


def has_address(address: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether an address, of the directory or of a delivery, was not taken out of it."""
    return address.not_like(f"{ERASED}%")


organisations = Table(
    "organisations",
    metadata,
    key_column(),
    Column("name", String(300), nullable=False),
    Column("names", JSON, nullable=False),
    Column("category", String(30), nullable=False),
    Column("women_led", Boolean),
    Column("country", String(2), nullable=False),
    Column("region", String(200)),
    Column("district", String(200)),
    Column("languages", JSON, nullable=False),
    Column("has_internet", Boolean),
    #: What no rule selects by, as it is imported.
    Column("details", JSON, nullable=False),
    #: Agreed to stand in the public directory.
    Column("listed", Boolean, nullable=False, server_default=false()),
    #: The organisation that passes messages on to it.
    Column("relay_id", Key),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("country", "name"),
)

organisation_topics = Table(
    "organisation_topics",
    metadata,
    Column("organisation_id", Key, ForeignKey("organisations.id"), primary_key=True),
    Column("topic", String(60), primary_key=True),
)

#: Who speaks for an organisation, in the order in which it names them.
focal_points = Table(
    "focal_points",
    metadata,
    key_column(),
    Column("organisation_id", Key, ForeignKey("organisations.id"), nullable=False),
    Column("name", String(200), nullable=False),
    Column("role", String(200)),
    Column("languages", JSON, nullable=False),
    Column("note", Text),
    #: What the person agreed to, who then stands in the public directory.
    Column("listed", JSON(none_as_null=True)),
    Index("ix_focal_points_organisation_id", "organisation_id"),
)

addressees = Table(
    "addressees",
    metadata,
    key_column(),
    Column("organisation_id", Key, ForeignKey("organisations.id"), nullable=False),
    Column("channel", String(30), nullable=False),
    #: Normalised: E.164, the lines of a postal address, or one of e-mail.
    Column("address", String(600), nullable=False),
    Column("language", String(12), nullable=False),
    Column("timezone", String(60), nullable=False),
    #: Digest over variants, copies, options, a phone's country, and whether it is e-mail:
    #: equal ones may share a bundle.
    Column("profile", String(64), nullable=False),
    Column("variants", JSON, nullable=False),
    Column("copies", Integer, nullable=False),
    Column("options", JSON, nullable=False),
    #: Whose it is.
    Column("person", String(200)),
    #: Nobody is written to without it; the record itself is in ``consents``.
    Column("consented", Boolean, nullable=False),
    #: What its owner agreed to, who then has it in the public directory.
    Column("listed", JSON(none_as_null=True)),
    Index("ix_addressees_channel_address", "channel", "address"),
    UniqueConstraint("organisation_id", "channel", "address"),
)

#: Append-only: who agreed or withdrew, when, how, to which words. Outlives the address.
consents = Table(
    "consents",
    metadata,
    key_column(),
    Column("address_hash", String(64), nullable=False, index=True),
    Column("channel", String(30), nullable=False),
    Column("given", Boolean, nullable=False),
    Column("at", Instant, nullable=False),
    Column("how", String(60), nullable=False),
    Column("by", String(200)),
    Column("wording", Text),
    Column("source", String(200)),
)

#: Who has opted out now, by keyed hash: survives re-import and erasure.
suppressions = Table(
    "suppressions",
    metadata,
    Column("address_hash", String(64), primary_key=True),
    Column("channel", String(30), primary_key=True),
    Column("since", Instant, nullable=False),
)

#: The condition that an address is still kept.
KEPT = has_address(addressees.c.address)

audiences = Table(
    "audiences",
    metadata,
    key_column(),
    Column("name", String(120), nullable=False, unique=True),
    Column("rule", JSON, nullable=False),
)
