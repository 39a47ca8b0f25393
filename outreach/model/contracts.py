"""The contracts that channels and gateways meet. Plug-in authors: read this page.

A plug-in is found by entry point: ``outreach.channels`` or ``outreach.gateways``. The
entry names a class. A channel's is called without arguments; a gateway's with one, its
settings. Neither touches the database or the environment.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar, Literal, NamedTuple, Protocol, runtime_checkable

from pydantic import BaseModel, ConfigDict, PositiveFloat

from outreach.model.addresses import AddressKind
from outreach.model.edition import Subject
from outreach.model.errors import OutreachError
from outreach.model.lexicon import Saying
from outreach.model.news import CallbackRequest, News
from outreach.model.rendition import ChannelOptions, File, Rendition
from outreach.model.states import Outcome

#: How a channel's renditions travel: as the text itself, or as files.
Freight = Literal["text", "files"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One form a channel can give: its name, and what it is for staff."""

    name: str
    label: str
    #: Whether it is made of an announcement, of an edition, or of either.
    of: frozenset[Literal["announcement", "edition"]] = frozenset({"announcement"})
    #: How many languages it takes at once, of which the first leads.
    most_languages: Literal[1, 2] = 1


@runtime_checkable
class Channel(Protocol):
    """A kind of outlet. Everything here is constant but ``render``."""

    #: The word in URLs, columns and file names: ``sms``.
    name: str
    #: What staff read: "Text message".
    label: str
    #: The first is what a broadcast uses unless an addressee asks for another.
    variants: tuple[Variant, ...]
    #: Languages it can be truthful in now; others raise CannotCarry.
    languages: frozenset[str]
    options_type: type[ChannelOptions]
    freight: Freight
    #: Changes whenever the same subject would give other bytes.
    revision: str

    def render(
        self,
        subject: Subject,
        languages: tuple[str, ...],
        variant: str,
        options: ChannelOptions,
    ) -> Rendition:
        """Express ``subject`` truthfully, or raise CannotCarry with the reason.

        Pure: no clock, disk (but the package's own data), network or environment; the
        same input gives the same bytes. ``languages`` has one entry, or two, of which
        the first leads, where the variant takes so many.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCommand:
    """A sub-command of a channel, ``outreach CHANNEL NAME``: JSON Lines in, JSON Lines out."""

    name: str
    help: str
    #: Whether it takes ``--language``, which is then required.
    takes_language: bool
    #: One line in, one line out. InputError or CannotCarry becomes ``{"error": …}`` in
    #: the answer to that line; the others go on, and the command exits 1.
    run: Callable[[Mapping[str, Any], str], Mapping[str, Any]]
    #: The same by a lexicon of the office; None: it needs none.
    run_by: (
        Callable[[Mapping[str, Any], str, Sequence[Saying]], Mapping[str, Any]] | None
    ) = None


@runtime_checkable
class HasCommands(Protocol):
    """A channel that brings its own sub-commands."""

    commands: tuple[LineCommand, ...]


@runtime_checkable
class CanReply(Protocol):
    """A channel that can carry a short answer to somebody who wrote to us."""

    def reply(self, text: str) -> Rendition:
        """The answer as it goes out, with its parts. Pure, and never refuses."""
        ...


class Fate(StrEnum):
    """What to do with a delivery of which nobody knows whether it went out."""

    #: Send again with the same id: the gateway itself lets it out only once.
    IDEMPOTENT = "idempotent"
    #: Ask the gateway (``query``).
    QUERY = "query"
    #: Only a person can decide.
    HOLD = "hold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a gateway can do; dispatch follows it."""

    freight: frozenset[Freight]
    #: Most deliveries in flight at once: what a crash can leave uncertain.
    window: int
    fate: Fate
    #: Whether our delivery id comes back in receipts and callbacks.
    own_id: bool
    receipts: Literal["none", "first_part", "all"]
    #: ``ours``: our parts go out as they are; ``theirs``: the gateway splits the text.
    parts: Literal["ours", "theirs"] = "theirs"
    inbound: bool = False
    #: The kinds of addresses that it carries to.
    reaches: frozenset[AddressKind] = frozenset({"phone", "postal"})
    #: What a sender may be where we choose it, by routes; none: it sends as what it is, as
    #: a modem does from its card.
    sender_kinds: frozenset[Literal["number", "alphanumeric", "short_code"]] = (
        frozenset()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleItem:
    """One rendition of a delivery, and how many copies of it."""

    channel: str
    variant: str
    languages: tuple[str, ...]
    copies: int
    rendition: Rendition


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A dispatch paper that goes with one delivery, made of it when it is handed over."""

    #: What staff call it: ``airplay log``.
    what: str
    #: Named whole: ``airplay.pdf``.
    file: File


class Outgoing(NamedTuple):
    """One delivery as a gateway gets it. It is a tuple, as a receipt is, because a million
    of them are made in half the time.
    """

    #: Ours, stable over retries: give it to the provider wherever it lets you.
    id: str
    #: The broadcast it belongs to: names a batch, a parcel, a folder.
    broadcast: str
    channel: str
    #: Normalised: E.164 for a phone, an e-mail address, else the lines of a postal one.
    address: str
    #: Who is reached, for labels: the organisation or station.
    name: str
    bundle: tuple[BundleItem, ...]
    sender: str | None = None
    #: After this instant it must not go out (UTC).
    expires_at: datetime | None = None
    #: When it was last handed to the gateway (UTC); only ``query`` gets it.
    claimed_at: datetime | None = None
    #: What it is about, in the language of its first rendition.
    title: str = ""
    #: What goes with the bundle; a gateway that can carry none leaves it out.
    enclosed: tuple[Enclosure, ...] = ()

    @property
    def text(self) -> str:
        """The words of the first rendition; what a text gateway sends."""
        return self.bundle[0].rendition.text or ""

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts as the channel cut them."""
        return self.bundle[0].rendition.measure.parts or (self.text,)


class Receipt(NamedTuple):
    """What a gateway said about one delivery when it was handed over, or asked."""

    delivery: str
    outcome: Outcome
    #: The gateway's own ids, one per message; parts in order.
    gateway_ids: tuple[str, ...] = ()
    #: The provider's code and words, for the person who has to find out why.
    code: str | None = None
    detail: str | None = None


class GatewayError(OutreachError):
    """The batch stopped: no account, no line, no balance.

    ``receipts`` are those that came before; ``unwritten`` are the ids of deliveries that
    surely did not go out and return to the queue. All others become unknown.
    ``permanent`` means that trying again can't help until a person has acted.
    """

    def __init__(
        self,
        message: str,
        *,
        receipts: Sequence[Receipt] = (),
        unwritten: Sequence[str] = (),
        permanent: bool = False,
    ) -> None:
        super().__init__(message)
        self.receipts = tuple(receipts)
        self.unwritten = frozenset(unwritten)
        self.permanent = permanent


class GatewaySettings(BaseModel):
    """A gateway's own settings. Field ``token`` is read from ``OUTREACH_<NAME>_TOKEN``,
    or from the file that ``OUTREACH_<NAME>_TOKEN_FILE`` names; make secrets SecretStr.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    #: Whether nothing goes out where neither a route nor its ``sender`` names one.
    needs_sender: ClassVar[bool] = False

    #: Where gateways that write files write them: ``OUTREACH_OUT``.
    out: Path = Path("out")
    #: Where providers reach us, without a trailing slash; None if they can't.
    public_url: str | None = None
    #: Most segments per second, over all workers; None: as fast as it goes.
    rate: PositiveFloat | None = None


@runtime_checkable
class Gateway(Protocol):
    """What carries deliveries. Called from one thread at a time."""

    settings_type: ClassVar[type[GatewaySettings]]
    name: str
    label: str
    capabilities: Capabilities

    def send(self, window: Sequence[Outgoing]) -> Sequence[Receipt]:
        """Hand over at most ``capabilities.window`` deliveries of one broadcast.

        One receipt per delivery, in order. A refusal is a receipt; GatewayError stops
        the batch. Never retries.
        """
        ...


@runtime_checkable
class CanQuery(Protocol):
    """A gateway that can be asked what became of deliveries."""

    def query(self, deliveries: Sequence[Outgoing]) -> Sequence[Receipt]:
        """One receipt per delivery, in order. LATER means: surely not taken."""
        ...


@runtime_checkable
class HasCallbacks(Protocol):
    """A gateway whose provider calls us back at ``<public_url>/callbacks/<name>``."""

    def parse_callback(self, request: CallbackRequest) -> Sequence[News]:
        """The news told. Raises CallbackRefused where it is not from the provider."""
        ...


@runtime_checkable
class CanPoll(Protocol):
    """A gateway that is asked for news, by one process at a time."""

    def poll(self) -> Sequence[News]:
        """At most a thousand news, oldest first; empty if there are none.

        The caller has stored an answer before it calls again, so the next call may let
        go of what the last one gave, and of nothing else: a crash in between gives the
        same news again, with the same keys.
        """
        ...


@runtime_checkable
class CanForget(Protocol):
    """A gateway that keeps what it was given in files of this office."""

    def forget(self, addresses: Collection[str]) -> int:
        """Take what was for these normalised addresses out of the files; how many files
        changed or went. Raises GatewayError.
        """
        ...


@runtime_checkable
class CanCheck(Protocol):
    """A gateway that can say, without sending anything, whether it would work now."""

    def check(self) -> None:
        """Sign in, or try the folder. Raises GatewayError saying what to do."""
        ...
