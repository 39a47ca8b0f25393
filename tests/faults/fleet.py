"""The processes under test: started, aimed, killed, told to stop."""

from __future__ import annotations

import itertools
import multiprocessing
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

from tests.faults.process import Post, main
from tests.faults.provider import Place

#: Seconds for a process to end when told to.
PATIENCE = 60


def context() -> ForkServerContext:
    """Children are forked from a clean process that has imported everything once."""
    made = multiprocessing.get_context("forkserver")
    made.set_forkserver_preload(["tests.faults.process"])
    return made


@dataclass(slots=True)
class Life:
    """A running process under test."""

    post: Post
    process: ForkServerProcess
    #: Aims go there, points reached come back.
    line: Connection

    def aim(self, points: Iterable[str], nth: int = 1) -> None:
        while self.line.poll():  # said too late for an earlier aim
            self.said()
        self.line.send((frozenset(points), nth))

    def said(self) -> str:
        """The point it reached. Raises AssertionError where it ended by itself."""
        try:
            point: str = self.line.recv()
        except EOFError:
            log = self.post.log.read_text()[-3000:]
            raise AssertionError(f"{self.post.name} ended by itself:\n{log}") from None
        return point

    def kill(self) -> None:
        """SIGKILL."""
        self.process.kill()
        self.process.join()
        self.line.close()

    def stop(self) -> None:
        """Let it end by itself; one that does not, or fails, is an error."""
        self.line.send(None)
        self.process.join(PATIENCE)
        assert self.process.exitcode == 0, f"{self.post.name} did not stop"
        self.line.close()


@dataclass(slots=True)
class Fleet:
    """One process on SQLite; on PostgreSQL several senders and one that hears callbacks."""

    environment: dict[str, str]
    place: Place
    senders: int
    #: Whether who sends also hears callbacks: where only one process may write.
    alone: bool
    lives: list[Life] = field(default_factory=list)
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def log(self) -> Path:
        return self.place.folder / "log"

    def man(self) -> None:
        """Start whoever is missing."""
        for _ in range(self.senders - len(self.who(sends=True))):
            self._start(sends=True, hears=self.alone)
        if not self.who(hears=True):
            self._start(sends=False, hears=True)

    def _start(self, *, sends: bool, hears: bool) -> None:
        post = Post(
            name=f"life-{next(self._numbers)}",
            environment=self.environment,
            place=self.place,
            sends=sends,
            hears=hears,
            log=self.log,
        )
        ours, theirs = multiprocessing.Pipe()
        process = context().Process(target=main, args=(post, theirs))
        process.start()
        theirs.close()
        life = Life(post, process, ours)
        self.lives.append(life)
        assert life.said() == "ready"  # opened, or the server's kill would end it

    def who(self, *, sends: bool = False, hears: bool = False) -> list[Life]:
        """Those who do that."""
        return [
            life
            for life in self.lives
            if (sends and life.post.sends) or (hears and life.post.hears)
        ]

    def kill(self, life: Life) -> None:
        self.lives.remove(life)
        life.kill()

    def stop(self) -> None:
        """Let everybody end."""
        while self.lives:
            self.lives.pop().stop()

    def abandon(self) -> None:
        """Kill whoever is left."""
        while self.lives:
            self.lives.pop().kill()


def first_at_point(lives: list[Life], seconds: float) -> tuple[Life, str] | None:
    """Who reaches its point first, and which it is; None if nobody does in time."""
    end = time.monotonic() + seconds
    by_line = {life.line: life for life in lives}
    while (left := end - time.monotonic()) > 0:
        for line in wait(list(by_line), left):
            life = by_line[line]  # type: ignore[index]
            return life, life.said()
    return None
