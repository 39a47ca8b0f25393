"""Answers: never twice, never without end, never to a machine of ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy.exc import OperationalError

from outreach.inbox import handling
from outreach.inbox.handling import MOST_WAITING
from outreach.inbox.post import work_once
from outreach.inbox.replying import TRIES
from outreach.model.contracts import Fate, GatewayError, Outgoing, Receipt
from outreach.model.news import Event
from outreach.model.route import Route
from outreach.model.states import Outcome
from outreach.store import replies, routes
from outreach.store.news import store_news
from tests.conftest import only_on
from tests.inbox.conftest import OURS, WRITER, Bringing, Office, inbound

#: How a text is read does not depend on the database.
READING = only_on("sqlite", "how a text is read")
ROUTE = Route(
    channel="text",
    country="KE",
    gateway="recorder",
    sender="+254700000888",
    sender_kind="number",
)
STATES = "SELECT state, tries FROM replies ORDER BY id"


def test_at_most_three_an_hour_and_ten_a_day(office: Office) -> None:
    said = []
    for _ in range(24):
        said.append(sum(len(office.says("HELP")) for _ in range(5)))
        office.bench.later(minutes=61)
    assert said == [3, 3, 3, 1] + [0] * 20
    office.bench.later(hours=1)
    assert len(office.says("HELP")) == 1


def test_an_opt_out_is_confirmed_also_after_three_answers(office: Office) -> None:
    for _ in range(4):
        office.says("HELP")
    assert len(office.says("STOP")) == 1


def test_stop_and_start_without_end_are_answered_ten_times_a_day(
    office: Office,
) -> None:
    said = [one for _ in range(20) for w in ("STOP", "START") for one in office.says(w)]
    assert len(said) == 10


def test_two_machines_do_not_talk_for_ever(office: Office) -> None:
    """An auto-responder that answers every answer, and understands us."""
    said = office.says("HELP")
    for _ in range(50):
        said += [more for _ in said[-1:] for more in office.says("START")]
    assert len(said) == 3
    assert len(office.inbox.texts()) == 51


@pytest.mark.parametrize(
    ("sender", "why"),
    [
        ("22141", "a short code"),
        ("AMANI", "a name"),
        ("+0", "no number"),
        ("911", "an emergency number"),
        ("", "nobody"),
        ("+254202223344", "a fixed line"),
        ("254799999999", "no plus, and nobody in the directory has it"),
    ],
)
@READING
def test_who_is_never_answered(office: Office, sender: str, why: str) -> None:
    for word in ("HELP", "JOIN", "LANG sw", "LANG xx", "1", "what?"):
        assert office.says(word, sender) == [], why
    assert len(office.inbox.texts()) == 6


@pytest.mark.parametrize(
    "sender",
    [
        pytest.param(OURS, id="the number that it was sent to"),
        pytest.param(OURS[1:], id="that number without its plus"),
        pytest.param("+254700000777", id="a gateway's sender"),
        pytest.param("254700000777", id="a gateway's sender without its plus"),
        pytest.param("+254700000888", id="a sender of the table of routes"),
        pytest.param("254700000888", id="a sender of the table without its plus"),
    ],
)
@READING
def test_no_number_of_ours_is_answered(office: Office, sender: str) -> None:
    values = {
        **office.bench.settings.values,
        "OUTREACH_RECORDER_SENDER": "+254 700 000777",
    }
    office.post = replace(
        office.post, settings=replace(office.bench.settings, values=values)
    )
    with office.inbox.store.write() as connection:
        routes.put_routes(connection, [ROUTE], office.bench.author, office.bench.now)
    assert office.says("HELP", sender) == []
    assert office.last()[1].endswith("the text came from a number of ours.")


@pytest.mark.parametrize("sender", ["22141", "+0", "911", "AMANI"])
@READING
def test_stop_of_no_phone_waits_for_a_person_marked(
    office: Office, sender: str
) -> None:
    assert office.says("STOP", sender) == []
    query = "SELECT state, marked FROM inbound"
    assert office.inbox.rows(query) in ([("waiting", 1)], [("waiting", True)])


def test_a_number_without_its_plus_counts_if_we_know_it(office: Office) -> None:
    assert len(office.says("STOP", WRITER[1:])) == 1
    assert office.gateway.sent[0].address == WRITER
    office.says("STOP", "254799999999")
    assert office.last()[0] == "waiting"


def test_the_same_text_told_twice_is_answered_once(office: Office) -> None:
    gateway = Bringing([inbound("HELP")], [inbound("HELP")])
    post = office.inbox.post(recorder=gateway)
    for _ in range(4):
        work_once(post)
    assert office.inbox.rows("SELECT count(*) FROM replies") == [(1,)]


def test_the_same_text_by_two_gateways_is_answered_once(office: Office) -> None:
    assert len(office.says("HELP")) == 1
    assert office.says("HELP", gateway="other") == []
    assert office.last() == ("done", "recorder had brought the same text.")
    office.bench.later(minutes=11)
    assert len(office.says("HELP", gateway="other")) == 1


def test_what_is_said_again_after_something_else_counts(office: Office) -> None:
    office.sent()
    for text, gateway in (("1", "recorder"), ("2", "recorder"), ("1", "other")):
        office.says(text, gateway=gateway)
    assert [coming for _, _, coming in office.rsvps()] == [True]
    for text, gateway in (
        ("STOP", "recorder"),
        ("START", "recorder"),
        ("STOP", "other"),
    ):
        office.says(text, gateway=gateway)
    assert office.last() == (
        "done",
        "Opted out.",
    )


def test_one_that_may_have_gone_out_is_never_sent_again(office: Office) -> None:
    office.gateway.script[WRITER] = [Outcome.UNKNOWN]
    office.says("HELP")
    office.bench.later(hours=1)
    office.work()
    assert office.inbox.rows(STATES) == [("unknown", 1)]
    assert len(office.gateway.sent) == 1


@pytest.mark.parametrize(
    "failure",
    [GatewayError("No modem."), RuntimeError("oops")],
    ids=["a stop that says nothing of it", "a fault"],
)
def test_after_a_failure_that_says_nothing_it_is_not_sent_again(
    office: Office, failure: Exception
) -> None:
    office.gateway.failures = [failure]
    office.says("HELP")
    office.bench.later(minutes=5)
    office.work()
    assert office.inbox.rows(STATES) == [("unknown", 1)]


def test_what_surely_did_not_go_is_tried_again_later_but_not_for_ever(
    office: Office,
) -> None:
    office.gateway.failures = [
        GatewayError("No line.", unwritten=[f"REPLIES-{n}" for n in range(9)])
        for _ in range(2)
    ]
    office.says("HELP")
    assert office.inbox.rows(STATES) == [("queued", 1)]
    office.work()
    assert office.inbox.rows(STATES) == [("queued", 1)], "the gateway is left alone"
    for _ in range(2):
        office.bench.later(seconds=61)
        office.work()
    assert office.inbox.rows(STATES) == [("accepted", 3)]


def test_it_is_given_up_in_the_end(office: Office) -> None:
    office.gateway.script[WRITER] = [Outcome.LATER] * (TRIES + 3)
    office.says("HELP")
    for _ in range(TRIES + 3):
        office.bench.later(seconds=61)
        office.work()
    assert office.inbox.rows(STATES) == [("failed", TRIES)]


def test_an_answer_too_late_is_none(office: Office) -> None:
    office.told("HELP", gateway="gone")
    office.work()
    assert office.inbox.rows(STATES) == [("queued", 0)]
    office.bench.later(hours=13)
    office.work()
    assert office.inbox.rows(STATES) == [("failed", 0)]


def fated(office: Office, fate: Fate) -> None:
    office.gateway.capabilities = replace(office.gateway.capabilities, fate=fate)


def lost_on_its_way(office: Office) -> None:
    """An answer that another process was handing over when it ended; this one goes on."""
    office.told("LANG xx")
    office.work()
    office.told("HELP", gateway="gone")
    office.work()
    office.gateway.sent.clear()
    with office.inbox.store.write() as connection:
        replies.mark_sending(connection, 2, office.bench.now)


@pytest.mark.parametrize(
    ("fate", "knows", "state", "sent"),
    [
        pytest.param(Fate.HOLD, None, ("unknown", 1), 0, id="nobody can know"),
        pytest.param(Fate.QUERY, Outcome.UNKNOWN, ("unknown", 1), 0, id="it can't say"),
        pytest.param(
            Fate.QUERY, Outcome.ACCEPTED, ("accepted", 1), 0, id="it went out"
        ),
        pytest.param(Fate.QUERY, Outcome.LATER, ("accepted", 2), 1, id="it never left"),
        pytest.param(Fate.IDEMPOTENT, None, ("accepted", 2), 1, id="twice is as once"),
    ],
)
def test_what_was_left_on_its_way_is_settled_by_the_gateway_s_policy(
    office: Office,
    fate: Fate,
    knows: Outcome | None,
    state: tuple[str, int],
    sent: int,
) -> None:
    lost_on_its_way(office)
    fated(office, fate)
    office.gateway.answers = [knows] if knows else []
    office.post = replace(office.post, gateways={"gone": office.gateway})
    for _ in range(3):
        office.work()
        office.bench.later(seconds=61)
    assert office.inbox.rows(STATES)[1:] == [state]
    assert [o.id for o in office.gateway.sent] == ["REPLIES-2"] * sent


@pytest.mark.parametrize("failure", [GatewayError("No line."), RuntimeError("oops")])
def test_what_can_t_be_asked_about_is_unknown(
    office: Office, failure: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def query(deliveries: Sequence[Outgoing]) -> Sequence[Receipt]:
        raise failure

    lost_on_its_way(office)
    monkeypatch.setattr(office.gateway, "query", query)
    office.post = replace(office.post, gateways={"gone": office.gateway})
    office.work()
    assert office.inbox.rows(STATES)[1:] == [("unknown", 1)]


def test_a_gateway_that_does_not_know_an_answer_of_ours_is_gone(
    office: Office,
) -> None:
    lost_on_its_way(office)
    office.work()
    assert office.inbox.rows(STATES)[1:] == [("unknown", 1)]


def test_a_fault_of_the_database_after_it_was_handed_over_leaves_none_on_its_way(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    fated(office, Fate.HOLD)
    settle = replies.settle

    def away(*_: object) -> None:
        raise OperationalError("UPDATE", {}, Exception("away"))

    monkeypatch.setattr(replies, "settle", away)
    with pytest.raises(OperationalError):
        office.says("HELP")
    monkeypatch.setattr(replies, "settle", settle)
    office.work()
    assert office.inbox.rows(STATES) == [("unknown", 1)]
    assert len(office.gateway.sent) == 1


def test_a_receipt_for_something_else_is_none(office: Office) -> None:
    other = Receipt(delivery="REPLIES-99", outcome=Outcome.ACCEPTED)
    office.gateway.send = lambda window: [other]
    office.says("HELP")
    assert office.inbox.rows(STATES) == [("unknown", 1)]


def test_a_clock_that_is_set_back_ends_the_rest_of_a_gateway(office: Office) -> None:
    office.gateway.failures = [GatewayError("No line.", unwritten=["REPLIES-1"])]
    office.says("HELP")
    office.bench.later(hours=-2)
    office.told("HELP", "+254722000002")
    office.work()
    assert office.inbox.rows(STATES) == [("queued", 1), ("accepted", 1)]


@pytest.mark.parametrize(
    ("outcome", "delivery", "state"),
    [
        (Outcome.DELIVERED, "REPLIES-1", "accepted"),
        (Outcome.REFUSED, "REPLIES-1", "failed"),
        (Outcome.LATER, "REPLIES-1", "unknown"),
        (Outcome.REFUSED, "REPLIES-9", "unknown"),
        (Outcome.REFUSED, "REPLIES-x", "unknown"),
        (Outcome.REFUSED, "K7QX2M-1", "unknown"),
    ],
)
def test_what_the_gateway_tells_later_of_an_answer(
    office: Office, outcome: Outcome, delivery: str, state: str
) -> None:
    office.gateway.script[WRITER] = [Outcome.UNKNOWN]
    office.says("HELP")
    office.gateway.brings = [[Event(key="e", outcome=outcome, delivery=delivery)]]
    office.work()
    assert office.inbox.rows(STATES) == [(state, 1)]


def test_an_opt_out_that_the_provider_knows_of_is_one(office: Office) -> None:
    office.gateway.script[WRITER] = [Outcome.OPTED_OUT]
    office.says("HELP")
    assert office.inbox.rows(STATES) == [("failed", 1)]
    assert office.inbox.rows("SELECT count(*) FROM suppressions") == [(1,)]


LATE = "SELECT count(*) FROM suppressions"


@pytest.mark.parametrize(
    ("names", "gateway", "out"),
    [
        pytest.param({"delivery": "REPLIES-1"}, "recorder", 1, id="by our id"),
        pytest.param({"gateway_id": "gw-REPLIES-1"}, "recorder", 1, id="by its own"),
        pytest.param({"delivery": "REPLIES-1"}, "other", 0, id="by another gateway"),
        pytest.param({"gateway_id": "gw-REPLIES-1"}, "other", 0, id="its id, another"),
        pytest.param({"gateway_id": "gw-REPLIES-9"}, "recorder", 0, id="no answer"),
    ],
)
def test_an_opt_out_that_the_provider_tells_of_later_is_one(
    office: Office, names: dict[str, str], gateway: str, out: int
) -> None:
    office.says("HELP")
    event = Event(key="e", outcome=Outcome.OPTED_OUT, **names)
    store = office.inbox.store
    with store.write() as connection:
        store_news(connection, gateway, [event], store.secret, office.bench.now)
    assert office.inbox.rows(LATE) == [(out,)]
    assert office.inbox.rows(STATES) == [("failed" if out else "accepted", 1)]
    query = "SELECT matched FROM events"
    assert [bool(row[0]) for row in office.inbox.rows(query)] == [bool(out)]


def test_an_opt_out_that_is_told_again_after_start_is_no_news(office: Office) -> None:
    office.says("HELP")
    event = Event(key="e", outcome=Outcome.OPTED_OUT, delivery="REPLIES-1")
    office.gateway.brings = [[event]]
    office.work()
    office.says("START")
    office.gateway.brings = [[event]]
    office.work()
    assert office.inbox.rows(LATE) == [(0,)]


def test_answers_keep_to_the_gateway_s_rate(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outreach.registry.rate", lambda name, settings: 0.1)
    other = "+254722000002"
    office.told("HELP")
    office.told("HELP", other)
    office.work()
    assert len(office.gateway.sent) == 1
    office.bench.later(seconds=11)
    office.work()
    assert [o.address for o in office.gateway.sent] == [WRITER, other]


def test_ten_thousand_of_one_number_are_stored_and_hold_up_nobody(
    office: Office,
) -> None:
    """A tenth of them on each database: the shape is the same."""
    many = [inbound(f"hello {n}", n) for n in range(1000)]
    for text in many[:500]:
        office.told(text.text)
    office.told("STOP", "+254722000099")
    for text in many[500:]:
        office.told(text.text)
    work_once(office.post)
    assert [o.address for o in office.gateway.sent] == ["+254722000099"]
    office.work()
    assert len(office.inbox.texts()) == 1001
    query = "SELECT count(*) FROM inbound WHERE state = 'waiting'"
    assert office.inbox.rows(query) == [(MOST_WAITING,)]
    assert office.inbox.rows("SELECT count(*) FROM replies") == [(1,)]


@only_on("sqlite", "the file is the same for all")
def test_a_stop_in_the_flood_is_found(office: Office) -> None:
    for number in range(200):
        office.told(f"hello {number}")
    office.told("stop")
    office.work()
    assert len(office.gateway.sent) == 1


def test_a_text_that_breaks_us_waits_and_stops_no_other(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    decide = handling.decide

    def breaks(case: handling.Case) -> handling.Decided:
        if case.text.text == "poison":
            raise RuntimeError("oops")
        return decide(case)

    monkeypatch.setattr(handling, "decide", breaks)
    office.told("HELP")
    office.told("poison")
    office.told("STOP")
    office.work()
    assert len(office.gateway.sent) == 2
    query = "SELECT state FROM inbound ORDER BY id"
    assert [row[0] for row in office.inbox.rows(query)] == ["done", "waiting", "done"]


def test_an_unknown_text_waits_and_is_not_answered(office: Office) -> None:
    assert office.says("Where is it?") == []
    assert office.last() == ("waiting", "Nobody has read it yet.")


def test_texts_are_deleted_when_their_time_is_over_and_what_they_did_stays(
    office: Office,
) -> None:
    office.sent()
    office.says("1")
    office.says("Where is it?")
    office.bench.later(days=366)
    office.work()
    assert office.inbox.texts() == ["Where is it?"], "nobody has read that one"
    assert office.inbox.rows("SELECT count(*) FROM replies") == [(0,)]
    assert len(office.rsvps()) == 1
