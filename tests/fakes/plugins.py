"""A small channel and a gateway that records every call: what dispatch tests work with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from outreach.model.contracts import (
    Capabilities,
    Channel,
    Fate,
    Freight,
    Gateway,
    GatewaySettings,
    Outgoing,
    Receipt,
    Variant,
)
from outreach.model.edition import Edition, Subject
from outreach.model.errors import CannotCarry
from outreach.model.facts import facts_in
from outreach.model.rendition import ChannelOptions, File, Measure, Rendition
from outreach.model.states import Outcome
from outreach.registry import Plugins


class TextChannel:
    """Tells the title; refuses French, as a channel without a module would."""

    name = "text"
    label = "Text"
    variants = (
        Variant(name="short", label="Short"),
        Variant(name="full", label="Full"),
    )
    languages = frozenset({"en", "sw"})
    options_type: type[ChannelOptions] = ChannelOptions
    freight: Freight = "text"
    revision = "1"

    def render(
        self,
        subject: Subject,
        languages: tuple[str, ...],
        variant: str,
        options: ChannelOptions,
    ) -> Rendition:
        if languages[0] not in self.languages:
            raise CannotCarry(f"There is no wording in {languages[0]}.")
        assert not hasattr(subject, "items")
        text = f"{facts_in(subject, languages[0]).title} [{options.code}]"
        data = text.encode()
        return Rendition(
            files=(File(name="txt", media_type="text/plain", data=data),),
            text=text,
            measure=Measure(
                segments=1, encoding="gsm7", parts=(text,), bytes=len(data)
            ),
        )

    def reply(self, text: str) -> Rendition:
        return Rendition(
            files=(), text=text, measure=Measure(segments=1, parts=(text,))
        )


class FileChannel(TextChannel):
    """The same on paper, which a voice can read."""

    name = "paper"
    label = "Paper"
    variants = (Variant(name="sheet", label="Sheet"),)
    freight: Freight = "files"

    def rehearse(self, made: Rendition, language: str, options: ChannelOptions) -> File:
        sound = f"{language}: {made.text}".encode()
        return File(name="wav", media_type="audio/wav", data=sound)


class RecordingGateway:
    """Records every delivery it was ever given; answers as its script says."""

    settings_type: ClassVar[type[GatewaySettings]] = GatewaySettings
    name = "recorder"
    label = "Recorder"
    capabilities = Capabilities(
        freight=frozenset({"text", "files"}),
        window=50,
        fate=Fate.QUERY,
        own_id=True,
        receipts="all",
    )

    def __init__(self, settings: GatewaySettings | None = None) -> None:
        self.calls: list[str] = []
        self.windows: list[int] = []
        #: Outcomes to answer per address, one per call; then ACCEPTED.
        self.script: dict[str, list[Outcome]] = {}
        #: What to answer when asked, one per delivery; then the truth.
        self.answers: list[Outcome] = []
        #: Raised instead of an answer, one per call.
        self.failures: list[Exception] = []

    def send(self, window: Sequence[Outgoing]) -> Sequence[Receipt]:
        self.windows.append(len(window))
        if self.failures:
            raise self.failures.pop(0)
        return [self._answer(outgoing) for outgoing in window]

    def query(self, deliveries: Sequence[Outgoing]) -> Sequence[Receipt]:
        return [Receipt(delivery=d.id, outcome=self._knows(d)) for d in deliveries]

    def _knows(self, outgoing: Outgoing) -> Outcome:
        if self.answers:
            return self.answers.pop(0)
        return Outcome.ACCEPTED if outgoing.id in self.calls else Outcome.LATER

    def _answer(self, outgoing: Outgoing) -> Receipt:
        script = self.script.get(outgoing.address)
        outcome = script.pop(0) if script else Outcome.ACCEPTED
        if outcome in (Outcome.ACCEPTED, Outcome.DELIVERED, Outcome.UNKNOWN):
            self.calls.append(outgoing.id)
        return Receipt(
            delivery=outgoing.id,
            outcome=outcome,
            gateway_ids=(f"gw-{outgoing.id}",),
            code="7" if outcome is Outcome.REFUSED else None,
        )


def fake_plugins() -> Plugins:
    """The two channels and the recorder."""
    channels: dict[str, Channel] = {"text": TextChannel(), "paper": FileChannel()}
    gateways: dict[str, type[Gateway]] = {"recorder": RecordingGateway}
    return Plugins(channels=channels, gateways=gateways)


class PaperWithEditions(FileChannel):
    """A sheet of an announcement, and of an edition a list of its titles."""

    variants = (
        *FileChannel.variants,
        Variant(name="list", label="List", of=frozenset({"edition"})),
    )

    def render(
        self,
        subject: Subject,
        languages: tuple[str, ...],
        variant: str,
        options: ChannelOptions,
    ) -> Rendition:
        if not isinstance(subject, Edition):
            return super().render(subject, languages, variant, options)
        titles = [facts_in(item, languages[0]).title for item in subject.items]
        text = f"{subject.number}: {', '.join(titles)} [{options.code}]"
        file = File(name="txt", media_type="text/plain", data=text.encode())
        return Rendition(files=(file,), text=text, measure=Measure(pages=1))


def with_editions(found: Plugins) -> Plugins:
    """The same plug-ins, with paper that carries editions."""
    return replace(found, channels={**found.channels, "paper": PaperWithEditions()})
