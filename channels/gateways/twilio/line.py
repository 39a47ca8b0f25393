"""The line to Twilio: what the SDK sends its requests with."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from twilio.http import AsyncHttpClient  # type: ignore[import-untyped]
from twilio.http.response import Response  # type: ignore[import-untyped]

from channels.gateways.web import Web, basic, form

TWILIO = "https://api.twilio.com"


class Http(AsyncHttpClient):  # type: ignore[misc]  # the SDK is untyped
    """The SDK's HTTP client, on connections of ours.

    It differs from the SDK's own where that would cost: this one keeps its time-out, says
    whether a request had left when it failed, never repeats one, and never writes a phone
    number to the log. Every request goes to ``base_url``, whatever host the SDK or a
    listing's next page names: the account's token goes nowhere else.
    """

    def __init__(self, base_url: str | None, web: Web) -> None:
        super().__init__(logging.getLogger(__name__), is_async=True)
        self._base = urlsplit(base_url or TWILIO)
        self._web = web

    async def request(
        self,
        method: str,
        url: str,
        params: Mapping[str, object] | None = None,
        data: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        **_: object,
    ) -> Any:
        """One request, one answer of any status. Raises NotWritten or CutOff."""
        answer = await self._web.request(
            method,
            self._address(url, params),
            data=form(data) if data else None,
            headers={**(headers or {}), **(basic(*auth) if auth else {})},
        )
        return Response(answer.status, answer.text, answer.headers)

    def _address(self, url: str, params: Mapping[str, object] | None) -> str:
        asked, base = urlsplit(url), self._base
        own_path = asked.path.startswith(f"{base.path}/")
        path = asked.path if own_path else base.path + asked.path
        query = urlencode(params, doseq=True) if params else asked.query
        return urlunsplit((base.scheme, base.netloc, path, query, ""))
