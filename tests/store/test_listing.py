"""What the store gives of the directory to the public."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import update

from outreach.model.addresses import erased
from outreach.model.audience import OrganisationRecord
from outreach.settings import read_settings
from outreach.store import Store, consents, directory, listing, opened
from outreach.store.tables import addressees

NOW = datetime(2027, 3, 1, tzinfo=UTC)
AGREED = {"at": "2027-01-05", "how": "signed form"}
PHONE = "+254300000001"


@pytest.fixture
def store(database: dict[str, str]) -> Iterator[Store]:
    with opened(read_settings(database)) as found:
        yield found


def put(store: Store, name: str = "Lake", **more: Any) -> None:
    values = {"name": name, "category": "ngo", "country": "KE", "listed": AGREED}
    record = OrganisationRecord.model_validate({**values, **more})
    with store.write() as connection:
        directory.put_organisation(connection, record, store.secret, NOW)


def way(**more: Any) -> dict[str, Any]:
    values = {"channel": "sms", "address": PHONE, "listed": AGREED}
    return {**values, "language": "sw", "timezone": "Africa/Nairobi", **more}


def read(store: Store) -> list[listing.Entry]:
    with store.read() as connection:
        keys = [found.id for found in listing.names(connection)]
        return list(listing.entries(connection, store.secret, keys))


def test_all_that_may_be_read_is_there(store: Store):
    people = [{"name": "Amina", "role": "Chair", "listed": AGREED}, {"name": "Peter"}]
    site = "https://lake.example"
    put(
        store,
        names={"sw": "Ziwa"},
        region="Kisumu County",
        district="Bondo",
        women_led=True,
        topics=["water"],
        languages=["sw"],
        website=site,
        focal_points=people,
        addressees=[way(person="Amina"), way(address="+254300000002", listed=None)],
    )
    (found,) = read(store)

    assert (found.name, found.names, found.website) == ("Lake", {"sw": "Ziwa"}, site)
    assert (found.region, found.district) == ("Kisumu County", "Bondo")
    assert (found.women_led, found.topics, found.languages) == (True, ("water",), ("sw",))  # fmt: skip
    assert [(p.name, p.role, p.phones) for p in found.people] == [("Amina", "Chair", (PHONE,))]  # fmt: skip
    assert found.phones == ()


@pytest.mark.parametrize(
    ("again", "left"),
    [
        pytest.param({}, True, id="what is left out stays"),
        pytest.param({"listed": None}, False, id="the organisation withdraws"),
    ],
)
def test_an_organisation_stands_there_until_it_withdraws(store: Store, again, left):
    put(store)
    values = {"name": "Lake", "category": "ngo", "country": "KE", **again}
    with store.write() as connection:
        record = OrganisationRecord.model_validate(values)
        directory.put_organisation(connection, record, store.secret, NOW)

    assert bool(read(store)) is left
    with store.read() as connection:
        assert len(listing.regions(connection)) == left


def test_a_number_and_a_person_withdraw_by_themselves(store: Store):
    put(store, focal_points=[{"name": "Amina", "listed": AGREED}], addressees=[way()])
    (before,) = read(store)
    put(store, focal_points=[{"name": "Amina"}], addressees=[way(listed=None)])
    (after,) = read(store)

    assert (len(before.people), before.phones) == (1, (PHONE,))
    assert (after.people, after.phones) == ((), ())


def test_who_said_stop_is_published_no_more(store: Store):
    put(store, addressees=[way()])
    with store.write() as connection:
        consents.suppress(connection, store.secret, "sms", PHONE, "STOP", NOW)
    (found,) = read(store)

    assert found.phones == ()


def test_nothing_is_published_in_place_of_an_address_past_its_time(store: Store):
    """Retention takes out the address alone."""
    put(store, addressees=[way()])
    with store.write() as connection:
        connection.execute(update(addressees).values(address=erased(1)))
    (found,) = read(store)

    assert (found.phones, found.postal, found.emails) == ((), (), ())


def test_regions_and_names_are_of_the_listed_alone(store: Store):
    put(store, "A", region="Kisumu")
    put(store, "B", region="Kisumu")
    put(store, "C")
    put(store, "D", country="UG", region="Kisumu")
    put(store, "E", region="Kisumu", listed=None)
    with store.read() as connection:
        counted = sorted(listing.regions(connection), key=str)
        of_region = {n.name for n in listing.names(connection, "KE", "Kisumu")}
        of_none = {n.name for n in listing.names(connection, "KE", "")}
        of_country = {n.name for n in listing.names(connection, "KE")}

    assert counted == [("KE", "Kisumu", 2), ("KE", None, 1), ("UG", "Kisumu", 1)]
    assert (of_region, of_none) == ({"A", "B"}, {"C"})
    assert of_country == {"A", "B", "C"}
