"""What a broadcast costs before it goes out, whom that makes it need, and what it came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from outreach import registry
from outreach.dispatch import approval, estimating
from outreach.dispatch.stopping import resume
from outreach.dispatch.when import at
from outreach.model.contracts import GatewayError
from outreach.model.errors import Refused
from outreach.model.estimate import Estimate
from outreach.model.route import Route
from outreach.settings import read_settings
from outreach.store import broadcasts, routes, users
from outreach.store.broadcasts import Broadcast
from tests.dispatch.conftest import NOW, Bench
from tests.dispatch.test_routing import Carrier, Spare, keep, plugins, route

KENYA = [f"+25472200000{n}" for n in range(4)]
UGANDA = ["+256772000001"]
TABLE = [
    route("KE", answerable=True, price="0.5"),
    route("KE", "spare", price="2"),
    route("UG", price="0.25"),
]


@pytest.fixture
def priced(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """Four phones in Kenya, one in Uganda, and prices for both: 2.25 in all."""
    monkeypatch.setattr(registry, "plugins", plugins)
    office(bench)
    bench.terms = {"gateways": {"carrier": Carrier(), "spare": Spare()}}
    bench.announce()
    for phone in KENYA + UGANDA:
        bench.organisation(phone)
    keep(bench, TABLE)
    return bench


def office(bench: Bench, **env: str) -> None:
    known = {**bench.settings.values, "OUTREACH_ROUTES": "text=carrier,spare"}
    given = {f"OUTREACH_{name.upper()}": value for name, value in env.items()}
    bench.settings = read_settings({**known, **given})


def estimated(bench: Bench, broadcast: Broadcast) -> Estimate:
    with bench.store.read() as connection:
        return estimating.of_broadcast(connection, broadcast)


def test_an_estimate_is_stored_line_by_line(priced: Bench) -> None:
    found = estimated(priced, priced.plan())
    assert sorted(
        (x.country, x.language, x.gateway, x.recipients, x.segments, x.price, x.sum)
        for x in found.lines
    ) == [
        ("KE", "en", "carrier", 4, 1, Decimal("0.5"), Decimal(2)),
        ("UG", "en", "carrier", 1, 1, Decimal("0.25"), Decimal("0.25")),
    ]
    assert (found.total, found.currency) == (Decimal("2.25"), "USD")


@pytest.mark.parametrize(
    ("env", "missing", "why"),
    [
        ({}, 1, "no budget"),
        ({"budget": "2.25"}, 1, "just within it"),
        ({"budget": "2.24"}, 2, "over it"),
        ({"budget": "2.24", "approvals": "3"}, 3, "more were needed anyway"),
        ({"budget": "2.24", "approvals": "0"}, 2, "also where none was needed"),
        ({"budget": "0"}, 2, "no budget at all"),
    ],
)
def test_over_the_budget_two_must_approve(
    priced: Bench, env: Mapping[str, str], missing: int, why: str
) -> None:
    office(priced, **env)
    planned = priced.plan()
    with priced.store.read() as connection:
        assert approval.missing(connection, priced.settings, planned) == missing, why


def test_what_has_no_known_price_needs_two_under_any_budget(priced: Bench) -> None:
    office(priced, budget="1000000")
    keep(priced, [route("UG")])
    planned = priced.plan()
    with priced.store.read() as connection:
        said = approval.costs(connection, priced.settings, planned)
    assert said == [
        "Estimate: 5 text segments, 2.00 USD and 1 text segment of unknown price.",
        "The price of a segment is not known to Uganda by carrier, so nobody knows whether "
        "it stays in the budget of 1,000,000.00 USD. So 2 people must approve it.",
    ]


def second(bench: Bench) -> Any:
    with bench.store.write() as connection:
        made = users.add_user(connection, "cat", "Cat", "approver", None, NOW)
    return made.acting_from("test")


def test_one_approval_over_the_budget_lets_nothing_out(priced: Bench) -> None:
    office(priced, budget="1")
    sent = priced.approved()
    assert priced.state(sent) == "waiting"
    priced.approver = second(priced)
    assert priced.approve(priced.now_is(sent)).state == "approved"
    priced.run()
    assert priced.state(sent) == "done"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            route("KE", price="0.6", answerable=True),
            "was 0.50 USD; now it is 0.60 USD.",
        ),
        (route("KE", answerable=True), "was 0.50 USD; now it is not known."),
        (
            route("KE", price="0.5", answerable=True, sender="33333"),
            "The sender to Kenya by Carrier is another than was approved.",
        ),
        (
            route("KE", "spare", price="90"),
            "to Kenya by Spare was 2.00 USD; now it is 90.00 USD.",
        ),
        (
            route("KE", "spare", price="2", sender="33333"),
            "The sender to Kenya by Spare is another than was approved.",
        ),
    ],
    ids=[
        "dearer",
        "not known any more",
        "another sender",
        "what may take over is dearer",
        "what may take over has another sender",
    ],
)
def test_a_route_that_got_worse_after_approval_voids_it(
    priced: Bench, changed: Route, said: str
) -> None:
    sent = priced.approved()
    keep(priced, [changed])
    priced.run()
    again = priced.now_is(sent)
    assert again.state == "waiting"
    assert said in str(again.reason)


def test_one_held_for_a_person_does_not_go_at_a_higher_price(priced: Bench) -> None:
    """It was late, so nobody looked at the price when it was due."""
    sent = priced.approved(when=at("2027-03-01T21:00", "UTC"))
    priced.later(hours=20)
    priced.run()
    held = priced.now_is(sent)
    assert held.state == "held"
    keep(priced, [route("KE", price="0.6", answerable=True)])
    with (
        priced.store.write() as connection,
        pytest.raises(Refused, match=r"was 0.50 USD; now it is 0.60 USD.*Cancel"),
    ):
        resume(connection, held, priced.approver, priced.now, settings=priced.settings)
    assert priced.state(sent) == "held"


def test_a_route_that_was_removed_after_approval_voids_it(priced: Bench) -> None:
    sent = priced.approved()
    with priced.store.write() as connection:
        key = ("text", "UG", "carrier")
        routes.remove_route(connection, key, priced.approver, priced.now)
    priced.run()
    again = priced.now_is(sent)
    assert again.state == "waiting"
    assert "No sender is set for Uganda by Carrier" in str(again.reason)


@pytest.mark.parametrize(
    "changed",
    [
        route("KE", price="0.4", answerable=True),
        route("KE", price="0.5", answerable=True, note="a new contract"),
        route("KE", "spare", price="0.1"),
        route("TZ", price="99"),
    ],
    ids=["cheaper", "a note", "another way is the cheapest now", "elsewhere"],
)
def test_a_route_that_got_no_worse_keeps_the_approval(
    priced: Bench, changed: Route
) -> None:
    sent = priced.approved()
    keep(priced, [changed])
    priced.run()
    assert priced.state(sent) == "done"


def test_who_joins_keeps_the_approval_while_it_stays_in_the_budget(
    priced: Bench,
) -> None:
    office(priced, budget="2.75")
    sent = priced.approved()
    priced.organisation("+254722000008")
    priced.run()
    assert priced.state(sent) == "done"


def test_who_joins_over_the_budget_voids_the_approval(priced: Bench) -> None:
    office(priced, budget="2.74")
    sent = priced.approved()
    priced.organisation("+254722000008")
    priced.run()
    again = priced.now_is(sent)
    assert again.state == "waiting"
    assert "More people have joined since it was approved. It costs 2.75" in str(
        again.reason
    )
    with priced.store.read() as connection:
        assert approval.missing(connection, priced.settings, again) == 2


def test_what_stands_otherwise_than_approved_is_planned_anew(priced: Bench) -> None:
    sent = priced.approved()
    with priced.store.write() as connection:
        found = broadcasts.choices(connection, sent.id)
        broadcasts.drop_choices(connection, sent.id)
        cheap = [replace(choice, price=Decimal(0)) for choice in found]
        broadcasts.add_choices(connection, sent.id, cheap)
    priced.run()
    assert priced.state(sent) != "done"
    assert estimated(priced, sent).total == Decimal("2.25")


def test_the_report_counts_each_way_at_its_own_price(priced: Bench) -> None:
    """The carrier stops after one text; the rest of Kenya goes by the dearer way, and
    Uganda has no other.
    """
    sent = priced.approved()
    carrier = priced.terms["gateways"]["carrier"]
    first = f"{sent.code}-0"
    carrier.failures = [
        GatewayError("cut off", unwritten=[f"{sent.code}-{n}" for n in range(1, 5)])
    ]
    priced.run()
    assert first not in carrier.calls
    with priced.store.read() as connection:
        spent = estimating.spent(connection, sent)
    assert spent.went.total == 3 * 2
    assert spent.unsure.total == Decimal("0.5")
    assert spent.said == [
        "Handed over: 3 text segments, 6.00 USD.",
        "May have gone out: 1 text segment, 0.50 USD.",
    ]
