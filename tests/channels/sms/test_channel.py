"""The contract: what is refused, what is pure, what changes a key."""

from __future__ import annotations

import shutil
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.sms import SmsChannel, SmsOptions
from channels.sms.revision import revision
from channels.sms.segments import count
from outreach.model.contracts import Channel, HasCommands
from outreach.model.edition import Edition
from outreach.model.errors import CannotCarry, InputError
from outreach.model.rendition import ChannelOptions
from tests.channels.sms.sample import LANGUAGES, in_english, workshop

TEMPLATES = Path(__file__).parents[3] / "templates"


def test_it_meets_the_contract(sms):
    assert isinstance(sms, Channel)
    assert isinstance(sms, HasCommands)
    assert sms.freight == "text"
    assert [variant.name for variant in sms.variants] == ["short", "full"]
    assert sms.languages == set(LANGUAGES)


def test_the_same_input_gives_the_same_bytes():
    options = SmsOptions(answerable=True, opt_out=True)
    first, second = (
        SmsChannel().render(workshop(), ("ar",), "full", options) for _ in range(2)
    )

    assert first == second


def test_the_file_is_the_message_and_the_measure_is_its_count(sms):
    made = sms.render(workshop(), ("ar",), "full", SmsOptions())
    (file,) = made.files
    counted = count(made.text)

    assert (file.name, file.media_type) == ("txt", "text/plain; charset=utf-8")
    assert file.data.decode() == made.text == "".join(made.measure.parts)
    assert made.measure.bytes == len(file.data)
    assert made.measure.encoding == counted.encoding
    assert made.measure.segments == counted.segments_whole == len(made.measure.parts)


def test_a_language_without_a_catalogue_is_refused(sms):
    meeting = in_english(texts={"luo": {"title": "Pi maler"}})

    with pytest.raises(CannotCarry, match=r"no SMS wording in Luo \(luo\)"):
        sms.render(meeting, ("luo",), "short", SmsOptions())


def test_staff_may_choose_the_language_of_the_labels(sms):
    meeting = in_english(texts={"luo": {"title": "Pi maler"}})
    made = sms.render(meeting, ("luo",), "short", SmsOptions(labels="en"))

    assert "Pi maler\nWed 5 May 2027" in made.text
    assert made.notes[0] == (
        "There is no SMS wording in Luo: the labels and dates are in English."
    )


def test_chosen_labels_are_ignored_where_the_language_has_its_own(sms):
    plain = sms.render(workshop(), ("fr",), "full", SmsOptions())

    assert sms.render(workshop(), ("fr",), "full", SmsOptions(labels="en")) == plain


def test_a_map_that_lacks_the_language_is_refused(sms):
    meeting = workshop(organizer={"en": "Lake Network"})

    with pytest.raises(CannotCarry, match="organizer has no form in Swahili"):
        sms.render(meeting, ("sw",), "short", SmsOptions())


def test_a_language_without_a_text_is_refused(sms):
    with pytest.raises(CannotCarry, match="has no text in French"):
        sms.render(in_english(), ("fr",), "short", SmsOptions())


def test_two_languages_are_refused(sms):
    with pytest.raises(CannotCarry, match="has one language"):
        sms.render(workshop(), ("en", "sw"), "short", SmsOptions())


def test_an_edition_is_refused(sms):
    edition = Edition(
        number=1,
        region="Kisumu",
        period_from=date(2027, 5, 1),
        period_to=date(2027, 5, 31),
        items=(in_english(),),
    )

    with pytest.raises(CannotCarry, match="one announcement, not an edition"):
        sms.render(edition, ("en",), "short", SmsOptions())


def test_an_unknown_variant_is_refused(sms):
    with pytest.raises(InputError, match="short or full"):
        sms.render(in_english(), ("en",), "poster", SmsOptions())


def test_another_channels_options_are_a_mistake_of_ours(sms):
    with pytest.raises(TypeError, match="SmsOptions"):
        sms.render(in_english(), ("en",), "short", ChannelOptions())


def test_an_opt_out_that_nobody_can_use_is_refused(sms):
    meeting = in_english(contact={"name": "Amina"})

    with pytest.raises(CannotCarry, match="opt-out is due"):
        sms.render(meeting, ("en",), "short", SmsOptions(opt_out=True))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_no_native_speaker_has_reviewed_says_so(sms, language):
    notes = sms.render(workshop(), (language,), "short", SmsOptions()).notes
    said = any("has not been reviewed by a native speaker" in note for note in notes)

    assert said == (language != "en")


BAD = [
    pytest.param("👩\u200d👩\u200d👧 " * 30, id="joined emoji"),
    pytest.param("a" + "\u0301" * 299, id="a letter under marks"),
    pytest.param("\u2067abc\u2069\u200f" * 20, id="bidi controls"),
    pytest.param("`" * 200, id="a character that only looks plain"),
]


@pytest.mark.parametrize("title", BAD)
def test_a_strange_title_arrives_whole_or_is_refused(sms, title):
    try:
        made = sms.render(in_english(title), ("en",), "full", SmsOptions())
    except CannotCarry as refused:
        assert "too long" in str(refused)
        return

    assert in_english(title).texts["en"].title in made.text
    assert "".join(made.measure.parts) == made.text


WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=300
).filter(str.strip)


@settings(max_examples=60)
@given(WORDS, WORDS, st.sampled_from(["short", "full"]))
def test_whatever_staff_write_is_never_longer_than_its_variant(
    title, organizer, variant
):
    channel = SmsChannel()
    try:
        meeting = in_english(title, organizer=organizer)
        made = channel.render(meeting, ("en",), variant, SmsOptions())
    except (CannotCarry, InputError):
        return

    assert made.measure.segments <= (10 if variant == "full" else 4)
    assert "".join(made.measure.parts) == made.text
    assert "14:30" in made.text
    assert "Kisumu" in made.text


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A copy of our templates as a package of another name."""
    folder = tmp_path / "copied_templates"
    shutil.copytree(TEMPLATES, folder)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield folder
    sys.modules.pop("copied_templates", None)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("sms/message.txt", id="a template"),
        pytest.param("locale/sw/sms.po", id="a catalogue"),
    ],
)
def test_editing_wording_changes_every_key(copied, sms, path):
    before = revision("copied_templates")
    with (copied / path).open("a", encoding="utf-8") as file:
        file.write("\n")

    assert before == sms.revision
    assert revision("copied_templates") != before
