"""Requests to providers over HTTP, on one event loop that outlives windows.

Every gateway that speaks HTTP asks one thing first of a request that failed: had it
left? What had not may be sent again; of what had, nobody knows what became of it.
"""

from __future__ import annotations

import asyncio
import os
import threading
import weakref
from collections.abc import Coroutine, Iterable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, TypeVar

import aiohttp
from yarl import URL

from outreach.model.contracts import GatewayError

T = TypeVar("T")

#: Seconds an idle connection is kept: less than the 5 s after which common servers close
#: theirs. Writing to one that was just closed makes a delivery's fate unknown.
_KEEP = 3.0
#: No answer about texts is longer; a provider that sends more would fill the memory.
_MOST_BYTES = 16 * 1024 * 1024


class NotWritten(Exception):
    """The request surely never left: no route, no name, refused, no TLS."""


class CutOff(Exception):
    """The request left, and no whole answer came: nobody knows what became of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A provider's whole answer, of any status."""

    status: int
    text: str
    headers: Mapping[str, str]


class Web:
    """Connections to one provider, kept from request to request.

    It never repeats a request, never follows a redirect (the next host would get the
    password), keeps no cookies, heeds no proxy of the environment and logs nothing.
    """

    def __init__(self, timeout: float, in_flight: int) -> None:
        self._seconds = timeout
        self._in_flight = in_flight
        self._session: aiohttp.ClientSession | None = None

    async def request(
        self,
        method: str,
        url: str,
        *,
        data: str | bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """One request, one answer of any status. ``url`` goes out as it is, so all in it
        must be encoded. Raises NotWritten or CutOff.
        """
        progress = SimpleNamespace(left=False)
        try:
            async with asyncio.timeout(self._seconds):
                return await self._exchange(
                    progress,
                    method,
                    URL(url, encoded=True),
                    data=data,
                    headers=headers or {},
                )
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            why = _plainly(error, self._seconds)
            raise (CutOff if progress.left else NotWritten)(why) from None

    async def close(self) -> None:
        """Close every connection; the next request opens new ones."""
        session, self._session = self._session, None
        if session:
            await session.close()

    async def _exchange(self, progress: object, *request: Any, **more: Any) -> Answer:
        if self._session is None:
            self._session = self._opened()
        async with self._session.request(
            *request, **more, allow_redirects=False, trace_request_ctx=progress
        ) as answer:
            body = await _read(answer)
            return Answer(
                status=answer.status,
                text=body.decode("utf-8", "replace"),
                headers=answer.headers,
            )

    def _opened(self) -> aiohttp.ClientSession:
        trace = aiohttp.TraceConfig()
        trace.on_request_headers_sent.append(_note_leaving)
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=self._in_flight, keepalive_timeout=_KEEP
            ),
            # Ours counts the whole exchange; another would only cost.
            timeout=aiohttp.ClientTimeout(total=None),
            cookie_jar=aiohttp.DummyCookieJar(),
            trace_configs=[trace],
        )


class Line:
    """One event loop in a thread of its own, and the connections that live on it.

    A window ends before the next begins, but connections stay open between them. The
    loop runs also while nobody waits, so that it sees when the server closes one.
    The first ``run`` opens it, and so does the first after ``close``, in whatever thread.
    It ends with ``owner``, the gateway, also where nobody closed it.
    """

    def __init__(self, name: str, web: Web, owner: object) -> None:
        self._name = name
        self._web = web
        self._loop: asyncio.AbstractEventLoop | None = None
        # The garbage collector may close one in a thread that is opening it.
        self._lock = threading.RLock()
        weakref.finalize(owner, self.close)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Wait for ``work``. Whatever interrupts the waiting stops the work as well."""
        with self._lock:
            loop = self._loop or self._opened()
            future = asyncio.run_coroutine_threadsafe(work, loop)
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    def ask(self, whom: str, work: Coroutine[Any, Any, T]) -> T:
        """As ``run``, for what may be asked again. Raises GatewayError without an answer."""
        try:
            return self.run(work)
        except (NotWritten, CutOff) as error:
            raise GatewayError(f"{whom} can't be reached: {error}.") from None

    def close(self) -> None:
        """Close the connections and end the thread, once the work of others is done; a
        second call does nothing.
        """
        with self._lock:
            loop, self._loop = self._loop, None
            if loop is None:
                return
            loop.call_soon_threadsafe(loop.stop)
            if threading.current_thread() is not self._thread:
                self._thread.join()

    def _opened(self) -> asyncio.AbstractEventLoop:
        loop = self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(
            target=self._live, args=(loop,), name=self._name, daemon=True
        )
        self._thread.start()
        return loop

    def _live(self, loop: asyncio.AbstractEventLoop) -> None:
        try:
            loop.run_forever()
            loop.run_until_complete(self._wind_up(asyncio.all_tasks(loop)))
        finally:
            loop.close()

    async def _wind_up(self, under_way: Iterable[asyncio.Task[Any]]) -> None:
        await asyncio.gather(*under_way, return_exceptions=True)
        await self._web.close()


def form(fields: Mapping[str, object]) -> str:
    """The fields as a form, each value once; the standard library does it letter by letter."""
    return URL.build(
        query={name: str(value) for name, value in fields.items()}
    ).raw_query_string


def basic(user: str, password: str) -> dict[str, str]:
    """The header that signs in."""
    return {"Authorization": aiohttp.encode_basic_auth(user, password)}


async def _read(answer: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for chunk in answer.content.iter_any():
        body += chunk
        if len(body) > _MOST_BYTES:
            raise aiohttp.ClientPayloadError("too long")
    return bytes(body)


async def _note_leaving(_: object, context: Any, __: object) -> None:
    """Called just before the first byte is written.

    The library writes a GET again where its connection was cut: a text would go out twice.
    """
    if context.trace_request_ctx.left:
        raise aiohttp.ClientConnectionError("it had left")
    context.trace_request_ctx.left = True


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
