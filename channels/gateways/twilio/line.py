"""The line to Twilio: the SDK's HTTP client, on one event loop that outlives windows."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from collections.abc import Coroutine, Mapping
from types import SimpleNamespace
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit, urlunsplit

import aiohttp
from twilio.http import AsyncHttpClient  # type: ignore[import-untyped]
from twilio.http.response import Response  # type: ignore[import-untyped]
from yarl import URL

T = TypeVar("T")

TWILIO = "https://api.twilio.com"
#: Seconds an idle connection is kept: less than the 5 s after which common servers close
#: theirs. Writing to one that was just closed makes a delivery's fate unknown.
_KEEP = 3.0


class NotWritten(Exception):
    """The request surely never left: no route, no name, refused, no TLS."""


class CutOff(Exception):
    """The request left, and no whole answer came: nobody knows what became of it."""


class Http(AsyncHttpClient):  # type: ignore[misc]  # the SDK is untyped
    """What the SDK sends its requests with.

    It differs from the SDK's own client where that would cost: this one keeps its
    time-out, says whether a request had left when it failed, never repeats one, and
    never writes a phone number to the log. Every request goes to ``base_url``, whatever
    host the SDK or a listing's next page names: the account's token goes nowhere else.
    """

    def __init__(self, base_url: str | None, timeout: float, in_flight: int) -> None:
        super().__init__(logging.getLogger(__name__), is_async=True)
        self._base = urlsplit(base_url or TWILIO)
        self._seconds = timeout
        self._in_flight = in_flight
        self._session: aiohttp.ClientSession | None = None

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
        progress = SimpleNamespace(left=False)
        try:
            async with asyncio.timeout(self._seconds):
                return await self._exchange(
                    progress,
                    method,
                    URL(self._address(url, params), encoded=True),
                    data=urlencode(data or {}, doseq=True) or None,
                    headers={**(headers or {}), **_authorization(auth)},
                )
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            why = _plainly(error, self._seconds)
            raise (CutOff if progress.left else NotWritten)(why) from None

    async def close(self) -> None:
        """Close every connection."""
        if self._session:
            await self._session.close()

    async def _exchange(self, progress: object, *request: Any, **more: Any) -> Any:
        if self._session is None:
            self._session = self._opened()
        async with self._session.request(
            *request, **more, allow_redirects=False, trace_request_ctx=progress
        ) as answer:
            text = (await answer.read()).decode("utf-8", "replace")
            return Response(answer.status, text, answer.headers)

    def _opened(self) -> aiohttp.ClientSession:
        trace = aiohttp.TraceConfig()
        trace.on_request_headers_sent.append(_note_leaving)
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=self._in_flight, keepalive_timeout=_KEEP
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            trace_configs=[trace],
        )

    def _address(self, url: str, params: Mapping[str, object] | None) -> str:
        asked, base = urlsplit(url), self._base
        own_path = asked.path.startswith(f"{base.path}/")
        path = asked.path if own_path else base.path + asked.path
        query = urlencode(params, doseq=True) if params else asked.query
        return urlunsplit((base.scheme, base.netloc, path, query, ""))


class Line:
    """One event loop in a thread of its own, and the connections that live on it.

    A window ends before the next begins, but connections stay open between them. The
    loop runs also while nobody waits, so that it sees when the server closes one.
    """

    def __init__(self, http: Http) -> None:
        self._http = http
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._live, name="twilio", daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Wait for ``work``. Whatever interrupts the waiting stops the work as well."""
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    def close(self) -> None:
        """Close the connections and end the thread; a second call does nothing."""
        if self._loop.is_closed():
            return
        self._loop.call_soon_threadsafe(self._loop.stop)
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _live(self) -> None:
        try:
            self._loop.run_forever()
            self._loop.run_until_complete(self._http.close())
        finally:
            self._loop.close()


async def _note_leaving(_: object, context: Any, __: object) -> None:
    """Called just before the first byte is written."""
    context.trace_request_ctx.left = True


def _authorization(auth: tuple[str, str] | None) -> dict[str, str]:
    if auth is None:
        return {}
    return {"Authorization": aiohttp.encode_basic_auth(*auth)}


def _plainly(error: Exception, seconds: float) -> str:
    """The fault without addresses or headers."""
    if isinstance(error, TimeoutError):
        return f"no answer within {seconds:g} s"
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "its name is not known here"
    if isinstance(error, aiohttp.ClientSSLError):
        return "its certificate is not trusted here"
    if isinstance(error, OSError) and error.errno and error.errno > 0:
        return os.strerror(error.errno).lower()
    return "the connection was cut"
