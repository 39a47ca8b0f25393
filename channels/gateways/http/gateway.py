"""The gateway to a provider that settings describe."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from channels.gateways.http.callbacks import news_of
from channels.gateways.http.sending import Sending
from channels.gateways.http.settings import HttpSettings
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


class HttpGateway:
    """Fills the request of the settings for each text and reads the answer by their words."""

    settings_type: ClassVar[type[GatewaySettings]] = HttpSettings
    name: str = "http"
    label: str = "Any provider over HTTP"
    capabilities: Capabilities = Capabilities(
        freight=frozenset({"text"}),
        window=50,
        fate=Fate.HOLD,
        own_id=False,
        receipts="all",
        parts="theirs",
        inbound=True,
        sender_kinds=frozenset({"number", "alphanumeric", "short_code"}),
    )

    def __init__(
        self, settings: HttpSettings, *, clock: Callable[[], datetime] = now
    ) -> None:
        self._settings = settings
        self._clock = clock
        web = Web(settings.timeout, settings.in_flight)
        self._sending = Sending(web, settings, clock)
        self._line = Line(self.name, web, self)
        self.capabilities = replace(
            type(self).capabilities,
            fate=Fate.IDEMPOTENT if settings.idempotent else Fate.HOLD,
            own_id=settings.has_id,
            receipts="all" if settings.hears else "none",
            inbound=settings.listens,
        )

    def send(self, window: Sequence[Outgoing]) -> Sequence[Receipt]:
        """Hand the window over, ``in_flight`` at a time. Raises GatewayError."""
        return self._line.run(self._sending.all_of(window))

    def parse_callback(self, request: CallbackRequest) -> Sequence[News]:
        """The news told. Raises CallbackRefused where it is not from the provider."""
        return news_of(request, self._settings, self._clock)

    def check(self) -> None:
        """Ask OUTREACH_HTTP_CHECK_URL. Raises GatewayError where it does not answer 200.

        Without that setting, only whether a server is there: whether it would take a text
        can't be asked without sending one.
        """
        self._line.ask("The provider", self._sending.check())

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        self._line.close()
