"""A rendition: an announcement expressed for one channel, variant and language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints

from outreach.model.canonical import digest
from outreach.model.edition import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of a rendition."""

    #: The ending with which it is told from the rendition's other files: ``txt``, ``pdf``.
    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How much a rendition takes of what its channel counts; None where it has none."""

    #: SMS: what an operator bills. The parts joined are the text.
    segments: int | None = None
    encoding: str | None = None
    parts: tuple[str, ...] = ()
    #: Radio: estimated reading time at the station's pace.
    seconds: float | None = None
    pages: int | None = None
    #: Copies that stand side by side on a sheet and are cut apart; None: one.
    per_sheet: int | None = None
    #: All files together.
    bytes: int | None = None

    @property
    def content(self) -> dict[str, Any]:
        """The measure as JSON values, without what it has none of."""
        values = {
            "segments": self.segments,
            "encoding": self.encoding,
            "parts": list(self.parts),
            "seconds": self.seconds,
            "pages": self.pages,
            "per_sheet": self.per_sheet,
            "bytes": self.bytes,
        }
        return {k: v for k, v in values.items() if v is not None and v != []}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """What ``Channel.render`` makes. Immutable; the same input gives the same bytes."""

    files: tuple[File, ...]
    #: The words, where the rendition is words: the text message, the script.
    text: str | None
    measure: Measure
    #: What staff should know, as sentences: what was left out, what was not reviewed.
    notes: tuple[str, ...] = ()


class ChannelOptions(BaseModel):
    """All that a rendition depends on beside its subject, variant and languages.

    A channel extends this with its own fields, each with a default. Equal options give
    one shared rendition, so nothing belongs here that differs per addressee by nature.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def joined(
        cls, offered: Mapping[str, Any], own: Mapping[str, Any]
    ) -> dict[str, Any]:
        """What a broadcast offers, and an addressee's own, which goes before it."""
        return {**offered, **own}

    #: The broadcast's short code, by which stations and partners answer.
    code: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9-]{2,12}$")] | None = None
    #: The word that registers by SMS, where the sender can be answered.
    reply_word: str | None = None
    #: What a correction or cancellation replaces, as people know it.
    replaces: str | None = None
    #: Language of the labels where the text's own has no wording catalogue.
    labels: str | None = None


def rendition_key(
    channel: str,
    revision: str,
    subject: Subject,
    languages: tuple[str, ...],
    variant: str,
    options: ChannelOptions,
) -> str:
    """SHA-256 that names a rendition: equal keys, equal bytes.

    ``revision`` covers what a channel brings itself: templates, fonts, lexicon.
    """
    return digest(
        subject.model_dump(mode="json"),
        channel,
        variant,
        list(languages),
        options.model_dump(mode="json"),
        revision,
    )
