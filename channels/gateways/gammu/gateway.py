"""The gammu gateway: a modem of the office's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar

from channels.gateways import window as going
from channels.gateways.alphabet import unfit
from channels.gateways.gammu import backend
from channels.gateways.gammu.database import Database
from channels.gateways.gammu.files import Files
from channels.gateways.gammu.mark import marked
from channels.gateways.gammu.settings import GammuSettings
from outreach.model.contracts import (
    Capabilities,
    Fate,
    GatewayError,
    GatewaySettings,
    Outgoing,
    Receipt,
)
from outreach.model.news import News
from outreach.model.states import Outcome

#: News a poll gives at most.
_MOST = 1000
#: How far the clock of the ledger and ours may be apart.
_SLACK = timedelta(minutes=10)


class GammuGateway:
    """Gives texts to gammu-smsd, as files or as rows of its SQLite database.

    Both back ends take our parts with our headers. gammu's own cutting is right for
    pairs and escapes, but it cuts inside grapheme clusters, and its SQL back end has no
    cutting at all; so what staff saw and paid for is what goes out.

    Our id goes along in the file's name or in CreatorID, so a delivery whose fate is
    unknown is looked for, and one that is nowhere surely was not taken. An id that
    could go out only once would also keep a person from sending a text again.
    """

    settings_type: ClassVar[type[GatewaySettings]] = GammuSettings
    name: str = "gammu"
    label: str = "Modem (gammu-smsd)"
    capabilities: Capabilities = Capabilities(
        freight=frozenset({"text"}),
        window=50,
        fate=Fate.QUERY,
        own_id=True,
        receipts="all",
        parts="ours",
        inbound=True,
    )

    def __init__(
        self, settings: GammuSettings, *, clock: Callable[[], datetime] = going.now
    ) -> None:
        self._settings = settings
        self._clock = clock
        sql = settings.backend == "sql"
        self._backend: backend.Backend = (Database if sql else Files)(settings, clock)
        if not (sql and settings.reports):
            self.capabilities = replace(type(self).capabilities, receipts="none")

    def send(self, window: Sequence[Outgoing]) -> Sequence[Receipt]:
        """Put each into gammu-smsd's outbox. Raises GatewayError."""
        receipts: list[Receipt] = []
        for delivery in window:
            try:
                receipts.append(self._refusal(delivery) or self._put(delivery))
            except GatewayError as error:
                raise GatewayError(
                    str(error),
                    receipts=receipts,
                    unwritten=[d.id for d in window[len(receipts) :]],
                    permanent=error.permanent,
                ) from None
        return receipts

    def query(self, deliveries: Sequence[Outgoing]) -> Sequence[Receipt]:
        """What its outbox and its sent and failed items say. Raises GatewayError.

        LATER, where there is nothing, is certain as long as nobody clears them while a
        delivery is unknown.
        """
        found = self._backend.fates()
        return [self._answer(d, found.get(d.id, ())) for d in deliveries]

    def poll(self) -> Sequence[News]:
        """What became of texts, and texts that came in. Raises GatewayError."""
        self._backend.let_go()
        return self._backend.news(_MOST)

    def check(self) -> None:
        """Whether gammu-smsd would take a text now. Raises GatewayError."""
        self._backend.check()

    def _refusal(self, delivery: Outgoing) -> Receipt | None:
        if refused := going.unfit(delivery, self._clock()):
            return refused
        if why := unfit(delivery.parts):
            return going.refused(delivery, "unfit", why)
        if not delivery.address.removeprefix("+").isdecimal():
            return going.refused(delivery, "number", "It has no phone number.")
        return going.from_elsewhere(delivery, self._settings.sender)

    def _put(self, delivery: Outgoing) -> Receipt:
        mark = marked(delivery, self._clock())
        if mark is None:
            return going.refused(delivery, "id", "gammu-smsd can't take its id.")
        if not self._backend.put(mark, delivery):
            return going.unknown(delivery, backend.NOT_KEPT)
        return Receipt(
            delivery=delivery.id,
            outcome=Outcome.ACCEPTED,
            gateway_ids=mark.parts(len(delivery.parts)),
        )

    def _answer(self, delivery: Outgoing, all_: Sequence[backend.Fate]) -> Receipt:
        """Of this try alone; an earlier one says nothing of it."""
        since = _since(delivery)
        fates = [fate for fate in all_ if fate.mark.handed >= since]
        if not fates:
            why = "gammu-smsd has not got it."
            return Receipt(delivery=delivery.id, outcome=Outcome.LATER, detail=why)
        last = max(fate.mark.handed for fate in fates)
        told = [fate for fate in fates if fate.mark.handed == last]
        worst = min(told, key=lambda fate: _ORDER.index(fate.outcome))
        outcomes = {fate.outcome for fate in told}
        # A part failed and another went: neither sent nor unsent.
        torn = Outcome.REFUSED in outcomes and len(outcomes) > 1
        return Receipt(
            delivery=delivery.id,
            outcome=Outcome.UNKNOWN if torn else worst.outcome,
            gateway_ids=worst.mark.parts(len(delivery.parts)),
            code=worst.code,
            detail=worst.detail,
        )


#: Which says most of the whole text.
_ORDER = (Outcome.UNKNOWN, Outcome.REFUSED, Outcome.ACCEPTED, Outcome.DELIVERED)


def _since(delivery: Outgoing) -> float:
    if delivery.claimed_at is None:
        return 0
    return (delivery.claimed_at - _SLACK).timestamp()
