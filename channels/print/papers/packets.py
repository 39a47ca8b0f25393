"""How a parcel is packed: in packets that a person can carry."""

from __future__ import annotations

from typing import NamedTuple

from outreach.model.contracts import BundleItem
from outreach.model.papers import PaperOptions, Parcel

#: Sheets in a packet: a ream of paper weighs 2.5 kg.
MOST_SHEETS = 500
#: Renditions in a packet: its slip has a line for each.
MOST_LINES = 20


class Share(NamedTuple):
    """Copies of one rendition."""

    item: BundleItem
    copies: int


def sheets_of(item: BundleItem, options: PaperOptions) -> int:
    """Sheets of paper in one copy; where its pages were not counted, one."""
    pages = item.rendition.measure.pages or 1
    return (pages + 1) // 2 if options.both_sides else pages


def packets_of(parcel: Parcel, options: PaperOptions) -> list[list[Share]]:
    """The packets of a parcel, in order; none where there are no copies."""
    packets: list[list[Share]] = []
    free = 0
    for item in parcel.bundle:
        each, left = sheets_of(item, options), item.copies
        while left:
            fit = min(left, free // each)
            if not fit or len(packets[-1]) == MOST_LINES:
                packets.append([])
                # a single copy that is heavier than a packet goes by itself
                free = max(MOST_SHEETS, each)
                continue
            packets[-1].append(Share(item, fit))
            left, free = left - fit, free - fit * each
    return packets
