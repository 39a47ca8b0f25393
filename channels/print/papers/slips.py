"""Packing slips: one for each packet of each parcel, in the recipient's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import sha256

from channels.print.papers.finishing import paper_of
from channels.print.papers.forms import Form, Stack
from channels.print.papers.geometry import geometry_of
from channels.print.papers.packets import Share, packets_of, sheets_of
from channels.print.papers.refusing import Refusals
from channels.print.papers.wording import (
    languages_of,
    notes_of,
    what,
    wording_for,
)
from outreach.model.papers import Dispatch, Paper, PaperOptions, Parcel
from outreach.model.rendition import Rendition
from outreach.typesetting import Sheets
from outreach.wording.labels import Labels

#: Of the width: what, language, copies, sheets, file.
_SHARES = (0.28, 0.23, 0.19, 0.14, 0.16)
#: Letters of a file's hash: enough to tell the files of one broadcast apart.
SHORT = 8
#: Others at the same address that are named.
_OTHERS = 8


def slips(
    dispatch: Dispatch, parcels: Iterable[Parcel], options: PaperOptions
) -> Paper:
    """The slips as PDF, several to a sheet. Raises CannotCarry and InputError as labels."""
    page = geometry_of(options).page
    stack = Stack(Sheets(title=f"Slips {dispatch.code}", language="en", page=page))
    wordings: dict[str, Labels] = {}
    refusals = Refusals("packing slip")
    for parcel in parcels:
        wording = wordings.setdefault(parcel.language, wording_for(parcel))
        packets = packets_of(parcel, options)
        with refusals.noting(parcel):
            for number, shares in enumerate(packets, 1):
                form = Form(wording.language, stack.width)
                _fill(form, dispatch, parcel, wording)
                form.gap(4)
                counted = {"number": str(number), "count": str(len(packets))}
                form.text(wording("Packet {number} of {count}", **counted), bold=True)
                form.table(_rows(shares, wording, options), _SHARES)
                form.blank(wording("Packed by"), wording("Date"), wording("Signature"))
                stack.add(form)
    left_out = refusals.settle(options, stack.forms)
    return paper_of(stack.sheets, (*left_out, *notes_of(wordings)))


def _fill(form: Form, dispatch: Dispatch, parcel: Parcel, wording: Labels) -> None:
    form.head(wording("Packing slip"), parcel.id)
    about(form, dispatch, parcel, wording)


def about(form: Form, dispatch: Dispatch, parcel: Parcel, wording: Labels) -> None:
    """Who it is for, and what of."""
    form.pair(wording("Organization"), parcel.name)
    if parcel.others:
        names = parcel.others[:_OTHERS]
        more = (
            [f"+ {len(parcel.others) - _OTHERS}"]
            if len(names) < len(parcel.others)
            else []
        )
        form.pair(wording("Also for"), "\n".join([*names, *more]))
    _, title = dispatch.title_in((wording.language, parcel.language))
    form.pair(wording("About"), title)
    form.pair(wording("Issue"), dispatch.number)
    form.pair(wording("From"), dispatch.office)


def _rows(
    shares: Sequence[Share], wording: Labels, options: PaperOptions
) -> list[list[str]]:
    head = ["What", "Language", "Copies", "Sheets", "File"]
    rows = [[wording(word) for word in head]]
    for item, copies in shares:
        rows.append(
            [
                what(item, wording),
                languages_of(item, wording.language),
                f"{copies:,}",
                f"{sheets_of(item, copies, options):,}",
                short_hash(item.rendition),
            ]
        )
    return rows


@lru_cache(maxsize=256)
def short_hash(rendition: Rendition) -> str:
    """The first letters of the SHA-256 of a rendition's files, as manifests have them."""
    found = [sha256(file.data).hexdigest()[:SHORT] for file in rendition.files]
    return "\n".join(found)
