"""A correction goes to everyone who was sent what it corrects, and to nobody twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import insert

from outreach import registry
from outreach.dispatch import correcting, stopping
from outreach.dispatch.deciding import Decision, decide
from outreach.dispatch.embedded import fan_out_next, send_next
from outreach.dispatch.fanning import fan_out_step
from outreach.model.audience import AudienceRule
from outreach.model.contracts import Outgoing, Receipt
from outreach.model.edition import Subject
from outreach.model.errors import InputError, Refused
from outreach.model.facts import facts_in
from outreach.model.rendition import ChannelOptions, Measure, Rendition
from outreach.model.states import Outcome, State
from outreach.schedule.ticker import tick
from outreach.store import announcements, audiences, broadcasts, consents
from outreach.store.broadcasts import Broadcast
from outreach.store.ledger import fanout, supersede
from outreach.store.rows import inserted_id
from outreach.store.tables import editions
from tests.dispatch.conftest import Bench
from tests.dispatch.ledger import put, states
from tests.fakes.plugins import RecordingGateway, TextChannel, fake_plugins

CORRECTION = {"id": "water-day-2", "notice": "correction", "replaces": "water-day"}
CANCELLATION = {"id": "water-day-2", "notice": "cancellation", "replaces": "water-day"}
NEWER = {"organizer": "River Network"}


class Marking(TextChannel):
    """Tells the notice, as every real channel does."""

    def render(
        self,
        subject: Subject,
        languages: tuple[str, ...],
        variant: str,
        options: ChannelOptions,
    ) -> Rendition:
        facts = facts_in(subject, languages[0])  # type: ignore[arg-type]
        text = f"{facts.notice} by {facts.organizer}"
        return Rendition(
            files=(),
            text=text,
            measure=Measure(segments=1, encoding="gsm7", parts=(text,), bytes=9),
        )


class Listening(RecordingGateway):
    """Keeps what each address heard."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: dict[str, list[str]] = {}

    def send(self, window: Sequence[Outgoing]) -> Sequence[Receipt]:
        for outgoing in window:
            self.heard.setdefault(outgoing.address, []).append(outgoing.text)
        return super().send(window)


@pytest.fixture
def office(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """An office whose channel marks a correction and whose gateway listens."""
    found = fake_plugins()
    channels = {**found.channels, "text": Marking()}
    monkeypatch.setattr(registry, "plugins", lambda: replace(found, channels=channels))
    bench.gateway = Listening()
    return bench


def heard(office: Bench) -> dict[int, list[str]]:
    """What each of the phones heard, first word of each text, by its number."""
    assert isinstance(office.gateway, Listening)
    found = office.gateway.heard.items()
    return {int(phone[-5:]): [t.split()[0] for t in texts] for phone, texts in found}


def prepared(office: Bench, number: int, **changes: Any) -> Broadcast:
    """A broadcast of which every delivery is made and nothing has gone out."""
    made = office.approved(**changes)
    tick(office.store, office.settings, office.now)
    while fan_out_next(office.worker):
        pass
    assert len(states(office.store, made)) == number
    return made


@pytest.mark.parametrize(
    ("state", "correction", "cancellation"),
    [
        pytest.param(State.QUEUED, "new", None, id="nobody told it the old facts"),
        pytest.param(State.SENDING, "correction", "cancellation", id="it is being told"),
        pytest.param(State.ACCEPTED, "correction", "cancellation", id="it may have arrived"),
        pytest.param(State.DELIVERED, "correction", "cancellation", id="it arrived"),
        pytest.param(State.UNKNOWN, "correction", "cancellation", id="it may have gone out"),
        pytest.param(State.HELD, "correction", "cancellation", id="nobody can say"),
        pytest.param((State.CANCELLED, True), "correction", "cancellation", id="a person gave it up, not knowing"),
        pytest.param((State.FAILED, True), "correction", "cancellation", id="the try before may have arrived"),
        pytest.param(State.FAILED, None, None, id="it was told nothing"),
        pytest.param(State.EXPIRED, None, None, id="it came too late"),
        pytest.param(State.SUPPRESSED, None, None, id="it wants to hear nothing"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("change", [CORRECTION, CANCELLATION], ids=["correction", "cancellation"])  # fmt: skip
def test_who_gets_what_by_what_became_of_the_first(
    office: Bench,
    state: State | tuple[State, bool],
    correction: str | None,
    cancellation: str | None,
    change: dict[str, str],
) -> None:
    office.announce()
    office.phones(4)
    first = prepared(office, 4)
    was, in_doubt = state if isinstance(state, tuple) else (state, False)
    put(office.store, first, was, 1, claimed_at=0, in_doubt=in_doubt)
    put(office.store, first, State.ACCEPTED, 3)
    office.gateway.answers = [Outcome.ACCEPTED]
    office.announce(**change)
    made = office.approved(ref="water-day-2", audience=None)
    office.run()
    wanted = correction if change is CORRECTION else cancellation
    others = {3: [change["notice"]]}
    others |= {} if change is CANCELLATION else {0: ["new"], 2: ["new"]}
    assert heard(office) == others | ({1: [wanted]} if wanted else {})
    assert office.state(first) == "cancelled"
    assert office.state(made) == "done"


def sent_in_part(office: Bench) -> Broadcast:
    """The first four of six have gone out, two are queued."""
    office.announce()
    office.phones(6)
    first = prepared(office, 6)
    put(office.store, first, State.ACCEPTED, 0, 1, 2, 3)
    return first


@pytest.mark.parametrize(
    ("change", "told", "unsent"),
    [
        pytest.param(CORRECTION, "correction", "new", id="a correction"),
        pytest.param(CANCELLATION, "cancellation", None, id="a cancellation"),
        pytest.param(NEWER, "new", "new", id="a newer version"),
        pytest.param(
            {"notice": "correction", "replaces": "water-day", "organizer": "River"},
            "correction",
            "new",
            id="a version that corrects the one before",
        ),
    ],
)
def test_of_one_that_is_half_sent(
    office: Bench, change: dict[str, Any], told: str, unsent: str | None
) -> None:
    first = sent_in_part(office)
    ref = office.announce(**change).ref
    office.run()
    assert heard(office) == {}, "before it is approved nothing goes, old or new"
    made = office.plan(ref=ref, audience="told")
    office.run()
    assert office.tally(first) == {State.ACCEPTED: 4, State.QUEUED: 2}
    office.approve(made)
    office.run()
    others = {4: [unsent], 5: [unsent]} if unsent else {}
    assert heard(office) == {n: [told] for n in range(4)} | others
    assert office.tally(first) == {State.ACCEPTED: 4, State.CANCELLED: 2}
    again = office.now_is(first)
    assert (again.state, again.superseded) == ("cancelled", True)
    assert again.reason == f"Broadcast {made.code} tells of “{ref}” anew."


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(CORRECTION, ["They get the correction.", "They get it as a new notice."], id="a correction"),
        pytest.param(CANCELLATION, ["They get the cancellation.", "They get nothing."], id="a cancellation"),
    ],
)  # fmt: skip
def test_the_approver_sees_both_groups(
    office: Bench, change: dict[str, str], says: list[str]
) -> None:
    sent_in_part(office)
    office.announce(**change)
    made = office.plan(ref="water-day-2", audience=None)
    with office.store.read() as connection:
        said = correcting.standing(connection, made)
    assert said == [
        f"Sent an earlier version, surely or perhaps: 4 addresses. {says[0]}",
        "Still to get an earlier version, which is cancelled when this starts: "
        f"2 addresses. {says[1]}",
    ]


class Crash(BaseException):
    """The process ends here."""


@pytest.mark.parametrize(
    ("room", "name", "after"),
    [
        pytest.param(supersede, "cancel_queued", False, id="before it cancels what is queued"),
        pytest.param(supersede, "cancel_queued", True, id="while it cancels"),
        pytest.param(fanout, "fan_out_step", False, id="between cancelling and fan-out"),
        pytest.param(fanout, "fan_out_step", True, id="in the middle of fan-out"),
    ],
)  # fmt: skip
def test_a_crash_between_cancelling_and_fan_out(
    office: Bench,
    monkeypatch: pytest.MonkeyPatch,
    room: Any,
    name: str,
    after: bool,
) -> None:
    monkeypatch.setattr(fanout, "STEP", dict.fromkeys(fanout.STEP, 2))
    monkeypatch.setattr(supersede, "STEP", dict.fromkeys(supersede.STEP, 500))
    first = sent_in_part(office)
    office.announce(**CORRECTION)
    made = office.approved(ref="water-day-2", audience=None)
    tick(office.store, office.settings, office.now)
    step = getattr(room, name)

    def ends(*values: Any) -> None:
        if after:
            step(*values)
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(room, name, ends)
        with pytest.raises(Crash):
            while fan_out_step(office.worker, made.id):
                pass
    office.run()
    corrected = {n: ["correction"] for n in range(4)}
    assert heard(office) == corrected | {4: ["new"], 5: ["new"]}
    assert office.tally(first) == {State.ACCEPTED: 4, State.CANCELLED: 2}


def test_two_corrections_one_after_the_other(office: Bench) -> None:
    """0 heard the first, 1 was told by the correction, 2 by the second correction."""
    office.announce()
    office.phones(3)
    first = prepared(office, 3)
    put(office.store, first, State.ACCEPTED, 0)
    office.announce(**CORRECTION)
    second = prepared(office, 3, ref="water-day-2", audience=None)
    assert office.tally(first) == {State.ACCEPTED: 1, State.CANCELLED: 2}
    put(office.store, second, State.ACCEPTED, 1)
    office.announce(id="water-day-3", notice="correction", replaces="water-day-2")
    office.approved(ref="water-day-3", audience=None)
    office.run()
    assert office.tally(second) == {State.ACCEPTED: 1, State.CANCELLED: 2}
    assert heard(office) == {0: ["correction"], 1: ["correction"], 2: ["new"]}


def test_whom_the_fan_out_had_not_come_to_gets_it_as_a_new_notice(
    office: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fanout, "STEP", dict.fromkeys(fanout.STEP, 2))
    office.announce()
    office.phones(5)
    first = office.approved()
    tick(office.store, office.settings, office.now)
    fan_out_next(office.worker)
    office.announce(**CORRECTION)
    office.approved(ref="water-day-2", audience=None)
    office.run()
    assert heard(office) == {n: ["new"] for n in range(5)}
    assert office.tally(first) == {State.CANCELLED: 2}


def test_opted_out_in_between(office: Bench) -> None:
    office.announce()
    office.phones(2)
    office.approved()
    office.run()
    with office.store.write() as connection:
        secret, phone = office.store.secret, "+254722000001"
        consents.suppress(connection, secret, "text", phone, "STOP", office.now)
    office.announce(**CORRECTION)
    made = office.approved(ref="water-day-2", audience=None)
    office.run()
    assert heard(office) == {0: ["new", "correction"], 1: ["new"]}
    assert office.tally(made) == {State.ACCEPTED: 1, State.SUPPRESSED: 1}


@pytest.mark.parametrize("language", ["en", "sw"], ids=["alike", "in two languages"])
def test_a_shared_address_is_told_once(office: Bench, language: str) -> None:
    office.announce()
    office.phones(1)
    office.organisation("+254722000000", language=language)
    office.approved()
    office.run()
    office.announce(**CORRECTION)
    made = office.approved(ref="water-day-2", audience=None)
    office.run()
    assert heard(office) == {0: ["new", "correction"]}
    assert office.tally(made) == {State.ACCEPTED: 1}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        pytest.param(CORRECTION, "correction", id="a correction"),
        pytest.param(CANCELLATION, "cancellation", id="a cancellation"),
    ],
)
@pytest.mark.parametrize(
    ("audience", "others"),
    [
        pytest.param(None, False, id="nobody else"),
        pytest.param("told", False, id="nobody else, said so"),
        pytest.param("everybody", True, id="staff add everybody"),
        pytest.param("dry", False, id="an audience only adds: who is not in it hears too"),
    ],
)  # fmt: skip
def test_staff_may_widen_it(
    office: Bench,
    change: dict[str, str],
    told: str,
    audience: str | None,
    others: bool,
) -> None:
    office.announce()
    office.phones(2)
    office.approved()
    office.run()
    office.organisation("+254722000002")
    with office.store.write() as connection:
        audiences.put_audience(connection, "dry", AudienceRule(topics=("deserts",)))
    office.announce(**change)
    office.approved(ref="water-day-2", audience=audience)
    office.run()
    joined = {2: [told]} if others else {}
    assert heard(office) == {n: ["new", told] for n in range(2)} | joined


@pytest.mark.parametrize(
    ("ref", "change"),
    [
        pytest.param("water-day", {}, id="a first version"),
        pytest.param("water-day-2", CORRECTION, id="what it corrects was never sent"),
    ],
)
def test_where_nobody_was_told(office: Bench, ref: str, change: dict[str, str]) -> None:
    office.announce()
    office.phones(1)
    office.announce(**change)
    with pytest.raises(InputError, match="nobody was sent an earlier version"):
        office.plan(ref=ref, audience="told")


def test_the_next_broadcast_of_a_correction_ends_what_a_cancelled_one_began(
    office: Bench,
) -> None:
    office.announce()
    office.phones(510)
    office.approved()
    office.run()
    office.announce(**CORRECTION)
    begun = prepared(office, 510, ref="water-day-2", audience=None)
    send_next(office.worker)
    with office.store.write() as connection:
        stopping.cancel(connection, office.now_is(begun), office.approver, office.now)
    office.approved(ref="water-day-2", audience=None)
    office.run()
    assert heard(office) == {n: ["new", "correction"] for n in range(510)}


def test_what_is_under_way_while_it_starts_counts_as_sent(office: Bench) -> None:
    """Both were ``sending`` when it was planned; one is back in the queue at the start."""
    office.announce()
    office.phones(2)
    first = prepared(office, 2)
    put(office.store, first, State.SENDING, 0, 1)
    office.announce(**CORRECTION)
    made = office.approved(ref="water-day-2", audience=None)
    put(office.store, first, State.QUEUED, 1)
    tick(office.store, office.settings, office.now)
    while fan_out_next(office.worker):
        pass
    assert office.tally(first) == {State.SENDING: 1, State.CANCELLED: 1}
    office.run()
    assert heard(office) == {0: ["correction"], 1: ["new"]}
    assert office.tally(made) == {State.ACCEPTED: 2}


def test_what_replaces_what(office: Bench) -> None:
    office.announce()
    office.announce(**NEWER)
    office.announce(**CORRECTION)
    office.announce(id="water-day-3", notice="correction", replaces="water-day-2")
    newest = office.announce(
        id="water-day-3", notice="cancellation", replaces="water-day"
    )
    with office.store.read() as connection:
        found = announcements.earlier(connection, newest.ref, newest.number)
    assert found == {"water-day-3": 2, "water-day-2": None, "water-day": None}


def test_who_was_told_by_an_edition_is_corrected_too(office: Bench) -> None:
    """A station that read it out in a programme."""
    office.announce()
    office.phones(2)
    first = prepared(office, 2)
    put(office.store, first, State.ACCEPTED, 0, 1)
    content = {"items": [["water-day", 1]], "timezone": "UTC"}
    with office.store.write() as connection:
        made = insert(editions).values(number=1, content=content, created_at=office.now)
        key = inserted_id(connection, made)
        nothing: dict[str, Any] = {"announcement_id": None, "version": None}
        broadcasts.change(connection, first.id, edition_id=key, state="done", **nothing)
    office.announce(**CORRECTION)
    office.approved(ref="water-day-2", audience=None)
    office.run()
    assert heard(office) == {0: ["correction"], 1: ["correction"]}
    assert office.state(first) == "done"


def test_what_waits_for_a_person_is_not_sent_again_once_it_is_corrected(
    office: Bench,
) -> None:
    office.announce()
    office.phones(2)
    first = prepared(office, 2)
    put(office.store, first, State.HELD, 0)
    office.later(hours=1)
    office.run()
    assert office.state(first) == "done"
    office.announce(**CORRECTION)
    with (
        office.store.write() as connection,
        pytest.raises(Refused, match="was replaced"),
    ):
        decide(
            connection, office.now_is(first), Decision.SEND, office.approver, office.now
        )
