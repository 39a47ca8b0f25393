"""The gateway to an Android phone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from channels.gateways.smsgate.answers import refusal_of_all
from channels.gateways.smsgate.callbacks import news_of
from channels.gateways.smsgate.sending import Phone
from channels.gateways.smsgate.settings import SmsgateSettings
from channels.gateways.web import Line, Web
from channels.gateways.window import now
from outreach.model.contracts import (
    Capabilities,
    Fate,
    GatewayError,
    GatewaySettings,
    Outgoing,
    Receipt,
)
from outreach.model.news import CallbackRequest, News


class SmsgateGateway:
    """Hands texts to a phone with an id of ours, and hears what became of them.

    Phone and server keep one message by an id and refuse a second with 409, so what had
    no answer is sent again with the same id.
    """

    settings_type: ClassVar[type[GatewaySettings]] = SmsgateSettings
    name: str = "smsgate"
    label: str = "Android phone (SMS Gateway)"
    capabilities: Capabilities = Capabilities(
        freight=frozenset({"text"}),
        window=20,
        fate=Fate.IDEMPOTENT,
        own_id=True,
        receipts="first_part",
        parts="theirs",
        inbound=True,
    )

    def __init__(
        self, settings: SmsgateSettings, *, clock: Callable[[], datetime] = now
    ) -> None:
        self._settings = settings
        self._clock = clock
        web = Web(settings.timeout, settings.in_flight)
        self._phone = Phone(web, settings, clock)
        self._line = Line(self.name, web, self)
        hears = bool(settings.public_url and settings.signing_key)
        self.capabilities = replace(
            type(self).capabilities,
            receipts="first_part" if hears else "none",
            inbound=hears,
        )

    def send(self, window: Sequence[Outgoing]) -> Sequence[Receipt]:
        """Hand the window over, ``in_flight`` at a time. Raises GatewayError."""
        return self._line.run(self._phone.send(window))

    def query(self, deliveries: Sequence[Outgoing]) -> Sequence[Receipt]:
        """What the phone says of each. Raises GatewayError."""
        return self._line.run(self._phone.query(deliveries))

    def parse_callback(self, request: CallbackRequest) -> Sequence[News]:
        """The news told. Raises CallbackRefused where it is not from the phone."""
        return news_of(request, self._settings, self._clock)

    def check(self) -> None:
        """Sign in without sending anything. Raises GatewayError."""
        answer = self._line.ask("The phone", self._phone.reach())
        if stop := refusal_of_all(answer):
            raise GatewayError(stop.message, permanent=True)
        if answer.status != 200:
            raise GatewayError(
                f"The phone answered with HTTP {answer.status}: try again in a few minutes."
            )

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        self._line.close()
