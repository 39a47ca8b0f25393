"""A local, stateful and nasty smsbox: it answers as Kannel 1.4.5 does, or not at all."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from aiohttp import web

from tests.fakes.plans import Act, Plans
from tests.fakes.served import Served, is_taken, spoil

__all__ = ["Act"]

#: What the real one answers.
ACCEPTED = (202, "0: Accepted for delivery")
QUEUED = (202, "3: Queued for later delivery")
BUSY = (503, "Temporal failure, try again later.")
NO_ROUTE = (403, "Not routable. Do not try again.")
WRONG_USER = (403, "Authorization failed for sendsms")
NO_RECEIVER = (400, "Empty receiver number not allowed, rejected")
DENIED = (400, "Number(s) has/have been denied by white- and/or black-lists.")


Answer = tuple[int, str] | Act


@dataclass(frozen=True, slots=True)
class Part:
    """One part as it came over the wire."""

    to: str
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        coding = self.headers["x-kannel-coding"]
        return self.body.decode("utf-8" if coding == "0" else "utf-16-be")


class FakeKannel(Served, Plans[Answer]):
    """A real server on 127.0.0.1 while its ``with`` lasts."""

    def __init__(self) -> None:
        super().__init__(ACCEPTED)
        self.username, self.password = "outreach", "a-password-nobody-may-see"
        self.status_password = "st&tus"
        self.status = (
            "    sim[sim]    SMPP:127.0.0.1:2775/2775:k: (online 3s, rcvd: 0)\n"
        )
        self.messages: list[Part] = []
        #: Every part that came, taken or not.
        self.posts: list[Part] = []
        self.delay = 0.0
        self.most_at_once = 0
        self._at_once = 0

    @property
    def sendsms(self) -> str:
        return f"{self.url}/cgi-bin/sendsms"

    def application(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/cgi-bin/sendsms", self._send)
        app.router.add_get("/status.txt", self._status)
        return app

    async def _send(self, request: web.Request) -> web.StreamResponse:
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            head = {name.lower(): value for name, value in request.headers.items()}
            number = head.get("x-kannel-to", "")
            part = Part(number, head, await request.read())
            await asyncio.sleep(self.delay)
            answer = self._answer(part)
        finally:
            self._at_once -= 1
        if isinstance(answer, Act):
            return await spoil(request, answer)
        return web.Response(status=answer[0], text=answer[1])

    def _answer(self, part: Part) -> Answer:
        """What becomes of one request; a part that is taken is kept."""
        head = part.headers
        if (head.get("x-kannel-username"), head.get("x-kannel-password")) != (
            self.username,
            self.password,
        ):
            return WRONG_USER
        if not part.to:
            return NO_RECEIVER
        self.posts.append(part)
        said = self.plan(part.to)
        if is_taken(said) if isinstance(said, Act) else said[0] == 202:
            self.messages.append(part)
        return said

    async def _status(self, request: web.Request) -> web.Response:
        right = request.query.get("password") == self.status_password
        page = f"Kannel bearerbox version `1.4.5'.\n{self.status}"
        return web.Response(text=page if right else "Denied")
