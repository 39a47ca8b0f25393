"""A month of an office: three channels, every way to fail, proof, answers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert, select

from outreach import registry
from outreach.dispatch import stopping
from outreach.dispatch.embedded import fan_out_next
from outreach.model.audience import AddresseeRecord, OrganisationRecord
from outreach.model.contracts import Receipt
from outreach.model.edition import Subject
from outreach.model.rendition import ChannelOptions
from outreach.model.states import Outcome, State
from outreach.registry import Plugins
from outreach.schedule.ticker import tick
from outreach.settings import Settings
from outreach.store import directory, evidence
from outreach.store.broadcasts import Broadcast
from outreach.store.evidence import Evidence
from outreach.store.tables import addressees, rsvps
from tests.dispatch import ledger
from tests.dispatch.conftest import CONSENT, Bench, at_work
from tests.dispatch.conftest import settings as settings  # the fixture, here too
from tests.fakes.plugins import FileChannel, RecordingGateway, fake_plugins

CHANNELS = ("text", "paper", "air")
CATEGORIES = ("ngo", "popular_organisation", "media", "research")
REGIONS = ("Kisumu", "Siaya", "=1+2|Bay", None)
_OUTCOMES = (
    *[Outcome.ACCEPTED] * 4,
    *[Outcome.DELIVERED] * 4,
    *(Outcome.REFUSED, Outcome.OPTED_OUT, Outcome.UNKNOWN),
)


class AiredChannel(FileChannel):
    """Read aloud, as stations do."""

    name, label = "air", "Air"

    def last_day(self, subject: Subject, options: ChannelOptions) -> date:
        return date(2027, 5, 4)


def plugins() -> Plugins:
    """Text, paper and a channel that is read on air."""
    found = fake_plugins()
    return replace(found, channels={**found.channels, "air": AiredChannel()})


class Chance(RecordingGateway):
    """Answers as chance has it, the same each time it is asked in the same order."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self.chance = chance

    def _answer(self, outgoing: Any) -> Receipt:
        outcome = self.chance.choice(_OUTCOMES)
        said = "no such number +254722000111" if outcome is Outcome.REFUSED else None
        return Receipt(
            delivery=outgoing.id,
            outcome=outcome,
            gateway_ids=(f"gw-{outgoing.id}",),
            code="21" if said else None,
            detail=said,
        )


@dataclass
class Month:
    """What was sent, and who it was for."""

    bench: Bench
    organisations: int
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    broadcasts: list[Broadcast] = field(default_factory=list)

    def fill(self) -> None:
        """Organisations with one to three ways to reach them; some share a phone, one in
        nine reads a language that nothing is written in.
        """
        with self.bench.store.write() as connection:
            for number in range(self.organisations):
                record = self._organisation(number)
                directory.put_organisation(
                    connection, record, self.bench.store.secret, self.bench.now
                )

    def _organisation(self, number: int) -> OrganisationRecord:
        shared = number - 1 if number % 10 == 9 else number
        ways = {
            "text": f"+2547220{shared:05}",
            "paper": f"Group {number}\nP.O. Box {number}",
            "air": f"Group {number}\nMast Road {number}",
        }
        chosen = self.chance.sample(CHANNELS[1:], self.chance.randint(0, 2))
        language = "fr" if number % 9 == 8 else self.chance.choice(("en", "sw"))
        return OrganisationRecord(
            name=f"Group {number}",
            category=self.chance.choice(CATEGORIES),
            women_led=self.chance.choice((True, False, None)),
            country=self.chance.choice(("KE", "KE", "UG")),
            region=self.chance.choice(REGIONS),
            addressees=tuple(
                AddresseeRecord(
                    channel=channel,
                    address=ways[channel],
                    language=language,
                    timezone="Africa/Nairobi",
                    consent=CONSENT,
                )
                for channel in ("text", *chosen)
            ),
        )

    def send(self, number: int) -> Broadcast:
        """Announce, approve and send one; then what becomes of some of it."""
        bench = self.bench
        bench.announce(id=f"event-{number}")
        planned = bench.approved(ref=f"event-{number}", channels=CHANNELS)
        if number % 10 == 4:
            self._cancelled(planned)
        bench.run()
        for state in (State.EXPIRED, State.HELD, State.SENDING):
            last = max(ledger.states(bench.store, planned), default=0)
            ledger.put(bench.store, planned, state, self.chance.randint(0, last))
        self.broadcasts.append(planned)
        self._answers(planned)
        self._proof(planned)
        return planned

    def _cancelled(self, planned: Broadcast) -> None:
        """Cancelled once its deliveries are made."""
        tick(self.bench.store, self.bench.settings, self.bench.now)
        while fan_out_next(self.bench.worker):
            pass
        with self.bench.store.write() as connection:
            now_is = self.bench.now_is(planned)
            stopping.cancel(connection, now_is, self.bench.author, self.bench.now)

    def _those(self, channel: str) -> list[int]:
        with self.bench.store.read() as connection:
            found = connection.execute(
                select(addressees.c.organisation_id)
                .where(addressees.c.channel == channel)
                .order_by(addressees.c.id)
            ).scalars()
            return list(found)

    def _answers(self, planned: Broadcast) -> None:
        chosen = self.chance.sample(self._those("text"), 3)
        with self.bench.store.write() as connection:
            for inbound, organisation in enumerate(chosen):
                connection.execute(
                    insert(rsvps).values(
                        announcement_id=planned.announcement_id,
                        organisation_id=organisation,
                        coming=self.chance.random() < 0.6,
                        at=self.bench.now,
                        broadcast_id=planned.id,
                        inbound_id=inbound,
                    )
                )

    def _proof(self, planned: Broadcast) -> None:
        """Every grade, denials, and one that another stands in place of."""
        with self.bench.store.write() as connection:
            for channel, kind in (("air", "aired"), ("paper", "received")):
                those = self._those(channel)
                for grade, times in (("A", 2), ("B", 1), ("C", None), ("C", 0)):
                    one = Evidence(
                        broadcast_id=planned.id,
                        organisation_id=self.chance.choice(those),
                        grade=grade,  # type: ignore[arg-type]
                        kind=kind,  # type: ignore[arg-type]
                        number=times,
                        at=self.bench.now,
                    )
                    key = evidence.add(connection, one)
                    if grade == "B" and planned.id % 2:
                        evidence.add(
                            connection, replace(one, grade="C", number=0, corrects=key)
                        )


@pytest.fixture
def month(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Month]:
    """Six events to forty organisations: one of each kind of failure at least."""
    with simulated(settings, monkeypatch, events=6, organisations=40) as made:
        yield made


@contextmanager
def simulated(
    settings: Settings, patch: pytest.MonkeyPatch, *, events: int, organisations: int
) -> Iterator[Month]:
    """A month of that size, as a context."""
    patch.setattr(registry, "plugins", plugins)
    with at_work(settings) as bench:
        month = Month(bench, organisations)
        bench.gateway = Chance(month.chance)
        month.fill()
        for number in range(events):
            bench.later(hours=12)
            month.send(number)
        yield month
