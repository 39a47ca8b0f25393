"""A local, stateful and nasty aggregator: one HTTP request a text, in any dialect.

It reads fields from the address, a form or JSON, remembers each request as it came over
the wire, and lets a text with the same ``ref`` out once if told to.
"""

from __future__ import annotations

import itertools
import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.fakes.plans import Act, Plans
from tests.fakes.served import Served, is_taken, spoil


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """An answer of the provider's own, that takes no message."""

    status: int = 200
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request as it came."""

    method: str
    #: Undecoded.
    path: str
    headers: dict[str, str]
    body: str
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    id: str
    to: str
    text: str
    ref: str | None


Answer = Act | Say


class FakeAggregator(Served, Plans[Answer]):
    """Takes ``to``, ``text``, and ``ref``; wants its key in a header."""

    def __init__(self, *, honours_ref: bool = False) -> None:
        super().__init__(Act.ACCEPT)
        self.key = "a-key-that-nobody-may-see"
        self.honours_ref = honours_ref
        self.messages: list[Message] = []
        self.requests: list[Request] = []
        self._numbers = itertools.count(1)

    def sent_to(self, number: str) -> list[Message]:
        return [m for m in self.messages if m.to.removeprefix("+") == number[1:]]

    def doubled(self) -> list[tuple[str, str]]:
        counts = Counter((m.to, m.text) for m in self.messages)
        return [pair for pair, count in counts.items() if count > 1]

    def application(self) -> web.Application:
        app = web.Application(client_max_size=10**7)
        app.router.add_get("/balance", self._balance)
        app.router.add_route("*", "/{path:.*}", self._send)
        return app

    async def _balance(self, request: web.Request) -> web.Response:
        known = request.headers.get("X-Api-Key") == self.key
        return web.Response(status=200 if known else 401, text="balance")

    async def _send(self, request: web.Request) -> web.StreamResponse:
        self.connections.add(request.transport.get_extra_info("peername"))
        fields = await self._read(request)
        if self.key and request.headers.get("X-Api-Key") != self.key:
            return web.json_response({"status": "bad key"}, status=401)
        number = str(fields.get("to", ""))
        answer = self.plan("+" + number.removeprefix("+"))
        if isinstance(answer, Say):
            return web.Response(status=answer.status, text=answer.text)
        ref = fields.get("ref")
        if self.honours_ref and ref and any(m.ref == ref for m in self.messages):
            return web.json_response({"status": "duplicate"}, status=409)
        message = Message(
            id=f"ag-{next(self._numbers)}",
            to=number,
            text=str(fields.get("text", "")),
            ref=ref,
        )
        if is_taken(answer):
            self.messages.append(message)
        if answer is Act.ACCEPT:
            said = {"status": "queued", "messages": [{"id": message.id}]}
            return web.json_response(said, status=200)
        return await spoil(request, answer)

    async def _read(self, request: web.Request) -> dict[str, Any]:
        body = await request.text()
        fields: dict[str, Any] = dict(request.query)
        if request.content_type == "application/json":
            fields |= json.loads(body)
        elif body:
            fields |= dict(await request.post())
        self.requests.append(
            Request(
                method=request.method,
                path=request.raw_path,
                headers=dict(request.headers),
                body=body,
                fields=fields,
            )
        )
        return fields
