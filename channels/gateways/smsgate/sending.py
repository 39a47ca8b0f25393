"""Handing texts to a phone, and asking it what became of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from channels.gateways.smsgate.answers import (
    message_id,
    read,
    refusal_of_all,
    taken,
)
from channels.gateways.smsgate.settings import SmsgateSettings
from channels.gateways.web import Answer, CutOff, NotWritten, Web, basic
from channels.gateways.window import (
    Stop,
    from_elsewhere,
    one_by_one,
    seconds_left,
    unfit,
    unknown,
)
from outreach.model.contracts import Outgoing, Receipt
from outreach.model.states import Outcome

_WHOM = "The phone"


class Phone:
    """The API of a phone, or of a server with phones."""

    def __init__(
        self, web: Web, settings: SmsgateSettings, clock: Callable[[], datetime]
    ) -> None:
        self._web = web
        self._settings = settings
        self._clock = clock
        self._headers = _signed_in(settings)

    async def send(self, window: Sequence[Outgoing]) -> list[Receipt]:
        """One receipt per delivery, in order. Raises GatewayError."""
        return await one_by_one(_WHOM, window, self._send, self._settings.in_flight)

    async def query(self, deliveries: Sequence[Outgoing]) -> list[Receipt]:
        """One receipt per delivery, in order. Raises GatewayError."""
        return await one_by_one(_WHOM, deliveries, self._ask, self._settings.in_flight)

    async def reach(self) -> Answer:
        """An answer that shows whether we may. Raises NotWritten or CutOff."""
        return await self._get("/messages?limit=1" if self._is_server else "/")

    async def _send(self, delivery: Outgoing) -> Receipt | Stop:
        refused = unfit(delivery, self._clock())
        if receipt := refused or from_elsewhere(delivery, self._settings.sender):
            return receipt
        answer = await self._post(delivery)
        if answer.status == 409:
            return await self._had_it(delivery)
        return read(delivery, answer)

    async def _had_it(self, delivery: Outgoing) -> Receipt:
        """It refused a second message with our id: what became of the first?"""
        try:
            answer = await self._get(self._path(delivery))
        except (NotWritten, CutOff):
            answer = None
        if answer is not None and answer.status == 200:
            return taken(delivery, answer)
        return Receipt(
            delivery=delivery.id,
            outcome=Outcome.ACCEPTED,
            gateway_ids=(message_id(delivery),),
            code="409",
            detail="The phone has had it already.",
        )

    async def _ask(self, delivery: Outgoing) -> Receipt | Stop:
        answer = await self._get(self._path(delivery))
        if answer.status == 200:
            return taken(delivery, answer)
        if answer.status == 404:
            # Also where its log was emptied: that it never was there can't be said.
            return unknown(delivery, "The phone does not know it.", "404")
        return refusal_of_all(answer) or unknown(
            delivery, f"The phone could not say (HTTP {answer.status})."
        )

    def _request(self, delivery: Outgoing) -> dict[str, Any]:
        settings, left = self._settings, seconds_left(delivery, self._clock())
        asked = {
            "id": message_id(delivery),
            "textMessage": {"text": delivery.text},
            "phoneNumbers": [delivery.address],
            "withDeliveryReport": True,
            # Seconds, not an instant: a phone without a network has a wrong clock.
            "ttl": None if left is None else int(left),
            "simNumber": settings.sim,
            "deviceId": settings.device_id,
        }
        return {name: value for name, value in asked.items() if value is not None}

    async def _post(self, delivery: Outgoing) -> Answer:
        # The numbering plans that we know are newer than the phone's.
        address = f"{self._settings.base_url}/messages?skipPhoneValidation=true"
        headers = {**self._headers, "Content-Type": "application/json"}
        data = json.dumps(self._request(delivery))
        return await self._web.request("POST", address, data=data, headers=headers)

    async def _get(self, path: str) -> Answer:
        address = f"{self._settings.base_url}{path}"
        return await self._web.request("GET", address, headers=self._headers)

    def _path(self, delivery: Outgoing) -> str:
        return f"/messages/{quote(message_id(delivery), safe='')}"

    @property
    def _is_server(self) -> bool:
        return self._settings.is_server


def _signed_in(settings: SmsgateSettings) -> dict[str, str]:
    if settings.token:
        return {"Authorization": f"Bearer {settings.token.get_secret_value()}"}
    password = settings.password.get_secret_value() if settings.password else ""
    return basic(settings.user or "", password)
