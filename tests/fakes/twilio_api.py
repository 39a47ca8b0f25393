"""The fake's Messages API: what comes in over HTTP and what goes out."""

from __future__ import annotations

import asyncio
import base64
import re
from collections.abc import Callable
from datetime import UTC
from email.utils import format_datetime
from urllib.parse import urlencode

from aiohttp import web

from tests.fakes.twilio_state import Act, Answer, Message, Refuse, TwilioState

_E164 = re.compile(r"\+[1-9]\d{6,14}")


class Api:
    """The handlers; ``took`` is called with each message that was taken."""

    def __init__(self, state: TwilioState, took: Callable[[Message], None]) -> None:
        self._state = state
        self._took = took
        self._at_once = 0

    def application(self) -> web.Application:
        """The API below ``prefix``, as compatible servers have one, and 404 elsewhere."""
        app = web.Application()
        state = self._state
        account = f"{state.prefix}/2010-04-01/Accounts/{state.account}"
        app.router.add_get(f"{account}.json", self._account)
        app.router.add_post(f"{account}/Messages.json", self._create)
        app.router.add_get(f"{account}/Messages.json", self._list)
        return app

    async def _account(self, request: web.Request) -> web.Response:
        if not self._is_known(request):
            return self._refused(Refuse(status=401, code=20003, message="Authenticate"))
        if self._state.account_fails:
            return self._refused(self._state.account_fails)
        shown = {"sid": self._state.account, "status": self._state.account_status}
        return web.json_response(shown, headers=self._date())

    async def _create(self, request: web.Request) -> web.StreamResponse:
        self._at_once += 1
        self._state.most_at_once = max(self._state.most_at_once, self._at_once)
        self._state.connections.add(request.transport.get_extra_info("peername"))
        try:
            form = {k: str(v) for k, v in (await request.post()).items()}
            self._state.posts.append(form)
            if self._state.delay:
                await asyncio.sleep(self._state.delay)
            refused = self._unfit(request, form)
            return await self._act(
                request, form, refused or self._state.plan(form["To"])
            )
        finally:
            self._at_once -= 1

    def _unfit(self, request: web.Request, form: dict[str, str]) -> Refuse | None:
        if not self._is_known(request):
            return Refuse(status=401, code=20003, message="Authenticate")
        period = form.get("ValidityPeriod", "36000")
        checks = [
            ("To" in form, 21604, "A 'To' phone number is required."),
            (
                "From" in form or "MessagingServiceSid" in form,
                21603,
                "A 'From' is required.",
            ),
            (form.get("Body"), 21602, "Message body is required."),
            (len(form.get("Body", "")) <= 1600, 21617, "The body is too long."),
            (
                _E164.fullmatch(form.get("To", "")),
                21211,
                f"The 'To' number {form.get('To')} is not a valid phone number.",
            ),
            (
                period.isdecimal() and 1 <= int(period) <= 36000,
                20001,
                "ValidityPeriod is out of range.",
            ),
        ]
        return next(
            (
                Refuse(status=400, code=c, message=m)
                for fine, c, m in checks
                if not fine
            ),
            None,
        )

    async def _act(
        self, request: web.Request, form: dict[str, str], answer: Answer
    ) -> web.StreamResponse:
        if isinstance(answer, Refuse):
            return self._refused(answer)
        if answer in (Act.SILENCE_BEFORE, Act.ERROR_BEFORE, Act.CUT_BEFORE):
            return await self._fail(request, answer, b"")
        message = self._state.take(
            form["To"],
            form["Body"],
            sender=form.get("From", "+15005550006"),
            form=form,
        )
        self._took(message)
        if answer is Act.ACCEPT:
            return web.json_response(
                self._shown(message), status=201, headers=self._date()
            )
        return await self._fail(request, answer, b'{"sid": "SM')

    async def _fail(
        self, request: web.Request, answer: Act, begun: bytes
    ) -> web.StreamResponse:
        name = answer.name.partition("_")[0]
        if name == "SILENCE":
            await asyncio.sleep(3600)
        if name == "ERROR":
            return self._refused(
                Refuse(status=500, code=20500, message="Internal error")
            )
        if name == "GARBAGE":
            return web.Response(status=201, body=b"<html>201 Created")
        if begun:
            head = b"HTTP/1.1 201 Created\r\nContent-Length: 900\r\n\r\n"
            request.transport.write(head + begun)
        request.transport.close()
        raise asyncio.CancelledError

    def _refused(self, refuse: Refuse) -> web.Response:
        headers = {**self._date(), **refuse.headers}
        if refuse.code is None:
            return web.Response(
                status=refuse.status, text=refuse.message, headers=headers
            )
        said: dict[str, object] = {"code": refuse.code, "status": refuse.status}
        said |= (
            {"type": "about:blank", "title": refuse.message, "detail": refuse.message}
            if refuse.problem
            else {"message": refuse.message, "more_info": "…"}
        )
        return web.json_response(said, status=refuse.status, headers=headers)

    async def _list(self, request: web.Request) -> web.Response:
        query = dict(request.query)
        self._state.listings.append(query)
        if self._state.delay:
            await asyncio.sleep(self._state.delay)
        if not self._is_known(request):
            return self._refused(Refuse(status=401, code=20003, message="Authenticate"))
        if self._state.listing_fails:
            return self._refused(
                Refuse(status=self._state.listing_fails.popleft(), code=20500)
            )
        found = [m for m in reversed(self._state.messages) if self._listed(m, query)]
        size = min(int(query.get("PageSize", 50)), self._state.page_size)
        start = int(query.get("Page", 0)) * size
        page = {
            "messages": [self._shown(m) for m in found[start : start + size]],
            "page": start // size,
            "page_size": size,
            "next_page_uri": None,
        }
        if start + size < len(found):
            later = urlencode({**query, "Page": start // size + 1, "PageToken": "PA"})
            page["next_page_uri"] = f"{request.path}?{later}"
        return web.json_response(page, headers=self._date())

    def _listed(self, message: Message, query: dict[str, str]) -> bool:
        if message.created + self._state.lag > self._state.clock():
            return False
        day = message.sent.strftime("%Y-%m-%d") if message.sent else None
        # A message that waits has no date sent: no date filter finds it.
        return (
            query.get("To", message.to) == message.to
            and query.get("From", message.sender) == message.sender
            and ("DateSent" not in query or day == query["DateSent"][:10])
            and (
                "DateSent<" not in query or bool(day and day <= query["DateSent<"][:10])
            )
            and (
                "DateSent>" not in query or bool(day and day >= query["DateSent>"][:10])
            )
        )

    def _shown(self, message: Message) -> dict[str, object]:
        return {
            "sid": message.sid,
            "account_sid": self._state.account,
            "to": message.to,
            "from": message.sender,
            "body": message.body,
            "status": message.status,
            "direction": message.direction,
            "error_code": message.error_code,
            "error_message": None,
            "date_created": format_datetime(message.created),
            "date_sent": format_datetime(message.sent) if message.sent else None,
            "date_updated": format_datetime(message.created),
            "num_segments": "1",
            "uri": f"/2010-04-01/Accounts/{self._state.account}/Messages/{message.sid}.json",
        }

    def _date(self) -> dict[str, str]:
        return {
            "Date": format_datetime(self._state.clock().astimezone(UTC), usegmt=True)
        }

    def _is_known(self, request: web.Request) -> bool:
        pair = base64.b64encode(
            f"{self._state.account}:{self._state.token}".encode()
        ).decode()
        return request.headers.get("Authorization") == f"Basic {pair}"
