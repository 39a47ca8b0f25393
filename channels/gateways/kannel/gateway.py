"""The Kannel gateway: an operator's or an office's own SMS centre."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from channels.gateways.kannel.callbacks import news_of
from channels.gateways.kannel.checking import check_routes, check_user
from channels.gateways.kannel.sending import Sending
from channels.gateways.kannel.settings import KannelSettings
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


class KannelGateway:
    """Hands each part to Kannel as it was cut, with a header of its own and an encoding
    of our choice: left to itself, Kannel splits surrogate pairs, writes ``?`` for what a
    phone's alphabet lacks, and asks for a receipt of the first part alone.

    Kannel answers without an id, lists nothing that it sent, and takes the same request
    twice. So the fate of one without an answer is ``hold``: a receipt may still tell;
    else only a person, who can ask the operator, knows whether to send it again.

    Where ``public_url`` and ``token`` are set, a receipt for each part and texts that
    people send come back; otherwise nothing does.
    """

    settings_type: ClassVar[type[GatewaySettings]] = KannelSettings
    name: str = "kannel"
    label: str = "Kannel"
    capabilities: Capabilities = Capabilities(
        freight=frozenset({"text"}),
        window=50,
        fate=Fate.HOLD,
        own_id=True,
        receipts="all",
        parts="ours",
        inbound=True,
        sender_kinds=frozenset({"number", "alphanumeric", "short_code"}),
    )

    def __init__(
        self, settings: KannelSettings, *, clock: Callable[[], datetime] = now
    ) -> None:
        self._settings = settings
        self._web = Web(settings.timeout, settings.in_flight)
        self._sending = Sending(self._web, settings, clock)
        self._line = Line(self.name, self._web, self)
        if settings.callback_url is None:
            self.capabilities = replace(
                type(self).capabilities, own_id=False, receipts="none", inbound=False
            )

    def send(self, window: Sequence[Outgoing]) -> Sequence[Receipt]:
        """Hand the window over, ``in_flight`` at a time. Raises GatewayError."""
        return self._line.run(self._sending.all_of(window))

    def parse_callback(self, request: CallbackRequest) -> Sequence[News]:
        """The news told. Raises CallbackRefused where it is not from our Kannel."""
        return news_of(request, self._settings)

    def check(self) -> None:
        """Sign in and look at the routes. Raises GatewayError."""
        self._line.ask("Kannel", self._check())

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        self._line.close()

    async def _check(self) -> None:
        await check_user(self._web, self._settings)
        await check_routes(self._web, self._settings)
