"""Whom an audience reaches, and for each who is not, the reason; on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from outreach import registry
from outreach.model.audience import AddresseeRecord, AudienceRule, OrganisationRecord
from outreach.reports.audience import Preview, preview, told
from outreach.settings import Settings
from outreach.store import Store, audiences, directory, opened, previewing
from outreach.store.consents import suppress
from tests.dispatch.conftest import CONSENT, NOW
from tests.dispatch.conftest import settings as settings  # the fixture, here too
from tests.fakes.plugins import fake_plugins

#: name: (where and what it is, [(channel, address, language, agreed)])
DIRECTORY: dict[str, tuple[dict[str, Any], list[tuple[str, str, str, bool]]]] = {
    "Reached twice": (
        {"region": "Kisumu", "district": "Kondele", "languages": ("sw", "en")},
        [("text", "+254722000001", "en", True), ("paper", "Box 1\nTown", "sw", True)],
    ),
    "Shares the phone": (
        {"region": "Kisumu", "district": "Nyando", "languages": ("luo",)},
        [("text", "+254722000001", "en", True)],
    ),
    "Nothing at all": ({"region": "Siaya", "languages": ("sw",)}, []),
    "Never agreed": (
        {"region": "Siaya"},
        [("text", "+254722000003", "en", False), ("paper", "Box 3\nTown", "sw", False)],
    ),
    "Reads French": ({"region": "Siaya"}, [("text", "+254722000004", "fr", True)]),
    "Said stop": ({"region": "Kisumu"}, [("text", "+254722000005", "sw", True)]),
    "Said stop by text": (
        {"region": "Kisumu"},
        [("text", "+254722000006", "sw", True), ("paper", "Box 6\nTown", "sw", True)],
    ),
}
STOPPED = ("+254722000005", "+254722000006")


@pytest.fixture
def store(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setattr(registry, "plugins", fake_plugins)
    with opened(settings) as store:
        with store.write() as connection:
            for name, (what, ways) in DIRECTORY.items():
                record = OrganisationRecord(
                    name=name,
                    category="ngo",
                    country="KE",
                    addressees=tuple(map(_addressee, ways)),
                    **what,
                )
                directory.put_organisation(connection, record, store.secret, NOW)
            for phone in STOPPED:
                suppress(connection, store.secret, "text", phone, "text message", NOW)
        yield store


def _addressee(way: tuple[str, str, str, bool]) -> AddresseeRecord:
    channel, address, language, agreed = way
    return AddresseeRecord(
        channel=channel,
        address=address,
        language=language,
        timezone="Africa/Nairobi",
        consent=CONSENT if agreed else None,
    )


def seen(store: Store, **rule: Any) -> Preview:
    with store.write() as connection:
        audiences.put_audience(connection, "some", AudienceRule(**rule))
    with store.read() as connection:
        found = audiences.audience(connection, "some")
        return preview(connection, found, store.secret)


def reasons(found: Preview) -> dict[str, tuple[str, ...]]:
    return {one.why: one.names for one in found.unreached}


def test_everybody_is_counted_by_channel_and_language(store: Store) -> None:
    counts = {
        (c.channel, c.language): (c.addressees, c.addresses) for c in seen(store).counts
    }
    assert counts == {
        ("paper", "sw"): (2, 2),
        ("text", "en"): (2, 1),
        ("text", "fr"): (1, 1),
        ("text", "sw"): (2, 2),
    }


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        pytest.param(
            {},
            {
                "address": ("Nothing at all",),
                "consent": ("Never agreed",),
                "language": ("Reads French",),
                "opted out": ("Said stop",),
            },
            id="one for each reason",
        ),
        pytest.param(
            {"channels": ("paper",)},
            {
                "address": (
                    *("Nothing at all", "Reads French", "Said stop"),
                    "Shares the phone",
                ),
                "consent": ("Never agreed",),
            },
            id="on paper alone who has only a phone has no address",
        ),
        pytest.param(
            {"channels": ("text",), "regions": ("Kisumu",)},
            {"opted out": ("Said stop", "Said stop by text")},
            id="by text alone the other who stopped is lost too",
        ),
        pytest.param({"districts": ("Kondele",)}, {}, id="a district"),
        pytest.param(
            {"organisation_languages": ("sw",)},
            {"address": ("Nothing at all",)},
            id="a language that the organisation works in",
        ),
        pytest.param(
            {"languages": ("sw",), "regions": ("Siaya",)},
            {"address": ("Nothing at all", "Reads French"), "consent": ("Never agreed",)},
            id="a language that an address is written to in",
        ),
    ],
)  # fmt: skip
def test_who_is_not_reached_is_told_with_the_reason(store: Store, rule, why) -> None:
    assert reasons(seen(store, **rule)) == why


@pytest.mark.parametrize(
    ("rule", "number"),
    [
        pytest.param({"districts": ("Kondele", "Nyando")}, 3, id="districts"),
        pytest.param({"channels": ("paper",)}, 2, id="channel"),
        pytest.param({"organisation_languages": ("luo", "en")}, 3, id="works in"),
        pytest.param({"organisation_languages": ("s",)}, 0, id="part of a code"),
        pytest.param({"districts": ("Kondele",), "channels": ("text",)}, 1, id="both"),
    ],
)
def test_a_broadcast_goes_to_those_that_were_counted(
    store: Store, rule, number
) -> None:
    with store.read() as connection:
        chosen = audiences.members(AudienceRule.model_construct(**rule))
        assert len(connection.execute(chosen).all()) == number


def test_of_too_many_addresses_opt_outs_are_not_counted_and_that_is_said(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previewing, "MOST_HASHED", 2)
    found = seen(store)
    assert "opted out" not in reasons(found)
    assert "not counted here" in told(found)[-1]


def test_it_is_said_in_lines(store: Store) -> None:
    lines = told(seen(store))
    assert "Text in English: 1 address of 2 addressees." in lines
    assert "1 organisation is not reached, they have opted out: Said stop." in lines
    assert told(seen(store, regions=("Nowhere",))) == ["Nobody is in it."]
