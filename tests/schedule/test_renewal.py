"""An outdated version does not go out by itself; what goes out is what was approved."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from outreach.dispatch import fanning
from outreach.dispatch.content import JOINED
from outreach.dispatch.when import When, at, before, every
from outreach.model.audience import AudienceRule
from outreach.model.reading import read
from outreach.model.states import State
from outreach.schedule.firing import FIRED
from outreach.store import audiences, audit, broadcasts, renditions, schedules
from outreach.store.broadcasts import Broadcast
from tests.dispatch.conftest import CONTENT, Bench, bench, settings

__all__ = ["bench", "settings"]

WEEK_BEFORE = before(7, "09:00", read(CONTENT).announcement)


def due(bench: Bench, broadcast: Broadcast) -> str | None:
    with bench.store.read() as connection:
        found = schedules.of_broadcast(connection, broadcast.id).next_at
    return found and f"{datetime.fromtimestamp(found, UTC):%m-%dT%H:%M}"


def texts(bench: Bench, broadcast: Broadcast) -> list[str | None]:
    with bench.store.read() as connection:
        return [
            renditions.get_bundle(connection, choice.bundle_id)[0].rendition.text
            for choice in broadcasts.choices(connection, broadcast.id)
            if choice.bundle_id
        ]


@pytest.mark.parametrize("approved", [False, True], ids=["waiting", "approved"])
def test_a_new_version_is_planned_anew_and_waits(bench: Bench, approved: bool) -> None:
    bench.announce()
    bench.phones(1)
    sent = (
        bench.approved(when=WEEK_BEFORE) if approved else bench.plan(when=WEEK_BEFORE)
    )
    assert due(bench, sent) == "04-28T06:00"
    bench.announce(
        starts_at="2027-05-12T14:30",
        ends_at="2027-05-12T17:00",
        texts={"en": {"title": "Moved"}},
    )
    again = bench.now_is(sent)
    assert (again.state, again.version, again.code) == ("waiting", 2, sent.code)
    assert "new version (2)" in str(again.reason)
    assert again.digest != sent.digest
    assert due(bench, sent) == "05-05T06:00"
    assert texts(bench, sent) == [f"Moved [{sent.code}]"]
    assert again.expires_at == sent.expires_at + 7 * 86_400
    assert again.starts_at == (sent.starts_at or 0) + 7 * 86_400
    with bench.store.read() as connection:
        assert broadcasts.approvers(connection, again) == []
        assert audit.entries(connection)[0].act == "plan again"


def test_the_same_content_again_changes_nothing(bench: Bench) -> None:
    bench.announce()
    bench.phones(1)
    sent = bench.approved(when=WEEK_BEFORE)
    bench.announce()
    assert bench.now_is(sent) == sent


def test_a_relative_broadcast_that_has_fired_does_not_fire_again(bench: Bench) -> None:
    bench.announce()
    bench.phones(1)
    sent = bench.approved(when=WEEK_BEFORE)
    bench.later(days=58)
    bench.run()
    assert bench.tally(sent) == {State.ACCEPTED: 1}
    bench.announce(starts_at="2027-06-09T14:30", ends_at="2027-06-09T17:00")
    with bench.store.write() as connection:  # even if somebody set it off again
        key = schedules.of_broadcast(connection, sent.id).id
        schedules.change(connection, key, next_at=int(bench.now.timestamp()))
        broadcasts.change(connection, sent.id, state="approved", version=2)
        held = broadcasts.by_id(connection, sent.id)
        from outreach.dispatch.content import sealed

        sealed(connection, held.id)
    bench.run()
    assert len(bench.gateway.calls) == 1
    held = bench.now_is(sent)
    assert (held.state, held.reason) == ("held", FIRED), "nobody is left to wonder"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        pytest.param({"starts_at": "2027-02-01T09:00", "ends_at": "2027-02-01T12:00"}, "is over", id="the event has moved into the past"),
        pytest.param({"starts_at": "2027-03-01T20:00", "ends_at": "2027-03-01T21:00"}, "after the event has ended", id="it is due after the new end"),
        pytest.param({"texts": {"fr": {"title": "Eau"}}}, "Nobody would be reached", id="nobody reads the new version"),
    ],
)  # fmt: skip
def test_what_can_not_be_planned_anew_is_cancelled_and_says_why(
    bench: Bench, changes: dict, says: str
) -> None:
    bench.announce()
    bench.phones(1)
    sent = bench.approved(when=at("2027-03-02T09:00", "UTC"))
    bench.announce(**changes)
    again = bench.now_is(sent)
    assert again.state == "cancelled"
    assert says in str(again.reason)
    bench.later(days=1)
    bench.run()
    assert bench.gateway.calls == []


def test_a_held_broadcast_of_an_older_version_waits_for_a_new_approval(
    bench: Bench,
) -> None:
    bench.announce()
    bench.phones(1)
    sent = bench.approved(when=at("2027-03-01T21:00", "UTC"))
    bench.later(hours=20)
    bench.run()
    assert bench.state(sent) == "held"
    bench.announce(texts={"en": {"title": "Moved"}})
    assert bench.state(sent) == "waiting"
    bench.approve(bench.now_is(sent))
    bench.run()
    assert bench.tally(sent) == {State.ACCEPTED: 1}
    assert texts(bench, sent) == [f"Moved [{sent.code}]"]


def test_what_a_fault_held_goes_out_once_its_new_version_is_approved(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every time, though "now" has been before."""
    bench.announce()
    bench.phones(1)
    sent = bench.approved()
    for title in ("Moved", "Moved again"):
        with monkeypatch.context() as patch:
            patch.delattr(fanning.fanout, "fan_out_step")
            bench.run()
        held = bench.now_is(sent)
        assert (held.state, held.reason) == ("held", fanning.FAULT)
        bench.announce(texts={"en": {"title": title}})
        assert bench.state(sent) == "waiting"
        bench.approve(bench.now_is(sent))
    bench.run()
    bench.run()
    assert bench.state(sent) == "done"
    assert bench.tally(sent) == {State.ACCEPTED: 1}
    assert len(bench.gateway.calls) == 1
    assert texts(bench, sent) == [f"Moved again [{sent.code}]"]


def test_a_repeating_broadcast_goes_on_with_the_new_version_once_approved(
    bench: Bench,
) -> None:
    bench.announce()
    bench.phones(1)
    bench.approved(when=every("FREQ=WEEKLY", "2027-03-02T09:00", "UTC"))
    bench.later(days=1)
    bench.run()
    bench.announce(texts={"en": {"title": "Moved"}})
    bench.later(days=7)
    bench.run()
    assert len(bench.gateway.calls) == 1, "the old version does not repeat"
    with bench.store.read() as connection:
        rest = broadcasts.newest(connection, 1)[0]
    assert (rest.state, rest.version) == ("waiting", 2)
    assert due(bench, rest) == "03-09T09:00"
    bench.approve(rest)
    bench.later(days=7)
    bench.run()
    assert len(bench.gateway.calls) == 2


def test_a_changed_audience_voids_the_approval(bench: Bench) -> None:
    bench.announce()
    bench.phones(2)
    with bench.store.write() as connection:
        audiences.put_audience(connection, "lake", AudienceRule(topics=("water",)))
    sent = bench.approved(when=at("2027-03-02T09:00", "UTC"), audience="lake")
    with bench.store.write() as connection:
        audiences.put_audience(connection, "lake", AudienceRule())
    bench.later(days=1)
    bench.run()
    again = bench.now_is(sent)
    assert again.state == "waiting"
    assert "not as it was approved" in str(again.reason)
    bench.approve(again)
    bench.run()
    assert bench.tally(sent) == {State.ACCEPTED: 2}


def test_who_joins_after_the_approval_is_told_in_the_report(bench: Bench) -> None:
    bench.announce()
    bench.organisation("+254722000001")
    sent = bench.approved(when=at("2027-03-02T09:00", "UTC"))
    bench.organisation("+254722000002")
    bench.organisation("+254722000003", language="sw")
    bench.later(days=1)
    bench.run()
    assert bench.tally(sent) == {State.ACCEPTED: 2}, "the same kind gets the same"
    with bench.store.read() as connection:
        left = [c for c in broadcasts.choices(connection, sent.id) if c.reason]
    assert [(c.language, c.reason) for c in left] == [("sw", JOINED)]


def test_nothing_changed_so_the_digest_is_the_approved_one(bench: Bench) -> None:
    bench.announce()
    bench.phones(1)
    sent = bench.approved(when=When())
    bench.organisation("+254722000999", language="sw")
    bench.run()
    assert bench.state(sent) == "done"


def test_where_no_approval_is_needed_it_goes_on_with_the_new_version(
    bench: Bench,
) -> None:
    bench.settings = replace(bench.settings, approvals=0)
    bench.announce()
    bench.phones(1)
    sent = bench.plan(when=at("2027-03-02T09:00", "UTC"))
    bench.announce(texts={"en": {"title": "Moved"}})
    assert bench.state(sent) == "approved"
    bench.later(days=1)
    bench.run()
    assert texts(bench, sent) == [f"Moved [{sent.code}]"]
    assert bench.tally(sent) == {State.ACCEPTED: 1}


REPLACED = {"id": "water-day-2", "notice": "cancellation", "replaces": "water-day"}


def test_a_broadcast_of_what_was_cancelled_never_goes_out(bench: Bench) -> None:
    bench.announce()
    bench.phones(1)
    sent = bench.approved(when=at("2027-03-02T09:00", "UTC"))
    bench.announce(**REPLACED)
    again = bench.now_is(sent)
    assert again.state == "cancelled"
    assert again.reason == (
        "“water-day” was replaced by “water-day-2”. "
        "Plan a broadcast of “water-day-2” instead."
    )


def test_what_was_cancelled_repeats_no_more(bench: Bench) -> None:
    bench.announce()
    bench.phones(1)
    bench.approved(when=every("FREQ=WEEKLY", "2027-03-02T09:00", "UTC"))
    bench.later(days=1)
    bench.run()
    bench.announce(**REPLACED)
    bench.later(days=7)
    bench.run()
    assert len(bench.gateway.calls) == 1
    with bench.store.read() as connection:
        assert len(broadcasts.newest(connection)) == 1
