"""The outbox: text messages written to files, for a portal, a modem or a colleague."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, ClassVar

from channels.gateways.batch import Batch, Unsure
from channels.gateways.disk import check_folder, checked, needs_a_person, told
from outreach.model.contracts import (
    Capabilities,
    Fate,
    GatewayError,
    GatewaySettings,
    Outgoing,
    Receipt,
)
from outreach.model.states import Outcome


class OutboxGateway:
    """Writes ``<out>/<channel>-<broadcast>.jsonl`` and, for people, the same as CSV.

    It works without any setting, so it is what text messages take by default.
    """

    settings_type: ClassVar[type[GatewaySettings]] = GatewaySettings
    name: str = "outbox"
    label: str = "Files on this computer"
    capabilities: Capabilities = Capabilities(
        freight=frozenset({"text"}),
        window=500,
        fate=Fate.QUERY,
        own_id=True,
        receipts="none",
        parts="ours",
    )

    def __init__(self, settings: GatewaySettings) -> None:
        self._out = settings.out
        self._batches: dict[str, Batch] = {}

    def send(self, window: Sequence[Outgoing]) -> Sequence[Receipt]:
        """Append the window to its batch; it is on the disk when this returns."""
        receipts: dict[str, Receipt] = {}
        waiting = {delivery.id for delivery in window}
        for stem, group in _by_batch(window).items():
            waiting -= {delivery.id for delivery in group}
            try:
                receipts |= self._write(stem, group)
            except GatewayError as error:
                raise GatewayError(
                    str(error),
                    receipts=[*receipts.values(), *error.receipts],
                    unwritten=[*error.unwritten, *waiting],
                    permanent=error.permanent,
                ) from None
        return [receipts[delivery.id] for delivery in window]

    def query(self, deliveries: Sequence[Outgoing]) -> Sequence[Receipt]:
        """ACCEPTED for those that stand in their batch, LATER for the others.

        LATER is certain: whole lines are read under the writers' lock, and a line that
        was not finished is cut off before anything is added.
        """
        found: set[str] = set()
        for stem, group in _by_batch(deliveries).items():
            found |= self._found(stem, {delivery.id for delivery in group})
        return [
            _receipt(d, Outcome.ACCEPTED if d.id in found else Outcome.LATER)
            for d in deliveries
        ]

    def forget(self, addresses: Collection[str]) -> int:
        """Blank what was for them in every batch."""
        changed = 0
        for lines in sorted(self._out.glob("*.jsonl")):
            try:
                changed += self._batch(lines.stem).blank(frozenset(addresses))
            except OSError as error:
                raise GatewayError(told(error, lines)) from None
        return changed

    def check(self) -> None:
        """Whether the folder can be written. Raises GatewayError."""
        check_folder(self._out)

    def _write(self, stem: str, group: Sequence[Outgoing]) -> dict[str, Receipt]:
        """The receipts of one batch's deliveries. GatewayError with all it knows."""
        ids = [delivery.id for delivery in group]
        refused = {d.id: _refusal(d, why) for d in group if (why := _unfit(d))}
        rows = [_row(delivery) for delivery in group if delivery.id not in refused]
        batch = self._batch(stem, unwritten=ids)
        try:
            batch.append(rows)
        except Unsure as error:
            raise _stopped(error, batch, permanent=True) from None
        except OSError as error:
            raise _stopped(error, batch, unwritten=ids) from None
        receipts = {d.id: _receipt(d, Outcome.ACCEPTED) for d in group} | refused
        try:
            batch.tabulate()
        except OSError as error:
            raise _stopped(error, batch, receipts=list(receipts.values())) from None
        return receipts

    def _found(self, stem: str, ids: set[str]) -> set[str]:
        batch = self._batch(stem)
        try:
            found = batch.holds(ids)
            batch.tabulate()
        except OSError as error:
            raise _stopped(error, batch) from None
        return found

    def _batch(self, stem: str, unwritten: Sequence[str] = ()) -> Batch:
        try:
            checked(stem)
        except GatewayError as error:
            raise GatewayError(
                str(error), unwritten=unwritten, permanent=True
            ) from None
        return self._batches.setdefault(stem, Batch(self._out, stem))


def _by_batch(deliveries: Sequence[Outgoing]) -> dict[str, list[Outgoing]]:
    """The deliveries by their batch's name, each batch in their order."""
    groups: dict[str, list[Outgoing]] = {}
    for d in deliveries:
        groups.setdefault(f"{d.channel}-{d.broadcast}", []).append(d)
    return groups


def _row(delivery: Outgoing) -> dict[str, Any]:
    item = delivery.bundle[0]
    return {
        "id": delivery.id,
        "address": delivery.address,
        "name": delivery.name,
        "language": " ".join(item.languages),
        "segments": item.rendition.measure.segments,
        "parts": list(delivery.parts),
        "text": delivery.text,
    }


def _unfit(delivery: Outgoing) -> str | None:
    if not delivery.text:
        return "There is no text to write."
    try:
        "\n".join((delivery.address, delivery.name, *delivery.parts)).encode()
    except UnicodeEncodeError:
        return "The text or the name has a broken character. Type that word again."
    return None


def _receipt(delivery: Outgoing, outcome: Outcome) -> Receipt:
    return Receipt(delivery=delivery.id, outcome=outcome)


def _refusal(delivery: Outgoing, why: str) -> Receipt:
    return Receipt(delivery=delivery.id, outcome=Outcome.REFUSED, detail=why)


def _stopped(error: OSError, batch: Batch, **known: Any) -> GatewayError:
    known.setdefault("permanent", needs_a_person(error))
    return GatewayError(told(error, batch.lines), **known)
