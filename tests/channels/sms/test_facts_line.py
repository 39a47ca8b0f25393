"""A presenter's facts line: who, what, when, where and the phone, in two segments or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.sms import SmsChannel, SmsOptions
from channels.sms.segments import count
from outreach.model.errors import CannotCarry
from tests.channels.sms.sample import LANGUAGES, in_english, workshop
from tests.channels.sms.test_fitting import KEPT

PHONE = "+254722000014"
#: Without the phone alphabet there is no room for the opt-out beside all else.
NO_ROOM = {"ar", "hi", "pt"}
ANSWERED = {"answerable": True, "opt_out": True}


@pytest.mark.parametrize("variant", ["short", "full"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_all_five_in_two_segments(
    sms: SmsChannel, language: str, variant: str
) -> None:
    made = sms.render(workshop(), (language,), variant, SmsOptions(facts_line=True))

    assert (made.measure.segments or 0) <= 2
    assert count(made.text or "").segments_whole == made.measure.segments
    text = (made.text or "").replace("5 de mayo", "5 may")  # as the short text has it
    for words in (*KEPT[language], PHONE):
        assert words in text, words


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_a_sender_that_is_answered_listeners_are_told_the_phone(
    sms: SmsChannel, language: str
) -> None:
    options = SmsOptions(facts_line=True, **ANSWERED)
    try:
        made = sms.render(workshop(), (language,), "full", options)
    except CannotCarry as error:
        assert language in NO_ROOM
        assert "for 2 segments" in str(error) and "a script on paper" in str(error)
        return
    assert language not in NO_ROOM
    assert PHONE in (made.text or "") and "STOP" in (made.text or "")
    assert any("listeners can't reply" in note for note in made.notes)
    assert not any("are told to reply" in note for note in made.notes)


def test_it_takes_two_segments_for_more_facts_than_the_short_text(
    sms: SmsChannel,
) -> None:
    """The same announcement, told to somebody else, is as it was."""
    texts = {
        (variant, line): sms.render(
            workshop(), ("en",), variant, SmsOptions(facts_line=line)
        ).measure.segments
        for variant in ("short", "full")
        for line in (False, True)
    }
    assert texts == {
        ("short", False): 1,
        ("short", True): 1,
        ("full", False): 3,
        ("full", True): 2,
    }


@given(
    title=st.text("abc é«Ж", min_size=1, max_size=400).filter(str.strip),
    variant=st.sampled_from(["short", "full"]),
    answered=st.booleans(),
)
def test_whatever_the_title_it_never_takes_three_and_never_lacks_the_phone(
    title: str, variant: str, answered: bool
) -> None:
    options = SmsOptions(facts_line=True, **(ANSWERED if answered else {}))
    try:
        made = SmsChannel().render(in_english(title=title), ("en",), variant, options)
    except CannotCarry as error:
        assert "too long for 2 segments" in str(error)
    else:
        assert (made.measure.segments or 9) <= 2
        assert PHONE in (made.text or "")
