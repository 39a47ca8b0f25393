"""Handing texts to the provider that the settings describe."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from channels.gateways.http import template
from channels.gateways.http.answers import read
from channels.gateways.http.settings import HttpSettings
from channels.gateways.web import Web, basic
from channels.gateways.window import Stop, one_by_one, unfit
from outreach.model.contracts import GatewayError, Outgoing, Receipt


class Sending:
    """The request of the settings, filled for each delivery."""

    def __init__(
        self, web: Web, settings: HttpSettings, clock: Callable[[], datetime]
    ) -> None:
        self._web = web
        self._settings = settings
        self._clock = clock
        self._url = settings.url.get_secret_value()
        self._headers = settings.header_templates
        self._needs_sender = "from" in settings.used()
        self._body = settings.body.get_secret_value() if settings.body else None
        self._document = (
            template.document(self._body) if self._body and settings.in_json else None
        )

    async def all_of(self, window: Sequence[Outgoing]) -> list[Receipt]:
        """One receipt per delivery, in order. Raises GatewayError."""
        most = self._settings.in_flight
        return await one_by_one("The provider", window, self._one, most)

    def request(self, delivery: Outgoing) -> template.Request:
        """What goes out for ``delivery``."""
        values = {
            "to": delivery.address,
            "to_no_plus": delivery.address.removeprefix("+"),
            "text": delivery.text,
            "from": delivery.sender or self._settings.sender or "",
            "id": delivery.id,
        }
        headers = {
            name: template.fill_header(content, values)
            for name, content in self._headers.items()
        }
        return template.Request(
            method=self._settings.method,
            url=template.fill(self._url, values),
            headers={**headers, **self._own_headers()},
            data=self._data(values),
        )

    async def check(self) -> None:
        """Raises NotWritten, CutOff, or GatewayError where the provider would say no."""
        settings = self._settings
        if settings.check_url is None:
            parts = urlsplit(self._url)
            await self._web.request("HEAD", f"{parts.scheme}://{parts.netloc}/")
            return
        nobody = dict.fromkeys(template.NAMES, "")
        headers = {
            name: template.fill_header(content, nobody)
            for name, content in self._headers.items()
        }
        answer = await self._web.request(
            "GET",
            settings.check_url.get_secret_value(),
            headers={**headers, **self._own_headers()},
        )
        if answer.status != 200:
            raise GatewayError(
                f"The provider answered with HTTP {answer.status}. Check OUTREACH_HTTP_CHECK_URL "
                "and the key or password.",
                permanent=answer.status < 500,
            )

    async def _one(self, delivery: Outgoing) -> Receipt | Stop:
        if self._needs_sender and not (delivery.sender or self._settings.sender):
            return Stop(
                message="There is no sender. Set OUTREACH_HTTP_SENDER.", permanent=True
            )
        if receipt := unfit(delivery, self._clock()):
            return receipt
        asked = self.request(delivery)
        answer = await self._web.request(
            asked.method, asked.url, data=asked.data, headers=asked.headers
        )
        return read(delivery, answer, self._settings)

    def _data(self, values: template.Values) -> str | None:
        if self._document is not None:
            return template.fill_document(self._document, values)
        return template.fill(self._body, values) if self._body else None

    def _own_headers(self) -> dict[str, str]:
        settings, own = self._settings, {}
        if settings.user is not None:
            password = settings.password.get_secret_value() if settings.password else ""
            own = basic(settings.user, password)
        if self._body is not None:
            own["Content-Type"] = settings.content_type
        return own
