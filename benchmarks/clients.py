"""Thirty-two members of staff at the form, each as fast as the server answers."""

from __future__ import annotations

import http.client
import re
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

PASSWORD = "a password for the benchmarks alone"  # noqa: S105  # opens nothing
_TOKEN = re.compile(r'name="token" value="([^"]+)"')
_DRAFT = re.compile(r"draft=(\d+)")
_FORM = {"content-type": "application/x-www-form-urlencoded"}


@dataclass
class Client:
    """One signed-in browser: a cookie, a token, and a connection that stays open."""

    port: int
    headers: dict[str, str] = field(default_factory=lambda: dict(_FORM))
    token: str = ""
    seconds: list[float] = field(default_factory=list)
    failed: int = 0

    def __post_init__(self) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def sign_in(self) -> None:
        """Sign in, and open the form for its token."""
        sent = {"login": "bea", "password": PASSWORD, "next": "/"}
        status, _, _ = self._ask("POST", "/sign-in", urlencode(sent))
        if status != 303:
            raise RuntimeError(f"the sign-in answered {status}")
        _, _, page = self._ask("GET", "/write")
        found = _TOKEN.search(page)
        if found is None:
            raise RuntimeError("the form carries no token")
        self.token = found[1]
        self._line.close()  # while the others sign in the server would close it

    def save_drafts(self, until: float) -> None:
        """Save the form as a draft, again and again, to the end of the time."""
        number, draft = 0, ""
        while time.monotonic() < until:
            number += 1
            sent = {
                "token": self.token,
                "do": "draft",
                "draft": draft,
                "once": f"{id(self)}-{until}",
                "organizer": "Lake Region Women's Network",
                "text.en.title": f"Women and village water points {number}",
            }
            start = time.perf_counter()
            try:
                status, place, _ = self._ask("POST", "/write", urlencode(sent))
            except OSError:
                status, place = 0, ""
                self._line.close()
            self.seconds.append(time.perf_counter() - start)
            self.failed += status != 303
            draft = (_DRAFT.search(place) or ("", draft))[1]

    def _ask(self, method: str, path: str, body: str = "") -> tuple[int, str, str]:
        self._line.request(method, path, body or None, self.headers)
        answer = self._line.getresponse()
        text = answer.read().decode("utf-8", "replace")
        if cookie := answer.getheader("set-cookie"):
            self.headers["cookie"] = cookie.partition(";")[0]
        return answer.status, answer.getheader("location") or "", text


def at_work(port: int, clients: int, seconds: float) -> dict[str, float]:
    """The 99th percentile in seconds, how many posts there were, how many failed."""
    staff = [Client(port) for _ in range(clients)]
    for client in staff:
        client.sign_in()
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=c.save_drafts, args=(until,)) for c in staff]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    waits = sorted(wait for client in staff for wait in client.seconds)
    return {
        "p99": waits[int(len(waits) * 0.99)],
        "median": waits[len(waits) // 2],
        "posts": len(waits),
        "failed": sum(client.failed for client in staff),
    }
