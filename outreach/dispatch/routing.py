"""Routes: whether one can be, and which of them carry what goes to a country."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from outreach import registry
from outreach.model.errors import InputError, Problem
from outreach.model.route import Route, read_route
from outreach.settings import Settings


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
