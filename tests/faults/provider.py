"""The provider at the other end: a process of its own that is never killed.

It writes down every message durably before it answers, lets an id out once where it is
``idempotent``, and is nasty: now and then it says 500 after taking a message, or hangs up
before or after. It reports early, late, doubled and out of order, until it is heard.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, BinaryIO, TextIO

from outreach.model.contracts import Fate

#: Chances per message.
ERROR_AFTER, ERROR_BEFORE, CUT_AFTER, CUT_BEFORE = 0.004, 0.004, 0.0004, 0.0004
#: Messages of which the provider says later that they were delivered.
REPORTED = 0.5
DOUBLED = 0.2
#: Seconds until a report, for half of them; the others are early.
LATEST = 1.5
#: Reports given at once.
MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the provider is reached, what it writes, and how it behaves."""

    folder: Path
    fate: Fate
    seed: int
    #: Seconds to each answer, so that kills land before it.
    latency: float

    @property
    def socket(self) -> str:
        return str(self.folder / "provider")

    @property
    def record(self) -> Path:
        return self.folder / "record"

    @property
    def heard(self) -> Path:
        return self.folder / "heard"


@dataclass(slots=True)
class Report:
    """What will be told of a message, and from when on."""

    key: str
    delivery: str
    outcome: str
    due: float
    #: How often it is told though it was heard.
    again: int = 0

    def shown(self) -> dict[str, str]:
        return {"key": self.key, "delivery": self.delivery, "outcome": self.outcome}


@dataclass(slots=True)
class Provider:
    """Its memory; the record on the disk is the same."""

    place: Place
    file: BinaryIO
    heard: TextIO
    chance: Random
    let_out: set[str] = field(default_factory=set)
    reports: dict[str, Report] = field(default_factory=dict)

    async def answer(self, asked: dict[str, Any]) -> dict[str, Any] | None:
        """None: the line is cut."""
        if "send" in asked:
            return await self._take(asked["send"])
        if "query" in asked:
            return {"known": [d in self.let_out for d in asked["query"]]}
        if "heard" in asked:
            self._heard(asked["heard"])
            return {}
        return {"reports": self._due(), "left": len(self.reports)}

    async def _take(self, delivery: str) -> dict[str, Any] | None:
        draw = self.chance.random()
        for fault, answer in ((ERROR_BEFORE, {"error": 500}), (CUT_BEFORE, None)):
            if draw < fault:
                return answer
            draw -= fault
        self._let_out(delivery)
        await asyncio.sleep(self.place.latency)
        if draw < ERROR_AFTER:
            return {"error": 500}
        return None if draw < ERROR_AFTER + CUT_AFTER else {"id": f"gw-{delivery}"}

    def _let_out(self, delivery: str) -> None:
        if delivery in self.let_out and self.place.fate is Fate.IDEMPOTENT:
            return
        self.file.write(f"{delivery}\n".encode())
        self.file.flush()
        os.fdatasync(self.file.fileno())
        self.let_out.add(delivery)
        if self.chance.random() < REPORTED:
            for outcome in ("accepted", "delivered"):
                self._report(f"{outcome} {delivery}", delivery, outcome)

    def _report(self, key: str, delivery: str, outcome: str) -> None:
        wait = self.chance.choice((0.0, self.chance.uniform(0, LATEST)))
        again = int(self.chance.random() < DOUBLED)
        due = time.monotonic() + wait
        self.reports[key] = Report(key, delivery, outcome, due, again)

    def _due(self) -> list[dict[str, str]]:
        now = time.monotonic()
        due = [r.shown() for r in self.reports.values() if r.due <= now]
        self.chance.shuffle(due)
        return due[:MOST]

    def _heard(self, key: str) -> None:
        report = self.reports.get(key)
        if report and report.again:
            report.again -= 1
            report.due = time.monotonic() + self.chance.uniform(0, LATEST)
        elif report and self.reports.pop(key) and report.outcome == "delivered":
            self.heard.write(f"{report.delivery}\n")


def serve(place: Place) -> None:
    """Answer until killed at the very end."""
    with place.record.open("ab") as file, place.heard.open("w", buffering=1) as heard:
        provider = Provider(place, file, heard, Random(place.seed))
        asyncio.run(_serve(provider))


async def _serve(provider: Provider) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                answer = await provider.answer(json.loads(line))
                if answer is None:
                    break
                writer.write(json.dumps(answer).encode() + b"\n")
                await writer.drain()
        except (ConnectionError, ValueError):
            pass  # who asked was killed, perhaps in the middle of a line
        finally:
            writer.close()

    server = await asyncio.start_unix_server(talk, provider.place.socket)
    await server.serve_forever()
