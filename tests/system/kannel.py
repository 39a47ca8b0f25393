"""Debian's Kannel as docs/howto/kannel.md sets it up, and what is around it in tests."""

from __future__ import annotations

import http.server
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from channels.gateways.kannel import KannelGateway, KannelSettings
from outreach.model.contracts import GatewayError
from outreach.model.errors import CallbackRefused
from outreach.model.news import CallbackRequest, Event, Inbound, News
from tests.system.running import end, example, free_ports, running, until
from tests.system.smpp import Operator

TOKEN = "TOKEN-OF-16-OR-MORE"


@dataclass
class Heard:
    """What Kannel called us with, and what the gateway made of it."""

    urls: list[str] = field(default_factory=list)
    news: list[News] = field(default_factory=list)
    refused: int = 0

    def of(self, delivery: str) -> list[Event]:
        return [
            n
            for n in list(self.news)
            if isinstance(n, Event) and n.delivery == delivery
        ]

    def texts(self) -> list[Inbound]:
        return [n for n in list(self.news) if isinstance(n, Inbound)]


@dataclass
class Place:
    """One Kannel with all that is around it."""

    operator: Operator
    heard: Heard
    settings: dict[str, object]
    pids: list[int]
    stop_smsbox: Callable[[], None]

    def gateway(self, **more: object) -> KannelGateway:
        return KannelGateway(KannelSettings.model_validate({**self.settings, **more}))


@contextmanager
def called_back(port: int, gateway: KannelGateway) -> Iterator[Heard]:
    """A server where Kannel finds us; it hands on what comes as the application does."""
    heard = Heard()

    class Handler(http.server.BaseHTTPRequestHandler):
        def hear(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            head = {name.lower(): value for name, value in self.headers.items()}
            heard.urls.append(self.path)
            url = f"http://127.0.0.1:{port}{self.path}"
            told = CallbackRequest(
                method=self.command, url=url, headers=head, body=body
            )
            try:
                heard.news.extend(gateway.parse_callback(told))
            except CallbackRefused:
                heard.refused += 1
            self.send_response(200)
            self.end_headers()

        do_GET = do_POST = hear  # the names that the server calls

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield heard
        finally:
            server.shutdown()
            thread.join()


def configuration(folder: Path, ports: dict[str, int]) -> Path:
    """The example of the how-to page, on this test's ports and in its folder."""
    text = example("kannel.md", "group = core")
    for there, here in (
        ("13000", ports["admin"]),
        ("13001", ports["box"]),
        ("13013", ports["sendsms"]),
        ("127.0.0.1:8000", f"127.0.0.1:{ports['us']}"),
        ("smpp.operator.example", "127.0.0.1"),
        ("2775", ports["smpp"]),
        ("/var/spool/kannel/", f"{folder}/"),
        ("/var/log/kannel/", f"{folder}/"),
        # An SMPP user has at most 15 characters, its password 8.
        ("OPERATOR-SECRET", "secret"),
    ):
        assert str(there) in text
        text = text.replace(str(there), str(here))
    path = folder / "kannel.conf"
    path.write_text(text)
    return path


@contextmanager
def kannel(folder: Path) -> Iterator[Place]:
    """A Kannel of its own, with an operator behind it; all ends with the block."""
    names = ("admin", "box", "sendsms", "us", "smpp")
    ports = dict(zip(names, free_ports(len(names)), strict=True))
    conf = configuration(folder, ports)
    settings = {
        "url": f"http://127.0.0.1:{ports['sendsms']}/cgi-bin/sendsms",
        "username": "outreach",
        "password": "SENDSMS-SECRET",
        "token": TOKEN,
        "smsc": "operator",
        "sender": "20880",
        "public_url": f"http://127.0.0.1:{ports['us']}",
        "status_url": f"http://127.0.0.1:{ports['admin']}",
        "status_password": "STATUS-SECRET",
    }
    gateway = KannelGateway(KannelSettings.model_validate(settings))
    status = f"{settings['status_url']}/status.txt?password=STATUS-SECRET"
    with ExitStack() as stack:
        operator = stack.enter_context(Operator(ports["smpp"]))
        heard = stack.enter_context(called_back(ports["us"], gateway))
        bearerbox = stack.enter_context(running("bearerbox", conf, log=folder / "out"))
        until(lambda: page(status), "the bearerbox answers")
        smsbox = stack.enter_context(running("smsbox", conf, log=folder / "out"))
        until(lambda: works(gateway), "Kannel takes texts")
        yield Place(
            operator, heard, settings, [bearerbox.pid, smsbox.pid], lambda: end(smsbox)
        )


def page(url: str) -> bytes:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  # http, ours
            return answer.read()
    except OSError:
        return b""


def works(gateway: KannelGateway) -> bool:
    try:
        gateway.check()
    except GatewayError:
        return False
    return True
