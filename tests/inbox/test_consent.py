"""STOP, START, HELP, JOIN, LANG: what they do to consent, and what is answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from outreach import registry
from outreach.dispatch.fanning import fan_out_step
from outreach.dispatch.window import Window, compose
from outreach.model.audience import AddresseeRecord, OrganisationRecord
from outreach.model.states import State
from outreach.schedule.ticker import tick
from outreach.store import consents, directory
from outreach.store.ledger import claim, lease
from outreach.store.phones import opted_out
from tests.conftest import only_on
from tests.dispatch.conftest import CONSENT
from tests.inbox.conftest import OURS, WRITER, Office

#: How a text is read does not depend on the database.
READING = only_on("sqlite", "how a text is read")
STRANGER = "+254733000009"
STOPPED = "Outreach: you get no more texts from us. START brings them back."


def is_out(office: Office, phone: str = WRITER) -> bool:
    store = office.inbox.store
    with store.read() as connection:
        return opted_out(connection, store.secret, ("text",), phone)


def consent(office: Office, phone: str = WRITER) -> list[tuple[bool, str, str | None]]:
    store = office.inbox.store
    with store.read() as connection:
        rows = consents.consent_log(connection, store.secret, "text", phone)
    return [(row.given, row.how, row.wording) for row in rows]


def test_stop_is_confirmed_once_and_a_second_is_silent(office: Office) -> None:
    assert office.says("STOP") == [STOPPED]
    assert is_out(office)
    assert consent(office)[-1] == (False, "text by recorder", None)
    office.bench.later(days=2)
    assert office.says("stop!!!") == []
    assert office.last() == ("done", "It had opted out already: nothing was answered.")


def test_an_answer_goes_by_the_gateway_and_from_the_number_that_were_written_to(
    office: Office,
) -> None:
    office.says("STOP", gateway="other")
    (reply,) = office.gateway.sent
    assert (reply.address, reply.sender, reply.parts) == (WRITER, OURS, (STOPPED,))
    assert office.inbox.rows("SELECT gateway, state FROM replies") == [
        ("other", "accepted")
    ]


def test_what_is_queued_does_not_go_out_after_stop(office: Office) -> None:
    broadcast = office.bench.approved()
    office.says("STOP")
    office.bench.run()
    assert office.bench.tally(broadcast) == {State.SUPPRESSED: 1}


def test_while_a_text_is_being_handed_over_stop_says_that_it_may_still_come(
    office: Office,
) -> None:
    """As in a worker that is between the mark and the gateway."""
    broadcast = office.bench.approved()
    worker, store = office.bench.worker, office.inbox.store
    tick(store, office.bench.settings, office.bench.now)
    while office.bench.state(broadcast) == "fanout":
        fan_out_step(worker, broadcast.id)
    with store.write() as connection:
        chunk = lease.lease_next(connection, worker.name, worker.now, worker.lease)
        assert chunk
        claimed = claim.claim_window(connection, chunk, worker.terms, worker.instant)
    assert len(compose(store, Window(broadcast, claimed.rows))) == 1
    (said,) = office.says("STOP")
    assert "one that is on its way may still come" in said


def test_stop_outlives_a_new_import(office: Office) -> None:
    office.says("STOP")
    record = OrganisationRecord(
        name="Group 1",
        category="ngo",
        country="KE",
        addressees=(
            AddresseeRecord(
                channel="text",
                address=WRITER,
                language="en",
                timezone="UTC",
                consent=CONSENT,
            ),
        ),
    )
    store = office.inbox.store
    with store.write() as connection:
        directory.put_organisation(connection, record, store.secret, office.bench.now)
    assert is_out(office)
    broadcast = office.sent()
    assert office.bench.tally(broadcast) == {State.SUPPRESSED: 1}


def test_a_stranger_who_says_stop_is_never_written_to_either(office: Office) -> None:
    assert office.says("STOP", STRANGER) == [STOPPED]
    assert is_out(office, STRANGER)


def test_start_brings_texts_back_with_the_words_as_consent(office: Office) -> None:
    office.says("STOP")
    assert office.says("Start please") == [
        "Outreach: you get our texts again. STOP ends them."
    ]
    assert not is_out(office)
    assert consent(office)[-1] == (True, "text message", "Start please")
    assert office.bench.tally(office.sent()) == {State.ACCEPTED: 1}
    assert office.says("START") == [
        "Outreach: you get our texts already. STOP ends them."
    ]


def test_stop_start_and_stop_again_is_confirmed_each_time(office: Office) -> None:
    for word in ("STOP", "START", "STOP"):
        assert len(office.says(word)) == 1
        office.bench.later(minutes=30)
    assert is_out(office)


@pytest.mark.parametrize(
    "text",
    [
        "Résumé",
        "Start time?",
        "START?",
        "Inscription à la réunion de mardi",
        "Register our chairwoman too",
        "开始时间",
        "سجل الحضور",
    ],
)
@READING
def test_an_ordinary_sentence_brings_no_texts_back(office: Office, text: str) -> None:
    office.says("STOP")
    log = consent(office)
    assert office.says(text) == []
    assert office.last()[0] == "waiting"
    assert is_out(office)
    assert consent(office) == log


@pytest.mark.parametrize("text", ["Start at 9?", "Join us"])
@READING
def test_nor_is_it_a_consent_where_there_was_none(office: Office, text: str) -> None:
    office.bench.organisation(STRANGER, consent=None)
    assert office.says(text, STRANGER) == []
    assert office.last() == (
        "waiting",
        "It may ask for our texts, but says more: read it.",
    )
    query = "SELECT count(*) FROM addressees WHERE consented"
    assert office.inbox.rows(query) == [(1,)]


def test_join_is_start_for_whom_we_know(office: Office) -> None:
    office.says("STOP")
    assert len(office.says("Please join, thanks")) == 1
    assert not is_out(office)


def test_stop_holds_on_every_channel_also_where_one_had_it_already(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugins = registry.plugins()
    channels = {**plugins.channels, "other": plugins.channels["text"]}
    both = replace(plugins, channels=channels)
    monkeypatch.setattr(registry, "plugins", lambda: both)
    store = office.inbox.store
    with store.write() as connection:
        consents.suppress(
            connection, store.secret, "text", WRITER, "told", office.bench.now
        )
    assert office.says("STOP") == [], "it is no news to them"
    with store.read() as connection:
        assert opted_out(connection, store.secret, ("other",), WRITER)


@pytest.mark.parametrize("text", ["Yes, and then no more texts", "HELP, stop these"])
@READING
def test_what_may_be_an_opt_out_waits_marked_whatever_else_it_says(
    office: Office, text: str
) -> None:
    office.sent()
    office.says(text)
    state, note = office.last()
    assert (state, note[-38:]) == ("waiting", "It may ask for no more texts: read it.")
    query = "SELECT count(*) FROM inbound WHERE marked"
    assert office.inbox.rows(query) == [(1,)]


def test_start_is_a_consent_where_there_was_none(office: Office) -> None:
    office.bench.organisation(STRANGER, consent=None)
    assert office.says("START", STRANGER)
    query = "SELECT count(*) FROM addressees WHERE consented"
    assert office.inbox.rows(query) == [(2,)]


def test_leave_is_stop(office: Office) -> None:
    assert office.says("LEAVE") == [STOPPED]


@pytest.mark.parametrize("text", ["END", "Cancel", "Annuler"])
def test_cancel_is_stop_where_nothing_else_is_open(office: Office, text: str) -> None:
    assert len(office.says(text)) == 1
    assert is_out(office)


@pytest.mark.parametrize("text", ["END", "CANCEL"])
def test_cancel_is_asked_back_where_an_event_is_open(office: Office, text: str) -> None:
    office.sent()
    assert office.says(text) == [
        "If you do not come to Water day, answer 2. For no more texts, answer STOP."
    ]
    assert not is_out(office)
    assert office.last()[0] == "waiting"
    assert office.says("2")
    assert office.rsvps() == [("water-day", "Group 1", False)]


def test_help_says_who_we_are_also_to_who_is_out(office: Office) -> None:
    (said,) = office.says("HELP")
    assert said.startswith("Outreach: we announce meetings. STOP")
    office.says("STOP")
    assert office.says("help") == [said]


def test_nothing_else_is_answered_to_who_is_out(office: Office) -> None:
    office.sent()
    office.says("STOP")
    assert office.says("1") == []
    assert office.rsvps() == [("water-day", "Group 1", True)], "yet it counts"
    assert office.says("LANG sw") == []


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("LANG sw", "sw", "Outreach: kuanzia sasa tunaandika kwa Kiswahili."),
        ("LUGHA Kiswahili", "sw", "Outreach: kuanzia sasa tunaandika kwa Kiswahili."),
        ("lang SWAHILI", "sw", "Outreach: kuanzia sasa tunaandika kwa Kiswahili."),
        ("langue anglais", "en", "Outreach: from now on we write in English."),
        ("LANG xx", "en", "Outreach: we write in en sw. Answer LANG and one of these codes."),
        ("LANG de", "en", "Outreach: we write in en sw. Answer LANG and one of these codes."),
        ("LANG", "en", "Outreach: we write in en sw. Answer LANG and one of these codes."),
    ],
)  # fmt: skip
@READING
def test_the_language_we_write_in(
    office: Office, text: str, language: str, said: str
) -> None:
    assert office.says(text) == [said]
    assert office.inbox.rows("SELECT language FROM addressees") == [(language,)]


def test_who_is_written_to_in_swahili_is_answered_in_it(office: Office) -> None:
    office.bench.organisation(STRANGER, language="sw")
    (said,) = office.says("STOP", STRANGER)
    assert said == "Outreach: hutapokea tena ujumbe wetu. START kuupokea tena."


def test_who_writes_in_a_language_is_answered_in_it(office: Office) -> None:
    (said,) = office.says("СТОП")
    assert said == "Outreach: SMS больше не будет. Вернуть: START."


@pytest.mark.parametrize("text", ["JOIN", "START", "Jiunga Kisumu"])
@READING
def test_a_stranger_who_wants_texts_waits_for_a_person(
    office: Office, text: str
) -> None:
    (said,) = office.says(text, STRANGER)
    assert "START" not in said
    assert office.last()[0] == "waiting"
    assert office.inbox.rows("SELECT count(*) FROM addressees") == [(1,)]
