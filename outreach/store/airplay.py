"""The account of what was read on air: by station, what was sent kept apart from what is
proven, and that by grade.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, Select, select, union

from outreach.model.states import State
from outreach.store.evidence import Evidence, standing
from outreach.store.tables import (
    addressees,
    deliveries,
    delivery_shares,
    organisations,
)

_GONE_OUT = (State.ACCEPTED, State.DELIVERED)
#: How a station stands: the best grade of what proves that it read, or that it says that
#: it did not, or that nothing was heard of it.
Standing = Literal["A", "B", "C", "not read", "silent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Stations by how they stand; each is counted once. Names stand in their order."""

    stations: Mapping[Standing, tuple[str, ...]]

    @property
    def sent(self) -> int:
        """Stations that were sent a script; not one of them has read it for that."""
        return sum(map(len, self.stations.values()))


def reached(broadcast_id: int, channels: Iterable[str]) -> Select[tuple[int]]:
    """The addressees to whom what is read on air was handed over."""
    d, s = deliveries.c, delivery_shares.c
    gone = (
        d.broadcast_id == broadcast_id,
        d.channel.in_(list(channels)),
        d.state.in_(_GONE_OUT),
    )
    own = select(d.addressee_id).where(*gone)
    same = (d.broadcast_id == s.broadcast_id) & (d.seq == s.seq)
    shared = select(s.addressee_id).join(deliveries, same).where(*gone)
    return select(union(own, shared).subquery().c.addressee_id)


def stations(
    connection: Connection, broadcast_id: int, channels: Iterable[str]
) -> dict[int, str]:
    """The organisations that were sent something to be read on air: id and name."""
    a, o = addressees.c, organisations.c
    rows = connection.execute(
        select(o.id, o.name)
        .join(addressees, a.organisation_id == o.id)
        .where(a.id.in_(reached(broadcast_id, channels)))
        .distinct()
        .order_by(o.name, o.id)
    )
    return {row.id: row.name for row in rows}


def answered(found: Sequence[Evidence]) -> set[int]:
    """The stations of which anything is known: that they read, or that they did not."""
    return {one.organisation_id for one in standing(found) if one.kind == "aired"}


def account(sent: Mapping[int, str], found: Sequence[Evidence]) -> Account:
    """How each station that was sent a script stands, by all evidence of the broadcast."""
    aired = [one for one in standing(found) if one.kind == "aired"]
    by_station: dict[int, list[Evidence]] = {}
    for one in aired:
        by_station.setdefault(one.organisation_id, []).append(one)
    made: dict[Standing, tuple[str, ...]] = {}
    for key, name in sent.items():
        stands = _stands(by_station.get(key, ()))
        made[stands] = (*made.get(stands, ()), name)
    return Account(stations=made)


def _stands(told: Sequence[Evidence]) -> Standing:
    proven: set[Standing] = {
        one.grade for one in told if one.grade != "D" and not one.denies
    }
    if proven:
        return min(proven)
    return "not read" if told else "silent"
