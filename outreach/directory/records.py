"""Reading organisations from JSON: sound and normalised, or told what is wrong."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from outreach import registry
from outreach.model.addresses import read_address
from outreach.model.audience import AddresseeRecord, OrganisationRecord
from outreach.model.contracts import Channel
from outreach.model.errors import InputError, Problem
from outreach.model.phones import Phone, phone_of, read_phone
from outreach.model.reading import cleaned, problems_of
from outreach.model.words import shown
from outreach.store import Connection, profiles, putting


def read_organisations(text: str | bytes) -> list[OrganisationRecord]:
    """Read a JSON list of organisations. Raises InputError with every problem and its place."""
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        raise InputError(
            "The file is not JSON. Save the directory as a JSON list."
        ) from None
    if not isinstance(values, list):
        raise InputError(
            "A directory is a JSON list of organisations, in square brackets."
        )
    problems: list[Problem] = []
    records = [_read(value, number, problems) for number, value in enumerate(values, 1)]
    if problems:
        raise InputError(problems)
    return [record for record in records if record]


def phones_in(records: list[OrganisationRecord]) -> list[tuple[int, Phone]]:
    """How each number was read, with the number of its organisation."""
    return [
        (number, phone)
        for number, record in enumerate(records, 1)
        for addressee in record.addressees
        if registry.channel(addressee.channel).freight == "text"
        and (phone := phone_of(addressee.address))
    ]


def store_organisations(
    connection: Connection,
    records: list[OrganisationRecord],
    secret: bytes,
    now: datetime,
) -> int:
    """Add or bring up to date all ``records``; how many.

    Raises InputError where a relay is neither among them nor in the directory.
    """
    keys = putting.put_organisations(connection, records, secret, now)
    problems = [
        Problem(
            f"organisation {number}, relay",
            f"“{shown(record.relay)}” is no other organisation of {record.country} here. "
            "Add it first, or correct the name.",
        )
        for number, (key, record) in enumerate(zip(keys, records, strict=True), 1)
        if "relay" in record.model_fields_set
        and not profiles.put_relay(connection, key, record.country, record.relay)
    ]
    if problems:
        raise InputError(problems)
    return len(records)


def _read(
    value: Any, number: int, problems: list[Problem]
) -> OrganisationRecord | None:
    place = f"organisation {number}"
    try:
        record = OrganisationRecord.model_validate(cleaned(value))
        reached = tuple(_normalised(a, record.country) for a in record.addressees)
    except ValidationError as error:
        found = problems_of(error, OrganisationRecord)
    except InputError as error:
        found = list(error.problems)
    else:
        return record.model_copy(update={"addressees": reached})
    problems.extend(Problem(f"{place}, {p.field}", p.message) for p in found)
    return None


def _normalised(record: AddresseeRecord, home: str) -> AddresseeRecord:
    channel = registry.channel(record.channel)
    registry.options_of(channel, {}, record.options)
    _check_variants(channel, record)
    text = channel.freight == "text"
    address = _phone(record, home) if text else _address(record)
    values = {**dict(record), "address": address}
    if "heard_in" in channel.options_type.model_fields:
        values["options"] = {"heard_in": home, **record.options}
    # What is known and was left out stays as it is: a default sets nothing.
    return AddresseeRecord.model_construct(record.model_fields_set, **values)


def _check_variants(channel: Channel, record: AddresseeRecord) -> None:
    known = [variant.name for variant in channel.variants]
    if unknown := [name for name in record.variants if name not in known]:
        raise InputError(
            [Problem("variants", f"“{unknown[0]}” is none of {', '.join(known)}.")]
        )


def _phone(record: AddresseeRecord, home: str) -> str:
    """E.164: two organisations that write one phone differently get one message."""
    try:
        return read_phone(record.address, home=home, unlisted=record.unlisted).e164
    except ValueError as error:
        raise InputError([Problem("address", str(error))]) from None


def _address(record: AddresseeRecord) -> str:
    """The lines of a postal address, or one of e-mail."""
    try:
        return read_address(record.address)
    except ValueError as error:
        raise InputError([Problem("address", str(error))]) from None
