"""Previews: every channel's rendition of a subject, made and not stored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from fastapi import HTTPException, Request
from starlette.responses import Response

from outreach import registry
from outreach.dispatch import layouts, reading_days
from outreach.dispatch.numbers import reply_to
from outreach.dispatch.routing import Routing
from outreach.model.aloud import CanRehearse
from outreach.model.announcement import Announcement
from outreach.model.contracts import Channel, Variant
from outreach.model.edition import Subject
from outreach.model.errors import CannotCarry, InputError
from outreach.model.identity import identified
from outreach.model.layout import LAYOUT, UNCHOSEN, Layout
from outreach.model.lexicon import Saying
from outreach.model.rendition import File, Rendition, rendition_key
from outreach.store import lexicon, routes
from outreach.typesetting import picture
from outreach.web.desk import Desk

PDF = "application/pdf"
#: Pixels. Wide enough to read the title, light enough for a slow line.
PICTURE_WIDTH = 360
#: Of speech: 22,050 samples of 16 bits, one channel.
_BYTES_A_SECOND = 2 * 22_050


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One variant of one channel: what it makes, or why it makes nothing."""

    channel: Channel
    variant: Variant
    rendition: Rendition | None = None
    reason: str | None = None

    @property
    def read_aloud(self) -> float | None:
        """Bytes of the rendition in a synthetic voice, about; None where none reads it."""
        seconds = self.rendition and self.rendition.measure.seconds
        if not seconds or not isinstance(self.channel, CanRehearse):
            return None
        return seconds * _BYTES_A_SECOND


def cells(
    desk: Desk, subject: Subject, language: str, layout: Layout
) -> list[tuple[Channel, list[Cell]]]:
    """Per channel, every variant that is made of such a subject, in ``language``."""
    return [
        (channel, list(_cells(desk, channel, subject, language, layout)))
        for channel in registry.plugins().channels.values()
    ]


def rendition(
    desk: Desk,
    subject: Subject,
    channel_name: str,
    variant_name: str,
    language: str,
    layout: Layout,
) -> Rendition:
    """One rendition, as a broadcast without code would have it. Raises CannotCarry."""
    channel = registry.channel(channel_name)
    variant = _variant(channel, variant_name)
    offered = {
        **registry.offered(subject),
        **layouts.offered(layout, desk.settings),
        **reading_days.offered(layout, subject, desk.now),
        "reply_to": reply_to(_routing(desk), subject),
        "lexicon": _sayings(desk, language),
        "heard_in": desk.settings.country,
    }
    options = registry.options_of(channel, offered, {})
    languages = layouts.languages_of(variant, language, layout)
    if isinstance(subject, Announcement):
        subject = identified(subject)
    key = rendition_key(
        channel.name, channel.revision, subject, languages, variant_name, options
    )
    return desk.renditions.get(
        key, lambda: channel.render(subject, languages, variant_name, options)
    )


def layout_of(
    request: Request, subject: Subject, otherwise: Layout = UNCHOSEN
) -> Layout:
    """What an address says of the layout, ``otherwise`` if it says nothing. Raises
    InputError.
    """
    if request.query_params.keys().isdisjoint(LAYOUT):
        return otherwise
    layout = layouts.read_layout(request.query_params)
    layouts.check(layout, subject.languages)
    return layout


def choices_of(subject: Subject) -> dict[str, Any]:
    """What the page needs to offer a layout: languages of the subject that a channel has no
    labels in, and those to choose from; none where every channel has them all.
    """
    channels = registry.plugins().channels.values()
    lacking = tuple(
        code
        for code in subject.languages
        if any(code not in channel.languages for channel in channels)
    )
    return {
        "unlabelled": lacking,
        "label_languages": registry.label_languages() if lacking else (),
    }


def _sayings(desk: Desk, language: str) -> tuple[Saying, ...]:
    with desk.store.read() as connection:
        return lexicon.all_sayings(connection, language)


def _routing(desk: Desk) -> Routing:
    with desk.store.read() as connection:
        return Routing(desk.settings, routes.all_routes(connection))


def stem(name: str, channel: str, variant: str, language: str, layout: Layout) -> str:
    """How a file of a preview is called, without its ending."""
    known = _variant(registry.channel(channel), variant)
    languages = "-".join(layouts.languages_of(known, language, layout))
    return f"{name}.{channel}.{variant}.{languages}"


def file_of(found: Rendition, number: int) -> File:
    """File ``number`` of a rendition, from 0."""
    if not 0 <= number < len(found.files):
        raise HTTPException(404)
    return found.files[number]


def read_aloud(found: Rendition, channel_name: str, language: str) -> File:
    """A rendition in a synthetic voice, at the language's own pace. Raises CannotCarry."""
    channel = registry.channel(channel_name)
    if not isinstance(channel, CanRehearse):
        raise HTTPException(404)
    return channel.rehearse(found, language, channel.options_type())


def download(file: File, stem: str, *, forever: bool = False) -> Response:
    """A file to keep. Never shown as a page of ours, whatever a channel says it is."""
    name = re.sub(r"[^A-Za-z0-9._-]", "-", f"{stem}.{file.name}")
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "cache-control": _cache(forever),
    }
    return Response(file.data, media_type=file.media_type, headers=headers)


def picture_of(file: File, *, forever: bool = False) -> Response:
    """The first page of a PDF as a picture."""
    found = pictured(file)
    if found is None:
        raise HTTPException(404)
    headers = {"cache-control": _cache(forever)}
    return Response(found, media_type="image/png", headers=headers)


def pictured(file: File) -> bytes | None:
    """The first page of ``file`` as PNG; None where that is no page that can be shown.

    Kept, for what it weighs is told before anybody fetches it. A link fetches nothing: of
    ``loading=lazy`` browsers take no notice where scripts are off.
    """
    return _pictured(file.data) if file.media_type == PDF else None


@lru_cache(maxsize=200)
def _pictured(pdf: bytes) -> bytes | None:
    try:
        return picture(pdf, 1, PICTURE_WIDTH)
    except (
        RuntimeError
    ):  # what PDFium says of a file that a third party's channel spoilt
        return None


def _variant(channel: Channel, name: str) -> Variant:
    found = next((known for known in channel.variants if known.name == name), None)
    if found is None:
        raise InputError(f"{channel.label} has no variant “{name[:40]}”.")
    return found


def _cells(
    desk: Desk, channel: Channel, subject: Subject, language: str, layout: Layout
) -> Iterator[Cell]:
    kind = "announcement" if isinstance(subject, Announcement) else "edition"
    for variant in channel.variants:
        if kind not in variant.of:
            continue
        try:
            made = rendition(
                desk, subject, channel.name, variant.name, language, layout
            )
        except (CannotCarry, InputError) as error:
            yield Cell(channel=channel, variant=variant, reason=str(error))
        else:
            yield Cell(channel=channel, variant=variant, rendition=made)


def _cache(forever: bool) -> str:
    return "private, max-age=31536000, immutable" if forever else "private, no-store"
