"""The doors: what every answer carries, and what is refused before any page is asked."""

from __future__ import annotations

import logging
import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from outreach.dispatch import watch
from outreach.web.pages import plain_page

log = logging.getLogger(__name__)

#: Twenty pages of text in ten languages stay below it.
MOST_BYTES = 1_000_000
#: Where a form brings a file, and how much it may then be in all.
_BRINGS_FILES = re.compile(
    r"/broadcasts/[^/]+/evidence|/import(/announcements|/events)?"
)
MOST_WITH_FILE = 11_000_000

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    # "no-referrer" would make browsers send "Origin: null" with our own forms
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_READS = frozenset({"GET", "HEAD", "OPTIONS"})


class TooLarge(Exception):
    """The body is longer than it may be."""


class Doors:
    """ASGI middleware around everything."""

    def __init__(self, app: ASGIApp, public_url: str | None) -> None:
        self._app = app
        self._public = urlsplit(public_url).netloc if public_url else None
        self._https = (public_url or "").startswith("https://")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def sending(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                watch.answered(scope["method"], message["status"])
                self._mark(MutableHeaders(scope=message))
            await send(message)

        try:
            await self._let_in(scope, receive, sending)
        except TooLarge:
            if not started:
                await plain_page("too_large.html", 413)(scope, receive, sending)
        except Exception:  # a bulkhead: staff get a plain page, the log what happened
            log.exception("%s %s", scope["method"], scope["path"])
            if started:
                raise
            await plain_page("fault.html", 500)(scope, receive, sending)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        length = headers.get("content-length", "")
        most = _most(scope["path"])
        if length.isdecimal() and int(length) > most:
            raise TooLarge
        if self._is_foreign(scope, headers):
            await plain_page("foreign.html", 403)(scope, receive, send)
            return
        await self._app(scope, _limited(receive, most), send)

    def _is_foreign(self, scope: Scope, headers: Headers) -> bool:
        """Whether another site's page makes the browser write here."""
        if scope["method"] in _READS or scope["path"].startswith("/callbacks/"):
            return False
        site = headers.get("sec-fetch-site")
        if site is not None and site not in ("same-origin", "none"):
            return True
        origin = headers.get("origin")
        if origin is None or (origin == "null" and site is not None):
            return False
        return urlsplit(origin).netloc not in {headers.get("host"), self._public}

    def _mark(self, headers: MutableHeaders) -> None:
        for name, value in _ALWAYS.items():
            headers.setdefault(name, value)
        headers.setdefault("cache-control", "no-store")
        if self._https:
            headers.setdefault("strict-transport-security", "max-age=31536000")


def _most(path: str) -> int:
    return MOST_WITH_FILE if _BRINGS_FILES.fullmatch(path) else MOST_BYTES


def _limited(receive: Receive, most: int) -> Receive:
    """``receive`` that stops a body which is longer than it said, or never said."""
    got = 0

    async def counting() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        if got > most:
            raise TooLarge
        return message

    return counting
