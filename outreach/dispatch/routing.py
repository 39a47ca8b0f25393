"""Routes: whether one can be, and by which ways a country is reached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from phonenumbers import country_code_for_region

from outreach import registry
from outreach.model.addresses import AddressKind
from outreach.model.contracts import Capabilities, Channel
from outreach.model.errors import CannotCarry, InputError, Problem
from outreach.model.places import country_name
from outreach.model.route import NO_NAMES, Route, read_route
from outreach.settings import Settings

#: Why no gateway in use carries to an address of that kind.
_NOBODY_CARRIES: Mapping[AddressKind, str] = MappingProxyType(
    {
        "email": "{carriers} does not carry to e-mail addresses. Set up e-mail and name it "
        "first, such as OUTREACH_ROUTES=radio=email,pack.",
        "phone": "{carriers} does not carry to phones. Give another address.",
        "postal": "{carriers} does not carry to postal addresses. Name pack too, such as "
        "OUTREACH_ROUTES=radio=email,pack.",
    }
)


def typed_route(typed: Mapping[str, str], settings: Settings) -> Route:
    """A route as staff typed it, by its columns. Raises InputError with every problem."""
    problems: list[Problem] = []
    try:
        route = read_route(typed, settings.currency)
    except InputError as error:
        problems += error.problems
    problems += _of_names(typed)
    if not problems:
        problems += _of_sender(route, settings)
    if problems:
        raise InputError(problems)
    return route


def _of_names(typed: Mapping[str, str]) -> Iterable[Problem]:
    """Whether channel and gateway are there, and go together."""
    known = registry.plugins()
    channel = known.channels.get(typed.get("channel", "").strip())
    gateway = known.gateways.get(typed.get("gateway", "").strip())
    if typed.get("channel", "").strip() and channel is None:
        yield Problem("channel", f"is none of {', '.join(known.channels)}.")
    if typed.get("gateway", "").strip() and gateway is None:
        yield Problem("gateway", f"is none of {', '.join(known.gateways)}.")
    if channel and channel.freight != "text":
        yield Problem("channel", "has no segments: only text messages have routes.")
    elif channel and gateway and channel.freight not in gateway.capabilities.freight:
        yield Problem("gateway", f"does not carry {channel.label}. Choose another.")


def _of_sender(route: Route, settings: Settings) -> Iterable[Problem]:
    """Whether the gateway can send as the route says."""
    can = registry.capabilities(route.gateway, settings)
    label = registry.gateway_label(route.gateway)
    if not can.sender_kinds:
        if route.sender or route.sender_kind or route.answerable:
            yield Problem(
                "sender",
                f"can't be chosen: {label} sends from where it is, and is answered there. "
                "Leave sender, kind and “can be answered” empty.",
            )
    elif route.sender_kind is None:
        kinds = ", ".join(sorted(can.sender_kinds))
        yield Problem("sender_kind", f"is empty. By {label} it can be {kinds}.")
    elif route.sender_kind not in can.sender_kinds:
        kinds = ", ".join(sorted(can.sender_kinds))
        yield Problem("sender_kind", f"can't be that by {label}, only {kinds}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to a country: a gateway, and what staff have said of it."""

    gateway: str
    route: Route | None = None
    #: What a channel's options must say of the sender; they promise it to people.
    promises: Mapping[str, Any] = field(default_factory=dict)
    #: Of a segment, in the office's currency; None: not known.
    price: Decimal | None = None

    @property
    def sender(self) -> str | None:
        """Whom it is from; None: the gateway's own sender."""
        return self.route.sender if self.route else None


@dataclass(frozen=True, slots=True)
class Routing:
    """The table of routes, and the gateways in use."""

    settings: Settings
    routes: Sequence[Route]
    _known: dict[str, Capabilities] = field(default_factory=dict)

    def ways(
        self, channel: Channel, country: str | None, kind: AddressKind = "phone"
    ) -> list[Way]:
        """The ways to a country, the cheapest first; those of unknown price last, and of
        equal ones the first in OUTREACH_ROUTES. Raises CannotCarry where there is none.
        """
        names = registry.routes(channel, self.settings)
        if channel.freight != "text":
            return self._carriers(names, kind)
        found, reasons = [], []
        for name in names:
            try:
                found.append(self._way(channel, name, country))
            except CannotCarry as error:
                reasons.append(str(error))
        if not found:
            raise CannotCarry(" ".join(reasons))
        return sorted(found, key=lambda way: (way.price is None, way.price))

    def _carriers(self, names: Sequence[str], kind: AddressKind) -> list[Way]:
        """Those that carry files to such an address."""
        found = [name for name in names if kind in self._can(name).reaches]
        if not found:
            labels = ", ".join(registry.gateway_label(name) for name in names)
            raise CannotCarry(_NOBODY_CARRIES[kind].format(carriers=labels))
        return [Way(gateway=name) for name in found]

    def _way(self, channel: Channel, gateway: str, country: str | None) -> Way:
        can = self._can(gateway)
        route = self._nearest(channel, gateway, country)
        if can.sender_kinds:
            self._check_sender(route, gateway, country)
        answered = can.inbound and (
            route.answerable if can.sender_kinds and route else True
        )
        priced = route is not None and route.currency == self.settings.currency
        return Way(
            gateway=gateway,
            route=route,
            promises={
                "answerable": answered,
                "opt_out": bool(can.sender_kinds) or can.inbound,
            },
            price=route.price if route and priced else None,
        )

    def _can(self, gateway: str) -> Capabilities:
        if gateway not in self._known:
            self._known[gateway] = registry.capabilities(gateway, self.settings)
        return self._known[gateway]

    def _nearest(
        self, channel: Channel, gateway: str, country: str | None
    ) -> Route | None:
        code = country_code_for_region(country) if country else None
        found = [
            (nearness, route)
            for route in self.routes
            if (route.channel, route.gateway) == (channel.name, gateway)
            and (nearness := route.nearness(country, code)) is not None
        ]
        return min(found, key=lambda pair: pair[0])[1] if found else None

    def _check_sender(
        self, route: Route | None, gateway: str, country: str | None
    ) -> None:
        label = registry.gateway_label(gateway)
        place = (country_name(country) or country) if country else "an unknown country"
        if route is None or route.sender_kind is None:
            raise CannotCarry(f"No sender is set for {place} by {label}. Add a route.")
        if route.sender_kind == "alphanumeric" and country in NO_NAMES:
            raise CannotCarry(
                f"Networks in {place} let no name through, and {label} would send by one. "
                f"Add a route for {place} with a number or short code."
            )
        if route.sender is None and not registry.has_sender(gateway, self.settings):
            raise CannotCarry(
                f"The route to {place} by {label} names no sender, and {label} has none of "
                "its own. Name one."
            )
