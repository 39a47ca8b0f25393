"""Deliveries made short: every argument has a default that is sound."""

from __future__ import annotations

from typing import Any

from channels.sms.segments import parts
from outreach.model.contracts import BundleItem, Outgoing
from outreach.model.rendition import File, Measure, Rendition


def item(
    text: str | None = "Water forum: Wed 5 May 2027, 14:30, Town Hall, Kisumu.",
    *,
    channel: str = "sms",
    variant: str = "short",
    languages: tuple[str, ...] = ("en",),
    copies: int = 1,
    files: dict[str, bytes] | None = None,
) -> BundleItem:
    """One rendition of ``text``, with the files given, by their endings."""
    rendition = Rendition(
        files=tuple(
            File(name=name, media_type="application/octet-stream", data=data)
            for name, data in (files or {}).items()
        ),
        text=text,
        measure=Measure(segments=1 if text else None, parts=(text,) if text else ()),
    )
    return BundleItem(
        channel=channel,
        variant=variant,
        languages=languages,
        copies=copies,
        rendition=rendition,
    )


def outgoing(number: int = 1, *items: BundleItem, **more: Any) -> Outgoing:
    """Delivery ``number`` of broadcast K7QX2M, by default a text to a number of its own."""
    values: dict[str, Any] = {
        "id": f"K7QX2M-{number}",
        "broadcast": "K7QX2M",
        "channel": items[0].channel if items else "sms",
        "address": f"+254711{number:06d}",
        "name": f"Organisation {number}",
        "bundle": items or (item(),),
    }
    return Outgoing(**{**values, **more})


def text_to(number: int, text: str = "Karibuni", **more: Any) -> Outgoing:
    """Delivery ``number``: a text in the parts that the channel cuts."""
    rendition = Rendition(files=(), text=text, measure=Measure(parts=parts(text)))
    bundle = BundleItem(
        channel="sms", variant="full", languages=("en",), copies=1, rendition=rendition
    )
    return outgoing(number, bundle, **more)
