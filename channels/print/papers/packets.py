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


def pages_of(item: BundleItem) -> int:
    """Pages to print; where they were not counted, one."""
    return item.rendition.measure.pages or 1


def per_sheet(item: BundleItem) -> int:
    """Copies that are cut from one sheet."""
    return item.rendition.measure.per_sheet or 1


def sheets_of(item: BundleItem, copies: int, options: PaperOptions) -> int:
    """Sheets of paper that ``copies`` take: of two on a sheet, three take two sheets."""
    pages = pages_of(item)
    each = (pages + 1) // 2 if options.both_sides else pages
    return -(-copies // per_sheet(item)) * each


def packets_of(parcel: Parcel, options: PaperOptions) -> list[list[Share]]:
    """The packets of a parcel, in order; none where there are no copies."""
    packets: list[list[Share]] = []
    free = 0
    for item in parcel.bundle:
        each, left = sheets_of(item, 1, options), item.copies
        while left:
            fit = min(left, free // each * per_sheet(item))
            if not fit or len(packets[-1]) == MOST_LINES:
                packets.append([])
                # a single copy that is heavier than a packet goes by itself
                free = max(MOST_SHEETS, each)
                continue
            packets[-1].append(Share(item, fit))
            left, free = left - fit, free - sheets_of(item, fit, options)
    return packets
