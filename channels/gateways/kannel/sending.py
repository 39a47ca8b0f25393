"""Handing a window to Kannel: part by part, one receipt for each delivery."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from channels.gateways import window as going
from channels.gateways.alphabet import headers, is_gsm7, unfit
from channels.gateways.kannel.answers import Said, meaning
from channels.gateways.kannel.callbacks import receipt_url
from channels.gateways.kannel.settings import BARE, KannelSettings
from channels.gateways.provider import is_sender
from channels.gateways.web import CutOff, NotWritten, Web
from channels.gateways.window import Stop
from outreach.model.contracts import Outgoing, Receipt
from outreach.model.states import Outcome

#: Delivered, failed, buffered, taken and refused by the operator.
_ALL_RECEIPTS = "31"
_WHOM = "Kannel"


class Sending:
    """The sendsms interface of one Kannel."""

    def __init__(
        self,
        web: Web,
        settings: KannelSettings,
        clock: Callable[[], datetime],
    ) -> None:
        self._web = web
        self._settings = settings
        self._clock = clock
        #: Whether Kannel has taken a part for our route since the gateway was made.
        self._route_works = False

    async def all_of(self, window: Sequence[Outgoing]) -> list[Receipt]:
        """One receipt per delivery, in order. Raises GatewayError."""
        most = self._settings.in_flight
        return await going.one_by_one(_WHOM, window, self._one, most)

    async def _one(self, delivery: Outgoing) -> Receipt | Stop:
        return self._unfit(delivery) or await self._send(delivery)

    def _unfit(self, delivery: Outgoing) -> Receipt | None:
        if refused := going.unfit(delivery, self._clock()):
            return refused
        if why := unfit(delivery.parts):
            return going.refused(delivery, "unfit", why)
        if delivery.sender is not None and not is_sender(delivery.sender, BARE):
            why = "Its sender is none that Kannel takes."
            return going.refused(delivery, "sender", why)
        return None

    async def _send(self, delivery: Outgoing) -> Receipt | Stop:
        """All its parts, or as many as Kannel takes. A text of which a part went and
        another did not is neither sent nor unsent: only a person can decide.
        """
        count = len(delivery.parts)
        # New for each try: what is told late of an earlier one says nothing of this.
        token = secrets.token_hex(4)
        ids = tuple(f"{delivery.id}.{n}.{token}" for n in range(1, count + 1))
        for number, part_id in enumerate(ids):
            answer = await self._part(delivery, number, part_id)
            if isinstance(answer, Stop):
                torn = _torn(delivery, ids, number, answer.message)
                return replace(answer, receipts=(torn,)) if number else answer
            if answer.outcome is Outcome.ACCEPTED:
                continue
            if number or answer.outcome is Outcome.UNKNOWN:
                return _torn(delivery, ids, number, answer.detail or "", answer.code)
            return _receipt(delivery, answer)
        return _receipt(delivery, Said(outcome=Outcome.ACCEPTED), ids)

    async def _part(self, delivery: Outgoing, number: int, part_id: str) -> Said | Stop:
        head, body = self._request(delivery, number, part_id)
        try:
            answer = await self._web.request(
                "POST", self._settings.url, data=body, headers=head
            )
        except NotWritten as error:
            return going.away(_WHOM, error)
        except CutOff as error:
            why = going.silence(_WHOM, error)
            return Said(outcome=Outcome.UNKNOWN, detail=why)
        if answer.status == 202:
            self._route_works = True
        return meaning(
            answer.status, answer.text.strip(), route_works=self._route_works
        )

    def _request(
        self, delivery: Outgoing, number: int, part_id: str
    ) -> tuple[Mapping[str, str], bytes]:
        """Headers and body. In headers neither numbers nor the password reach a log of
        addresses; and the body is the part, where a query would be rewritten on the way.
        """
        settings, part = self._settings, delivery.parts[number]
        gsm7 = is_gsm7(delivery.text)
        optional = {
            "X-Kannel-From": delivery.sender or settings.sender,
            "X-Kannel-SMSC": settings.smsc,
            "X-Kannel-UDH": headers(delivery.id, len(delivery.parts))[number],
            "X-Kannel-DLR-URL": receipt_url(part_id, settings),
            "X-Kannel-Validity": self._validity(delivery),
        }
        head = {
            "X-Kannel-Username": settings.username,
            "X-Kannel-Password": settings.password.get_secret_value(),
            "X-Kannel-To": delivery.address,
            # Asked for 0, Kannel writes “?” for what a phone's alphabet lacks.
            "X-Kannel-Coding": "0" if gsm7 else "2",
            "Content-Type": "text/plain; charset=UTF-8"
            if gsm7
            else "application/octet-stream",
        } | {name: value for name, value in optional.items() if value}
        if "X-Kannel-DLR-URL" in head:
            head["X-Kannel-DLR-Mask"] = _ALL_RECEIPTS
        return head, part.encode() if gsm7 else part.encode("utf-16-be")

    def _validity(self, delivery: Outgoing) -> str:
        """Whole minutes, as Kannel counts; the last one is begun."""
        left = going.seconds_left(delivery, self._clock())
        most = self._settings.validity
        return str(most if left is None else min(most, max(1, int(left // 60))))


def _torn(
    delivery: Outgoing,
    ids: tuple[str, ...],
    number: int,
    why: str,
    code: str | None = None,
) -> Receipt:
    """All ids, also of parts that never went: they keep it from being called delivered."""
    if len(ids) > 1:
        why = f"Part {number + 1} of {len(ids)}: {why}"
    said = Said(outcome=Outcome.UNKNOWN, code=code, detail=why)
    return _receipt(delivery, said, ids)


def _receipt(delivery: Outgoing, said: Said, ids: tuple[str, ...] = ()) -> Receipt:
    return Receipt(
        delivery=delivery.id,
        outcome=said.outcome,
        gateway_ids=ids,
        code=said.code,
        detail=said.detail,
    )
