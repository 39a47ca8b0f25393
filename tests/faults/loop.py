"""One round: an office on one database and one kind of gateway, killed again and again."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from outreach.model.contracts import Fate
from outreach.model.states import State
from tests.faults.aim import POINTS
from tests.faults.fleet import Fleet, Life, context, first_at_point
from tests.faults.gateway import WINDOW, line_to
from tests.faults.office import Office, Row
from tests.faults.provider import Place, serve

#: Seconds to reach a point; then the kill comes where it comes.
TO_POINT = 8
#: Seconds to finish once nobody is killed any more.
TO_FINISH = 120
ANYWHERE = "anywhere"
SERVER = "server"
#: Where a sender is while the database is killed.
_BUSY = ("claim", "gateway", "settling")
#: Any sender may come by, and only one does.
_WHO_COMES_FIRST = ("recovery", "fan-out")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """A kill, and the deliveries whose window was in flight at it."""

    phase: str
    point: str
    in_flight: frozenset[str]


@dataclass(slots=True, kw_only=True)
class Round:
    """What is killed, and what came of it."""

    mode: str
    office: Office
    fleet: Fleet
    place: Place
    chance: Random
    #: Kills the database's server and starts it again; None where there is none.
    restart: Callable[[Random], None] | None
    kills: list[Kill] = field(default_factory=list)
    #: How often each phase was aimed at.
    aimed: Counter[str] = field(default_factory=Counter)

    @property
    def fate(self) -> Fate:
        return self.place.fate

    def kill_in(self, phases: Sequence[str]) -> None:
        """One kill for each phase, in this order."""
        for phase in phases:
            if self.office.to_send() < self.office.phones // 2:
                self.office.broadcast()
            if phase == "fan-out" and self.fleet.alone:
                self.office.broadcast()
            self.fleet.man()
            if phase == SERVER:
                self._kill_server()
            else:
                self._kill_process(phase)

    def finish(self) -> bool:
        """Let all of it end without kills; False if it does not."""
        self.fleet.man()
        end = time.monotonic() + TO_FINISH
        with line_to(self.place) as line:
            while self.office.unfinished() or line.ask(reports=None)["left"]:
                if time.monotonic() > end:
                    return False
                time.sleep(0.2)
        self.fleet.stop()
        return True

    def _kill_process(self, phase: str) -> None:
        hears = phase == "callback"
        lives = self.fleet.who(sends=not hears, hears=hears)
        if phase not in _WHO_COMES_FIRST:
            lives = [self.chance.choice(lives)]
        life, point = self._at_point(phase, lives)
        time.sleep(self.chance.uniform(0, 0.02))
        self.fleet.kill(life)
        self._note(phase if point else ANYWHERE, point, life.post.name)

    def _at_point(self, phase: str, lives: list[Life]) -> tuple[Life, str]:
        """Who is at a point of the phase, and at which; anybody, if nobody comes there."""
        if phase == ANYWHERE:
            time.sleep(self.chance.uniform(0.2, 1.2))
            return lives[0], ""
        points = [self._next_point(phase)]
        nth = 1 if phase in _WHO_COMES_FIRST else self.chance.randint(1, 3)
        for life in lives:
            life.aim(points, nth)
        if phase == "fan-out" and not self.fleet.alone:
            self.office.broadcast()
        found = first_at_point(lives, TO_POINT)
        for life in lives:
            life.aim(())
        return found or (lives[0], "")

    def _next_point(self, phase: str) -> str:
        """The phase's points in turn; only a gateway that can be asked answers."""
        points = POINTS[phase]
        if phase == "recovery" and self.fate is not Fate.QUERY:
            points = points[:1]
        self.aimed[phase] += 1
        return points[self.aimed[phase] % len(points)]

    def _kill_server(self) -> None:
        assert self.restart
        life = self.chance.choice(self.fleet.who(sends=True))
        _, point = self._at_point(self.chance.choice(_BUSY), [life])
        self.restart(self.chance)
        self._note(SERVER, point, None)

    def _note(self, phase: str, point: str, owner: str | None) -> None:
        in_flight = {
            delivery
            for delivery, row in self.office.rows().items()
            if row.state is State.SENDING and owner in (None, row.owner)
        }
        kill = Kill(phase=phase, point=point, in_flight=frozenset(in_flight))
        self.kills.append(kill)

    @property
    def most_in_flight(self) -> int:
        """Windows that may have been in flight at the kills, in deliveries."""
        workers = sum(
            self.fleet.senders if k.phase == SERVER else 1 for k in self.kills
        )
        return workers * WINDOW

    def rows(self) -> dict[str, Row]:
        return dict(self.office.rows())


@contextmanager
def begun(
    mode: str,
    environment: dict[str, str],
    place: Place,
    restart: Callable[[Random], None] | None,
    phones: int,
) -> Iterator[Round]:
    """A round with its provider; whoever still runs at the end is killed."""
    office = Office(environment, phones)
    office.set_up()
    alone = restart is None
    fleet = Fleet(environment, place, 1 if alone else 3, alone)
    provider = context().Process(target=serve, args=(place,))
    provider.start()
    _wait_for(Path(place.socket))
    try:
        yield Round(
            mode=mode,
            office=office,
            fleet=fleet,
            place=place,
            chance=Random(place.seed),
            restart=restart,
        )
    finally:
        fleet.abandon()
        provider.kill()
        provider.join()


def _wait_for(socket: Path) -> None:
    end = time.monotonic() + 30
    while not socket.exists():
        assert time.monotonic() < end, "the provider did not start"
        time.sleep(0.02)
