"""The channel: sheets as text and PDF, options and purity."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from string import Formatter

import pypdfium2
import pytest
from pydantic import ValidationError

from channels.radio import RadioChannel
from channels.radio.languages import SPEECHES
from channels.radio.options import RadioOptions
from channels.radio.words import Wording, msgids
from outreach.model.contracts import Channel, HasCommands
from outreach.model.errors import CannotCarry
from outreach.model.rendition import ChannelOptions, Rendition
from outreach.wording.directions import is_right_to_left
from tests.channels.radio.samples import announcement, edition, words
from tests.typesetting.reading import letters, pages_of

CHANNEL = RadioChannel()
LANGUAGES = sorted(CHANNEL.languages)


def rendered(language: str = "en", variant: str = "30", **options: object) -> Rendition:
    chosen = RadioOptions.model_validate({"code": "KW27", **options})
    return CHANNEL.render(announcement(), (language,), variant, chosen)


def pdf_text(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_range() for page in document]


def test_it_meets_the_contracts() -> None:
    assert isinstance(CHANNEL, Channel)
    assert isinstance(CHANNEL, HasCommands)
    assert sorted(SPEECHES) == LANGUAGES
    assert CHANNEL.revision == RadioChannel().revision


@pytest.mark.parametrize("variant", ["30", "full"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_sheet_is_as_it_was_read_through(
    language: str, variant: str, golden: Callable[[str, str], None]
) -> None:
    made = rendered(language, variant, heard_in="KE")
    golden(f"sheet-{language}-{variant}.txt", words(made))


@pytest.mark.parametrize("variant", ["30", "60", "full"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_input_gives_the_same_bytes(language: str, variant: str) -> None:
    first, second = rendered(language, variant), rendered(language, variant)
    assert first == second
    assert first.measure.bytes == sum(len(file.data) for file in first.files)
    assert (first.files[0].name, first.files[1].name) == ("txt", "pdf")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_has_every_word_of_the_script_and_its_pages(language: str) -> None:
    found = rendered(language, "full")
    pages = pages_of(found.files[1].data)
    assert found.measure.pages == len(pages)
    read = _spelt("\n".join(pages), language)
    for sentence in (found.text or "").split("\n"):
        plain = sentence.replace("Kisumu", "Kisumu (ki-SOO-moo)", 1)
        assert any(_spelt(told, language) in read for told in (sentence, plain))


def _spelt(text: str, language: str) -> str:
    """Its letters; of a vowel mark at a line's end that runs left, readers guess the place."""
    found = letters(text.replace("\x02", "-"))
    if not is_right_to_left(language):
        return found
    return "".join(c for c in found if unicodedata.category(c) != "Mn")


def test_labels_stand_before_their_values_where_the_language_begins() -> None:
    """At the left edge in English, at the right one in Arabic."""
    first = {"en": "Length", "ar": "المدة"}
    for language, label in first.items():
        page = pypdfium2.PdfDocument(rendered(language).files[1].data)[0]
        text = page.get_textpage()
        at = text.get_text_range().index(label)
        left, *_ = text.get_charbox(at)
        assert (left > page.get_width() / 2) is is_right_to_left(language)


def test_no_sentence_breaks_over_a_page() -> None:
    """Each sentence's first and last word are on one page, in a body of many pages."""
    body = " ".join(f"Sentence {n} is about the wells and it goes on for quite a while so that it wraps." for n in range(60, 100))  # fmt: skip
    texts = {"en": {"title": "Water", "body": body}}
    made = CHANNEL.render(announcement(texts=texts), ("en",), "full", RadioOptions())
    pages = [" ".join(page.split()) for page in pdf_text(made.files[1].data)]
    assert len(pages) > 2
    for sentence in (made.text or "").split("\n"):
        plain = sentence.replace("Kisumu", "Kisumu (ki-SOO-moo)", 1)
        assert any(sentence in page or plain in page for page in pages)


def test_a_sentence_longer_than_a_page_is_refused() -> None:
    texts = {"en": {"title": "Water", "body": "and the wells " * 400}}
    with pytest.raises(CannotCarry, match="longer than a page"):
        CHANNEL.render(announcement(texts=texts), ("en",), "full", RadioOptions())


def test_the_last_page_ends_with_the_end_mark_and_each_says_its_number() -> None:
    pages = pdf_text(rendered("en", "full").files[1].data)
    assert pages[-1].rstrip().endswith("###")
    for number, page in enumerate(pages, 1):
        assert f"page {number} of {len(pages)}" in page


def test_the_header_has_both_clocks_and_the_last_day() -> None:
    text = words(rendered("sw"))
    assert "14:30 (Africa/Nairobi) · saa za Kiswahili: saa nane na nusu mchana" in text
    assert "USISOME BAADA YA: Jumatano, 5 Mei 2027" in text


@pytest.mark.parametrize(
    ("heard_in", "written", "said"),
    [
        ("KE", "+254 722 451983 (0722 451983)", "call zero seven two two, four"),
        ("UG", "Amina Otieno, +254722451983\n", "call plus two five four, seven"),
        (None, "Amina Otieno, +254722451983\n", "call plus two five four, seven"),
    ],
)
def test_the_header_has_the_phone_in_both_forms_where_the_shorter_is_said(
    heard_in: str | None, written: str, said: str
) -> None:
    found = rendered(heard_in=heard_in)
    assert written in words(found)
    assert said in (found.text or "")
    programme = CHANNEL.render(edition(announcement()), ("en",), "programme", RadioOptions(heard_in=heard_in))  # fmt: skip
    assert said in (programme.text or "")


def test_the_header_takes_the_stations_days() -> None:
    text = words(rendered(read_from="2027-04-01", do_not_read_after="2027-05-04"))  # fmt: skip
    assert "READ FROM: Thursday, 1 April 2027" in text
    assert "DO NOT READ AFTER: Tuesday, 4 May 2027" in text


def test_capitals_spare_the_respelling() -> None:
    found = rendered(capitals=True)
    assert (found.text or "").isupper()
    assert "KISUMU (ki-SOO-moo)" in words(found)


@pytest.mark.parametrize("language", ["am", "ar"])
def test_capitals_change_nothing_where_a_script_has_none(language: str) -> None:
    assert rendered(language, capitals=True).text == rendered(language).text


def test_a_correction_names_what_it_replaces() -> None:
    changed = announcement(notice="correction", replaces="kisumu-water-26")
    options = RadioOptions(replaces="The script of 1 April")
    made = CHANNEL.render(changed, ("en",), "60", options)
    assert "REPLACES: The script of 1 April" in words(made)


@pytest.mark.parametrize(
    ("title", "read"),
    [
        pytest.param("<b>water</b> & us", "Network: <b>water</b> & us.", id="no letter of a tag is changed"),
        pytest.param("Fish & chips", "Network: Fish and chips.", id="an ampersand alone is a word"),
        pytest.param("Pumps &amp; 3 <br> wells", "Network: Pumps &amp; three <br> wells.", id="an entity; the rest is said"),
        pytest.param("<img src=https://x.org/a.png> Pumps", "Network: <img src=https://x.org/a.png> Pumps.", id="an address in a tag"),
    ],
)  # fmt: skip
def test_markup_stands_in_the_script_as_it_was_typed(title: str, read: str) -> None:
    texts = {"en": {"title": title, "body": f"{title}. The end."}}

    made = CHANNEL.render(announcement(texts=texts), ("en",), "full", RadioOptions())

    assert read in (made.text or "")
    assert read in words(made)
    printed = " ".join(" ".join(pdf_text(made.files[1].data)).split())
    assert read.split(": ")[1] in printed
    tags = [note for note in made.notes if "stands in the script" in note]
    assert bool(tags) is ("<" in title)


def test_a_lone_sign_that_is_no_tag_is_refused() -> None:
    texts = {"en": {"title": "Water < land"}}
    with pytest.raises(CannotCarry, match="there is no word for “<”"):
        CHANNEL.render(announcement(texts=texts), ("en",), "30", RadioOptions())


@pytest.mark.parametrize(
    ("languages", "variant", "why"),
    [
        pytest.param(("ha",), "30", r"no speech module for Hausa \(ha\) yet", id="no module"),
        pytest.param(("en", "sw"), "30", "in one language", id="two languages"),
        pytest.param(("en",), "45", "no radio variant", id="no such slot"),
    ],
)  # fmt: skip
def test_what_it_cant_carry(languages: tuple[str, ...], variant: str, why: str) -> None:
    with pytest.raises(CannotCarry, match=why):
        CHANNEL.render(announcement(), languages, variant, RadioOptions())


def test_a_script_in_a_slot_is_not_made_of_an_edition() -> None:
    with pytest.raises(CannotCarry, match="make a programme"):
        CHANNEL.render(edition(announcement()), ("en",), "30", RadioOptions())


def test_plain_options_count_as_defaults() -> None:
    made = CHANNEL.render(announcement(), ("en",), "30", ChannelOptions(code="KW27"))
    assert made == rendered()


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"pace": 1.02}, id="not a step"),
        pytest.param({"pace": 0.65}, id="too slow"),
        pytest.param({"pace": 1.35}, id="too fast"),
        pytest.param({"read_from": "2027-05-02", "do_not_read_after": "2027-05-01"}, id="over before it begins"),
        pytest.param({"station": "Radio Lake"}, id="would stop sharing"),
    ],
)  # fmt: skip
def test_options_that_make_no_sense_are_refused(options: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        RadioOptions.model_validate(options)


def test_paces_go_in_steps() -> None:
    steps = [round(0.7 + n * 0.05, 2) for n in range(13)]
    assert [RadioOptions(pace=step).pace for step in steps] == steps


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_wording_is_translated_with_its_own_fields(language: str) -> None:
    """A field that a translation lost is a fact that is not told."""
    for section, entries in msgids().items():
        for key, english in entries.items():
            fields = {
                name: f"<{name}>"
                for _, name, _, _ in Formatter().parse(english)
                if name
            }
            said = Wording(language).say(section, key, **fields)
            assert all(value in said for value in fields.values()), (section, key)
