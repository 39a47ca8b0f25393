"""Which way a country is reached: by sender, price and what the gateways can do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from outreach import registry
from outreach.dispatch.routing import Routing
from outreach.model.contracts import (
    Capabilities,
    GatewayError,
    GatewaySettings,
    Outgoing,
    Receipt,
)
from outreach.model.errors import CannotCarry
from outreach.model.rendition import ChannelOptions, Rendition
from outreach.model.route import Route
from outreach.model.states import State
from outreach.settings import read_settings
from outreach.store import broadcasts, renditions, routes, takeovers
from tests.dispatch.conftest import Bench
from tests.fakes.plugins import RecordingGateway, TextChannel, fake_plugins


class OwnSender(GatewaySettings):
    """A gateway that may have a sender of its own, and sends nothing without one."""

    needs_sender = True
    sender: str | None = None


class Carrier(RecordingGateway):
    """Sends as it is told, and notes from whom and what."""

    settings_type = OwnSender
    name, label = "carrier", "Carrier"
    capabilities = replace(
        RecordingGateway.capabilities,
        inbound=True,
        sender_kinds=frozenset({"number", "alphanumeric", "short_code"}),
    )

    def __init__(self, settings: GatewaySettings | None = None) -> None:
        super().__init__()
        self.sent: list[tuple[str, str | None, str]] = []

    def send(self, window: Sequence[Outgoing]) -> Sequence[Receipt]:
        receipts = super().send(window)
        self.sent += [(o.address, o.sender, o.text) for o in window]
        return receipts


class Spare(Carrier):
    """Takes over."""

    name, label = "spare", "Spare"


class Modem(Carrier):
    """Its card is the sender."""

    name, label = "modem", "Modem"
    capabilities: Capabilities = replace(Carrier.capabilities, sender_kinds=frozenset())


class SmsLike(ChannelOptions):
    """What a text promises of its sender."""

    answerable: bool = False
    opt_out: bool = False


class Promising(TextChannel):
    """Says what the sender can do; without a phone nobody could opt out otherwise."""

    options_type: type[ChannelOptions] = SmsLike

    def render(
        self, subject: Any, languages: Any, variant: Any, options: Any
    ) -> Rendition:
        assert isinstance(options, SmsLike)
        if options.opt_out and not options.answerable and variant == "full":
            raise CannotCarry("There is no phone for those who opt out.")
        made = super().render(subject, languages, variant, options)
        ends = "reply STOP" if options.answerable else "call to stop"
        text = f"{made.text} {ends if options.opt_out else ''}".strip()
        return replace(made, text=text, measure=replace(made.measure, parts=(text,)))


def plugins() -> registry.Plugins:
    gateways = {g.name: g for g in (RecordingGateway, Carrier, Spare, Modem)}
    return replace(fake_plugins(), channels={"text": Promising()}, gateways=gateways)


@pytest.fixture(autouse=True)
def with_plugins(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    if "bench" in request.fixturenames:
        request.getfixturevalue("bench")
    monkeypatch.setattr(registry, "plugins", plugins)


def route(country: str, gateway: str = "carrier", **more: Any) -> Route:
    values = {"sender": "22141", "sender_kind": "short_code", "currency": "USD", **more}
    if "price" in values:
        values["price"] = Decimal(values["price"])
    return Route(channel="text", country=country, gateway=gateway, **values)


def bare(country: str, gateway: str, **more: Any) -> Route:
    return route(country, gateway, sender=None, sender_kind=None, **more)


USE = {"OUTREACH_ROUTES": "text=carrier,spare,modem"}


def ways(table: Sequence[Route], country: str | None, **env: str) -> list[Any]:
    settings = read_settings({**USE, **env})
    return Routing(settings, table).ways(Promising(), country)


@pytest.mark.parametrize(
    ("table", "order", "why"),
    [
        ([], ["modem"], "who needs a sender has none"),
        ([route("KE")], ["carrier", "modem"], "no price is known: as they are set"),
        (
            [route("KE", price="2"), route("KE", "spare", price="1")],
            ["spare", "carrier", "modem"],
            "the cheapest first, what nobody has priced last",
        ),
        (
            [route("KE", price="1"), bare("*", "modem", price="1")],
            ["carrier", "modem"],
            "of equal ones the first that is set",
        ),
        (
            [route("KE", price="0"), bare("*", "modem", price="0.01")],
            ["carrier", "modem"],
            "free is a price",
        ),
        (
            [route("KE", price="1", currency="KES"), bare("*", "modem", price="9")],
            ["modem", "carrier"],
            "a price in another currency is none",
        ),
        (
            [
                route("KE", price="9"),
                route("*", price="1"),
                bare("KE", "modem", price="5"),
            ],
            ["modem", "carrier"],
            "the country's own route counts, not the cheaper one for elsewhere",
        ),
        (
            [
                route("+254", price="9"),
                route("*", price="1"),
                bare("*", "modem", price="5"),
            ],
            ["modem", "carrier"],
            "so does the one of its calling code",
        ),
        ([route("UG")], ["modem"], "a neighbour's"),
        (
            [route("*", sender="LAKE", sender_kind="alphanumeric")],
            ["carrier", "modem"],
            "a name, where names are carried",
        ),
    ],
)
def test_the_order_of_ways(table: list[Route], order: list[str], why: str):
    assert [way.gateway for way in ways(table, "KE")] == order, why


NAME = {"sender": "LAKE", "sender_kind": "alphanumeric"}


@pytest.mark.parametrize(
    ("table", "country", "env", "said"),
    [
        ([], "KE", {}, "No sender is set for Kenya by Carrier. Add a route."),
        ([], None, {}, "No sender is set for an unknown country by Carrier"),
        (
            [route("*", **NAME)],
            "US",
            {},
            "Networks in United States let no name through",
        ),
        ([route("+1", **NAME)], "CA", {}, "Networks in Canada let no name through"),
        ([route("KE", sender=None)], "KE", {}, "names no sender, and Carrier has none"),
        ([bare("KE", "carrier")], "KE", {}, "No sender is set for Kenya by Carrier"),
    ],
)
def test_without_a_sender_a_country_is_refused(
    table: list[Route], country: str | None, env: Mapping[str, str], said: str
):
    with pytest.raises(CannotCarry) as error:
        ways(table, country, OUTREACH_ROUTES="text=carrier", **env)
    assert said in str(error.value)


def test_a_route_may_leave_the_sender_to_the_gateway():
    (way,) = ways(
        [route("KE", sender=None)],
        "KE",
        OUTREACH_ROUTES="text=carrier",
        OUTREACH_CARRIER_SENDER="MG12",
    )
    assert way.sender is None


@pytest.mark.parametrize(
    ("table", "answerable", "opt_out", "why"),
    [
        ([route("KE", answerable=True)], True, True, "a code that people may answer"),
        ([route("KE")], False, True, "one that they may not"),
        ([route("KE", **NAME)], False, True, "a name"),
    ],
)
def test_what_is_promised_of_the_sender(
    table: list[Route], answerable: bool, opt_out: bool, why: str
):
    way = ways(table, "KE", OUTREACH_ROUTES="text=carrier")[0]
    assert way.promises == {"answerable": answerable, "opt_out": opt_out}, why


@pytest.mark.parametrize(
    ("gateway", "promised", "why"),
    [
        ("modem", {"answerable": True, "opt_out": True}, "its card gets the answers"),
        ("recorder", {"answerable": False, "opt_out": False}, "a folder has no card"),
    ],
)
def test_a_gateway_that_is_its_own_sender_needs_no_route(
    gateway: str, promised: dict[str, bool], why: str
):
    (way,) = ways([], "KE", OUTREACH_ROUTES=f"text={gateway}")
    assert (way.promises, way.sender) == (promised, None), why


# Two gateways, two countries.

KENYA = ["+254722000001", "+254722000002", "+254722000003"]
UGANDA = ["+256772000001", "+256772000002"]
TABLE = [
    route("KE", sender="22141", answerable=True, price="0.5"),
    route("KE", "spare", sender="LAKE", sender_kind="alphanumeric", price="0.9"),
    route("UG", "spare", sender="+256700000009", sender_kind="number", price="0.4"),
    route("UG", sender="UGLAKE", sender_kind="alphanumeric", price="0.7"),
]


@pytest.fixture
def both(bench: Bench) -> tuple[Carrier, Spare]:
    env = {**bench.settings.values, "OUTREACH_ROUTES": "text=carrier,spare"}
    bench.settings = read_settings(env)
    carrier, spare = Carrier(), Spare()
    bench.terms = {"gateways": {"carrier": carrier, "spare": spare}}
    bench.announce()
    for phone in KENYA + UGANDA:
        bench.organisation(phone)
    keep(bench, TABLE)
    return carrier, spare


def keep(bench: Bench, table: Sequence[Route]) -> None:
    with bench.store.write() as connection:
        routes.put_routes(connection, table, bench.approver, bench.now)


def test_each_country_goes_by_its_cheapest_way_from_its_own_sender(
    bench: Bench, both: tuple[Carrier, Spare]
) -> None:
    carrier, spare = both
    sent = bench.approved()
    bench.run()
    text = f"Water day [{sent.code}]"
    assert carrier.sent == [(p, "22141", f"{text} reply STOP") for p in KENYA]
    assert spare.sent == [(p, "+256700000009", f"{text} call to stop") for p in UGANDA]


def test_a_gateway_that_stops_half_way_is_taken_over_from_with_the_other_s_sender_and_text(
    bench: Bench, both: tuple[Carrier, Spare], monkeypatch: pytest.MonkeyPatch
) -> None:
    carrier, spare = both
    sent = bench.approved()
    first, *rest = [f"{sent.code}-{n}" for n in range(3)]
    bench.gateway = carrier
    carrier.failures = [
        GatewayError(
            "no line",
            receipts=[RecordingGateway._answer(carrier, _outgoing(first, KENYA[0]))],
            unwritten=rest,
        )
    ]
    bench.run()
    text = f"Water day [{sent.code}]"
    assert carrier.calls == [first]
    assert sorted(spare.sent) == [
        *((p, "LAKE", f"{text} call to stop") for p in KENYA[1:]),
        *((p, "+256700000009", f"{text} call to stop") for p in UGANDA),
    ]
    assert bench.tally(sent) == {State.ACCEPTED: 5}


def _outgoing(key: str, address: str) -> Outgoing:
    return Outgoing(
        id=key, broadcast=key[:6], channel="text", address=address, name="", bundle=()
    )


def test_a_way_whose_text_can_t_be_made_takes_nothing_over(
    bench: Bench, both: tuple[Carrier, Spare]
) -> None:
    """The full text needs a sender that can be answered: only the carrier's in Kenya."""
    bench.organisation("+254722000009", variants=("full",))
    planned = bench.plan()
    with bench.store.read() as connection:
        found = broadcasts.choices(connection, planned.id)
        after = takeovers.of_broadcast(connection, planned.id)
    by_country = {c.country: c for c in found if c.segments}
    assert len(found) == 3
    assert {t.gateway for t in after} == {"carrier", "spare"}
    assert len(after) == 2
    assert by_country["KE"].gateway == "carrier"


def test_who_has_no_sender_is_left_out_with_the_reason(
    bench: Bench, both: tuple[Carrier, Spare]
) -> None:
    bench.organisation("+255712000001")
    sent = bench.approved()
    bench.run()
    with bench.store.read() as connection:
        (tanzania,) = (
            c for c in broadcasts.choices(connection, sent.id) if c.country == "TZ"
        )
    assert tanzania.reason == (
        "No sender is set for Tanzania by Carrier. Add a route. "
        "No sender is set for Tanzania by Spare. Add a route."
    )
    assert bench.tally(sent) == {State.ACCEPTED: 5}


def test_an_addressee_s_own_options_promise_nothing_of_the_sender(
    bench: Bench, both: tuple[Carrier, Spare]
) -> None:
    bench.organisation("+256772000009", options={"answerable": True})
    sent = bench.approved()
    bench.run()
    texts = {text for _, _, text in both[1].sent}
    assert texts == {f"Water day [{sent.code}] call to stop"}


def test_bundles_of_equal_words_part_where_they_go_on_differently(
    bench: Bench, both: tuple[Carrier, Spare]
) -> None:
    """Rwanda's texts are Kenya's, to the byte and sender; but nobody takes them over."""
    keep(bench, [route("RW", sender="22141", answerable=True, price="0.5")])
    bench.organisation("+250782000001")
    sent = bench.approved()
    both[0].failures = [
        GatewayError("no line", unwritten=[f"{sent.code}-{n}" for n in (0, 1, 2, 5)])
    ]
    bench.run()
    assert "+250782000001" not in {address for address, _, _ in both[1].sent}
    assert bench.tally(sent) == {State.ACCEPTED: 5, State.QUEUED: 1}


def test_a_stored_bundle_keeps_its_sender_when_the_table_changes(
    bench: Bench, both: tuple[Carrier, Spare]
) -> None:
    sent = bench.plan()
    keep(bench, [route("KE", sender="99999", price="0.1")])
    with bench.store.read() as connection:
        chosen = [c.bundle_id for c in broadcasts.choices(connection, sent.id)]
        found = set(renditions.senders(connection, chosen).values())
    assert found == {"22141", "+256700000009"}
