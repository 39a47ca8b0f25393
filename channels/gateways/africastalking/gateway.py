"""The gateway to Africa's Talking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from channels.gateways.africastalking.answers import refusal
from channels.gateways.africastalking.callbacks import news_of
from channels.gateways.africastalking.sending import Sending
from channels.gateways.africastalking.settings import AfricastalkingSettings
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


class AfricastalkingGateway:
    """Hands over all that have one text in one request, and reads an answer for each.

    It takes no id of ours and can't be asked, so of a request without an answer only a
    person can decide.
    """

    settings_type: ClassVar[type[GatewaySettings]] = AfricastalkingSettings
    name: str = "africastalking"
    label: str = "Africa's Talking"
    capabilities: Capabilities = Capabilities(
        freight=frozenset({"text"}),
        window=100,
        fate=Fate.HOLD,
        own_id=False,
        receipts="all",
        parts="theirs",
        inbound=True,
        sender_kinds=frozenset({"alphanumeric", "short_code"}),
    )

    def __init__(
        self,
        settings: AfricastalkingSettings,
        *,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._settings = settings
        self._clock = clock
        web = Web(settings.timeout, settings.in_flight)
        self._sending = Sending(web, settings, clock)
        self._line = Line(self.name, web, self)
        self.capabilities = replace(
            type(self).capabilities,
            receipts="all" if settings.hears else "none",
            inbound=settings.hears,
        )

    def send(self, window: Sequence[Outgoing]) -> Sequence[Receipt]:
        """Hand the window over, ``in_flight`` requests at a time. Raises GatewayError."""
        return self._line.run(self._sending.all_of(window))

    def parse_callback(self, request: CallbackRequest) -> Sequence[News]:
        """The news told. Raises CallbackRefused where it is not theirs."""
        return news_of(request, self._settings, self._clock)

    def check(self) -> None:
        """Fetch the account. Raises GatewayError where it may not send."""
        answer = self._line.ask("Africa's Talking", self._sending.account())
        if answer.status >= 500 or answer.status == 429:
            raise GatewayError(
                f"Africa's Talking answered with HTTP {answer.status}: try again in a few "
                "minutes."
            )
        if answer.status != 200:
            raise GatewayError(refusal(answer).message, permanent=True)

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        self._line.close()
