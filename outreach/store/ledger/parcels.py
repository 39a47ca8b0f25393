"""Parcels: the deliveries on paper that have gone out, as dispatch papers are made of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select, tuple_

from outreach import registry
from outreach.model.contracts import BundleItem
from outreach.model.delivery_ids import public_id
from outreach.model.papers import Parcel
from outreach.model.printing import Area
from outreach.model.states import State
from outreach.store import renditions
from outreach.store.broadcasts import Broadcast
from outreach.store.ledger import relayed
from outreach.store.tables import (
    addressees,
    bundles,
    deliveries,
    delivery_shares,
    organisations,
)

#: Nobody gets a label who has opted out since: that is looked up when it is handed over.
_GONE_OUT = (State.ACCEPTED, State.DELIVERED)
#: Rows that are read, and areas that are named, at once, so that ten thousand take no more memory.
_PAGE = 500


class Lot(NamedTuple):
    """Parcels that go to one area with one bundle."""

    area: Area
    bundle_id: int
    parcels: int


def lots(
    connection: Connection, broadcast_id: int, channels: Sequence[str]
) -> list[Lot]:
    """Where the parcels of a broadcast go and with what, in the order of the areas."""
    by = (*_area(), deliveries.c.bundle_id)
    wanted = select(*by).add_columns(func.count())
    rows: Sequence[Any] = connection.execute(
        _gone_out(wanted, broadcast_id, channels).group_by(*by).order_by(*by)
    ).all()
    return [
        Lot(Area(country, region, district), bundle_id, number)
        for country, region, district, bundle_id, number in rows
    ]


def countries_of(
    connection: Connection, broadcast_id: int, channels: Sequence[str]
) -> list[str]:
    """Where parcels have gone out to, in their order; empty: none has."""
    country = organisations.c.country
    rows = _gone_out(select(country).distinct(), broadcast_id, channels)
    return list(connection.scalars(rows.order_by(country)))


def channels_of(
    connection: Connection, broadcast_id: int, channels: Sequence[str]
) -> set[str]:
    """Those of the channels by which parcels have gone out."""
    wanted = select(deliveries.c.channel).distinct()
    rows = connection.execute(_gone_out(wanted, broadcast_id, channels))
    return {row.channel for row in rows}


@dataclass(slots=True)
class Parcels:
    """The parcels of a broadcast, or of some areas in their order; each time they are gone
    through they are read anew, by country, region, district and name.
    """

    connection: Connection
    broadcast: Broadcast
    channels: Sequence[str]
    areas: Sequence[Area] | None = None
    #: These deliveries alone, whatever their state and gateway.
    seqs: Collection[int] | None = None
    #: Bundles that are read already.
    bundles: dict[int, tuple[BundleItem, ...]] = field(default_factory=dict)
    _items: dict[str, BundleItem] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Parcel]:
        for statement in self._statements():
            found = self.connection.execute(
                statement.execution_options(yield_per=_PAGE)
            )
            for rows in found.partitions():
                others = self._others([row.seq for row in rows])
                for row in rows:
                    yield self._parcel(row, others.get(row.seq, ()))

    def _statements(self) -> Iterator[Select[tuple[object, ...]]]:
        """One for all; of areas one for as many as a statement may name."""
        statement = self._statement()
        if self.areas is None:
            yield statement
            return
        for first in range(0, len(self.areas), _PAGE):
            some = [tuple(area) for area in self.areas[first : first + _PAGE]]
            yield statement.where(tuple_(*_area()).in_(some))

    def _statement(self) -> Select[tuple[object, ...]]:
        d, a, o = deliveries.c, addressees.c, organisations.c
        wanted = select(
            d.seq, d.address, d.bundle_id, d.gateway, a.language, o.name, o.country
        ).add_columns(o.region, o.district)
        statement = (
            _gone_out(wanted, self.broadcast.id, self.channels)
            if self.seqs is None
            else _joined(wanted, self.broadcast.id).where(d.seq.in_(self.seqs))
        )
        return statement.order_by(*_area(), o.name, d.seq)

    def _others(self, seqs: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """Who else is behind an address, or has it passed on, by delivery."""
        s, key = delivery_shares.c, self.broadcast.id
        rows = self.connection.execute(
            select(s.seq, organisations.c.name)
            .join(addressees, addressees.c.id == s.addressee_id)
            .join(organisations, organisations.c.id == addressees.c.organisation_id)
            .where(tuple_(s.broadcast_id, s.seq).in_([(key, seq) for seq in seqs]))
            .order_by(s.seq, organisations.c.name)
        )
        found: dict[int, tuple[str, ...]] = {}
        for row in rows:
            found[row.seq] = (*found.get(row.seq, ()), row.name)
        for seq, names in relayed.names(self.connection, key, seqs).items():
            found[seq] = (*found.get(seq, ()), *names)
        return found

    def _parcel(self, row: Row[tuple[object, ...]], others: tuple[str, ...]) -> Parcel:
        return Parcel(
            id=public_id(self.broadcast.code, row.seq),
            name=row.name,
            others=tuple(name for name in others if name != row.name),
            address=tuple(row.address.splitlines()),
            country=row.country,
            region=row.region,
            district=row.district,
            language=row.language,
            carrier=registry.gateway_label(row.gateway),
            bundle=self._bundle(row.bundle_id),
        )

    def _bundle(self, key: int) -> tuple[BundleItem, ...]:
        if key not in self.bundles:
            contents = self.connection.execute(
                select(bundles.c.contents).where(bundles.c.id == key)
            ).scalar_one()
            self.bundles[key] = tuple(self._item(*one) for one in contents)
        return self.bundles[key]

    def _item(self, key: str, copies: int) -> BundleItem:
        """Bundles that differ in copies alone share the files."""
        if key not in self._items:
            self._items[key] = renditions.get(self.connection, key)
        return replace(self._items[key], copies=copies)


def _area() -> tuple[ColumnElement[Any], ...]:
    o = organisations.c
    region, district = func.coalesce(o.region, ""), func.coalesce(o.district, "")
    return o.country, region, district


def _electronic() -> list[str]:
    """The gateways that carry to no postal address: nothing of theirs is labelled."""
    found = registry.plugins().gateways.items()
    return [n for n, kind in found if "postal" not in kind.capabilities.reaches]


def _gone_out(
    wanted: Select[tuple[object, ...]], broadcast_id: int, channels: Sequence[str]
) -> Select[tuple[object, ...]]:
    d = deliveries.c
    return _joined(wanted, broadcast_id).where(
        d.channel.in_(channels),
        d.state.in_(_GONE_OUT),
        d.gateway.not_in(_electronic()),
    )


def _joined(
    wanted: Select[tuple[object, ...]], broadcast_id: int
) -> Select[tuple[object, ...]]:
    d = deliveries.c
    return (
        wanted.select_from(deliveries)
        .join(addressees, addressees.c.id == d.addressee_id)
        .join(organisations, organisations.c.id == addressees.c.organisation_id)
        .where(d.broadcast_id == broadcast_id)
    )
