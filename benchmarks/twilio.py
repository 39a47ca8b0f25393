"""Texts through the Twilio gateway with its ledger, against the SDK's own client alone."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from twilio.http.async_http_client import (  # type: ignore[import-untyped]
    AsyncTwilioHttpClient,
)
from twilio.rest import Client  # type: ignore[import-untyped]

from benchmarks import directory, fresh, office
from benchmarks.ratio import Ratio, middle, spread
from outreach.dispatch import embedded
from outreach.dispatch.engine import make_worker, working_gateways
from outreach.model.route import Route
from outreach.settings import Settings
from outreach.store import opened, routes, users

TEXTS, REPEATS = 5_000, 5
#: Requests of the SDK at once, where it is fastest.
AT_ONCE = 64
_ACCOUNT, _TOKEN = "AC" + "0" * 32, "a-token-that-opens-nothing"
#: As long as what the gateway sends, with all that goes along.
_TEXT = (
    "Women and village water points: Wed 5 May 2027, 14:30, Town Hall, Kisumu. "
    "Lake Region Women's Network. Reply JOIN 14. STOP to end."
)
_ANSWER = (
    '{"sid": "SM%032x", "status": "queued", "to": "+254711000001", "from": "AMANI",'
    ' "body": "", "direction": "outbound-api", "error_code": null,'
    ' "error_message": null, "num_segments": "1"}'
)


def measure() -> list[Ratio]:
    """Each round sends all that was fanned out, and as many by the SDK alone."""
    rounds = []
    with tempfile.TemporaryDirectory() as folder, _server() as port:
        made, copy = f"{folder}/made", f"{folder}/copy"
        fresh.call(_make, folder=made)
        for _ in range(REPEATS):
            shutil.copytree(made, copy)
            seconds = fresh.call(_ours, folder=copy, port=port)
            shutil.rmtree(copy)
            sdk = fresh.call(_sdk, port=port)
            rounds.append({"ours": TEXTS / seconds, "sdk": TEXTS / sdk})
    return [
        Ratio(
            what="Texts through twilio with the ledger, SQLite, to a server on this machine",
            ours=middle(rounds, "ours"),
            limit=middle(rounds, "sdk"),
            unit="texts/s",
            at_least=0.5,
            note=f"the SDK's asynchronous client, {AT_ONCE} at once, without a database; "
            f"{spread(rounds, 'ours')} and {spread(rounds, 'sdk')}",
        )
    ]


def _settings(folder: str, port: int = 1) -> Settings:
    return office.settings_for(
        f"sqlite:///{folder}/outreach.db",
        routes="sms=twilio",
        twilio_account_sid=_ACCOUNT,
        twilio_auth_token=_TOKEN,
        twilio_sender="AMANI",
        twilio_base_url=f"http://127.0.0.1:{port}",
        public_url="https://outreach.example.org",
    )


def _make(folder: str) -> None:
    settings, now = _settings(folder), datetime.now(UTC)
    with opened(settings) as store:
        directory.fill(store, TEXTS, scattered=True)
        with store.write() as connection:
            route = Route(
                channel="sms",
                country="KE",
                gateway="twilio",
                sender_kind="alphanumeric",
            )
            boss = users.add_user(connection, "bea", "Bea", "approver", None, now)
            routes.put_routes(connection, [route], boss.acting_from("bench"), now)
        office.start_broadcast(store, settings, now)
        worker = make_worker(settings, store, {}, lambda: datetime.now(UTC))
        while embedded.fan_out_next(worker):
            pass


def _ours(folder: str, port: int) -> float:
    settings = _settings(folder, port)
    with opened(settings) as store:
        worker = make_worker(
            settings, store, working_gateways(settings), lambda: datetime.now(UTC)
        )
        start = time.perf_counter()
        while embedded.work_once(worker):
            pass
        seconds = time.perf_counter() - start
        query = "SELECT count(*) FROM deliveries WHERE state = 2"
        with store.read() as connection:
            (accepted,) = connection.exec_driver_sql(query).one()
    if accepted != TEXTS:
        raise RuntimeError(f"Twilio accepted {accepted:,} texts")
    return seconds


class _Here(AsyncTwilioHttpClient):  # type: ignore[misc]  # the SDK is untyped
    """The SDK's client as it is, but that it calls this machine."""

    port = 0

    async def request(self, method: str, url: str, **more: Any) -> Any:
        here = f"http://127.0.0.1:{self.port}"
        return await super().request(
            method, url.replace("https://api.twilio.com", here), **more
        )


def _sdk(port: int) -> float:
    return asyncio.run(_sent_by_the_sdk(port))


async def _sent_by_the_sdk(port: int) -> float:
    http, numbers = _Here(), iter(range(TEXTS))
    http.port = port
    messages = Client(_ACCOUNT, _TOKEN, http_client=http).messages

    async def some() -> None:
        for number in numbers:
            await messages.create_async(
                to=f"+2547110{number:05}",
                from_="AMANI",
                body=_TEXT,
                smart_encoded=False,
                validity_period=36_000,
                status_callback=f"https://outreach.example.org/callbacks/twilio?delivery=K7QX2M-{number}",
            )

    start = time.perf_counter()
    await asyncio.gather(*(some() for _ in range(AT_ONCE)))
    seconds = time.perf_counter() - start
    await http.close()
    return seconds


@contextmanager
def _server() -> Iterator[int]:
    """A server in a process of its own that takes every text at once."""
    command = fresh.command(_serve)
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield int((process.stdout or sys.stdin).readline())
    finally:
        process.communicate(timeout=30)


def _serve() -> None:
    asyncio.run(_serving())


async def _serving() -> None:
    """Until its standard input ends, which it does with the process that started it."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(_Twilio, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, os.read, 0, 1)
    server.close()


class _Twilio(asyncio.Protocol):
    """No more than HTTP needs: what it costs, both measurements pay."""

    made = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport, self._came = transport, b""

    def data_received(self, data: bytes) -> None:
        self._came += data
        while (end := self._came.find(b"\r\n\r\n")) >= 0:
            head = self._came[:end].lower()
            _, _, length = head.partition(b"content-length:")
            whole = end + 4 + int(length.split(b"\r\n")[0] or 0)
            if len(self._came) < whole:
                return
            self._came = self._came[whole:]
            self._answer()

    def _answer(self) -> None:
        _Twilio.made += 1
        body = (_ANSWER % _Twilio.made).encode()
        head = (
            "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        self._transport.write(head.encode() + body)  # type: ignore[attr-defined]
