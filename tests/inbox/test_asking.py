"""ASK and NEED keep what is asked, and say once that it has come."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from channels.sms import SmsChannel
from outreach import registry
from outreach.inbox.tidying import Tidying
from outreach.inbox.vocabulary import Word, printed
from outreach.inbox.wording import Message, say, short
from tests.conftest import only_on
from tests.fakes.plugins import fake_plugins
from tests.inbox.conftest import Office
from tests.inbox.test_leaflet import ASKED, READING

STRANGER = "+254733000009"
RECEIPT = "Outreach: thank you. A person will look at it."
KEPT = (
    "SELECT kind, language, organisation_id, announcement_id, words FROM enquiries"
    " ORDER BY id"
)


def kept(office: Office) -> list[tuple[Any, ...]]:
    return office.inbox.rows(KEPT)


@pytest.mark.parametrize(
    ("text", "kind", "note"),
    [
        ("ASK where is the hall?", "question", "Kept as enquiry 1, a question."),
        ("Question: when?", "question", "Kept as enquiry 1, a question."),
        ("please need 20 chairs", "need", "Kept as enquiry 1, a need."),
        ("Swali mkutano ni lini", "question", "Kept as enquiry 1, a question."),
    ],
)
def test_a_word_keeps_what_follows_of_its_organisation(
    office: Office, text: str, kind: str, note: str
) -> None:
    said = office.says(text)
    assert office.last() == ("done", note)
    ((found, _, whose, about, words),) = kept(office)
    assert (found, words, about) == (kind, text, None)
    assert whose
    assert len(said) == 1


@READING
@pytest.mark.parametrize("language", ASKED)
def test_the_printed_words_of_every_language_keep_and_answer_in_it(
    office: Office, language: str
) -> None:
    question, _ = ASKED[language]
    for number, word in enumerate((Word.ASK, Word.NEED)):
        said = office.says(f"{printed(word, language)} {question}")
        assert office.last()[0] == "done"
        assert len(kept(office)) == number + 1
        assert len(said) == 1
    told = {say(Message.SEEN_TO, code, office="Outreach") for code in (language, "en")}
    assert set(said) <= told
    assert all(row[1] in (language, "en") for row in kept(office))


@READING
@pytest.mark.parametrize(
    ("text", "state", "note"),
    [
        pytest.param("ASK", "waiting", "does not say which", id="nothing is asked"),
        pytest.param("NEED you to stop", "waiting", "It may ask for no more", id="may be an opt-out"),
        pytest.param("I need help", "waiting", "Nobody has read it yet.", id="no first word"),
        pytest.param("STOP ASK", "done", "Opted out.", id="STOP outranks it"),
    ],
)  # fmt: skip
def test_what_is_not_clear_waits_for_a_person(
    office: Office, text: str, state: str, note: str
) -> None:
    office.says(text)
    assert office.last()[0] == state
    assert note in office.last()[1]
    assert not kept(office)


@READING
def test_one_receipt_for_the_same_words_and_none_to_who_opted_out(
    office: Office,
) -> None:
    assert office.says("ASK where?") == [RECEIPT]
    assert office.says("ask WHERE") == []
    assert office.last()[1] == "It says the same as enquiry 1, which waits."
    assert office.says("ASK when?") == [RECEIPT]
    office.says("STOP")
    assert office.says("ASK who?") == []
    assert "No answer was sent: this number wants no texts." in office.last()[1]
    assert len(kept(office)) == 3


@READING
def test_a_code_says_what_it_is_about_and_its_topics_are_kept(office: Office) -> None:
    office.bench.announce(topics=["water", "x" * 70])
    code = office.sent().code
    office.says(f"ASK {code} where is it?")
    assert kept(office)[0][3] == "water-day"
    topics = office.inbox.rows("SELECT topic FROM enquiry_topics ORDER BY topic")
    assert topics == [("water",), ("x" * 60,)]


@READING
def test_a_stranger_s_is_nobody_s(office: Office) -> None:
    assert office.says("ASK where?", STRANGER) == [RECEIPT]
    assert kept(office)[0][2] is None


@READING
@pytest.mark.parametrize("language", ["en", "am", "ar", "ru", "zh"])
def test_a_receipt_is_one_segment_however_the_office_is_called(
    office: Office, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    found = fake_plugins()
    sms = SmsChannel()
    sms.name = "text"
    channels = {**found.channels, "text": sms}
    monkeypatch.setattr(registry, "plugins", lambda: replace(found, channels=channels))
    name = "The Liaison Office of the Lake Region for Women and Water"
    settings = replace(office.post.settings, office=name)
    office.post = replace(office.post, settings=settings)
    ((told),) = office.says(f"{printed(Word.ASK, language)} {ASKED[language][0]}")
    assert SmsChannel().reply(told).measure.segments == 1
    assert told.startswith(short(name, 10)[:7])


@only_on("sqlite", "what goes, goes by one statement on both")
def test_words_go_when_their_time_is_over_and_what_waits_stays(office: Office) -> None:
    office.says("ASK where?")
    office.says("ASK when?")
    with office.inbox.store.write() as connection:
        connection.exec_driver_sql("UPDATE enquiries SET state = 'closed' WHERE id = 1")
    office.bench.now += timedelta(days=366)
    Tidying().tidy(office.inbox.store, office.bench.settings, office.bench.now)
    assert [row[4] for row in kept(office)] == [None, "ASK when?"]
    assert office.inbox.texts() == ["ASK when?"]
    assert office.inbox.rows("SELECT inbound_id FROM enquiries ORDER BY id") == [
        (None,),
        (2,),
    ]
