"""An address gets one delivery, on either database, whatever happens between two steps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from outreach import registry
from outreach.dispatch.fanning import fan_out_step
from outreach.schedule.ticker import tick
from outreach.settings import read_settings
from outreach.store import opened, users
from outreach.store.ledger import count, fanout
from tests.dispatch.conftest import NOW, Bench
from tests.fakes.plugins import RecordingGateway, fake_plugins

A, B, C = "+254722000001", "+254722000002", "+254722000003"


@pytest.fixture
def bench(
    database: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Bench]:
    monkeypatch.setattr(registry, "plugins", fake_plugins)
    monkeypatch.setattr(fanout, "STEP", 2)
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
