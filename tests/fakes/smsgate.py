"""A local, stateful and nasty SMS gateway: a phone's own server, or one with phones.

It keeps one message by an id and refuses a second with 409, as app and server do. It
shares no code with ours.

    with FakePhone() as phone:
        phone.always("+254711000001", Act.SILENCE_AFTER)
        ... base_url=phone.base_url, user=phone.user, password=phone.password
        assert phone.doubled() == []
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.fakes.plans import Act, Plans
from tests.fakes.served import Served, is_taken, spoil


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse:
    """An answer that takes no message."""

    status: int
    body: dict[str, Any] = field(default_factory=lambda: {"message": "Refused"})


FULL = Refuse(
    status=503,
    body={
        "error": "QueueLimitExceeded",
        "message": "queue limits exceeded: too many pending messages: 5 / 5",
    },
)
INVALID = Refuse(status=400, body={"message": "can't use phone in row 1"})
Answer = Act | Refuse


@dataclass(slots=True, kw_only=True)
class Message:
    """One message as a phone has it."""

    id: str
    to: str
    text: str
    device: str
    asked: dict[str, Any]
    state: str = "Pending"
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """One signed request to us, not sent."""

    headers: dict[str, str]
    body: bytes


class FakePhone(Served, Plans[Answer]):
    """A phone; with ``devices``, a server that has them."""

    def __init__(self, devices: tuple[str, ...] = ()) -> None:
        super().__init__(Act.ACCEPT)
        self.user, self.password = "sms", "a-password-nobody-may-see"
        self.signing_key = "k" * 16
        self.devices = devices
        self.messages: list[Message] = []
        #: Every POST, taken or not.
        self.posts: list[dict[str, Any]] = []
        #: Statuses with which it refuses to tell of a message, used up one by one.
        self.telling_fails: list[int] = []

    @property
    def base_url(self) -> str:
        return self.url + ("/3rdparty/v1" if self.devices else "")

    def sent_to(self, number: str) -> list[Message]:
        return [m for m in self.messages if m.to == number]

    def doubled(self) -> list[tuple[str, str]]:
        counts = Counter((m.to, m.text) for m in self.messages)
        return [pair for pair, count in counts.items() if count > 1]

    def webhook(
        self,
        event: str,
        payload: dict[str, Any],
        *,
        at: float | None = None,
        key: str | None = None,
        hook: str = "hook-1",
    ) -> Webhook:
        """What the app sends for ``event``; each of its hooks gets one."""
        told = {
            "deviceId": "ffffffffceb0b1db0000018e937c815b",
            "event": event,
            "id": f"Ey6ECgOk-{random.randrange(10**9)}",
            "payload": payload,
            "webhookId": hook,
        }
        body = json.dumps(told).encode()
        stamp = str(int(time.time() if at is None else at))
        secret = (self.signing_key if key is None else key).encode()
        sign = hmac.new(secret, body + stamp.encode(), hashlib.sha256).hexdigest()
        headers = {
            "content-type": "application/json",
            "x-signature": sign,
            "x-timestamp": stamp,
        }
        return Webhook(headers=headers, body=body)

    def application(self) -> web.Application:
        app = web.Application(client_max_size=10**7)
        prefix = "/3rdparty/v1" if self.devices else ""
        app.router.add_get("/", self._hello)
        app.router.add_get(f"{prefix}/messages", self._list)
        app.router.add_post(f"{prefix}/messages", self._post)
        app.router.add_get(f"{prefix}/messages/{{id}}", self._tell)
        return app

    async def _hello(self, request: web.Request) -> web.Response:
        if not self._is_known(request):
            return web.json_response({"message": "Unauthorized"}, status=401)
        return web.json_response({"status": "ok", "model": "Fake 1"})

    async def _list(self, request: web.Request) -> web.Response:
        if not self._is_known(request):
            return web.json_response({"message": "Unauthorized"}, status=401)
        return web.json_response([])

    async def _post(self, request: web.Request) -> web.StreamResponse:
        self.connections.add(request.transport.get_extra_info("peername"))
        if not self._is_known(request):
            return web.json_response({"message": "Unauthorized"}, status=401)
        asked = await request.json()
        self.posts.append(asked)
        (number,) = asked["phoneNumbers"]
        device = asked.get("deviceId") or random.choice(self.devices or ("phone",))
        if self.devices and device not in self.devices:
            return web.json_response({"message": "Invalid device ID"}, status=400)
        if any(m.id == asked["id"] and m.device == device for m in self.messages):
            said = {"message": "Message with the same ID already exists"}
            return web.json_response(said, status=409)
        answer = self.plan(number)
        if isinstance(answer, Refuse):
            return web.json_response(answer.body, status=answer.status)
        if is_taken(answer):
            self.messages.append(
                Message(
                    id=asked["id"],
                    to=number,
                    text=asked["textMessage"]["text"],
                    device=device,
                    asked=asked,
                )
            )
        if answer is Act.ACCEPT:
            return web.json_response(self._shown(self.messages[-1]), status=202)
        return await spoil(request, answer)

    async def _tell(self, request: web.Request) -> web.Response:
        if not self._is_known(request):
            return web.json_response({"message": "Unauthorized"}, status=401)
        if self.telling_fails:
            return web.Response(status=self.telling_fails.pop(0))
        for message in self.messages:
            if message.id == request.match_info["id"]:
                return web.json_response(self._shown(message))
        return web.json_response({"message": "Message not found"}, status=404)

    def _shown(self, message: Message) -> dict[str, Any]:
        recipient = {"phoneNumber": message.to, "state": message.state}
        return {
            "id": message.id,
            "deviceId": message.device,
            "state": message.state,
            "isHashed": False,
            "isEncrypted": False,
            "recipients": [{**recipient, "error": message.error}],
            "states": {message.state: "2027-05-05T14:30:00.000+03:00"},
        }

    def _is_known(self, request: web.Request) -> bool:
        pair = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        return request.headers.get("Authorization") == f"Basic {pair}"
