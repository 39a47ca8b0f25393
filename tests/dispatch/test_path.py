"""From a plan to receipts, on the embedded engine with a recording gateway."""

from __future__ import annotations

import pytest

from outreach.dispatch import approval, plan, stopping
from outreach.dispatch.request import Request
from outreach.dispatch.when import When
from outreach.model.errors import InputError, Refused
from outreach.model.states import State
from outreach.store import broadcasts, consents
from outreach.store.ledger import count
from tests.dispatch.conftest import NOW, Bench


def test_a_broadcast_goes_out_only_when_another_person_approved(bench: Bench) -> None:
    bench.announce()
    bench.phones(3)
    planned = bench.plan()
    bench.run()
    assert bench.gateway.calls == []
    with (
        bench.store.write() as connection,
        pytest.raises(Refused, match="another person"),
    ):
        actor = bench.author.__class__(
            user_id=planned.created_by,
            login="ann",
            name="",
            role="approver",
            origin="test",
        )
        approval.approve(connection, bench.settings, planned, actor, bench.now)
    with bench.store.write() as connection:
        approval.approve(connection, bench.settings, planned, bench.approver, bench.now)
    bench.run()
    assert bench.tally(planned) == {State.ACCEPTED: 3}
    assert bench.state(planned) == "done"


def test_an_author_may_not_approve(bench: Bench) -> None:
    bench.announce()
    bench.phones(1)
    planned = bench.plan()
    with (
        bench.store.write() as connection,
        pytest.raises(Refused, match="Only an approver"),
    ):
        approval.approve(connection, bench.settings, planned, bench.author, bench.now)


def test_every_delivery_goes_out_once_over_chunks_and_windows(bench: Bench) -> None:
    bench.announce()
    bench.phones(1234)
    sent = bench.approved()
    bench.run()
    assert sorted(bench.gateway.calls) == sorted(
        f"{sent.code}-{n}" for n in range(1234)
    )
    assert max(bench.gateway.windows) <= 50


def test_one_phone_of_two_organisations_gets_one_message(bench: Bench) -> None:
    bench.announce()
    for phone in ("+254722000001", "+254722000002", "+254722000001"):
        bench.organisation(phone)
    sent = bench.approved()
    bench.run()
    assert len(bench.gateway.calls) == 2
    with bench.store.read() as connection:
        lines = count.page_of_deliveries(connection, sent.id)
    assert [(line.organisation, line.stands_for) for line in lines] == [
        ("Group 1", 2),
        ("Group 2", 1),
    ]


def test_who_has_not_agreed_is_not_written_to(bench: Bench) -> None:
    bench.announce()
    bench.organisation("+254722000001")
    bench.organisation("+254722000002", consent=None)
    sent = bench.approved()
    bench.run()
    assert bench.tally(sent) == {State.ACCEPTED: 1}


def test_an_opt_out_after_approval_stops_what_is_queued(bench: Bench) -> None:
    bench.announce()
    bench.phones(2)
    sent = bench.approved()
    with bench.store.write() as connection:
        consents.suppress(
            connection, bench.store.secret, "text", "+254722000000", "STOP", bench.now
        )
    bench.run()
    assert bench.tally(sent) == {State.ACCEPTED: 1, State.SUPPRESSED: 1}


def test_a_language_without_text_is_left_out_and_said(bench: Bench) -> None:
    bench.announce()
    bench.organisation("+254722000001")
    bench.organisation("+50937000001", language="ht")
    sent = bench.approved()
    bench.run()
    with bench.store.read() as connection:
        left_out = [c for c in broadcasts.choices(connection, sent.id) if c.reason]
    assert [(c.language, c.reason) for c in left_out] == [
        ("ht", "The announcement has no text in Haitian Creole.")
    ]
    assert bench.tally(sent) == {State.ACCEPTED: 1}


def test_a_stated_fallback_language_reaches_them(bench: Bench) -> None:
    bench.announce()
    bench.organisation("+50937000001", language="ht")
    sent = bench.approved(fallback_language="en")
    bench.run()
    with bench.store.read() as connection:
        assert [c.told_in for c in broadcasts.choices(connection, sent.id)] == ["en"]
    assert bench.tally(sent) == {State.ACCEPTED: 1}


def test_a_refusal_of_one_channel_leaves_the_other(bench: Bench) -> None:
    bench.announce(texts={"fr": {"title": "Eau"}, "en": {"title": "Water"}})
    bench.organisation("+33639980001", language="fr")
    bench.organisation("P.O. Box 1\nKisumu", channel="paper")
    sent = bench.approved(channels=("text", "paper"))
    bench.run()
    assert bench.tally(sent) == {State.ACCEPTED: 1}


def test_variants_and_copies_of_an_addressee_make_its_bundle(bench: Bench) -> None:
    bench.announce()
    bench.organisation("+254722000001", variants=("full", "short"))
    bench.organisation("P.O. Box 1\nKisumu", channel="paper", copies=12)
    with bench.store.read() as connection:
        found = plan.prospects(
            connection,
            bench.settings,
            Request(
                ref="water-day",
                channels=("text", "paper"),
                audience="everybody",
                when=When(),
            ),
            "ABC234",
            NOW,
        )
    made = {p.group.channel: [(m.variant, m.copies) for m in p.made] for p in found}
    assert made == {"paper": [("sheet", 12)], "text": [("full", 1), ("short", 1)]}


@pytest.mark.parametrize(
    ("changes", "error", "match"),
    [
        pytest.param(
            {"channels": ()}, InputError, "at least one", id="no channel chosen"
        ),
        pytest.param(
            {"channels": ("fax",)}, InputError, "no channel “fax”", id="unknown channel"
        ),
        pytest.param(
            {"audience": "moon"},
            InputError,
            "no audience “moon”",
            id="unknown audience",
        ),
        pytest.param(
            {"ref": "nothing"}, InputError, "no announcement", id="unknown announcement"
        ),
        pytest.param(
            {"channels": ("paper",)}, InputError, "Nobody", id="nobody on that channel"
        ),
    ],
)
def test_a_plan_that_can_not_work_says_why(
    bench: Bench, changes: dict, error: type[Exception], match: str
) -> None:
    bench.announce()
    bench.phones(1)
    with pytest.raises(error, match=match):
        bench.plan(**changes)


def test_nothing_is_sent_about_an_event_that_is_over(bench: Bench) -> None:
    bench.announce()
    bench.phones(1)
    bench.later(days=90)
    with pytest.raises(Refused, match="is over"):
        bench.plan()


def test_what_is_still_queued_when_the_event_ends_expires(bench: Bench) -> None:
    bench.announce()
    bench.phones(2)
    sent = bench.approved()
    bench.later(days=90)
    bench.run()
    assert bench.tally(sent) == {State.EXPIRED: 2}
    assert bench.gateway.calls == []
    assert bench.state(sent) == "done"


def test_pause_resume_and_cancel(bench: Bench) -> None:
    bench.announce()
    bench.phones(700)
    sent = bench.approved()
    from outreach.dispatch.embedded import send_next
    from outreach.dispatch.fanning import fan_out_step
    from outreach.schedule.ticker import tick

    tick(bench.store, bench.settings, bench.now)
    while fan_out_step(bench.worker, sent.id):
        pass
    send_next(bench.worker)
    with bench.store.write() as connection:
        stopping.pause(connection, sent, bench.approver, bench.now)
    assert not send_next(bench.worker)
    assert bench.tally(sent) == {State.ACCEPTED: 500, State.QUEUED: 200}
    with bench.store.write() as connection:
        paused = broadcasts.by_id(connection, sent.id)
        stopping.cancel(connection, paused, bench.approver, bench.now)
    bench.run()
    assert bench.tally(sent) == {State.ACCEPTED: 500, State.CANCELLED: 200}
    with bench.store.write() as connection, pytest.raises(Refused, match="not paused"):
        stopping.resume(
            connection,
            broadcasts.by_id(connection, sent.id),
            bench.approver,
            bench.now,
            settings=bench.settings,
        )
