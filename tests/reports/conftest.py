"""A month of an office: three channels, every way to fail, proof, answers."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any

import pytest
from sqlalchemy import case, insert, select, update

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
from outreach.settings import Settings, read_settings
from outreach.store import evidence, putting
from outreach.store.broadcasts import Broadcast
from outreach.store.evidence import Evidence
from outreach.store.tables import addressees, deliveries, rsvps
from tests.dispatch import ledger
from tests.dispatch.conftest import CONSENT, Bench, at_work
from tests.dispatch.conftest import settings as settings  # the fixture, here too
from tests.fakes.plugins import FileChannel, RecordingGateway, fake_plugins

CHANNELS = ("text", "paper", "air")
CATEGORIES = ("ngo", "popular_organisation", "media", "research")
REGIONS = ("Kisumu", "Siaya", "=1+2|Bay", None)
#: A gateway's words may quote a number.
REFUSAL = "no such number +254722000111"
_OUTCOMES = (
    *[Outcome.ACCEPTED] * 4,
    *[Outcome.DELIVERED] * 4,
    *(Outcome.REFUSED, Outcome.OPTED_OUT, Outcome.UNKNOWN),
)


#: What dealing gives of one in fifteen deliveries each: every state there is.
_DEALT = (
    *[State.ACCEPTED] * 3,
    *[State.DELIVERED] * 3,
    *[state for state in State if state is not State.ACCEPTED],
)
#: Steps through the sequence numbers, so that a state falls on every channel.
_STRIDE, _OFFSET = 7919, 104_729


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
        said = REFUSAL if outcome is Outcome.REFUSED else None
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
    #: Whether the states are dealt out in one statement, in place of being sent.
    dealt: bool = False
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    broadcasts: list[Broadcast] = field(default_factory=list)

    def fill(self) -> None:
        """Organisations with one to three ways to reach them; some share a phone, one in
        nine reads a language that nothing is written in.
        """
        with self.bench.store.write() as connection:
            records = [self._organisation(n) for n in range(self.organisations)]
            putting.put_organisations(
                connection, records, self.bench.store.secret, self.bench.now
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
        if self.dealt:
            self._deal(planned)
        else:
            self._sent(planned)
        self.broadcasts.append(planned)
        self._answers(planned)
        self._proof(planned)
        return planned

    def _sent(self, planned: Broadcast) -> None:
        """Through the gateway; what it does not answer is put by hand."""
        self.bench.run()
        for state in (State.EXPIRED, State.HELD, State.SENDING):
            last = max(ledger.states(self.bench.store, planned), default=0)
            ledger.put(self.bench.store, planned, state, self.chance.randint(0, last))

    def _deal(self, planned: Broadcast) -> None:
        """The states that sending would leave, of all deliveries at once."""
        self._fanned_out()
        d, failed = deliveries.c, _DEALT.index(State.FAILED)
        which = (d.seq * _STRIDE + planned.id * _OFFSET) % len(_DEALT)
        with self.bench.store.write() as connection:
            connection.execute(
                update(deliveries)
                .where(d.broadcast_id == planned.id, d.state == State.QUEUED)
                .values(
                    state=case(dict(enumerate(_DEALT)), value=which),
                    code=case((which == failed, "21")),
                    detail=case((which == failed, REFUSAL)),
                )
            )

    def _fanned_out(self) -> None:
        tick(self.bench.store, self.bench.settings, self.bench.now)
        while fan_out_next(self.bench.worker):
            pass

    def _cancelled(self, planned: Broadcast) -> None:
        """Cancelled once its deliveries are made."""
        self._fanned_out()
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


@pytest.fixture(scope="session")
def months(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Month]]:
    """The month on each database, made when first asked for: no test writes into it."""
    with ExitStack() as until_the_end:

        @cache
        def made(database: str) -> Month:
            folder = tmp_path_factory.mktemp("month")
            url = {"OUTREACH_DATABASE_URL": f"sqlite:///{folder}/outreach.db"}
            if database == "postgresql":
                server = request.getfixturevalue("postgres")
                url = server.environment(server.create())
            settings = read_settings({**url, "OUTREACH_OUT": str(folder / "out")})
            month = simulated(settings, events=6, organisations=40)
            return until_the_end.enter_context(month)

        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def month(
    request: pytest.FixtureRequest,
    months: Callable[[str], Month],
    monkeypatch: pytest.MonkeyPatch,
) -> Month:
    """Six events to forty organisations: one of each kind of failure at least."""
    monkeypatch.setattr(registry, "plugins", plugins)
    return months(request.param)


@contextmanager
def simulated(
    settings: Settings, *, events: int, organisations: int, dealt: bool = False
) -> Iterator[Month]:
    """A month of that size, as a context."""
    with at_work(settings) as bench:
        month = Month(bench, organisations, dealt=dealt)
        bench.gateway = Chance(month.chance)
        month.fill()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(registry, "plugins", plugins)
            for number in range(events):
                bench.later(hours=12)
                month.send(number)
        yield month
