"""What every registered gateway keeps to, whoever wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest

from outreach import registry
from outreach.model.contracts import (
    CanCheck,
    CanPoll,
    CanQuery,
    Capabilities,
    Fate,
    Gateway,
    GatewayError,
    GatewaySettings,
    HasCallbacks,
    Receipt,
)
from outreach.model.states import Outcome
from tests.channels.gateways.contract import (
    KINDS,
    NAMES,
    counterpart,
    delivery,
    gateway,
    kind,
)
from tests.channels.gateways.counterparts import Counterpart
from tests.fakes.deliveries import item, outgoing

__all__ = ["counterpart", "gateway", "kind"]

OURS = {
    "africastalking",
    "email",
    "gammu",
    "http",
    "kannel",
    "outbox",
    "pack",
    "smsgate",
    "twilio",
}
ASKED = [name for name in NAMES if KINDS[name].capabilities.fate is Fate.QUERY]
REPEATED = [name for name in NAMES if KINDS[name].capabilities.fate is Fate.IDEMPOTENT]


def is_sound(receipt: Receipt) -> bool:
    """A receipt that is not simply a yes says why."""
    fine = (Outcome.ACCEPTED, Outcome.DELIVERED)
    return receipt.outcome in fine or bool(receipt.detail)


def test_the_gateways_of_this_distribution_are_found_and_whole() -> None:
    assert set(NAMES) >= OURS
    assert not [b for b in registry.plugins().broken if b.group == registry.GATEWAYS]


def test_what_it_is_stands_on_the_class(kind: type[Gateway]) -> None:
    assert issubclass(kind.settings_type, GatewaySettings)
    assert isinstance(kind.capabilities, Capabilities)
    assert kind.name in NAMES
    assert kind.label and kind.label[0].isupper()


def test_its_capabilities_agree_with_what_it_can_do(gateway: Gateway) -> None:
    can = gateway.capabilities

    assert isinstance(gateway, Gateway)
    assert can.freight
    assert 1 <= can.window <= 1000
    assert (can.fate is not Fate.QUERY) or isinstance(gateway, CanQuery)
    assert (can.fate is not Fate.IDEMPOTENT) or can.own_id
    hears = isinstance(gateway, HasCallbacks | CanPoll)
    assert hears or (can.receipts == "none" and not can.inbound)


def test_one_receipt_for_each_delivery_in_order(gateway: Gateway) -> None:
    size = min(gateway.capabilities.window, 60)
    window = [delivery(gateway, n) for n in range(size, 0, -1)]
    receipts = gateway.send(window)

    assert [r.delivery for r in receipts] == [d.id for d in window]
    assert {r.outcome for r in receipts} == {Outcome.ACCEPTED}


def test_an_empty_window_is_no_error(gateway: Gateway) -> None:
    assert list(gateway.send([])) == []


def test_nothing_is_refused_silently(gateway: Gateway) -> None:
    """A delivery with nothing in it, between sound ones."""
    window = [delivery(gateway, n) for n in (1, 2, 3, 4, 5)]
    window[1] = outgoing(2, item(None), address=window[1].address)
    receipts = gateway.send(window)

    assert [r.delivery for r in receipts] == [d.id for d in window]
    assert receipts[1].outcome is Outcome.REFUSED
    assert {receipts[n].outcome for n in (0, 2, 3, 4)} == {Outcome.ACCEPTED}
    assert all(is_sound(receipt) for receipt in receipts)


@pytest.mark.parametrize("kind", ASKED, indirect=True)
def test_asked_after_a_crash_it_tells_what_it_took_and_what_it_did_not(
    gateway: Gateway,
) -> None:
    assert isinstance(gateway, CanQuery)
    gateway.send([delivery(gateway, 1)])
    receipts = gateway.query([delivery(gateway, 2), delivery(gateway, 1)])

    assert [r.delivery for r in receipts] == ["K7QX2M-2", "K7QX2M-1"]
    assert [r.outcome for r in receipts] == [Outcome.LATER, Outcome.ACCEPTED]


@pytest.mark.parametrize("kind", REPEATED, indirect=True)
def test_sent_again_with_the_same_id_it_goes_out_once(
    gateway: Gateway, counterpart: Counterpart, tmp_path: Path
) -> None:
    gateway.send([delivery(gateway, 1)])
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    gateway.send([delivery(gateway, 1)])

    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before
    assert len(counterpart.taken()) <= 1


def test_a_failure_accounts_for_every_delivery(
    gateway: Gateway, counterpart: Counterpart, tmp_path: Path
) -> None:
    """Receipts and unwritten never overlap and never name a stranger."""
    counterpart.lock_out()
    window = [delivery(gateway, n) for n in (1, 2, 3)]
    ids = {d.id for d in window}
    for path in tmp_path.iterdir():
        path.rmdir()
    tmp_path.rmdir()
    tmp_path.write_text("a file in the folder's place")
    with pytest.raises(GatewayError) as caught:
        gateway.send(window)
    tmp_path.unlink()

    told = {r.delivery for r in caught.value.receipts}
    assert not told & caught.value.unwritten
    assert told | caught.value.unwritten <= ids
    assert str(caught.value).endswith(".")


CHECKED = [name for name in NAMES if hasattr(KINDS[name], "check")]


def test_the_gateways_of_this_distribution_can_be_checked() -> None:
    assert set(CHECKED) >= OURS


@pytest.mark.parametrize("kind", CHECKED, indirect=True)
def test_a_check_finds_nothing_and_leaves_nothing_where_all_is_well(
    gateway: Gateway, counterpart: Counterpart, tmp_path: Path
) -> None:
    assert isinstance(gateway, CanCheck)
    gateway.check()

    assert list(tmp_path.iterdir()) == []
    assert counterpart.taken() == []


@pytest.mark.parametrize("kind", CHECKED, indirect=True)
def test_a_check_says_in_a_sentence_what_stands_in_the_way(
    gateway: Gateway, counterpart: Counterpart, tmp_path: Path
) -> None:
    assert isinstance(gateway, CanCheck)
    counterpart.lock_out()
    tmp_path.rmdir()
    tmp_path.write_text("a file in the folder's place")
    with pytest.raises(GatewayError) as caught:
        gateway.check()
    tmp_path.unlink()

    assert str(caught.value).endswith(".")
    assert caught.value.permanent
