"""``kill -9`` in the middle of 5,000 texts, again and again: none lost, none twice."""

from __future__ import annotations

import csv
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from outreach import registry
from outreach.dispatch import approval, plan
from outreach.dispatch.request import Request
from outreach.dispatch.when import When
from outreach.model.audience import AddresseeRecord, OrganisationRecord
from outreach.model.reading import read
from outreach.model.states import State
from outreach.settings import Settings
from outreach.store import announcements, broadcasts, directory, opened, users
from outreach.store.broadcasts import Broadcast
from outreach.store.ledger import count
from tests.conftest import only_on
from tests.dispatch.conftest import CONSENT, CONTENT, NOW
from tests.fakes.plugins import fake_plugins

TEXTS = 5_000
KILLS = 6


@only_on("sqlite", "the file lock ends a dead process's leases at once")
def test_nothing_is_lost_and_nothing_sent_twice(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every kill lands at a random moment of fan-out, claim, writing or settling: a little
    after so many texts are out, however fast that is here.
    """
    monkeypatch.setattr(registry, "plugins", fake_plugins)
    sent = approved_broadcast(settings)
    chance = random.Random(20270301)
    killed = sum(
        run_and_kill(
            settings, out=TEXTS * n // (KILLS + 2), after=chance.uniform(0, 0.05)
        )
        for n in range(KILLS)
    )
    assert killed >= KILLS - 1, "the kills came too late to mean anything"
    assert run(settings).endswith("ended {'done'}\n")

    with opened(settings) as store, store.read() as connection:
        assert count.tally(connection, sent.id) == {"text": {State.ACCEPTED: TEXTS}}
        assert broadcasts.by_id(connection, sent.id).state == "done"
    wanted = sorted(f"{sent.code}-{n}" for n in range(TEXTS))
    assert sorted(in_lines(settings.out / f"text-{sent.code}.jsonl")) == wanted
    assert sorted(in_table(settings.out / f"text-{sent.code}.csv")) == wanted


def approved_broadcast(settings: Settings) -> Broadcast:
    with opened(settings) as store, store.write() as connection:
        author = users.add_user(connection, "a", "A", "author", None, NOW).acting_from(
            "t"
        )
        other = users.add_user(connection, "b", "B", "approver", None, NOW).acting_from(
            "t"
        )
        announcements.add_version(connection, read(CONTENT).announcement, author, NOW)
        reached = tuple(
            AddresseeRecord(
                channel="text",
                address=f"+2547220{n:05}",
                language="en",
                timezone="Africa/Nairobi",
                consent=CONSENT,
            )
            for n in range(TEXTS)
        )
        record = OrganisationRecord(
            name="Network", category="ngo", country="KE", addressees=reached
        )
        directory.put_organisation(connection, record, store.secret, NOW)
        request = Request(
            ref="water-day", channels=("text",), audience="everybody", when=When()
        )
        planned = plan.plan(connection, settings, request, author, NOW)
        return approval.approve(connection, settings, planned, other, NOW)


def start(settings: Settings) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.dispatch.dispatcher"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, **settings.values},
    )


def run(settings: Settings) -> str:
    with start(settings) as process:
        said, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return said


def run_and_kill(settings: Settings, out: int, after: float) -> bool:
    """Whether the process was still at work when it was killed, ``after`` seconds after
    ``out`` texts were out.
    """
    with start(settings) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        while process.poll() is None and texts_out(settings) < out:
            time.sleep(0.005)
        time.sleep(after)
        process.kill()
        return "ended" not in process.stdout.read()


def texts_out(settings: Settings) -> int:
    return sum(p.read_bytes().count(b"\n") for p in settings.out.glob("*.jsonl"))


def in_lines(path: Path) -> list[str]:
    return [json.loads(line)["id"] for line in path.read_text("utf-8").splitlines()]


def in_table(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row["id"] for row in csv.DictReader(file)]
