"""A modem behind dispatch: what died while texts were handed over goes out once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from channels.gateways.gammu import GammuGateway, GammuSettings
from outreach import registry
from outreach.dispatch import worker
from outreach.dispatch.embedded import recover
from outreach.model.contracts import Outgoing, Receipt
from outreach.model.rendition import Rendition
from outreach.model.states import State
from outreach.store.news import store_news
from tests.conftest import only_on
from tests.dispatch.conftest import Bench
from tests.fakes.plugins import TextChannel, fake_plugins
from tests.fakes.smsd import FilesSmsd, SqlSmsd


class LongTexts(TextChannel):
    """Each in two parts."""

    def render(self, *args: Any) -> Rendition:
        made = super().render(*args)
        text = made.text or ""
        parts = (text[:9], text[9:])
        return replace(made, measure=replace(made.measure, segments=2, parts=parts))


class Dying(GammuGateway):
    """Puts its window into the outbox, and the worker dies before it knows."""

    def send(self, window: Sequence[Outgoing]) -> Sequence[Receipt]:
        super().send(window)
        raise KeyboardInterrupt


@pytest.fixture
def bench(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Bench:
    plugins = replace(
        fake_plugins(),
        channels={"text": LongTexts()},
        gateways={"recorder": GammuGateway},
    )
    monkeypatch.setattr(registry, "plugins", lambda: plugins)
    monkeypatch.setattr(registry, "routes", lambda channel, settings: ("recorder",))
    return bench


def poll(bench: Bench, modem: GammuGateway) -> None:
    with bench.store.write() as connection:
        secret = bench.store.secret
        store_news(connection, "recorder", modem.poll(), secret, bench.now)


def untouched(smsd: FilesSmsd | SqlSmsd) -> None:
    """As it is."""


def cleared(smsd: FilesSmsd | SqlSmsd) -> None:
    """Somebody made room."""
    if isinstance(smsd, SqlSmsd):
        with smsd.connected() as connection:
            connection.execute("DELETE FROM sentitems")


def torn(smsd: FilesSmsd | SqlSmsd) -> None:
    """The first part went, and the second was cleared before it was told."""
    if isinstance(smsd, SqlSmsd):
        with smsd.connected() as connection:
            connection.execute("DELETE FROM sentitems WHERE SequencePosition = 2")


@only_on("sqlite", "what a modem does is the same on both")
@pytest.mark.parametrize(
    ("service", "before", "after", "state"),
    [
        pytest.param(FilesSmsd, untouched, untouched, State.ACCEPTED, id="its file is let go"),
        pytest.param(SqlSmsd, untouched, untouched, State.ACCEPTED, id="its rows are there"),
        pytest.param(SqlSmsd, untouched, cleared, State.ACCEPTED, id="its rows are cleared"),
        pytest.param(SqlSmsd, torn, cleared, State.HELD, id="one row was told, and all are cleared"),
    ],
)  # fmt: skip
def test_a_long_text_that_went_while_the_worker_was_down_is_not_sent_again(
    bench: Bench,
    tmp_path: Path,
    service: Callable[[Path], FilesSmsd | SqlSmsd],
    before: Callable[[FilesSmsd | SqlSmsd], None],
    after: Callable[[FilesSmsd | SqlSmsd], None],
    state: State,
) -> None:
    smsd = service(tmp_path)
    settings = GammuSettings.model_validate(smsd.settings)
    bench.announce()
    bench.phones(1)
    bench.terms = {"gateways": {"recorder": Dying(settings, clock=lambda: bench.now)}}
    sent = bench.approved()
    with pytest.raises(KeyboardInterrupt):
        bench.run()
    smsd.send()
    before(smsd)
    modem = GammuGateway(settings, clock=lambda: bench.now)
    poll(bench, modem)
    poll(bench, modem)
    after(smsd)
    recover(bench.store)
    bench.later(seconds=worker.LEASE + 1)
    bench.terms = {"gateways": {"recorder": modem}}
    bench.run()
    assert smsd.waiting() == []
    assert bench.tally(sent) == {state: 1}
