"""Parcels to make papers of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from channels.print import PrintChannel
from outreach.model.contracts import BundleItem
from outreach.model.papers import Dispatch, Paper, PaperOptions, Parcel
from outreach.model.rendition import File, Measure, Rendition

CHANNEL = PrintChannel()
DISPATCH = Dispatch(
    approved_code="K7QX2M",
    code="K7QX2M",
    titles=(("en", "Village water"), ("sw", "Maji ya kijiji")),
    number="1",
    office="Lake Office",
    phones=(("KE", "+254300000014"),),
)
ADDRESS = ("P.O. Box 14", "Kondele", "Kisumu 40100", "KENYA")


def item(copies: int = 1, **changed: Any) -> BundleItem:
    """A poster in Swahili, so many times."""
    file = File(name="pdf", media_type="application/pdf", data=b"%PDF poster")
    values: dict[str, Any] = {
        "channel": "print",
        "variant": "poster",
        "languages": ("sw",),
        "rendition": Rendition(files=(file,), text=None, measure=Measure(pages=1)),
    }
    return BundleItem(copies=copies, **{**values, **changed})


def parcel(number: int = 0, *, copies: int = 1, **changed: Any) -> Parcel:
    """One parcel with ``changed`` fields."""
    values: dict[str, Any] = {
        "id": f"K7QX2M-{number}",
        "name": f"Women of the Lake {number}",
        "others": (),
        "address": ADDRESS,
        "country": "KE",
        "region": "Kisumu County",
        "district": "Kondele",
        "language": "sw",
        "carrier": "Parcels",
        "bundle": (item(copies),),
    }
    return Parcel(**{**values, **changed})


def paper(name: str, parcels: Iterable[Parcel], **options: Any) -> Paper:
    """The paper called ``name``."""
    return CHANNEL.paper(name, DISPATCH, parcels, PaperOptions(**options))
