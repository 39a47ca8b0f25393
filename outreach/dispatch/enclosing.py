"""Papers that go with deliveries: made when these are handed over, of each alone.

A delivery never waits for its paper: what can't be made is told, and the rest goes out.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from outreach.dispatch import papers
from outreach.model.contracts import Enclosure, Outgoing, Receipt
from outreach.model.errors import CannotCarry, InputError
from outreach.model.papers import (
    SHEETS,
    Dispatch,
    MakesPapers,
    PaperKind,
    PaperOptions,
    Parcel,
)
from outreach.model.rendition import File
from outreach.model.states import Outcome
from outreach.settings import Settings
from outreach.store import Store
from outreach.store.broadcasts import Broadcast
from outreach.store.ledger.chunk import Claimed
from outreach.store.ledger.parcels import Parcels

log = logging.getLogger(__name__)

FAULT = "a fault of Outreach, which its log describes."


@dataclass(frozen=True, slots=True)
class Enclosed:
    """Deliveries with what goes with them."""

    outgoing: Sequence[Outgoing]
    #: By delivery, what could not be made and why, as sentences.
    lacking: dict[str, str]

    def told(self, receipts: Sequence[Receipt]) -> Sequence[Receipt]:
        """The receipts; of what went out they also say what it went out without."""
        if not self.lacking:
            return receipts
        return [self._told(said) for said in receipts]

    def _told(self, said: Receipt) -> Receipt:
        why = self.lacking.get(said.delivery)
        if why is None or said.outcome not in (Outcome.ACCEPTED, Outcome.DELIVERED):
            return said
        return said._replace(detail=" ".join(filter(None, [why, said.detail])))


def enclosed(
    store: Store,
    settings: Settings | None,
    broadcast: Broadcast,
    rows: Sequence[Claimed],
    outgoing: Sequence[Outgoing],
) -> Enclosed:
    """The deliveries of a window, each with its papers. Nothing is read where none has any."""
    maker, lacking = _maker(), dict[str, str]()
    kinds = {row.channel: _kinds(maker, row.channel) for row in rows}
    if settings is None or maker is None or not any(kinds.values()):
        return Enclosed(outgoing, lacking)
    seqs = {row.seq: row.channel for row in rows if kinds[row.channel]}
    making = _Making(maker, lacking, _options(settings, broadcast))
    with store.read() as connection:
        bundles = {
            row.bundle_id: one.bundle for row, one in zip(rows, outgoing, strict=True)
        }
        found = list(Parcels(connection, broadcast, [], None, seqs, bundles))
        countries = dict.fromkeys(parcel.country for parcel in found)
        dispatch = papers.dispatch_of(connection, settings, broadcast, countries)
    channels = {one.id: one.channel for one in outgoing}
    made = {
        parcel.id: tuple(making.papers(dispatch, parcel, kinds[channels[parcel.id]]))
        for parcel in found
    }
    return Enclosed(
        [one._replace(enclosed=made.get(one.id, ())) for one in outgoing], lacking
    )


@dataclass(frozen=True, slots=True)
class _Making:
    maker: MakesPapers
    lacking: dict[str, str]
    options: PaperOptions

    def papers(
        self, dispatch: Dispatch, parcel: Parcel, kinds: Sequence[PaperKind]
    ) -> Iterator[Enclosure]:
        """Those that can be made."""
        for kind in kinds:
            try:
                made = self.maker.paper(kind.name, dispatch, [parcel], self.options)
            except (CannotCarry, InputError) as error:
                self._lacks(parcel, kind, str(error))
            except Exception:  # a bulkhead: the script must not wait for its log
                log.exception("%s of delivery %s", kind.enclosed_as, parcel.id)
                self._lacks(parcel, kind, FAULT)
            else:
                name = f"{kind.name}.{made.file.name}"
                file = File(
                    name=name, media_type=made.file.media_type, data=made.file.data
                )
                yield Enclosure(what=kind.enclosed_as, file=file)

    def _lacks(self, parcel: Parcel, kind: PaperKind, why: str) -> None:
        before = self.lacking.get(parcel.id, "")
        said = f"Went without its {kind.enclosed_as}: {why}"
        self.lacking[parcel.id] = f"{before} {said}".strip()


def _maker() -> MakesPapers | None:
    try:
        return papers.maker()
    except InputError:
        return None


def _kinds(maker: MakesPapers | None, channel: str) -> list[PaperKind]:
    kinds = maker.papers if maker else ()
    return [kind for kind in kinds if kind.enclosed_as and kind.channel == channel]


def _options(settings: Settings, broadcast: Broadcast) -> PaperOptions:
    return PaperOptions(sheet=SHEETS[broadcast.layout.paper or settings.paper])
