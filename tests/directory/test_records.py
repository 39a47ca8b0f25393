"""Organisations with all that the directory can say of them, kept and shown."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from outreach.directory.records import read_organisations, store_organisations
from outreach.model.errors import InputError
from outreach.settings import read_settings
from outreach.store import Store, directory, opened, profiles

NOW = datetime(2027, 1, 5, 9, tzinfo=UTC)
CONSENT = {"at": "2027-01-05", "how": "signed form"}
SIX_LINES = "The Secretary\nWater Users\nc/o Chief’s Office\nP.O. Box 14\nKisumu\nKENYA"
WHOLE: dict[str, Any] = {
    "name": "Seme Water Users",
    "names": {"sw": "Watumiaji Maji Seme", "am": "የውሃ ተጠቃሚዎች"},
    "category": "popular_organisation",
    "formal": False,
    "women_led": True,
    "country": "KE",
    "region": "Kisumu County",
    "district": "Seme",
    "topics": ["water", "women"],
    "languages": ["sw", "luo"],
    "has_internet": False,
    "website": "https://example.org/seme",
    "needs": "Spare parts for two pumps.",
    "prefers": {"channel": "sms", "variant": "full", "language": "sw"},
    "focal_points": [
        {"name": "Amina Otieno", "role": "Chair", "languages": ["sw"]},
        {"name": "Grace Achieng", "note": "Market days only."},
    ],
    "station": {
        "frequency": "98.6 MHz",
        "coverage": "Seme and Bondo",
        "languages": ["luo"],
        "slots": [{"days": ["MO", "TH"], "at": "07:10", "seconds": 60}],
    },
    "printer": {"copies": 500, "sizes": ["A4", "A3"], "route": "Bus to Bondo, Tuesdays", "regions": ["Siaya"], "districts": ["Seme", "Бойко"]},
    "vetting": {"representative": True, "accountable": False, "by": "Desk", "on": "2026-11-02"},
    "listed": CONSENT,
    "addressees": [
        {"channel": "sms", "address": "+254 722 451983", "language": "sw", "timezone": "Africa/Nairobi", "person": "Amina Otieno", "consent": CONSENT},
        {"channel": "sms", "address": "+254 722 451984", "language": "sw", "timezone": "Africa/Nairobi", "person": "Amina Otieno", "consent": CONSENT},
        {"channel": "print", "address": SIX_LINES, "language": "sw", "timezone": "Africa/Nairobi", "consent": CONSENT},
    ],
}  # fmt: skip


@pytest.fixture
def store(database: dict[str, str]):
    """On each database."""
    with opened(read_settings(database)) as found:
        yield found


def put(store: Store, *values: dict[str, Any]) -> None:
    with store.write() as connection:
        records = read_organisations(json.dumps(values))
        store_organisations(connection, records, store.secret, NOW)


def test_all_of_it_is_kept(store: Store) -> None:
    put(store, WHOLE)
    with store.read() as connection:
        found = directory.get_organisation(connection, 1)
    assert found
    for name in ("name", "names", "women_led", "region", "district", "has_internet"):
        assert getattr(found, name) == WHOLE[name]
    kept = ("formal", "website", "needs", "prefers", "station", "printer", "vetting")
    assert {name: found.details[name] for name in kept} == {
        name: WHOLE[name] for name in kept
    }
    assert found.listed
    assert found.topics == ("water", "women")
    assert [person.name for person in found.focal_points] == ["Amina Otieno", "Grace Achieng"]  # fmt: skip
    assert [(a.address, a.person) for a in found.addressees] == [
        (SIX_LINES, None),
        ("+254722451983", "Amina Otieno"),
        ("+254722451984", "Amina Otieno"),
    ]


def test_who_speaks_for_it_is_brought_up_to_date(store: Store) -> None:
    put(store, WHOLE)
    put(store, {**WHOLE, "focal_points": [{"name": "Joyce Akinyi"}], "listed": None})
    with store.read() as connection:
        found = directory.get_organisation(connection, 1)
    assert found
    assert [person.name for person in found.focal_points] == ["Joyce Akinyi"]
    assert not found.listed


def test_one_without_internet_has_a_relay(store: Store) -> None:
    """In either order in the file; the relay is another of the same country."""
    relayed = {**WHOLE, "name": "Bondo Fishers", "relay": "Seme Water Users"}
    put(store, relayed, WHOLE)
    with store.read() as connection:
        found = directory.get_organisation(connection, 1)
        assert found
        assert found.relay_id
        assert profiles.name_of(connection, found.relay_id) == "Seme Water Users"


@pytest.mark.parametrize(
    ("change", "field", "why"),
    [
        pytest.param({"relay": "Nobody"}, "relay", "no other organisation of KE here", id="unknown relay"),
        pytest.param({"relay": WHOLE["name"]}, "relay", "no other organisation", id="its own relay"),
        pytest.param({"website": "javascript:alert(1)"}, "website", "not a web address", id="no web address"),
        pytest.param({"website": "https://exa mple.org"}, "website", "not a web address", id="a blank in an address"),
        pytest.param({"prefers": {"channel": "SMS"}}, "prefers", "", id="no such word for a channel"),
        pytest.param({"station": {"frequency": "98.6", "slots": [{"at": "25:00", "seconds": 30}]}}, "station", "", id="no such hour"),
        pytest.param({"vetting": {"by": "Desk", "on": "2026-13-01"}}, "vetting", "", id="no such day"),
        pytest.param({"focal_points": [{"name": " "}]}, "focal_points", "", id="a person without a name"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_its_field(
    store: Store, change: dict[str, Any], field: str, why: str
) -> None:
    with pytest.raises(InputError) as refused:
        put(store, {**WHOLE, **change})
    [problem] = refused.value.problems
    assert field in problem.field
    assert why in problem.message
    with store.read() as connection:
        assert directory.counts(connection)["organisations"] == 0


RADIO = {"name": "Redio Ziwa", "category": "media", "country": "KE"}
STATION = {
    "channel": "radio",
    "address": "P.O. Box 14\nKisumu",
    "language": "sw",
    "timezone": "Africa/Nairobi",
}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        pytest.param([{}], {"heard_in": "KE"}, id="by default in its own country"),
        pytest.param([{"options": {"pace": 0.9}}], {"heard_in": "KE", "pace": 0.9}, id="beside what it wishes"),
        pytest.param([{"options": {"heard_in": "UG"}}], {"heard_in": "UG"}, id="across a border"),
        pytest.param([{"options": {"pace": 0.9}}, {}], {"heard_in": "KE", "pace": 0.9}, id="a later file leaves it out"),
    ],
)  # fmt: skip
def test_a_station_is_heard_somewhere(
    store: Store, given: list[dict[str, Any]], kept: dict[str, Any]
) -> None:
    for wishes in given:
        put(store, {**RADIO, "addressees": [{**STATION, **wishes}]})
    with store.read() as connection:
        found = directory.get_organisation(connection, 1)
    assert found
    assert found.addressees[0].options == kept


def test_only_what_is_read_aloud_is_heard(store: Store) -> None:
    put(store, {**RADIO, "addressees": [{**STATION, "channel": "print"}]})
    with store.read() as connection:
        found = directory.get_organisation(connection, 1)
    assert found
    assert found.addressees[0].options == {}
