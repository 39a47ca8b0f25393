"""By need: who prefers a channel is reached by it, and by another only where that fails."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select

from outreach.dispatch import content, needs, plan
from outreach.dispatch.fanning import fan_out_step
from outreach.dispatch.request import Request
from outreach.dispatch.when import When
from outreach.model.audience import AddresseeRecord, OrganisationRecord
from outreach.model.consent import Consent
from outreach.model.errors import InputError
from outreach.model.organisation import Preference
from outreach.schedule.ticker import tick
from outreach.store import broadcasts, consents, directory, profiles, putting
from outreach.store.broadcasts import Broadcast
from outreach.store.ledger import count, fanout
from outreach.store.tables import delivery_relays
from tests.dispatch.conftest import CONSENT, Bench

A, B, C = "+254722000001", "+254722000002", "+254722000003"
BOX = "P.O. Box 1\nKisumu"
BOTH = ("text", "paper")


def _way(address: str, **changes: Any) -> AddresseeRecord:
    channel = "text" if address.startswith("+") else "paper"
    values: dict[str, Any] = {
        "channel": channel,
        "language": "en",
        "timezone": "Africa/Nairobi",
        "consent": CONSENT,
    }
    return AddresseeRecord(address=address, **{**values, **changes})


def _put(
    bench: Bench, name: str, prefers: str | None, ways: Sequence[AddresseeRecord]
) -> int:
    record = OrganisationRecord(
        name=name,
        category="ngo",
        country="KE",
        prefers=Preference(channel=prefers) if prefers else None,
        addressees=tuple(ways),
    )
    with bench.store.write() as connection:
        return directory.put_organisation(
            connection, record, bench.store.secret, bench.now
        )


def _stop(bench: Bench, *addresses: str) -> None:
    with bench.store.write() as connection:
        for address in addresses:
            channel = "text" if address.startswith("+") else "paper"
            consents.suppress(
                connection, bench.store.secret, channel, address, "STOP", bench.now
            )


def _made(bench: Bench, sent: Broadcast) -> list[tuple[str, str]]:
    with bench.store.read() as connection:
        lines = count.page_of_deliveries(connection, sent.id)
    return [(line.organisation, line.channel) for line in lines]


def _fan_out(bench: Bench, sent: Broadcast) -> None:
    tick(bench.store, bench.settings, bench.now)
    while fan_out_step(bench.worker, sent.id):
        pass


def _said(bench: Bench, sent: Broadcast) -> list[str]:
    with bench.store.read() as connection:
        return needs.of_broadcast(connection, bench.settings, sent)


@pytest.mark.parametrize(
    ("prefers", "ways", "out", "channels", "goes_by", "said"),
    [
        pytest.param(
            "paper", (_way(A), _way(BOX)), (), BOTH, ["paper"],
            "gets it by the channel that it prefers.", id="as it prefers",
        ),
        pytest.param(
            None, (_way(A), _way(BOX)), (), BOTH, ["text", "paper"],
            "by every channel: it says nothing", id="prefers nothing",
        ),
        pytest.param(
            "paper", (_way(A), _way(BOX, consent=None)), (), BOTH, ["text"],
            "another channel: nobody agreed", id="no consent there",
        ),
        pytest.param(
            "paper", (_way(A), _way(BOX)), (BOX,), BOTH, ["text"],
            "another channel: all opted out", id="opted out there",
        ),
        pytest.param(
            "paper", (_way(A), _way(BOX)), (), ("text",), ["text"],
            "another channel: this does not go by", id="not among the channels",
        ),
        pytest.param(
            "paper", (_way(A),), (), BOTH, ["text"],
            "another channel: the directory has no address", id="no address there",
        ),
        pytest.param(
            "paper", (_way(A), _way(BOX, language="fr")), (), BOTH, ["text"],
            "another channel: nothing could be made", id="no text in that language",
        ),
        pytest.param(
            "text", (_way(A), _way(B), _way(BOX)), (), BOTH, ["text", "text"],
            "by the channel that it prefers", id="two phones there get one each",
        ),
        pytest.param(
            "text", (_way(A), _way(B), _way(BOX)), (A,), BOTH, ["text"],
            "by the channel that it prefers", id="one of two phones opted out",
        ),
    ],
)  # fmt: skip
def test_an_organisation_is_reached_by_need(
    bench: Bench,
    prefers: str | None,
    ways: tuple[AddresseeRecord, ...],
    out: tuple[str, ...],
    channels: tuple[str, ...],
    goes_by: list[str],
    said: str,
) -> None:
    bench.announce()
    _put(bench, "Asha", prefers, ways)
    _put(bench, "Other", None, [_way(C)])
    _stop(bench, *out)
    sent = bench.approved(channels=channels, by_need=True)
    told = [line for line in _said(bench, sent) if line.startswith("1 organisation ")]
    if prefers is None:
        told = [line.replace("2 organisations get", "1 organisation gets")
                    .replace("they say", "it says") for line in _said(bench, sent)]  # fmt: skip
    _fan_out(bench, sent)
    assert any(said in line for line in told)
    mine = [channel for name, channel in _made(bench, sent) if name == "Asha"]
    assert mine == goes_by


def test_the_preview_counts_what_fan_out_makes(bench: Bench) -> None:
    bench.announce()
    _put(bench, "Asha", "paper", [_way(A), _way(BOX)])
    _put(bench, "Baraka", "text", [_way(B), _way("P.O. Box 2\nKisumu")])
    _put(bench, "Chema", None, [_way(C), _way("P.O. Box 3\nKisumu")])
    request = Request(
        ref="water-day", channels=BOTH, audience=None, when=When(), by_need=True
    )
    with bench.store.read() as connection:
        found = plan.prospects(connection, bench.settings, request, "ABCDEF", bench.now)
    foreseen = {p.group.channel: p.group.addresses for p in found}
    sent = bench.approved(channels=BOTH, by_need=True)
    _fan_out(bench, sent)
    made = [channel for _, channel in _made(bench, sent)]
    assert (
        foreseen == {name: made.count(name) for name in BOTH} == {"text": 2, "paper": 2}
    )


def test_a_whole_directory_goes_as_it_was_foreseen(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever prefers something is on one channel, in steps that part the directory."""
    monkeypatch.setattr(fanout, "STEP", dict.fromkeys(fanout.STEP, 28))
    chance = random.Random(7)
    bench.announce()
    records = [_some(chance, number) for number in range(60)]
    with bench.store.write() as connection:
        putting.put_organisations(connection, records, bench.store.secret, bench.now)
    ways = [way for record in records for way in record.addressees]
    out = {way.address for way in ways if chance.random() < 0.2}
    _stop(bench, *out)
    sent = bench.approved(channels=BOTH, by_need=True)
    with bench.store.read() as connection:
        sizes = needs.sizes_of(connection, bench.settings, sent)
    _fan_out(bench, sent)
    made = Counter(_made(bench, sent))
    assert made == Counter(
        (record.name, channel) for record in records for channel in _wanted(record, out)
    )
    by_channel = Counter(channel for _, channel in made.elements())
    for channel in BOTH:
        foreseen = sum(n for kind, n in sizes.items() if kind[0] == channel)
        assert foreseen == by_channel[channel] > 0


def _some(chance: random.Random, number: int) -> OrganisationRecord:
    def agreed() -> Consent | None:
        return CONSENT if chance.random() < 0.8 else None

    phone = _way(f"+2547221{number:05}", consent=agreed())
    box = _way(f"P.O. Box {number}\nKisumu", consent=agreed())
    ways = [way for way in (phone, box) if chance.random() < 0.8]
    prefers = chance.choice((None, "text", "paper"))
    return OrganisationRecord(
        name=f"Group {number:02}",
        category="ngo",
        country="KE",
        prefers=Preference(channel=prefers) if prefers else None,
        addressees=tuple(chance.sample(ways, len(ways))),
    )


def _wanted(record: OrganisationRecord, out: set[str]) -> list[str]:
    usable = [
        way.channel
        for way in record.addressees
        if way.consent and way.address not in out
    ]
    if record.prefers is None:
        return usable
    if record.prefers.channel in usable:
        return [record.prefers.channel]
    return usable[:1]


def test_without_it_every_channel_is_used(bench: Bench) -> None:
    bench.announce()
    _put(bench, "Asha", "paper", [_way(A), _way(BOX)])
    sent = bench.approved(channels=BOTH)
    _fan_out(bench, sent)
    assert _made(bench, sent) == [("Asha", "text"), ("Asha", "paper")]
    assert _said(bench, sent) == []


def test_it_is_part_of_what_is_approved(bench: Bench) -> None:
    bench.announce()
    _put(bench, "Asha", None, [_way(A)])
    planned = bench.plan(by_need=True)
    with bench.store.write() as connection:
        broadcasts.change(connection, planned.id, by_need=False)
    with bench.store.read() as connection:
        now = broadcasts.by_id(connection, planned.id)
        assert content.digest_of(connection, now) != planned.digest


def test_a_shared_phone_gets_one_message_over_steps(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fanout, "STEP", dict.fromkeys(fanout.STEP, 1))
    bench.announce()
    for name in ("Asha", "Baraka", "Chema"):
        _put(bench, name, "text", [_way(A), _way(f"{name}\nKisumu")])
    sent = bench.approved(channels=BOTH, by_need=True)
    _fan_out(bench, sent)
    with bench.store.read() as connection:
        lines = count.page_of_deliveries(connection, sent.id)
    assert [(line.organisation, line.stands_for) for line in lines] == [("Asha", 3)]


@pytest.mark.parametrize(
    ("ways", "relay", "passed_on", "said"),
    [
        pytest.param(
            (), [_way(B)], ("Asha",), "1 through Relay", id="no address of its own"
        ),
        pytest.param(
            (_way(A, consent=None),), [_way(B)], ("Asha",), "1 through Relay",
            id="it never agreed to be written to itself",
        ),
        pytest.param(
            (_way(A),), [_way(B)], (), "by every channel", id="reached itself"
        ),
        pytest.param(
            (), [_way(B, consent=None)], (), "not reached by any of these channels: Asha",
            id="nor is the relay",
        ),
    ],
)  # fmt: skip
def test_a_relay_stands_for_whom_nothing_else_reaches(
    bench: Bench,
    ways: tuple[AddresseeRecord, ...],
    relay: list[AddresseeRecord],
    passed_on: tuple[str, ...],
    said: str,
) -> None:
    bench.announce()
    key = _put(bench, "Asha", None, ways)
    _put(bench, "Relay", None, relay)
    _put(bench, "Zawadi", None, [_way(C)])
    with bench.store.write() as connection:
        assert profiles.put_relay(connection, key, "KE", "Relay")
    sent = bench.approved(by_need=True)
    assert any(said in line for line in _said(bench, sent))
    _fan_out(bench, sent)
    with bench.store.read() as connection:
        lines = count.page_of_deliveries(connection, sent.id)
        listed = connection.execute(select(delivery_relays.c.organisation_id)).all()
    assert len(listed) == len(passed_on)
    found = {line.organisation: line.passed_on_to for line in lines}
    assert found.get("Relay", ()) == passed_on
    assert found["Zawadi"] == ()


def test_a_correction_goes_the_ways_that_told(bench: Bench) -> None:
    bench.announce()
    _put(bench, "Asha", "paper", [_way(A), _way(BOX)])
    sent = bench.approved(channels=BOTH, by_need=True)
    bench.run()
    assert _made(bench, sent) == [("Asha", "paper")]
    bench.announce(id="moved", notice="correction", replaces="water-day")
    with pytest.raises(InputError, match="is only for what nobody was sent before"):
        bench.plan(ref="moved", channels=BOTH, audience=None, by_need=True)
    corrects = bench.approved(ref="moved", channels=BOTH, audience=None)
    bench.run()
    assert _made(bench, corrects) == [("Asha", "paper")]
