"""What texts cost: before they go out, when they are due, and what has been handed over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from outreach import registry
from outreach.dispatch import needs
from outreach.dispatch.prospects import Prospect
from outreach.dispatch.routing import Routing
from outreach.model import money
from outreach.model.errors import CannotCarry, InputError
from outreach.model.estimate import CostLine, Estimate, together
from outreach.model.states import State
from outreach.settings import Settings
from outreach.store import (
    Connection,
    broadcasts,
    renditions,
    routes,
    takeovers,
)
from outreach.store.broadcasts import Broadcast, BundleChoice
from outreach.store.ledger import count
from outreach.store.takeovers import Takeover

#: What a provider may charge for: it took it, or may have taken it.
WENT = (State.ACCEPTED, State.DELIVERED)
UNSURE = (State.SENDING, State.UNKNOWN, State.HELD)


def of_prospects(found: Iterable[Prospect], currency: str) -> Estimate:
    """What a broadcast would cost if it were planned now."""
    lines = (_line_of(prospect) for prospect in found if prospect.carried)
    return together((line for line in lines if line), currency)


def _line_of(prospect: Prospect) -> CostLine | None:
    first, group = prospect.carried[0], prospect.group
    if first.segments is None or not group.addresses:
        return None
    return CostLine(
        channel=group.channel,
        language=prospect.told_in or group.language,
        country=group.country,
        gateway=first.way.gateway,
        recipients=group.addresses,
        segments=first.segments,
        price=first.way.price,
    )


def of_broadcast(connection: Connection, broadcast: Broadcast) -> Estimate:
    """What was estimated when it was planned: it is part of what is approved."""
    choices = _texts(broadcasts.choices(connection, broadcast.id))
    currency = next((c.currency for c in choices if c.currency), "")
    return together(
        (_line(c, c.addresses or 0) for c in choices if c.addresses), currency
    )


def _texts(choices: Sequence[BundleChoice]) -> list[BundleChoice]:
    return [c for c in choices if c.segments is not None]


def _line(choice: BundleChoice, recipients: int) -> CostLine:
    return CostLine(
        channel=choice.channel,
        language=choice.told_in or choice.language,
        country=choice.country,
        gateway=str(choice.gateway),
        recipients=recipients,
        segments=choice.segments or 0,
        price=choice.price,
    )


def dearer(
    connection: Connection, settings: Settings, broadcast: Broadcast
) -> str | None:
    """Why what was approved no longer holds, also of what may take over: a sender changed,
    a price rose, or so many joined that it is over the budget now. None if it holds.
    """
    choices = _texts(broadcasts.choices(connection, broadcast.id))
    if not choices:
        return None
    routing = Routing(settings, routes.all_routes(connection))
    ways = _ways_of(connection, broadcast, choices)
    senders = renditions.senders(connection, [way.bundle_id for way in ways])
    for way in ways:
        if why := _changed(routing, way, senders[way.bundle_id]):
            return why
    return _outgrown(connection, settings, broadcast, choices)


def _changed(routing: Routing, choice: BundleChoice, sender: str | None) -> str | None:
    try:
        ways = routing.ways(registry.channel(choice.channel), choice.country)
    except (CannotCarry, InputError) as error:
        return f"What was approved can't go that way any more. {error}"
    way = next((way for way in ways if way.gateway == choice.gateway), None)
    line = _line(choice, 0)
    label = registry.gateway_label(line.gateway)
    to = f"to {line.place} by {label}"
    if way is None:
        return f"No route leads {to} any more."
    if way.sender != sender:
        return f"The sender {to} is another than was approved."
    if choice.price is not None and (way.price is None or way.price > choice.price):
        was = money.shown(choice.price, str(choice.currency))
        is_now = way.price and money.shown(way.price, routing.settings.currency)
        return (
            f"The price of a segment {to} was {was}; now it is {is_now or 'not known'}."
        )
    return None


def _outgrown(
    connection: Connection,
    settings: Settings,
    broadcast: Broadcast,
    choices: Sequence[BundleChoice],
) -> str | None:
    """The audience is a rule: who joins gets it. But not over the budget unseen."""
    if settings.budget is None or of_broadcast(connection, broadcast).over(
        settings.budget
    ):
        return None
    sizes = needs.sizes_of(connection, settings, broadcast)
    kinds = ((c, (c.channel, c.language, c.profile, c.as_new)) for c in choices)
    today = together(
        (_line(choice, sizes.get(kind, 0)) for choice, kind in kinds),
        settings.currency,
    )
    over = today.over(settings.budget)
    return over and f"More people have joined since it was approved. {over}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What has been handed over, at the prices that were approved."""

    went: Estimate
    #: May have gone out.
    unsure: Estimate

    @property
    def said(self) -> list[str]:
        """In sentences; none where nothing was handed over."""
        kinds = (("Handed over", self.went), ("May have gone out", self.unsure))
        return [
            f"{name}: {estimate.counted}, {estimate.said}."
            for name, estimate in kinds
            if estimate.priced
        ]


def spent(connection: Connection, broadcast: Broadcast) -> Spent:
    """What of a broadcast was handed over, also by gateways that took over."""
    choices = _texts(broadcasts.choices(connection, broadcast.id))
    currency = next((c.currency for c in choices if c.currency), "")
    known = _by_bundle(connection, broadcast, choices)
    found = count.handed_over(connection, broadcast.id)

    def of(states: tuple[State, ...]) -> Estimate:
        lines = (
            _at(known[h.gateway, h.bundle_id], h)
            for h in found
            if h.state in states and (h.gateway, h.bundle_id) in known
        )
        return together(lines, currency)

    return Spent(went=of(WENT), unsure=of(UNSURE))


def _at(choice: BundleChoice, handed: count.Handed) -> CostLine:
    return CostLine(
        channel=choice.channel,
        language=choice.told_in or choice.language,
        country=choice.country,
        gateway=handed.gateway,
        recipients=handed.number,
        segments=handed.segments,
        price=choice.price,
    )


def _by_bundle(
    connection: Connection, broadcast: Broadcast, choices: Sequence[BundleChoice]
) -> Mapping[tuple[str, int], BundleChoice]:
    """Each bundle as the choice that it goes by, with its own gateway and price."""
    found: dict[tuple[str, int], BundleChoice] = {}
    for way in _ways_of(connection, broadcast, choices):
        if way.bundle_id is not None:
            found.setdefault((str(way.gateway), way.bundle_id), way)
    return found


def _ways_of(
    connection: Connection, broadcast: Broadcast, choices: Sequence[BundleChoice]
) -> list[BundleChoice]:
    """All choices as they go first, then as they go where a gateway is taken over from."""
    after: dict[tuple[str | None, int | None], Takeover] = {
        (t.gateway, t.bundle_id): t
        for t in takeovers.of_broadcast(connection, broadcast.id)
    }
    found = list(choices)
    for way in found:  # grows meanwhile: each way leads to the next
        if takeover := after.get((way.gateway, way.bundle_id)):
            found.append(_taken_over(way, takeover))
    return found


def _taken_over(way: BundleChoice, takeover: Takeover) -> BundleChoice:
    return replace(
        way,
        gateway=takeover.next_gateway,
        bundle_id=takeover.next_bundle_id,
        price=takeover.next_price,
    )
