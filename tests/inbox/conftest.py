"""An office whose inbox is at work: fake gateways that bring texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from outreach import registry
from outreach.inbox.post import Post
from outreach.model.contracts import Gateway
from outreach.model.news import Inbound, News
from outreach.settings import Settings
from outreach.store import Store
from tests.dispatch.conftest import Bench, at_work
from tests.dispatch.conftest import settings as settings  # the fixture, here too
from tests.fakes.plugins import RecordingGateway, fake_plugins

WRITER = "+254722000001"
OURS = "+254700000009"


def inbound(text: str, number: int = 1, **changes: Any) -> Inbound:
    values: dict[str, Any] = {
        "key": f"in-{number}",
        "sender": WRITER,
        "recipient": OURS,
        "text": text,
        **changes,
    }
    return Inbound(**values)


class Bringing(RecordingGateway):
    """A gateway that is asked for news: what ``brings`` says, one entry a call."""

    capabilities = replace(RecordingGateway.capabilities, inbound=True)

    def __init__(self, *brings: Sequence[News] | Exception) -> None:
        super().__init__()
        self.brings = list(brings)
        self.asked = 0
        #: Called when it is asked, before it answers.
        self.before: Callable[[], None] = lambda: None

    def poll(self) -> Sequence[News]:
        self.asked += 1
        self.before()
        answer = self.brings.pop(0) if self.brings else ()
        if isinstance(answer, Exception):
            raise answer
        return answer


@dataclass
class Inbox:
    """The bench, with what comes back."""

    bench: Bench

    @property
    def store(self) -> Store:
        return self.bench.store

    def post(self, name: str = "p1", **gateways: Gateway) -> Post:
        return Post(
            settings=self.bench.settings,
            store=self.store,
            gateways=gateways,
            clock=lambda: self.bench.now,
            name=name,
        )

    def rows(self, what: str) -> list[tuple[Any, ...]]:
        """What a query gives."""
        with self.store.read() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(what)]

    def texts(self) -> list[str]:
        return [row[0] for row in self.rows("SELECT text FROM inbound ORDER BY id")]


@pytest.fixture
def inbox(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Inbox]:
    monkeypatch.setattr(registry, "plugins", fake_plugins)
    with at_work(settings) as bench:
        yield Inbox(bench)
