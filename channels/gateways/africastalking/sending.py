"""Handing a window to Africa's Talking: one request for all that have the same text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from urllib.parse import urlencode

from channels.gateways.africastalking.answers import read
from channels.gateways.africastalking.settings import AfricastalkingSettings
from channels.gateways.web import Answer, Web, form
from channels.gateways.window import Said, in_requests, unfit
from outreach.model.contracts import Outgoing, Receipt


class Sending:
    """The messaging API of one account."""

    def __init__(
        self,
        web: Web,
        settings: AfricastalkingSettings,
        clock: Callable[[], datetime],
    ) -> None:
        self._web = web
        self._settings = settings
        self._clock = clock

    async def all_of(self, window: Sequence[Outgoing]) -> list[Receipt]:
        """One receipt per delivery, in order. Raises GatewayError."""
        refused = [r for d in window if (r := unfit(d, self._clock()))]
        out = {receipt.delivery for receipt in refused}
        groups = self._groups([d for d in window if d.id not in out])
        return await in_requests(
            "Africa's Talking",
            window,
            groups,
            self._post,
            self._settings.in_flight,
            refused,
        )

    async def account(self) -> Answer:
        """The account, which nothing is sent for. Raises NotWritten or CutOff."""
        query = urlencode({"username": self._settings.username})
        return await self._web.request(
            "GET",
            f"{self._settings.server}/version1/user?{query}",
            headers=self._headers(),
        )

    def _groups(self, window: Sequence[Outgoing]) -> list[list[Outgoing]]:
        """Those with one text and one sender, at most ``batch``, each number once."""
        groups: dict[tuple[str, str | None, int], list[Outgoing]] = {}
        again: dict[tuple[str, str | None, str], int] = {}
        for d in window:
            sender = d.sender or self._settings.sender
            round_ = again.get((d.text, sender, d.address), 0)
            again[d.text, sender, d.address] = round_ + 1
            groups.setdefault((d.text, sender, round_), []).append(d)
        most = self._settings.batch
        return [
            group[start : start + most]
            for group in groups.values()
            for start in range(0, len(group), most)
        ]

    async def _post(self, group: Sequence[Outgoing]) -> Said:
        answer = await self._web.request(
            "POST",
            f"{self._settings.server}/version1/messaging",
            data=form(self._form(group)),
            headers={
                **self._headers(),
                "Content-Type": "application/x-www-form-urlencoded",
            },
        )
        return read(group, answer)

    def _form(self, group: Sequence[Outgoing]) -> dict[str, str]:
        asked = {
            "username": self._settings.username,
            "to": ",".join(delivery.address for delivery in group),
            "message": group[0].text,
            "bulkSMSMode": "1",
            # Answered when it is queued, not when the operators have taken all of it.
            "enqueue": "1",
        }
        sender = group[0].sender or self._settings.sender
        return {**asked, "from": sender} if sender else asked

    def _headers(self) -> dict[str, str]:
        return {
            "apikey": self._settings.api_key.get_secret_value(),
            "Accept": "application/json",
        }
