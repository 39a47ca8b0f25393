"""The Twilio gateway: text messages through the official SDK."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar

from twilio.rest import Client  # type: ignore[import-untyped]

from channels.gateways.twilio.callbacks import news_of
from channels.gateways.twilio.checking import check_account
from channels.gateways.twilio.inquiry import Inquiry
from channels.gateways.twilio.line import Http
from channels.gateways.twilio.sending import Sending
from channels.gateways.twilio.settings import TwilioSettings
from channels.gateways.web import Line, Web
from channels.gateways.window import now
from outreach.model.contracts import (
    Capabilities,
    Fate,
    GatewaySettings,
    Outgoing,
    Receipt,
)
from outreach.model.news import CallbackRequest, News


class TwilioGateway:
    """Hands texts to Twilio as they are, and learns what became of them.

    Twilio has no idempotency key for messages, so the fate of a request without an
    answer is asked. With a public URL our delivery id goes along and comes back in
    callbacks, and texts come in; without one only ``query`` tells more.
    """

    settings_type: ClassVar[type[GatewaySettings]] = TwilioSettings
    name: str = "twilio"
    label: str = "Twilio"
    capabilities: Capabilities = Capabilities(
        freight=frozenset({"text"}),
        window=50,
        fate=Fate.QUERY,
        own_id=False,
        receipts="all",
        parts="theirs",
        inbound=True,
        sender_kinds=frozenset({"number", "alphanumeric", "short_code"}),
    )

    def __init__(
        self, settings: TwilioSettings, *, clock: Callable[[], datetime] = now
    ) -> None:
        self._settings = settings
        self._clock = clock
        web = Web(settings.timeout, settings.in_flight)
        self._client = _client(settings, Http(settings.base_url, web))
        self._line = Line(self.name, web, self)
        told = settings.callback_url is not None
        self.capabilities = replace(
            type(self).capabilities,
            own_id=told,
            receipts="all" if told else "none",
            inbound=told,
        )

    def send(self, window: Sequence[Outgoing]) -> Sequence[Receipt]:
        """Hand the window over, ``in_flight`` at a time. Raises GatewayError."""
        sending = Sending(self._client.messages, self._settings, self._clock)
        return self._line.run(sending.all_of(window))

    def query(self, deliveries: Sequence[Outgoing]) -> Sequence[Receipt]:
        """What Twilio's listings say; LATER where it surely took nothing."""
        settings = self._settings
        inquiry = Inquiry(
            self._client.messages, settings.in_flight, settings.grace, self._clock
        )
        return self._line.ask("Twilio", inquiry.about(deliveries))

    def parse_callback(self, request: CallbackRequest) -> Sequence[News]:
        """The news told. Raises CallbackRefused where it is not from Twilio."""
        return news_of(request, self._settings)

    def check(self) -> None:
        """Fetch the account. Raises GatewayError where it may not send."""
        self._line.ask("Twilio", check_account(self._client))

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        self._line.close()


def _client(settings: TwilioSettings, http: Http) -> Any:
    return Client(
        settings.account_sid,
        settings.auth_token.get_secret_value(),
        http_client=http,
        # Not empty, or the SDK reads the process's environment.
        environment={"": ""},
    )
