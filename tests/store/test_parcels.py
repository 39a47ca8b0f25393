"""Parcels as papers are made of them: read in pages, in one order, on both databases."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import insert, select

from outreach.model.audience import AddresseeRecord, OrganisationRecord
from outreach.model.consent import Consent
from outreach.model.printing import Area
from outreach.model.rendition import File, Measure, Rendition
from outreach.model.states import State
from outreach.store import Store, directory, renditions
from outreach.store.ledger import parcels
from outreach.store.ledger.parcels import Parcels
from outreach.store.tables import addressees, deliveries, delivery_shares
from tests.store.conftest import NOW

BROADCAST: Any = SimpleNamespace(id=7, code="K7QX2M")
CHANNELS = ["print", "radio"]


def organisation(store: Store, name: str, **where: str | None) -> int:
    """An organisation with a postal address of its own; the addressee's key."""
    reached = AddresseeRecord(
        channel="print",
        address=f"{name}\nP.O. Box 1",
        language="sw",
        timezone="Africa/Nairobi",
        consent=Consent(at="2027-01-05", how="signed form"),
    )
    record = OrganisationRecord(
        name=name,
        category="ngo",
        addressees=(reached,),
        **{"country": "KE", **where},
    )
    with store.write() as connection:
        key = directory.put_organisation(connection, record, store.secret, NOW)
        return connection.execute(
            select(addressees.c.id).where(addressees.c.organisation_id == key)
        ).scalar_one()


def bundle(store: Store, copies: int = 3) -> int:
    file = File(name="pdf", media_type="application/pdf", data=b"%PDF" * 1000)
    made = Rendition(files=(file,), text=None, measure=Measure(pages=2))
    with store.write() as connection:
        renditions.put(connection, "key", "print", "poster", ("sw",), made)
        return renditions.put_bundle(connection, [("key", copies)])


def deliver(store: Store, *rows: tuple[int, int, int, State]) -> None:
    """(seq, addressee, bundle, state) of each."""
    same = {
        "broadcast_id": BROADCAST.id,
        "channel": "print",
        "gateway": "pack",
        "attempts": 1,
        "retries": 0,
        "changed_at": 0,
    }
    with store.write() as connection:
        connection.execute(
            insert(deliveries),
            [
                {
                    **same,
                    "seq": seq,
                    "addressee_id": addressee,
                    "bundle_id": bundle_id,
                    "state": state,
                    "address": f"Box {seq}\nTown",
                }
                for seq, addressee, bundle_id, state in rows
            ],
        )


@pytest.fixture
def filled(store: Store) -> Iterator[Store]:
    """Three in Kenya and one in Uganda; the last sent nothing."""
    one = bundle(store)
    keys = [
        organisation(store, "Zebra", region="Kisumu", district="Kondele"),
        organisation(store, "Acacia", region="Kisumu", district="Kondele"),
        organisation(store, "Nobody knows where"),
        organisation(store, "Baobab", country="UG", region="Gulu"),
    ]
    other = bundle(store, 40)
    deliver(
        store,
        (0, keys[0], one, State.ACCEPTED),
        (1, keys[1], other, State.DELIVERED),
        (2, keys[2], one, State.ACCEPTED),
        (3, keys[3], one, State.ACCEPTED),
        (4, keys[3], one, State.SUPPRESSED),
        (5, keys[3], one, State.QUEUED),
        (6, keys[3], one, State.HELD),
    )
    with store.write() as connection:
        values = {"broadcast_id": 7, "seq": 0, "addressee_id": keys[2]}
        connection.execute(insert(delivery_shares).values(values))
    yield store


def test_they_come_by_country_region_district_and_name(filled: Store) -> None:
    with filled.read() as connection:
        found = list(Parcels(connection, BROADCAST, CHANNELS))

    assert [(p.id, p.name, p.copies) for p in found] == [
        ("K7QX2M-2", "Nobody knows where", 3),
        ("K7QX2M-1", "Acacia", 40),
        ("K7QX2M-0", "Zebra", 3),
        ("K7QX2M-3", "Baobab", 3),
    ]
    assert found[0].region is None
    assert found[2].others == ("Nobody knows where",)
    assert found[2].address == ("Box 0", "Town")
    assert found[1].bundle[0].rendition is found[2].bundle[0].rendition


def test_lots_are_counted_and_each_area_gives_its_own(filled: Store) -> None:
    with filled.read() as connection:
        lots = parcels.lots(connection, BROADCAST.id, CHANNELS)
        assert [(*lot.area, lot.bundle_id, lot.parcels) for lot in lots] == [
            ("KE", "", "", 1, 1),
            ("KE", "Kisumu", "Kondele", 1, 1),
            ("KE", "Kisumu", "Kondele", 2, 1),
            ("UG", "Gulu", "", 1, 1),
        ]
        for area in dict.fromkeys(lot.area for lot in lots):
            found = list(Parcels(connection, BROADCAST, CHANNELS, [area]))
            assert len(found) == sum(lot.parcels for lot in lots if lot.area == area)


def test_more_areas_than_a_statement_names_stay_in_their_order(filled: Store) -> None:
    """With places around them that nothing goes to."""
    with filled.read() as connection:
        real = [lot.area for lot in parcels.lots(connection, BROADCAST.id, CHANNELS)]
        empty = [Area("KE", "Kisumu", f"Z {number}") for number in range(1200)]
        areas = [*dict.fromkeys(real[:-1]), *empty, real[-1]]
        found = [p.id for p in Parcels(connection, BROADCAST, CHANNELS, areas)]
        assert found == [p.id for p in Parcels(connection, BROADCAST, CHANNELS)]
        assert list(Parcels(connection, BROADCAST, CHANNELS, [])) == []


def test_other_channels_are_left_alone(filled: Store) -> None:
    with filled.read() as connection:
        assert parcels.lots(connection, BROADCAST.id, ["radio"]) == []
        assert parcels.countries_of(connection, BROADCAST.id, ["radio"]) == []
        assert parcels.countries_of(connection, BROADCAST.id, CHANNELS) == ["KE", "UG"]
        assert list(Parcels(connection, BROADCAST, ["radio"])) == []


def test_many_take_no_more_memory_than_a_page(store: Store) -> None:
    """All at once they would take ten megabytes."""
    key, one = organisation(store, "Zebra"), bundle(store)
    deliver(store, *((seq, key, one, State.ACCEPTED) for seq in range(10_000)))
    with store.read() as connection:
        tracemalloc.start()
        try:
            number = sum(1 for _ in Parcels(connection, BROADCAST, CHANNELS))
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()

    assert number == 10_000
    assert peak < 4_000_000
