"""An office whose inbox is at work: fake gateways that bring texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from outreach import registry
from outreach.inbox.post import Post, work_once
from outreach.model.contracts import Gateway, Outgoing, Receipt
from outreach.model.news import Inbound, News
from outreach.settings import Settings
from outreach.store import Store
from outreach.store import inbound as inbounds
from outreach.store.broadcasts import Broadcast
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


class Answering(Bringing):
    """A gateway that keeps what it was given to send, and brings texts."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[Outgoing] = []

    def send(self, window: Sequence[Outgoing]) -> Sequence[Receipt]:
        receipts = super().send(window)
        self.sent += window
        return receipts


@dataclass
class Office:
    """An office that reads what it is told and answers, all in one go."""

    inbox: Inbox
    gateway: Answering = field(default_factory=Answering)
    _number: int = 0

    def __post_init__(self) -> None:
        self.post = self.inbox.post(recorder=self.gateway, other=self.gateway)

    @property
    def bench(self) -> Bench:
        return self.inbox.bench

    def told(self, text: str, sender: str = WRITER, **changes: Any) -> None:
        """Store a text that nobody has read yet."""
        self._number += 1
        by = changes.pop("gateway", "recorder")
        one = inbound(text, self._number, sender=sender, **changes)
        with self.inbox.store.write() as connection:
            inbounds.add(connection, by, one, self.bench.now)

    def work(self) -> None:
        """Read and answer all there is."""
        while work_once(self.post):
            pass

    def says(self, text: str, sender: str = WRITER, **changes: Any) -> list[str]:
        """What is answered to a text."""
        before = len(self.gateway.sent)
        self.told(text, sender, **changes)
        self.work()
        return [outgoing.text for outgoing in self.gateway.sent[before:]]

    def last(self) -> tuple[str, str]:
        """State and note of the text that came last."""
        query = "SELECT state, note FROM inbound ORDER BY id DESC LIMIT 1"
        ((state, note),) = self.inbox.rows(query)
        return state, note

    def rsvps(self) -> list[tuple[Any, ...]]:
        query = (
            "SELECT r.announcement_id, o.name, r.coming FROM rsvps r"
            " JOIN organisations o ON o.id = r.organisation_id ORDER BY 1, 2"
        )
        return [
            (ref, name, bool(coming)) for ref, name, coming in self.inbox.rows(query)
        ]

    def sent(self, **changes: Any) -> Broadcast:
        """A broadcast of the water day that went out by text."""
        values = {"channels": ("text",), **changes}
        broadcast = self.bench.approved(**values)
        self.bench.run()
        return broadcast


@pytest.fixture
def office(inbox: Inbox) -> Office:
    """One organisation with WRITER's phone, and the water day announced."""
    office = Office(inbox)
    office.bench.organisation(WRITER)
    office.bench.announce()
    return office
