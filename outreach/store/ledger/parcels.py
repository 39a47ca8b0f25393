"""Parcels: the deliveries on paper that have gone out, as dispatch papers are made of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, Row, Select, func, select, tuple_

from outreach import registry
from outreach.model.contracts import BundleItem
from outreach.model.delivery_ids import public_id
from outreach.model.papers import Parcel
from outreach.model.states import State
from outreach.store import renditions
from outreach.store.broadcasts import Broadcast
from outreach.store.tables import (
    addressees,
    bundles,
    deliveries,
    delivery_shares,
    organisations,
)

#: Nobody gets a label who has opted out since: that is looked up when it is handed over.
_GONE_OUT = (State.ACCEPTED, State.DELIVERED)
#: Rows that are read at once, so that ten thousand take no more memory.
_PAGE = 500


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Place:
    """A region with parcels: what one print shop prints."""

    country: str
    #: Empty where the directory does not say.
    region: str
    parcels: int


def places(
    connection: Connection, broadcast_id: int, channels: Sequence[str]
) -> list[Place]:
    """Where the parcels of a broadcast go, in their order."""
    o = organisations.c
    region = func.coalesce(o.region, "")
    wanted = select(o.country, region.label("region"), func.count().label("parcels"))
    rows = connection.execute(
        _gone_out(wanted, broadcast_id, channels)
        .group_by(o.country, region)
        .order_by(o.country, region)
    )
    return [Place(**row._mapping) for row in rows]


def channels_of(
    connection: Connection, broadcast_id: int, channels: Sequence[str]
) -> set[str]:
    """Those of the channels by which parcels have gone out."""
    wanted = select(deliveries.c.channel).distinct()
    rows = connection.execute(_gone_out(wanted, broadcast_id, channels))
    return {row.channel for row in rows}


@dataclass(slots=True)
class Parcels:
    """The parcels of a broadcast, or of one place; each time they are gone through they are
    read anew, by country, region, district and name.
    """

    connection: Connection
    broadcast: Broadcast
    channels: Sequence[str]
    place: Place | None = None
    #: These deliveries alone, whatever their state and gateway.
    seqs: Collection[int] | None = None
    #: Bundles that are read already.
    bundles: dict[int, tuple[BundleItem, ...]] = field(default_factory=dict)
    _items: dict[str, BundleItem] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Parcel]:
        found = self.connection.execute(
            self._statement().execution_options(yield_per=_PAGE)
        )
        for rows in found.partitions():
            others = self._others([row.seq for row in rows])
            for row in rows:
                yield self._parcel(row, others.get(row.seq, ()))

    def _statement(self) -> Select[tuple[object, ...]]:
        d, a, o = deliveries.c, addressees.c, organisations.c
        region, district = func.coalesce(o.region, ""), func.coalesce(o.district, "")
        wanted = select(
            d.seq, d.address, d.bundle_id, d.gateway, a.language, o.name, o.country
        ).add_columns(o.region, o.district)
        statement = (
            _gone_out(wanted, self.broadcast.id, self.channels)
            if self.seqs is None
            else _joined(wanted, self.broadcast.id).where(d.seq.in_(self.seqs))
        )
        if self.place:
            statement = statement.where(
                o.country == self.place.country, region == self.place.region
            )
        return statement.order_by(o.country, region, district, o.name, d.seq)

    def _others(self, seqs: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """Who else is behind an address, by delivery."""
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
