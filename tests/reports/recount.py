"""The same figures by another way: row by row, in plain Python, from plain SELECTs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from outreach.model.standing import STANDING_OF, Standing
from outreach.model.states import State
from outreach.store import Store

PROVES = {"aired": "air", "received": "paper"}


@dataclass
class Recount:
    """What a person with the rows and a pencil would get."""

    #: By channel and state.
    deliveries: Counter[tuple[str, State]] = field(default_factory=Counter)
    #: By organisation and channel.
    stands: dict[tuple[int, str], Standing] = field(default_factory=dict)
    organisations: dict[int, Any] = field(default_factory=dict)
    coming: Counter[bool] = field(default_factory=Counter)

    def by_channel(self) -> Counter[tuple[str, Standing]]:
        return Counter((channel, best) for (_, channel), best in self.stands.items())

    def best(self) -> dict[int, Standing]:
        found: dict[int, Standing] = {}
        for (key, _), standing in self.stands.items():
            found[key] = max(standing, found.get(key, standing))
        return found


def recount(store: Store, broadcasts: list[int]) -> Recount:
    """Go through every row of these broadcasts."""
    found = Recount()
    with store.read() as connection:

        def rows(table: str) -> list[Any]:
            return list(connection.exec_driver_sql(f"SELECT * FROM {table}"))  # noqa: S608

        owner = {row.id: row.organisation_id for row in rows("addressees")}
        found.organisations = {row.id: row for row in rows("organisations")}
        shares: dict[tuple[int, int], list[int]] = {}
        for row in rows("delivery_shares"):
            key = (row.broadcast_id, row.seq)
            shares.setdefault(key, []).append(row.addressee_id)
        for row in rows("deliveries"):
            if row.broadcast_id not in broadcasts:
                continue
            state = State(row.state)
            found.deliveries[row.channel, state] += 1
            also = shares.get((row.broadcast_id, row.seq), ())
            for addressee in (row.addressee_id, *also):
                whose = (owner[addressee], row.channel)
                rank = STANDING_OF[state]
                found.stands[whose] = max(rank, found.stands.get(whose, rank))
        told = [r for r in rows("evidence") if r.broadcast_id in broadcasts]
        for row in rows("rsvps"):
            if row.broadcast_id in broadcasts:
                found.coming[bool(row.coming)] += 1
    _prove(found, told)
    return found


def _prove(found: Recount, told: list[Any]) -> None:
    corrected = {row.corrects for row in told}
    stands = [row for row in told if row.id not in corrected]
    proven: dict[tuple[int, str], Standing] = {}
    for row in stands:
        if row.number != 0:
            key = (row.organisation_id, PROVES[row.kind])
            proven[key] = max(Standing[row.grade], proven.get(key, Standing.C))
    denied = {(r.organisation_id, PROVES[r.kind]) for r in stands if r.number == 0}
    for key, ledger in found.stands.items():
        if key in proven:
            found.stands[key] = proven[key]
        elif key in denied and ledger in (Standing.SENT, Standing.DELIVERED):
            found.stands[key] = Standing.DENIED
