"""An address gets one delivery, on either database, whatever happens between two steps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from outreach import registry
from outreach.dispatch import stopping
from outreach.dispatch.fanning import fan_out_step
from outreach.schedule.ticker import tick
from outreach.settings import read_settings
from outreach.store import opened, users
from outreach.store.ledger import at_once, count, fanout
from tests.dispatch.conftest import NOW, Bench
from tests.fakes.plugins import RecordingGateway, fake_plugins

A, B, C = "+254722000001", "+254722000002", "+254722000003"


@pytest.fixture
def bench(
    database: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Bench]:
    monkeypatch.setattr(registry, "plugins", fake_plugins)
    monkeypatch.setattr(fanout, "STEP", dict.fromkeys(fanout.STEP, 2))
    settings = read_settings({**database, "OUTREACH_OUT": f"{tmp_path}/out"})
    with opened(settings) as store:
        with store.write() as connection:
            author = users.add_user(connection, "ann", "Ann", "author", None, NOW)
            approver = users.add_user(connection, "bob", "Bob", "approver", None, NOW)
        yield Bench(
            settings=settings,
            store=store,
            author=author.acting_from("test"),
            approver=approver.acting_from("test"),
            gateway=RecordingGateway(),
        )


def _shares(bench: Bench, broadcast_id: int) -> list[tuple[str, int]]:
    with bench.store.read() as connection:
        lines = count.page_of_deliveries(connection, broadcast_id)
    return [(line.organisation, line.stands_for) for line in lines]


@pytest.mark.parametrize(
    ("phones", "made"),
    [
        pytest.param(
            (A, A, B), [("Group 1", 2), ("Group 3", 1)], id="two in one step share it"
        ),
        pytest.param(
            (A, B, A), [("Group 1", 2), ("Group 2", 1)], id="two of two steps share it"
        ),
        pytest.param(
            (A, B, C, B, B),
            [("Group 1", 1), ("Group 2", 3), ("Group 3", 1)],
            id="three share it, two of them in one step",
        ),
        pytest.param((A, A, A, A), [("Group 1", 4)], id="a step that makes none"),
    ],
)
def test_who_shares_an_address_gets_one_delivery(
    bench: Bench, phones: tuple[str, ...], made: list[tuple[str, int]]
) -> None:
    bench.announce()
    for phone in phones:
        bench.organisation(phone)
    sent = bench.approved()
    bench.run()
    assert _shares(bench, sent.id) == made


@pytest.mark.parametrize(
    ("first", "then", "made"),
    [
        pytest.param(
            "true", "false", [("Group 1", 2), ("Group 2", 1)], id="consent withdrawn"
        ),
        pytest.param(
            "false", "true", [("Group 2", 1), ("Group 3", 1)], id="consent given"
        ),
    ],
)
def test_consent_of_the_first_may_change_between_two_steps(
    bench: Bench, first: str, then: str, made: list[tuple[str, int]]
) -> None:
    bench.announce()
    for phone in (A, B, A):
        bench.organisation(phone)
    consented = "UPDATE addressees SET consented = {} WHERE id = 1"
    with bench.store.write() as connection:
        connection.execute(text(consented.format(first)))
    sent = bench.approved()
    tick(bench.store, bench.settings, bench.now)
    assert fan_out_step(bench.worker, sent.id)
    with bench.store.write() as connection:
        connection.execute(text(consented.format(then)))
    while fan_out_step(bench.worker, sent.id):
        pass
    assert _shares(bench, sent.id) == made


@pytest.mark.parametrize(
    ("then", "made"),
    [
        pytest.param((A, C), [("Group 1", 2), ("Group 2", 1), ("Group 4", 1)], id="shares one of an earlier step"),
        pytest.param((C, C), [("Group 1", 1), ("Group 2", 1), ("Group 3", 2)], id="two who share one"),
    ],
)  # fmt: skip
def test_who_comes_between_two_steps_shares_an_address_too(
    bench: Bench, then: tuple[str, ...], made: list[tuple[str, int]]
) -> None:
    bench.announce()
    for phone in (A, B):
        bench.organisation(phone)
    sent = bench.approved()
    tick(bench.store, bench.settings, bench.now)
    fan_out_step(bench.worker, sent.id)
    for phone in then:
        bench.organisation(phone)
    while fan_out_step(bench.worker, sent.id):
        pass
    assert _shares(bench, sent.id) == made


@pytest.mark.parametrize("cancelled", [False, True])
def test_no_note_of_who_shares_outlives_its_broadcast(
    bench: Bench, cancelled: bool
) -> None:
    bench.announce()
    for phone in (A, A, B):
        bench.organisation(phone)
    sent = bench.approved()
    tick(bench.store, bench.settings, bench.now)
    fan_out_step(bench.worker, sent.id)
    with bench.store.write() as connection:
        if cancelled:
            stopping.cancel(connection, bench.now_is(sent), bench.approver, bench.now)
    bench.approved()
    bench.run()
    with bench.store.read() as connection:
        assert not connection.execute(text("SELECT * FROM fanout_shared")).all()


#: Four phones, so that most are shared, within a step and across steps.
PHONES = [f"+25472200000{number * number % 7}" for number in range(30)]


@pytest.mark.parametrize(
    "step",
    [
        pytest.param(1, id="a step for each"),
        pytest.param(2, id="shared across steps"),
        pytest.param(7, id="shared within steps and across"),
        pytest.param(30, id="just one step"),
    ],
)
def test_the_ledger_is_the_same_wherever_steps_end(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    monkeypatch.setattr(fanout, "STEP", dict.fromkeys(fanout.STEP, step))
    bench.announce()
    for phone in PHONES:
        bench.organisation(phone)
    with bench.store.write() as connection:
        connection.execute(
            text("UPDATE addressees SET consented = false WHERE id % 6 = 1")
        )
    sent = bench.approved()
    tick(bench.store, bench.settings, bench.now)
    while fan_out_step(bench.worker, sent.id):
        pass
    assert _ledger(bench) == _told_one_by_one()
    assert bench.now_is(sent).fanout_seq == 25


Rows = list[tuple[object, ...]]


def _told_one_by_one() -> tuple[Rows, Rows]:
    """Deliveries and shares as the rule has them: numbered by who has agreed."""
    agreed = [(i, phone) for i, phone in enumerate(PHONES, 1) if i % 6 != 1]
    owner: dict[str, int] = {}
    made: Rows = []
    shares: Rows = []
    for seq, (addressee, phone) in enumerate(agreed):
        if owner.setdefault(phone, seq) == seq:
            made.append((seq, addressee, phone))
        else:
            shares.append((owner[phone], addressee))
    return made, sorted(shares, key=repr)


def _ledger(bench: Bench) -> tuple[Rows, Rows]:
    with bench.store.read() as connection:
        made = connection.execute(
            text("SELECT seq, addressee_id, address FROM deliveries ORDER BY seq")
        )
        shares = connection.execute(
            text("SELECT seq, addressee_id FROM delivery_shares")
        )
        return [tuple(row) for row in made], sorted(map(tuple, shares), key=repr)


def test_the_planner_finds_an_address_in_a_broadcast_that_it_never_saw(
    on_postgresql: dict[str, str],
) -> None:
    """Of a second broadcast it thinks that it has one delivery, which any key finds."""
    fill = text(
        "INSERT INTO deliveries (broadcast_id, seq, channel, address, addressee_id,"
        " bundle_id, gateway, state, attempts, retries, changed_at)"
        " SELECT :broadcast, n, 'text', '+2547' || n, n, 1, 'recorder', 0, 0, 0, 0"
        " FROM generate_series(1, :many) AS n"
    )
    one = {
        "broadcasts": [2],
        "addressee_id": [1],
        "channel": ["text"],
        "address": ["+25471"],
    }
    with (
        opened(read_settings(on_postgresql)) as store,
        store.write() as connection,
    ):
        connection.execute(fill, {"broadcast": 1, "many": 5_000})
        connection.execute(text("ANALYZE deliveries"))
        connection.execute(fill, {"broadcast": 2, "many": 40_000})
        plan = connection.execute(text(f"EXPLAIN {at_once._SHARE_ASKED}"), one)
        assert "uq_deliveries_broadcast_id_channel_address" in str(plan.all())
