"""One person's data for staff: found as they type it, handed over, and taken out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from outreach import registry
from outreach.model.addresses import read_address
from outreach.model.contracts import CanForget
from outreach.model.errors import InputError, OutreachError, Problem, Refused
from outreach.model.phones import phone_of, read_phone
from outreach.model.states import State
from outreach.settings import Settings
from outreach.store import Connection, Store, directory, persons
from outreach.store.audit import Actor, record
from outreach.store.persons import Erased, Held, Person

#: Organisations of whose names a part was typed that one is chosen among.
_MOST = 5
#: What no person can read anything from.
_OURS = frozenset({"address_hash", "profile", "fanout", "digest", "once"})
_SECONDS = frozenset({"claimed_at", "changed_at", "not_before", "expires_at"})
TITLES = {
    "addressees": "How you are reached",
    "agreed": "Addresses of your organisation that you agreed to have published",
    "focal_points": "As a focal point",
    "organisations": "Where your organisation's entry names you",
    "consents": "What you agreed to, and withdrew",
    "suppressions": "Since when nothing is sent to you",
    "deliveries": "What was sent to you, and what became of it",
    "messages": "The messages that the carriers made of it",
    "events": "What the carriers told of it",
    "renditions": "The words that were sent",
    "inbound": "Texts that came from you",
    "replies": "Our answers to you",
    "questions": "Lists that you may still answer by a number",
    "rsvps": "Whether your organisation comes, as you answered",
    "evidence": "What you told of readings and copies",
    "enquiries": "What you asked or needed",
    "enquiry_steps": "What was done with that",
    "drafts": "Unfinished announcements that name you",
    "announcements": "Announcements that name you",
    "audit": "What our staff did with your texts",
}


def find(connection: Connection, who: str, organisation: str = "") -> Person:
    """The person meant by a phone number, an e-mail or postal address, or, with an
    organisation, by a name. Raises InputError naming the field.
    """
    if organisation.strip():
        return _named(connection, who, organisation)
    channels = tuple(registry.plugins().channels)
    texting = registry.texting_channels()
    return persons.by_address(connection, _address(who), texting, channels)


def _named(connection: Connection, who: str, organisation: str) -> Person:
    key, name = _organisation(connection, organisation)
    channels = tuple(registry.plugins().channels)
    texting = registry.texting_channels()
    found = persons.by_name(connection, key, who, texting, channels)
    if found is None:
        raise InputError(
            [Problem("who", f"is nobody whom {name} names. Write the name as it does.")]
        )
    return found


def _organisation(connection: Connection, part: str) -> tuple[int, str]:
    found = directory.organisations_named(connection, part.strip(), _MOST)
    same = [row for row in found if row[1].casefold() == part.strip().casefold()]
    chosen = same if len(same) == 1 else found
    if len(chosen) != 1:
        names = "; ".join(row[1] for row in found)
        said = f"may be one of these: {names}" if found else "is not in the directory"
        raise InputError([Problem("organisation", f"{said}. Write its whole name.")])
    return chosen[0][0], chosen[0][1]


def _address(typed: str) -> str:
    text = typed.strip()
    if not text:
        raise InputError([Problem("who", "is empty. Write a number or an address.")])
    try:
        if text[0] in "+＋":
            known = phone_of("".join(text.split()))
            return known.e164 if known else read_phone(text, unlisted=True).e164
        if not text.strip("0123456789 ()-./"):
            raise ValueError("has no country code. Write it as +254 722 451983.")
        return read_address(text)
    except ValueError as error:
        raise InputError([Problem("who", str(error))]) from None


def hand_over(
    store: Store, person: Person, settings: Settings, actor: Actor, now: datetime
) -> dict[str, Any]:
    """Everything held on the person, ready for JSON; the log says that it was asked for."""
    with store.write() as connection:
        found = persons.held(connection, store.secret, person)
        record(connection, actor, now, "export person", "person")
    return {
        "office": settings.office,
        "made_at": now.isoformat(),
        "person": {
            "names": list(person.names),
            "addresses": list(person.addresses),
            "organisations": list(person.organisations.values()),
        },
        **{name: [_plain(row) for row in asdict(found)[name]] for name in TITLES},
    }


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(name, v) for name, v in row.items() if name not in _OURS}


def _value(name: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if name in _SECONDS and isinstance(value, int):
        return datetime.fromtimestamp(value, UTC).isoformat() if value else None
    if name == "state" and isinstance(value, int):
        return State(value).word
    return value


def as_json(data: Mapping[str, Any]) -> str:
    """As one file."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def as_text(data: Mapping[str, Any]) -> str:
    """As a page to read: a heading for each kind of record, a line for each value."""
    who = data["person"]
    lines = [
        f"What {data['office']} holds on {', '.join(who['names']) or 'you'}",
        f"Made {data['made_at']}",
        f"Addresses: {_line('; '.join(who['addresses']))}",
        f"Organisations: {'; '.join(who['organisations'])}",
    ]
    for name, title in TITLES.items():
        if data[name]:
            lines += ["", title.upper(), *_rows(data[name])]
    return "\n".join(lines) + "\n"


def _rows(rows: list[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        yield ""
        for name, value in row.items():
            if value not in (None, "", [], {}):
                yield f"  {name.replace('_', ' ')}: {_line(value)}"


def _line(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return " / ".join(text.splitlines())


def summed(found: Held) -> str:
    """What would be taken out: ``2 addresses, 14 deliveries``."""
    return listed(persons.counted(found))


def listed(counts: Mapping[str, int]) -> str:
    """Counts in a line."""
    return ", ".join(
        f"{number:,} {_ONE[name] if number == 1 else name}"
        for name, number in counts.items()
    )


_ONE = {
    "addresses": "address",
    "entries as focal point": "entry as focal point",
    "consents": "consent",
    "deliveries": "delivery",
    "texts": "text",
    "answers": "answer",
    "enquiries": "enquiry",
    "notes": "note",
    "drafts": "draft",
}


def erase(
    store: Store, person: Person, settings: Settings, actor: Actor, now: datetime
) -> list[str]:
    """Take the person out, and off the files that gateways of ours wrote; what was done,
    and what nobody but a person can do. Raises Refused while something is in flight.
    """
    with store.write() as connection:
        done = persons.erase(connection, store.secret, person, actor, now)
    if isinstance(done, str):
        raise Refused(done)
    return list(_told(settings, done, person.addresses))


def _told(
    settings: Settings, done: Erased, addresses: tuple[str, ...]
) -> Iterator[str]:
    yield f"Erased: {listed(done.counts) or 'nothing was held'}."
    yield "No import brings them back: the opt-out stays, by a keyed hash."
    changed = 0
    for name, kind in sorted(registry.plugins().gateways.items()):
        if hasattr(kind, "forget"):
            try:
                changed += _forgotten(name, settings, addresses)
            except OutreachError as error:
                yield f"Files of {registry.gateway_label(name)} are as they were: {error}"
        elif name in done.gateways:
            label = registry.gateway_label(name)
            yield f"{label} may keep what it was given: ask there."
    if changed:
        yield f"Changed or removed in {settings.out}: {changed:,} files."
    if done.files:
        numbers = ", ".join(map(str, done.files))
        yield f"Look at the files of evidence {numbers}: they may show them."
    if done.announcements:
        names = ", ".join(done.announcements)
        yield f"They are named in what was announced ({names}): announce a version without."
    yield "Backups, papers that were printed and files that were taken elsewhere still have them."


def _forgotten(name: str, settings: Settings, addresses: tuple[str, ...]) -> int:
    gateway = registry.gateway(name, settings)
    return gateway.forget(addresses) if isinstance(gateway, CanForget) else 0
