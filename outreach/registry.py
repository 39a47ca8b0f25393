"""Entry points -> channels and gateways. One broken plug-in never takes others down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from outreach.model.aloud import IsAired
from outreach.model.announcement import Announcement
from outreach.model.contracts import (
    Capabilities,
    Channel,
    Gateway,
    GatewaySettings,
)
from outreach.model.edition import Subject
from outreach.model.errors import WHOLE, InputError, Problem
from outreach.model.rendition import ChannelOptions
from outreach.settings import Settings, read_settings

CHANNELS = "outreach.channels"
GATEWAYS = "outreach.gateways"


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A plug-in that could not be loaded, for ``outreach channels`` and ``doctor``."""

    group: str
    name: str
    distribution: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plugins:
    """All that was found by entry point."""

    channels: Mapping[str, Channel] = field(default_factory=dict)
    gateways: Mapping[str, type[Gateway]] = field(default_factory=dict)
    broken: tuple[Broken, ...] = ()


@cache
def plugins() -> Plugins:
    """All channels and gateways of all installed distributions, each name once.

    Channels read no settings, so the office's own fonts are put in place here.
    """
    if folders := read_settings().font_dirs:
        from outreach.typesetting import use_fonts  # it takes a while to load

        use_fonts(folders)
    broken: list[Broken] = []
    return Plugins(
        channels=_load(entry_points(group=CHANNELS), _channel, broken),
        gateways=_load(entry_points(group=GATEWAYS), _gateway, broken),
        broken=tuple(broken),
    )


def channel(name: str) -> Channel:
    """The channel called ``name``. Raises InputError naming those there are."""
    found = plugins().channels
    if name not in found:
        raise InputError(
            f"There is no channel “{name}”. There are: {', '.join(found)}."
        )
    return found[name]


def only_channel(name: str) -> Channel | None:
    """The channel called ``name`` without loading any other; None if it can't be used."""
    entries = entry_points(group=CHANNELS, name=name)
    return _load(entries, _channel, []).get(name)


def texting_channels() -> tuple[str, ...]:
    """The channels whose addresses are phones."""
    found = plugins().channels
    return tuple(name for name, channel in found.items() if channel.freight == "text")


def aired_channels() -> tuple[str, ...]:
    """The channels whose renditions are read on air."""
    found = plugins().channels
    return tuple(
        name for name, channel in found.items() if isinstance(channel, IsAired)
    )


def gateway(name: str, settings: Settings) -> Gateway:
    """The gateway called ``name`` with its settings. Raises InputError."""
    found = plugins().gateways
    if name not in found:
        raise InputError(
            f"There is no gateway “{name}”. There are: {', '.join(found)}."
        )
    return found[name](_settings_of(name, found[name], settings))  # type: ignore[call-arg]


def capabilities(name: str, settings: Settings) -> Capabilities:
    """What the gateway called ``name`` can do as it is set up, else as it could be."""
    try:
        return gateway(name, settings).capabilities
    except InputError:
        if name not in plugins().gateways:
            raise
        return plugins().gateways[name].capabilities


def has_sender(name: str, settings: Settings) -> bool:
    """Whether the gateway called ``name`` can send where a route names no sender, as far as
    is known here.
    """
    try:
        own = _settings_of(name, plugins().gateways[name], settings)
    except InputError:  # a worker elsewhere may have them
        return True
    return not own.needs_sender or bool(getattr(own, "sender", None))


def gateway_label(name: str) -> str:
    """What staff call a gateway; its name where it has gone."""
    found = plugins().gateways.get(name)
    return found.label if found else name


def sends_our_parts(name: str) -> bool:
    """Whether the gateway called ``name`` sends the parts of a text one by one; so it counts
    where it has gone.
    """
    found = plugins().gateways.get(name)
    return found is None or found.capabilities.parts == "ours"


def rate(name: str, settings: Settings) -> float | None:
    """How many segments per second the gateway called ``name`` may send; None: no limit."""
    return _settings_of(name, plugins().gateways[name], settings).rate


def route(channel: Channel, settings: Settings) -> str:
    """The name of the gateway that carries ``channel``, while it works."""
    return routes(channel, settings)[0]


def routes(channel: Channel, settings: Settings) -> tuple[str, ...]:
    """The names of the gateways that carry ``channel``, each taking over from the one
    before it: as OUTREACH_ROUTES says, else the first, by name, that carries it and works
    without settings.
    """
    if named := settings.routes.get(channel.name):
        return named
    for name, kind in sorted(plugins().gateways.items()):
        ready = not any(
            f.is_required() for f in kind.settings_type.model_fields.values()
        )
        if ready and channel.freight in kind.capabilities.freight:
            return (name,)
    raise InputError(
        f"No gateway carries {channel.label}. Set OUTREACH_ROUTES={channel.name}=GATEWAY."
    )


def offered(subject: Subject) -> dict[str, Any]:
    """What a subject offers to every channel's options."""
    if not isinstance(subject, Announcement):
        return {}
    registration = subject.registration
    return {
        "reply_word": registration.keyword if registration else None,
        "replaces": subject.replaces,
    }


def label_languages() -> tuple[str, ...]:
    """The languages that some channel has labels in."""
    found = (channel.languages for channel in plugins().channels.values())
    return tuple(sorted(frozenset().union(*found)))


def labelled(language: str | None) -> str | None:
    """A stated language of labels. Raises InputError where no channel has any in it."""
    known = label_languages()
    if language and language not in known:
        there = f"has no labels. Choose from: {', '.join(known)}."
        raise InputError([Problem("labels", there)])
    return language or None


def options_of(
    channel: Channel, offered: Mapping[str, Any], own: Mapping[str, Any]
) -> ChannelOptions:
    """A channel's options: of what the broadcast offers, the fields it has; then the
    addressee's own. Raises InputError where the latter don't fit.
    """
    fields = channel.options_type.model_fields
    known = {name: value for name, value in offered.items() if name in fields}
    try:
        return channel.options_type.model_validate(
            channel.options_type.joined(known, own)
        )
    except ValidationError as error:
        raise InputError(
            [
                Problem(
                    f"options.{'.'.join(map(str, detail['loc']))}",
                    f"does not suit {channel.label}: {detail['msg']}.",
                )
                for detail in error.errors()
            ]
        ) from None


def _settings_of(name: str, kind: type[Gateway], settings: Settings) -> GatewaySettings:
    shared = {"out": settings.out, "public_url": settings.public_url}
    try:
        return kind.settings_type.model_validate({**shared, **settings.of_plugin(name)})
    except ValidationError as error:
        raise InputError(
            [_setting_problem(name, detail) for detail in error.errors()]
        ) from None


def _setting_problem(name: str, detail: ErrorDetails) -> Problem:
    message = (
        str(detail["ctx"]["error"])
        if detail["type"] == "value_error"
        else detail["msg"]
    )
    if not detail["loc"]:  # of several settings together: the sentence names them
        return Problem(WHOLE, message)
    field = f"OUTREACH_{name}_{detail['loc'][0]}".upper().replace("-", "_")
    if detail["type"] == "missing":
        return Problem(field, f"is not set; the gateway {name} needs it.")
    return Problem(field, message)


def _load(
    entries: Iterable[EntryPoint],
    check: Callable[[Any], Any],
    broken: list[Broken],
) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for entry in sorted(entries, key=_ours_first):
        try:
            plugin = check(entry.load())
            if plugin.name != entry.name:
                raise TypeError(
                    f"its name is “{plugin.name}”, its entry point’s is “{entry.name}”; "
                    "they must be equal"
                )
            if entry.name in found:
                raise TypeError("another distribution already has this name")
            found[entry.name] = plugin
        except (Exception, SystemExit) as error:  # noqa: BLE001  # a bulkhead: a stranger's import may raise anything
            broken.append(_broken(entry, error))
    return dict(sorted(found.items()))


def _ours_first(entry: EntryPoint) -> tuple[bool, str]:
    """Ours come first, so that nobody takes the name of one."""
    return (entry.dist is None or entry.dist.name != "outreach", entry.name)


def _channel(kind: Any) -> Channel:
    made = kind()
    if not isinstance(made, Channel):
        raise TypeError(f"it lacks {', '.join(_lacking(made, Channel))}")
    return made


def _gateway(kind: Any) -> type[Gateway]:
    if lacking := _lacking(kind, Gateway):
        raise TypeError(f"it lacks {', '.join(lacking)}")
    return kind  # type: ignore[no-any-return]


def _lacking(made: Any, protocol: type) -> list[str]:
    wanted = {
        *protocol.__annotations__,
        *(n for n in vars(protocol) if not n.startswith("_")),
    }
    return sorted(name for name in wanted if not hasattr(made, name))


def _broken(entry: EntryPoint, error: BaseException) -> Broken:
    return Broken(
        group=entry.group,
        name=entry.name,
        distribution=entry.dist.name if entry.dist else "?",
        reason=f"{type(error).__name__}: {error}",
    )
