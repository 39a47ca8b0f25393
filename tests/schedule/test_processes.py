"""Two tickers and four workers on one PostgreSQL: each occurrence fires once."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from outreach import registry
from outreach.dispatch.when import every
from outreach.model.recurrence import recurrence
from outreach.schedule import series
from outreach.schedule.series import read_plan
from outreach.settings import read_settings
from outreach.store import broadcasts, editions, opened, users
from tests.dispatch.conftest import Bench
from tests.fakes.plugins import RecordingGateway, fake_plugins, with_editions

ONCE, DAILY, DAYS, PHONES = 8, 3, 3, 2


@pytest.fixture
def office(
    on_postgresql: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Bench, dict[str, str]]]:
    found = with_editions(fake_plugins())
    monkeypatch.setattr(registry, "plugins", lambda: found)
    settings = read_settings(on_postgresql)
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    with opened(settings) as store:
        with store.write() as connection:
            ann = users.add_user(connection, "ann", "Ann", "author", None, now)
            bob = users.add_user(connection, "bob", "Bob", "approver", None, now)
        yield (
            Bench(
                settings=settings,
                store=store,
                author=ann.acting_from("test"),
                approver=bob.acting_from("test"),
                gateway=RecordingGateway(),
                now=now,
            ),
            on_postgresql,
        )


def planned(bench: Bench) -> None:
    """Eight broadcasts for now, three for every day from tomorrow on, a daily series."""
    day = (bench.now + timedelta(days=20)).date().isoformat()
    venue = {"locality": "Kisumu", "region": "Kisumu County", "country": "KE"}
    bench.announce(starts_at=day, ends_at=None, venue=venue)
    bench.phones(PHONES)
    bench.organisation("P.O. Box 1\nKisumu", channel="paper")
    for _ in range(ONCE):
        bench.approved()
    tomorrow = bench.now + timedelta(days=1)
    for _ in range(DAILY):
        bench.approved(when=every("FREQ=DAILY", f"{tomorrow:%Y-%m-%dT%H:%M}", "UTC"))
    with bench.store.write() as connection:
        wanted = read_plan(
            {
                "country": "KE",
                "language": "en",
                "days": 30,
                "audience": "everybody",
                "channels": ["paper"],
            }
        )
        daily = recurrence("FREQ=DAILY", tomorrow.replace(tzinfo=None), "UTC")
        series.start(connection, "Daily", wanted, daily, bench.author, bench.now)


@contextmanager
def process(
    environment: dict[str, str], *arguments: str
) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.schedule.process", *arguments],
        env={**os.environ, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as started:
        try:
            yield started
        finally:
            assert started.stdin
            started.stdin.close()
            started.wait(30)


def line(ticker: subprocess.Popen[str]) -> str:
    assert ticker.stdout
    return ticker.stdout.readline().strip()


def tick_in_all(tickers: list[subprocess.Popen[str]], now: datetime) -> int:
    """Tell all of them at once that it is ``now``; how much they fired together."""
    for ticker in tickers:
        assert ticker.stdin
        ticker.stdin.write(f"{now.isoformat()}\n")
        ticker.stdin.flush()
    return sum(int(line(ticker)) for ticker in tickers)


def states(bench: Bench) -> Counter[str]:
    with bench.store.read() as connection:
        return Counter(b.state for b in broadcasts.newest(connection))


def test_each_occurrence_fires_once(
    office: tuple[Bench, dict[str, str]], tmp_path: Path
) -> None:
    bench, environment = office
    planned(bench)
    sent = tmp_path / "sent"
    with ExitStack() as stack:
        tickers = [
            stack.enter_context(process(environment, "ticker")) for _ in range(2)
        ]
        for _ in range(4):
            stack.enter_context(process(environment, "worker", str(sent)))
        assert [line(ticker) for ticker in tickers] == ["ready", "ready"]
        fired = [
            tick_in_all(tickers, bench.now + timedelta(days=day))
            for day in range(DAYS + 1)
            for _ in range(3)
        ]
        wait_until_sent(bench, ONCE + DAILY * DAYS)
    assert fired == [ONCE, 0, 0] + [DAILY + 1, 0, 0] * DAYS
    ids = sent.read_text().split()
    assert len(ids) == len(set(ids)) == (ONCE + DAILY * DAYS) * PHONES
    with bench.store.read() as connection:
        made = editions.of_series(connection, 1)
    assert [edition.number for edition in made] == [3, 2, 1]
    assert states(bench)["waiting"] == DAYS


def wait_until_sent(bench: Bench, number: int) -> None:
    for _ in range(600):
        if states(bench)["done"] == number:
            return
        time.sleep(0.1)
    pytest.fail(f"not all was sent: {states(bench)}")
