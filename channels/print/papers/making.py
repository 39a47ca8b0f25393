"""The papers that the print channel makes, by name."""

from __future__ import annotations

from collections.abc import Iterable

from channels.print.papers.airplay import CHANNEL, airplay
from channels.print.papers.listing import listing
from channels.print.papers.mailing import labels
from channels.print.papers.outline import outline
from channels.print.papers.receipts import receipts
from channels.print.papers.roompack import room_pack
from channels.print.papers.slips import slips
from outreach.model.errors import InputError
from outreach.model.papers import Dispatch, Paper, PaperKind, PaperOptions, Parcel

_TEST = PaperKind(name="test", label="Test page for labels")
_MAKERS = {
    PaperKind(name="labels", label="Mailing labels"): labels,
    PaperKind(name="list", label="Distribution list"): listing,
    PaperKind(name="slips", label="Packing slips"): slips,
    PaperKind(name="receipts", label="Sign-off sheets"): receipts,
    PaperKind(
        name="airplay", label="Airplay logs", channel=CHANNEL, enclosed_as="airplay log"
    ): airplay,
    PaperKind(name="pack", label="Print-room pack"): room_pack,
}


class PaperMaker:
    """Makes dispatch papers: see outreach.model.papers."""

    papers: tuple[PaperKind, ...] = (*_MAKERS, _TEST)

    def paper(
        self,
        name: str,
        dispatch: Dispatch,
        parcels: Iterable[Parcel],
        options: PaperOptions,
    ) -> Paper:
        """The paper called ``name``, as MakesPapers says."""
        if name == _TEST.name:
            return outline(dispatch, options)
        for kind, make in _MAKERS.items():
            if kind.name == name:
                return make(dispatch, parcels, options)
        known = ", ".join(kind.name for kind in self.papers)
        raise InputError(f"There is no paper “{name[:40]}”. There are: {known}.")
