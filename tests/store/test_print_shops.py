"""The print shops of the directory, on both databases."""

from __future__ import annotations

from typing import Any

import pytest

from outreach.model.audience import AddresseeRecord, OrganisationRecord
from outreach.model.printing import Area
from outreach.store import Store, directory
from outreach.store.print_shops import print_shops
from tests.store.conftest import NOW


def put(store: Store, name: str, *reached: tuple[str, str], **also: Any) -> None:
    ways = tuple(
        AddresseeRecord(
            channel=channel, address=address, language="en", timezone="Africa/Nairobi"
        )
        for channel, address in reached
    )
    values = {"name": name, "category": "business", "country": "KE", "addressees": ways}
    record = OrganisationRecord.model_validate({**values, **also})
    with store.write() as connection:
        directory.put_organisation(connection, record, store.secret, NOW)


@pytest.fixture
def filled(store: Store) -> Store:
    put(
        store,
        "Lake Press",
        ("print", "Quay 1\nKisumu"),
        ("sms", "+254300000001"),
        ("radio", "desk@press.example"),
        region="Kisumu",
        printer={"copies": 500, "sizes": ["A4"], "districts": ["Seme"]},
    )
    put(store, "No words about it", printer={}, district="Bondo")
    put(store, "Another thing", website="https://example.org/printer")
    put(store, "Abroad", country="UG", printer={"copies": 5})
    put(store, "Gave it up", printer={"copies": 5})
    put(store, "Gave it up", printer=None)
    return store


def test_who_has_a_press_is_a_print_shop(filled: Store) -> None:
    with filled.read() as connection:
        lake, bare = print_shops(connection, {"KE", "TZ"})
        assert [shop.name for shop in print_shops(connection, {"UG"})] == ["Abroad"]
        assert print_shops(connection, set()) == []
    assert (lake.name, lake.area) == ("Lake Press", Area("KE", "Kisumu", ""))
    assert (lake.address, lake.phones) == (("Quay 1", "Kisumu"), ("+254300000001",))
    assert lake.can == "at most 500 copies at a time, on A4"
    assert lake.printer.districts == ("Seme",)
    assert (bare.name, bare.area.district, bare.can) == (
        "No words about it",
        "Bondo",
        "",
    )
    assert (bare.address, bare.phones) == ((), ())
