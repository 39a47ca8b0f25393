"""Who is meant: by an address, or by a name within an organisation."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from outreach.model.addresses import is_erased, kind_of
from outreach.model.phones import phone_of
from outreach.store.tables import addressees, focal_points, organisations

#: In the place of a name or number within a text that stays.
GONE = "(erased)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody whose data is asked for. Found by a number alone they may have no name."""

    names: tuple[str, ...]
    #: Normalised.
    addresses: tuple[str, ...]
    #: Each address on each channel that may know it: consents are kept by channel.
    ways: tuple[tuple[str, str], ...]
    #: Ids of the addressees that have one of the addresses.
    addressees: tuple[int, ...]
    #: Where they stand in the directory: names by id.
    organisations: Mapping[int, str]

    @property
    def senders(self) -> tuple[str, ...]:
        """The addresses as gateways may write them: some leave out the plus."""
        phones = [a[1:] for a in self.addresses if kind_of(a) == "phone"]
        return (*self.addresses, *phones, *(f"00{phone}" for phone in phones))

    @property
    def traces(self) -> tuple[str, ...]:
        """How the person may stand in a text that somebody typed; the longest first."""
        found = {*self.names, *self.addresses}
        for address in self.addresses:
            if phone := phone_of(address):
                found |= {phone.international, address[1:]}
        return tuple(sorted(found, key=lambda trace: (-len(trace), trace)))

    def stands_in(self, text: str | None) -> bool:
        """Whether a text names them."""
        return bool(text and self.traces and self._pattern.search(text))

    def taken_out(self, value: Any) -> Any:
        """A text, or JSON with texts, without them."""
        if isinstance(value, str):
            return self._pattern.sub(GONE, value) if self.traces else value
        if isinstance(value, Mapping):
            return {key: self.taken_out(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self.taken_out(one) for one in value]
        return value

    @property
    def _pattern(self) -> re.Pattern[str]:
        either = "|".join(re.escape(trace) for trace in self.traces)
        return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


def by_address(
    connection: Connection,
    address: str,
    texting: Collection[str],
    channels: Collection[str],
) -> Person:
    """Whoever has the normalised address, with what else is known as theirs: the other
    addresses under the same name in the same organisations. ``texting``: those of the
    channels whose addresses are phones.
    """
    a = addressees.c
    rows = connection.execute(select(addressees).where(a.address == address)).all()
    names = {(row.organisation_id, row.person) for row in rows if row.person}
    theirs = [
        row
        for key, name in sorted(names)
        for row in _under(connection, key, name)
        if row.address != address
    ]
    return _person(connection, [*rows, *theirs], address, texting, channels)


def by_name(
    connection: Connection,
    organisation_id: int,
    name: str,
    texting: Collection[str],
    channels: Collection[str],
) -> Person | None:
    """Whoever an organisation knows by that name, in capitals or not; None if nobody."""
    f, wanted = focal_points.c, name.strip().casefold()
    rows = _under(connection, organisation_id, name)
    speaking = connection.execute(
        select(f.name).where(f.organisation_id == organisation_id)
    ).scalars()
    written = [one for one in speaking if one.casefold() == wanted]
    if not rows and not written:
        return None
    found = _person(connection, rows, None, texting, channels)
    names = dict.fromkeys([*written, *found.names])
    whose = {**found.organisations, **_called(connection, [organisation_id])}
    return Person(
        names=tuple(names),
        addresses=found.addresses,
        ways=found.ways,
        addressees=found.addressees,
        organisations=whose,
    )


def _under(connection: Connection, organisation_id: int, name: str) -> list[Row[Any]]:
    rows = connection.execute(
        select(addressees).where(addressees.c.organisation_id == organisation_id)
    )
    wanted = name.strip().casefold()
    return [r for r in rows if r.person and r.person.casefold() == wanted]


def _person(
    connection: Connection,
    rows: Iterable[Row[Any]],
    address: str | None,
    texting: Collection[str],
    channels: Collection[str],
) -> Person:
    rows = list(rows)
    known = [r.address for r in rows if not is_erased(r.address)]
    addresses = tuple(dict.fromkeys([*([address] if address else []), *known]))
    ways = {(r.channel, r.address) for r in rows if not is_erased(r.address)}
    for one in addresses:
        phone = kind_of(one) == "phone"
        ways |= {(name, one) for name in channels if (name in texting) == phone}
    a = addressees.c
    sharing = connection.execute(
        select(a.id, a.organisation_id).where(a.address.in_(addresses)).order_by(a.id)
    ).all()
    whose = {row.organisation_id for row in (*rows, *sharing)}
    return Person(
        names=tuple(dict.fromkeys(row.person for row in rows if row.person)),
        addresses=addresses,
        ways=tuple(sorted(ways)),
        addressees=tuple(row.id for row in sharing),
        organisations=_called(connection, whose),
    )


def _called(connection: Connection, keys: Collection[int]) -> dict[int, str]:
    o = organisations.c
    rows = connection.execute(
        select(o.id, o.name).where(o.id.in_(list(keys))).order_by(o.id)
    )
    return {row.id: row.name for row in rows}
