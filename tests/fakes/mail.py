"""A real mail server (aiosmtpd) on this machine, that answers as it is told to."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections import defaultdict
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from pathlib import Path
from typing import Any, Literal

from aiosmtpd.smtp import SMTP, AuthResult, syntax

#: A certificate of localhost and its key, which nothing trusts but these tests.
PEM = Path(__file__).with_name("localhost.pem")
Step = Literal["MAIL", "RCPT", "DATA", "END"]


@dataclass(frozen=True, kw_only=True)
class Say:
    """What the server does at a step of one message; without words it hangs up."""

    at: Step
    words: str | None = None
    #: It has kept the message before.
    taken: bool = False
    seconds: float = 0


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A message as the server has it."""

    sender: str
    recipient: str
    data: bytes

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.data, policy=POLICY)  # type: ignore[arg-type]

    @property
    def body(self) -> str:
        part = self.message.get_body(("plain",))
        assert part is not None
        return part.get_content()

    @property
    def attached(self) -> dict[str, bytes]:
        return {
            part.get_filename() or "": part.get_payload(decode=True)
            for part in self.message.iter_attachments()
        }


class _Session(SMTP):
    """One line to the server."""

    def __init__(self, fake: MailServer) -> None:
        self._fake = fake
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(PEM)
        super().__init__(
            fake,
            hostname="mail.example",
            enable_SMTPUTF8=fake.utf8,
            data_size_limit=fake.size,
            tls_context=context if fake.security == "starttls" else None,
            require_starttls=fake.security == "starttls",
            authenticator=fake.authenticate,
            auth_require_tls=fake.security == "starttls",
            loop=fake.loop,
        )
        # All of it is encrypted, which aiosmtpd learns by STARTTLS alone.
        self._tls_protocol = fake.security == "tls"
        self.transport: Any

    def connection_made(self, transport: Any) -> None:
        self._fake.lines += 1
        if self._fake.lines == self._fake.only:
            self._fake.close()
        super().connection_made(transport)

    @syntax("DATA")
    async def smtp_DATA(self, arg: str) -> None:
        rcpt = self.envelope.rcpt_tos if self.envelope else []
        if rcpt and (words := await self._fake.answer("DATA", rcpt[0], self)):
            await self.push(words)
            return
        await super().smtp_DATA(arg)


class MailServer:
    """The server, while its ``with`` lasts; also aiosmtpd's handler."""

    def __init__(
        self,
        *,
        security: Literal["none", "starttls", "tls"] = "none",
        utf8: bool = True,
        size: int = 33_554_432,
        hidden: tuple[str, ...] = (),
    ) -> None:
        self.security, self.utf8, self.size = security, utf8, size
        #: What it does not say that it can.
        self.hidden = hidden
        self.user, self.password = "office", "s3cret-that-nobody-may-see"
        self.messages: list[Taken] = []
        self.plans: dict[str, list[Say]] = defaultdict(list)
        self.signed_in: list[str] = []
        self.lines = 0
        #: After so many nobody listens any more; None: for ever.
        self.only: int | None = None
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    def __enter__(self) -> MailServer:
        self._thread.start()
        self._server = self._run(self._listen())
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *what: object) -> None:
        self.go_away()
        self._run(self._cancel())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()

    def settings(self) -> dict[str, object]:
        """What the gateway must be told."""
        return {
            "host": "localhost" if self.security != "none" else "127.0.0.1",
            "port": self.port,
            "security": self.security,
            "ca": PEM.read_text(),
            "user": self.user,
            "password": self.password,
            "sender": "Lake Region Network <news@lake.example>",
            "timeout": 5,
        }

    def plan(self, address: str, *says: Say) -> None:
        """This becomes of the next messages to ``address``, one each."""
        self.plans[address].extend(says)

    def go_away(self) -> None:
        """Nobody listens any more."""
        self.loop.call_soon_threadsafe(self.close)

    def close(self) -> None:
        self._server.close()

    def go_away_after_this_line(self) -> None:
        """The next line is the last that it takes."""
        self.only = 1

    async def answer(self, step: Step, address: str, session: _Session) -> str | None:
        """Words in place of what a server says; None: it goes on."""
        plans = self.plans[address]
        if not plans or plans[0].at != step:
            return None
        said = plans.pop(0)
        await asyncio.sleep(said.seconds)
        if said.words is None:
            session.transport.abort()
            return "421 gone"
        return said.words

    def authenticate(self, server, session, envelope, mechanism, data) -> AuthResult:
        told = (data.login.decode(), data.password.decode())
        sound = told == (self.user, self.password)
        self.signed_in += [told[0]] if sound else []
        return AuthResult(success=sound, handled=False)

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        return [line for line in responses if line[4:].split(" ")[0] not in self.hidden]

    async def handle_MAIL(self, server, session, envelope, address, options):
        if words := await self.answer("MAIL", address, server):
            return words
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 Ok"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if words := await self.answer("RCPT", address, server):
            return words
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server, session, envelope):
        (recipient,) = envelope.rcpt_tos
        plan = (self.plans[recipient] or [None])[0]
        taken = Taken(
            sender=envelope.mail_from, recipient=recipient, data=envelope.content
        )
        if plan is None or plan.taken:
            self.messages.append(taken)
        return await self.answer("END", recipient, server) or "250 2.0.0 queued as 4F"

    def _run(self, coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(10)

    async def _listen(self) -> asyncio.Server:
        context = None
        if self.security == "tls":
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(PEM)
        return await self.loop.create_server(
            lambda: _Session(self), "127.0.0.1", 0, ssl=context
        )

    async def _cancel(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
