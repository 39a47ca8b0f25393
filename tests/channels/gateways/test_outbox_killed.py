"""kill -9 at any moment loses nothing and doubles nothing."""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from channels.gateways import batch
from channels.gateways.outbox import OutboxGateway
from outreach.model.contracts import GatewaySettings, Outgoing
from outreach.model.states import Outcome
from tests.fakes.deliveries import outgoing

WINDOW = 20


class Ledger:
    """What dispatch keeps: marked before the call, settled after it, both on the disk."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def note(self, word: str, numbers: list[int]) -> None:
        with self._path.open("a") as file:
            file.write(json.dumps([word, numbers]) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def read(self) -> tuple[set[int], set[int]]:
        """Accepted, and uncertain."""
        accepted: set[int] = set()
        sending: set[int] = set()
        for line in self._path.read_text().splitlines() if self._path.exists() else ():
            word, numbers = json.loads(line)
            sending = set(numbers) if word == "sending" else set()
            accepted |= set(numbers) if word == "accepted" else set()
        return accepted, sending


def work(out: Path, ledger: Ledger, total: int) -> None:
    """Settle what a crash left uncertain, then send the rest: as dispatch does."""
    gateway = OutboxGateway(GatewaySettings(out=out))
    accepted, sending = ledger.read()
    if sending:
        told = gateway.query([delivery(n) for n in sorted(sending)])
        pairs = zip(sorted(sending), told, strict=True)
        ledger.note("accepted", [n for n, r in pairs if r.outcome is Outcome.ACCEPTED])
        accepted, _ = ledger.read()
    left = [n for n in range(total) if n not in accepted]
    for start in range(0, len(left), WINDOW):
        numbers = left[start : start + WINDOW]
        ledger.note("sending", numbers)
        gateway.send([delivery(n) for n in numbers])
        ledger.note("accepted", numbers)


def delivery(number: int) -> Outgoing:
    return outgoing(number, name=f"Organisation {number} " + "ü" * (number % 700))


def in_a_child(job: Callable[[], None]) -> int:
    """Run ``job`` in a process of its own; the process's id."""
    child = os.fork()
    if child:
        return child
    try:
        job()
        os._exit(0)
    except BaseException:  # noqa: BLE001  # a child must never return into pytest
        os._exit(1)


def check(out: Path, total: int) -> None:
    """Every delivery stands once in each file."""
    wanted = sorted(f"K7QX2M-{n}" for n in range(total))
    text = (out / "sms-K7QX2M.jsonl").read_text(encoding="utf-8")
    assert text.endswith("\n")
    assert sorted(json.loads(line)["id"] for line in text.splitlines()) == wanted
    with (out / "sms-K7QX2M.csv").open(encoding="utf-8-sig", newline="") as file:
        assert sorted(row["id"] for row in csv.DictReader(file)) == wanted


def test_killed_at_random_moments_it_loses_and_doubles_nothing(tmp_path: Path) -> None:
    chance = random.Random(20270505)  # chance, no secret
    ledger, total, kills = Ledger(tmp_path / "ledger"), 6_000, 0
    for _ in range(200):
        child = in_a_child(lambda: work(tmp_path, ledger, total))
        time.sleep(chance.uniform(0.001, 0.04))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            break
        kills += 1
    work(tmp_path, ledger, total)

    assert kills >= 20
    check(tmp_path, total)


def dies_at(step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kill this process at its ``step``-th effect on the disk; a write is done by half."""
    left = [step]

    def wrapped(effect: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **named: Any) -> Any:
            left[0] -= 1
            if left[0] == 0:
                if effect is os.pwrite:
                    file, data, at = arguments
                    effect(file, data[: len(data) // 2], at)
                os.kill(os.getpid(), signal.SIGKILL)
            return effect(*arguments, **named)

        return run

    for owner, names in (
        (os, ("pwrite", "fsync", "ftruncate")),
        (Path, ("replace", "write_text")),
        (batch.csv, ("writer",)),
    ):
        for name in names:
            monkeypatch.setattr(owner, name, wrapped(getattr(owner, name)))


def test_killed_at_each_effect_on_the_disk_it_loses_and_doubles_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    total, died = 3 * WINDOW, 0
    for step in range(1, 200):
        out = tmp_path / str(step)
        out.mkdir()
        ledger = Ledger(tmp_path / f"ledger-{step}")

        def job(step: int = step, out: Path = out, ledger: Ledger = ledger) -> None:
            dies_at(step, monkeypatch)
            work(out, ledger, total)

        _, status = os.waitpid(in_a_child(job), 0)
        work(out, ledger, total)
        check(out, total)
        if not os.WIFSIGNALED(status):
            break
        died += 1

    assert died >= 20
