"""A local, stateful and nasty smsbox: it answers as Kannel 1.4.5 does, or not at all."""

from __future__ import annotations

import http.server
import threading
import time
from collections import defaultdict, deque
from dataclasses import dataclass
from enum import Enum, auto

#: What the real one answers.
ACCEPTED = (202, "0: Accepted for delivery")
QUEUED = (202, "3: Queued for later delivery")
BUSY = (503, "Temporal failure, try again later.")
NO_ROUTE = (403, "Not routable. Do not try again.")
WRONG_USER = (403, "Authorization failed for sendsms")
NO_RECEIVER = (400, "Empty receiver number not allowed, rejected")
DENIED = (400, "Number(s) has/have been denied by white- and/or black-lists.")


class Act(Enum):
    """Where no answer comes; the part was taken or not."""

    SILENCE_AFTER = auto()
    CUT_AFTER = auto()
    CUT_BEFORE = auto()


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


class FakeKannel:
    """A real server on 127.0.0.1 while its ``with`` lasts."""

    def __init__(self) -> None:
        self.username, self.password = "outreach", "a-password-nobody-may-see"
        self.status_password = "st&tus"
        self.status = (
            "    sim[sim]    SMPP:127.0.0.1:2775/2775:k: (online 3s, rcvd: 0)\n"
        )
        self.messages: list[Part] = []
        self.delay = 0.0
        self.most_at_once = 0
        self._at_once = 0
        self._lock = threading.Lock()
        self._always: dict[str, Answer] = {}
        self._next: dict[str, deque[Answer]] = defaultdict(deque)
        self._gone = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/cgi-bin/sendsms"

    @property
    def status_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def always(self, number: str, answer: Answer) -> None:
        """From now on this becomes of every part to ``number``."""
        self._always[number] = answer

    def next(self, number: str, *answers: Answer) -> None:
        """This becomes of the next parts to ``number``, one each."""
        self._next[number].extend(answers)

    def answer(self, head: dict[str, str], body: bytes) -> Answer:
        """What becomes of one request; a part that is taken is kept."""
        if (head.get("x-kannel-username"), head.get("x-kannel-password")) != (
            self.username,
            self.password,
        ):
            return WRONG_USER
        number = head.get("x-kannel-to", "")
        if not number:
            return NO_RECEIVER
        with self._lock:
            plans = self._next[number]
            said = plans.popleft() if plans else self._always.get(number, ACCEPTED)
            if said in (ACCEPTED, QUEUED, Act.SILENCE_AFTER, Act.CUT_AFTER):
                self.messages.append(Part(number, head, body))
        return said

    def __enter__(self):
        self._server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), self._handler()
        )
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._gone.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _handler(self):
        fake = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                head = {name.lower(): value for name, value in self.headers.items()}
                body = self.rfile.read(int(head.get("content-length", 0)))
                with fake._lock:
                    fake._at_once += 1
                    fake.most_at_once = max(fake.most_at_once, fake._at_once)
                time.sleep(fake.delay)
                said = fake.answer(head, body)
                with fake._lock:
                    fake._at_once -= 1
                self._say(said)

            def do_GET(self) -> None:
                right = self.path == "/status.txt?password=st%26tus"
                page = f"Kannel bearerbox version `1.4.5'.\n{fake.status}"
                self._say((200, page if right else "Denied"))

            def _say(self, said: Answer) -> None:
                if isinstance(said, tuple):
                    data = said[1].encode()
                    self.send_response(said[0])
                    self.send_header("Content-Length", str(len(data)))
                    self.end_headers()
                    self.wfile.write(data)
                    return
                if said is Act.SILENCE_AFTER:
                    fake._gone.wait(60)
                self.close_connection = True
                self.connection.close()

            def log_message(self, *_: object) -> None:
                pass

        return Handler
