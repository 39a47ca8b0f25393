"""An office with a directory, a clock that stands still, and fake plug-ins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from outreach import registry
from outreach.dispatch import approval, plan, renewal
from outreach.dispatch.embedded import EmbeddedEngine, work_once
from outreach.dispatch.request import Request
from outreach.dispatch.when import When
from outreach.dispatch.worker import Worker
from outreach.model.audience import AddresseeRecord, OrganisationRecord
from outreach.model.consent import Consent
from outreach.model.reading import read
from outreach.model.states import State
from outreach.schedule.ticker import tick
from outreach.settings import Settings, read_settings
from outreach.store import Store, announcements, broadcasts, opened, putting, users
from outreach.store.audit import Actor
from outreach.store.broadcasts import Broadcast
from outreach.store.ledger import count
from tests.fakes.plugins import RecordingGateway, fake_plugins

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
CONTENT: dict[str, Any] = {
    "id": "water-day",
    "kind": "workshop",
    "organizer": "Lake Network",
    "starts_at": "2027-05-05T14:30",
    "ends_at": "2027-05-05T17:00",
    "timezone": "Africa/Nairobi",
    "venue": {"locality": "Kisumu", "country": "KE"},
    "contact": {"name": "Amina"},
    "texts": {"en": {"title": "Water day"}, "sw": {"title": "Siku ya maji"}},
}
CONSENT = Consent(at="2027-01-05", how="signed form")


@dataclass
class Bench:
    """All that a dispatch test needs."""

    settings: Settings
    store: Store
    author: Actor
    approver: Actor
    gateway: RecordingGateway
    now: datetime = NOW
    addressees: int = field(default=0)
    #: What each worker has beside the store and the clock.
    terms: dict[str, Any] = field(default_factory=dict)

    @property
    def worker(self) -> Worker:
        values: dict[str, Any] = {"gateways": {"recorder": self.gateway}, **self.terms}
        return Worker(
            name="w1",
            store=self.store,
            clock=lambda: self.now,
            engine=EmbeddedEngine(),
            settings=self.settings,
            rest=lambda seconds: self.later(seconds=seconds),
            **values,
        )

    def announce(self, **changes: Any) -> announcements.Version:
        announcement = read({**CONTENT, **changes}).announcement
        with self.store.write() as connection:
            return renewal.announce(
                connection, self.settings, announcement, self.author, self.now
            )[0]

    def organisation(self, address: str, **changes: Any) -> None:
        self.organisations([address], **changes)

    def organisations(self, addresses: Iterable[str], **changes: Any) -> None:
        """One for each address, every second of them with the topic water."""
        records = [self._record(address, **changes) for address in addresses]
        with self.store.write() as connection:
            putting.put_organisations(connection, records, self.store.secret, self.now)

    def _record(self, address: str, **changes: Any) -> OrganisationRecord:
        self.addressees += 1
        values: dict[str, Any] = {
            "channel": "text",
            "language": "en",
            "timezone": "Africa/Nairobi",
            "consent": CONSENT,
            **changes,
        }
        return OrganisationRecord(
            name=f"Group {self.addressees}",
            category="ngo",
            country="KE",
            topics=("water",) if self.addressees % 2 else (),
            addressees=(AddresseeRecord(address=address, **values),),
        )

    def phones(self, number: int) -> None:
        self.organisations(f"+2547220{n:05}" for n in range(number))

    def plan(self, **changes: Any) -> Broadcast:
        values: dict[str, Any] = {
            "ref": "water-day",
            "channels": ("text",),
            "audience": "everybody",
            "when": When(),
            **changes,
        }
        with self.store.write() as connection:
            return plan.plan(
                connection, self.settings, Request(**values), self.author, self.now
            )

    def approved(self, **changes: Any) -> Broadcast:
        return self.approve(self.plan(**changes))

    def run(self) -> None:
        """Tick, then work until nothing is due."""
        tick(self.store, self.settings, self.now)
        while work_once(self.worker):
            pass

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def state(self, broadcast: Broadcast) -> str:
        with self.store.read() as connection:
            return broadcasts.by_id(connection, broadcast.id).state

    def now_is(self, broadcast: Broadcast) -> Broadcast:
        """The broadcast as it is stored now."""
        with self.store.read() as connection:
            return broadcasts.by_id(connection, broadcast.id)

    def approve(self, broadcast: Broadcast) -> Broadcast:
        with self.store.write() as connection:
            return approval.approve(
                connection, self.settings, broadcast, self.approver, self.now
            )

    def tally(self, broadcast: Broadcast) -> dict[State, int]:
        with self.store.read() as connection:
            found = count.tally(connection, broadcast.id)
        return {state: n for states in found.values() for state, n in states.items()}


@pytest.fixture
def settings(database: dict[str, str], tmp_path: Path) -> Settings:
    return read_settings({**database, "OUTREACH_OUT": str(tmp_path / "out")})


@contextmanager
def at_work(settings: Settings) -> Iterator[Bench]:
    """An office that is open until the block ends."""
    with opened(settings) as store:
        with store.write() as connection:
            author = users.add_user(connection, "ann", "Ann", "author", None, NOW)
            approver = users.add_user(connection, "bob", "Bob", "approver", None, NOW)
        yield Bench(
            settings=settings,
            store=store,
            author=author.acting_from("test"),
            approver=approver.acting_from("test"),
            gateway=RecordingGateway(),
        )


@pytest.fixture
def bench(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    monkeypatch.setattr(registry, "plugins", fake_plugins)
    with at_work(settings) as bench:
        yield bench
