"""A fake provider as a real server on 127.0.0.1, in a thread of its own."""

from __future__ import annotations

import asyncio
import threading

from aiohttp import web

from tests.fakes.plans import Act


class Served:
    """Start with ``with``; it ends with the block, and with the process in any case."""

    #: The addresses that requests came from: how many connections there were.
    connections: set[tuple[str, int]]

    def application(self) -> web.Application:
        raise NotImplementedError

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def __enter__(self):
        started = threading.Event()
        self.connections = set()
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._serve(started)), daemon=True
        )
        self._thread.start()
        if not started.wait(10):
            raise RuntimeError("the fake did not start")
        return self

    def __exit__(self, *_: object) -> None:
        self.go_away()

    def go_away(self) -> None:
        """From now on connections are refused."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    async def _serve(self, started: threading.Event) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        runner = web.AppRunner(
            self.application(), shutdown_timeout=0.1, access_log=None
        )
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self._port = runner.addresses[0][1]
        started.set()
        await self._stop.wait()
        await runner.cleanup()


async def spoil(request: web.Request, act: Act) -> web.StreamResponse:
    """The answer that ``act`` gives in place of a sound one."""
    how, _, when = act.name.partition("_")
    if how == "SILENCE":
        await asyncio.sleep(3600)
    if how == "ERROR":
        return web.Response(status=500, text="Internal error")
    if how == "GARBAGE":
        return web.Response(status=201, body=b"<html>201 Created")
    if when == "AFTER":
        head = b"HTTP/1.1 201 Created\r\nContent-Length: 900\r\n\r\n"
        request.transport.write(head + b'{"id": "')
    request.transport.close()
    raise asyncio.CancelledError


def is_taken(act: Act) -> bool:
    """Whether the provider takes the message, whatever it answers then."""
    return not act.name.endswith("_BEFORE")
