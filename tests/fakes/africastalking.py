"""A local, stateful and nasty Africa's Talking: its messaging API and its callbacks.

One request has many recipients and gets an answer for each, here in another order, with
numbers written otherwise, told twice or not at all, if so planned. It shares no code with
ours.
"""

from __future__ import annotations

import itertools
import random
from collections import Counter
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from tests.fakes.plans import Act, Plans
from tests.fakes.served import Served, is_taken, spoil

_STATUSES = {
    100: "Processed",
    101: "Success",
    102: "Queued",
    401: "RiskHold",
    402: "InvalidSenderId",
    403: "InvalidPhoneNumber",
    404: "UnsupportedNumberType",
    405: "InsufficientBalance",
    406: "UserInBlacklist",
    407: "CouldNotRoute",
    409: "DoNotDisturbRejection",
    500: "InternalServerError",
    501: "GatewayError",
    502: "RejectedByGateway",
}
_TAKEN = {100, 101, 102}


class Quirk(Enum):
    """How a recipient that was taken stands in the answer."""

    MISSING = auto()
    TWICE = auto()
    LOCAL = auto()
    NO_PLUS = auto()
    #: Told as failed with 500, and yet it has an id and goes out.
    FAILED = auto()


#: A status code, a quirk, or what becomes of the whole request.
Answer = int | Quirk | Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message to one recipient."""

    id: str
    to: str
    text: str
    sender: str | None


class FakeAfricasTalking(Served, Plans[Answer]):
    """An account with money."""

    def __init__(self) -> None:
        super().__init__(101)
        self.username, self.key = "lakenetwork", "a-key-that-nobody-may-see"
        self.messages: list[Message] = []
        #: The form of every request, taken or not.
        self.posts: list[dict[str, str]] = []
        #: What stands in place of recipients: ``InvalidSenderId``.
        self.refuses_all: str | None = None
        #: An HTTP status and text in place of an answer.
        self.status: tuple[int, str] | None = None
        self._numbers = itertools.count(1)
        self._random = random.Random(4)

    def sent_to(self, number: str) -> list[Message]:
        return [m for m in self.messages if m.to == number]

    def doubled(self) -> list[tuple[str, str]]:
        counts = Counter((m.to, m.text) for m in self.messages)
        return [pair for pair, count in counts.items() if count > 1]

    def report(self, message: str, status: str, reason: str | None = None) -> bytes:
        """The body of a delivery report."""
        form = {
            "id": message,
            "status": status,
            "phoneNumber": "+254711000001",
            "networkCode": "63902",
            "retryCount": "0",
        }
        return urlencode({**form, "failureReason": reason} if reason else form).encode()

    def incoming(self, **changes: str) -> bytes:
        """The body of a text that came in."""
        form = {
            "date": "2027-05-05 11:30:00",
            "from": "+254711000001",
            "id": "b1c1a0f4-0d0a-4b7e-9a57-1d1b6c3a4e5f",
            "linkId": "28a92cdf-2d63-4ee3-93df-4233d3de0356",
            "text": "NDIYO",
            "to": "22141",
            "networkCode": "63902",
        }
        return urlencode({**form, **changes}).encode()

    def opt_out(self, number: str, sender: str = "AMANI") -> bytes:
        """The body of an opt-out."""
        return urlencode({"senderId": sender, "phoneNumber": number}).encode()

    def application(self) -> web.Application:
        app = web.Application(client_max_size=10**7)
        app.router.add_post("/version1/messaging", self._send)
        app.router.add_get("/version1/user", self._account)
        return app

    async def _account(self, request: web.Request) -> web.Response:
        if refused := self._refusal(request, request.query.get("username")):
            return refused
        return web.json_response({"UserData": {"balance": "KES 100.00"}})

    async def _send(self, request: web.Request) -> web.StreamResponse:
        self.connections.add(request.transport.get_extra_info("peername"))
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.posts.append(form)
        if refused := self._refusal(request, form.get("username")):
            return refused
        if self.refuses_all:
            return self._answered(self.refuses_all, [])
        numbers = form["to"].split(",")
        plans = [(number, self.plan(number)) for number in numbers]
        act = next((plan for _, plan in plans if isinstance(plan, Act)), Act.ACCEPT)
        entries = []
        if is_taken(act):
            for number, plan in plans:
                entries += self._entries(form, number, plan)
        if act is not Act.ACCEPT:
            return await spoil(request, act)
        self._random.shuffle(entries)
        return self._answered(f"Sent to {len(entries)}/{len(numbers)}", entries)

    def _entries(
        self, form: dict[str, str], number: str, plan: Answer
    ) -> list[dict[str, Any]]:
        code = plan if isinstance(plan, int) else 101
        taken = code in _TAKEN
        if plan is Quirk.FAILED:
            code = 500
        entry = {
            "statusCode": code,
            "number": number,
            "status": _STATUSES.get(code, "Unheard"),
            "cost": "KES 0.8000" if code in _TAKEN else "0",
            "messageId": "None",
        }
        if taken:
            entry["messageId"] = f"ATXid_{next(self._numbers):032x}"
            self.messages.append(
                Message(
                    id=entry["messageId"],
                    to=number,
                    text=form["message"],
                    sender=form.get("from"),
                )
            )
        if plan is Quirk.MISSING:
            return []
        if plan is Quirk.LOCAL:
            return [{**entry, "number": "0" + number.removeprefix("+254")}]
        if plan is Quirk.NO_PLUS:
            return [{**entry, "number": number.removeprefix("+")}]
        return [entry, entry] if plan is Quirk.TWICE else [entry]

    def _answered(self, message: str, entries: list[dict[str, Any]]) -> web.Response:
        data = {"Message": message, "Recipients": entries}
        return web.json_response({"SMSMessageData": data}, status=201)

    def _refusal(
        self, request: web.Request, username: str | None
    ) -> web.Response | None:
        if self.status:
            return web.Response(status=self.status[0], text=self.status[1])
        if request.headers.get("apikey") != self.key or username != self.username:
            said = "The supplied authentication is invalid"
            return web.Response(status=401, text=said)
        return None
