"""How pages are set stays with what is planned anew, and with what repeats."""

from __future__ import annotations

import pytest

from outreach.dispatch import content
from outreach.dispatch.when import every
from outreach.model.layout import Layout
from outreach.store import broadcasts
from tests.dispatch.conftest import CONTENT, Bench, bench, settings

__all__ = ["bench", "settings"]

CHOSEN = Layout(labels="en", paper="letter", second_language="sw")


@pytest.mark.parametrize(
    ("languages", "kept"),
    [
        pytest.param(("en", "sw"), CHOSEN, id="all of it"),
        pytest.param(("en",), Layout(labels="en", paper="letter"), id="no language that is gone"),
    ],
)  # fmt: skip
def test_a_new_version_is_planned_in_the_same_layout(
    bench: Bench, languages: tuple[str, ...], kept: Layout
) -> None:
    bench.announce()
    bench.phones(1)
    sent = bench.plan(layout=CHOSEN)

    bench.announce(texts={code: {"title": "Moved"} for code in languages})

    assert bench.now_is(sent).version == 2
    assert bench.now_is(sent).layout == kept


def test_what_repeats_keeps_its_layout(bench: Bench) -> None:
    assert set(CONTENT["texts"]) == {"en", "sw"}
    bench.announce()
    bench.phones(1)
    weekly = every("FREQ=WEEKLY", "2027-03-02T09:00", "UTC")
    sent = bench.approved(layout=CHOSEN, when=weekly)

    for days in (1, 7):
        bench.later(days=days)
        bench.run()

    with bench.store.read() as connection:
        assert broadcasts.by_code(connection, f"{sent.code}-2").layout == CHOSEN


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(Layout(labels="sw"), id="labels"),
        pytest.param(Layout(paper="a4"), id="paper"),
        pytest.param(Layout(second_language="sw"), id="second language"),
    ],
)
def test_another_layout_is_another_approval(bench: Bench, other: Layout) -> None:
    bench.announce()
    bench.phones(1)
    sent = bench.plan()

    with bench.store.write() as connection:
        broadcasts.change(connection, sent.id, **other.chosen)

    with bench.store.read() as connection:
        changed = broadcasts.by_id(connection, sent.id)
        assert content.digest_of(connection, changed) != sent.digest
