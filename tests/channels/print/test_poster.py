"""The poster: complete, legible, honest about what it leaves out."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path
from unicodedata import bidirectional, normalize

import pytest
from hypothesis import example as always
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.model.announcement import Announcement
from outreach.model.errors import CannotCarry
from outreach.model.facts import facts_in
from tests.channels.print.sample import CHANNEL, changed, example, page, plain
from tests.typesetting.reading import content_of, letters, pages_of, text_of

GOLDEN = Path(__file__).parent / "golden"
PAGES = [
    *(("csw64", language) for language in ("ar", "en", "fr", "es", "ru", "zh")),
    *(("kisumu-water", language) for language in ("en", "sw")),
]


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize(("name", "language"), PAGES)
def test_the_examples_print_as_their_goldens(name, language, paper):
    """Lines as they stand on the page, then what staff are told."""
    made = page(example(name), language, paper=paper)

    (lines,) = pages_of(made.files[0].data)
    found = "\n".join([lines, "", *(f"Note: {note}" for note in made.notes), ""])
    golden = GOLDEN / f"{name}.{language}.{paper}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_bytes(found.encode())
    assert found.encode() == golden.read_bytes()


@pytest.mark.parametrize(("name", "language"), PAGES)
def test_what_a_page_must_say_stands_on_it_whole(name, language):
    announcement = example(name)
    facts = facts_in(Announcement.model_validate(announcement), language)
    made = page(announcement, language)
    found = letters(text_of(made.files[0].data))

    for fact in (
        facts.title,
        facts.organizer,
        facts.summary,
        facts.contact_name,
        facts.locality,
        str(facts.starts_at)[:4],
    ):
        if language == "ar":  # the order within a line is a reader's guess
            assert all(word in found for word in re.findall(r"\w+", fact))
        else:
            assert letters(fact) in found
    for phone in facts.phones:
        digits = re.sub(r"\D", "", phone)
        assert digits in re.sub(r"\D", "", text_of(made.files[0].data))


@pytest.mark.parametrize(("name", "language"), PAGES)
def test_the_text_is_the_words_on_the_page(name, language):
    """But for the colons after labels; readers drop a hyphen at the end of a line."""

    def words(text: str) -> str:
        return re.sub(r"[:：\-\u2011\x02\ufffe\u2068\u2069]", "", letters(text))

    made = page(example(name), language)

    said, printed = words(made.text), words(text_of(made.files[0].data))
    assert sorted(said) == sorted(printed)
    assert said == printed or language == "ar"  # whose order in a line is a guess


@pytest.mark.parametrize(("name", "language"), PAGES)
def test_a_page_is_one_small_file_with_its_fonts_inside(name, language):
    made = page(example(name), language)
    (file,) = made.files
    content = content_of(file.data)

    assert (file.name, file.media_type) == ("pdf", "application/pdf")
    assert (made.measure.pages, made.measure.bytes) == (1, len(file.data))
    assert len(file.data) < 60_000
    assert content.count("/FontFile2") == len(set(re.findall(r"/FontName\s*/(\S+)", content)))  # fmt: skip
    assert "Helvetica" not in content


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param({"starts_at": "2027-05-05", "ends_at": None}, ["Wednesday, 5 May 2027"], id="a day without a time"),
        pytest.param({"ends_at": None}, ["Wednesday, 5 May 2027", "Time: 14:30"], id="an open end"),
        pytest.param({}, ["Time: 14:30–17:00"], id="from and to"),
        pytest.param({"ends_at": "2027-05-07T12:00"}, ["Wednesday, 5 May 2027, 14:30 –", "Friday, 7 May 2027, 12:00"], id="two days, each with its time"),
        pytest.param({"starts_at": "2027-05-05", "ends_at": "2027-05-07"}, ["Wednesday, 5 May 2027 –", "Friday, 7 May 2027"], id="two days without times"),
        pytest.param({"registration": {"fee": {"amount": "0", "currency": "KES"}}}, ["Fee: free"], id="a fee of nothing is free"),
        pytest.param({"registration": {"fee": {"amount": "0.00", "currency": "KES"}}}, ["Fee: free"], id="nothing with cents is free"),
        pytest.param({"registration": {"fee": {"amount": "1234567.89", "currency": "KES"}}}, ["Fee: 1,234,567.89\u00a0KES"], id="a large fee has its groups and cents"),
        pytest.param({"registration": {"fee": {"amount": "2500", "currency": "KES"}}}, ["Fee: 2,500\u00a0KES"], id="a whole fee has no cents"),
        pytest.param({"registration": {"keyword": "JOIN 14", "how": ["sms", "post"]}}, ["How to register: text message: JOIN\u00a014, post"], id="the keyword once"),
        pytest.param({"registration": {"deadline": "2027-04-20", "opens": "2027-03-01"}}, ["Register by: Tuesday, 20 April 2027", "Registration opens: Monday, 1 March 2027"], id="both days of registration"),
        pytest.param({"reference": "E/2027/NGO/14"}, ["Document: E/2027/NGO/14"], id="the document symbol"),
        pytest.param({"kind": "other"}, ["Event · Lake Region Women’s Network"], id="any other kind is an event"),
        pytest.param({"contact": {"name": "A", "phones": ["+254 300 000 014", "+254-300-000-015"]}}, ["+254\u00a0300\u00a0000\u00a0014, +254\u2011300\u2011000\u2011015"], id="phones keep their written groups"),
    ],
)  # fmt: skip
def test_facts_are_said_as_people_read_them(given, said):
    lines = page(plain(**given)).text.splitlines()

    assert [line for line in said if line not in lines] == []


def test_a_chinese_label_has_the_wide_colon_in_the_text_too():
    lines = page(example("csw64"), "zh").text.splitlines()

    assert "费用：免费" in lines
    assert not any(": " in line for line in lines)


@pytest.mark.parametrize(
    ("notice", "heading"), [("correction", "Correction"), ("cancellation", "Cancelled")]
)
def test_a_notice_says_so_first_and_names_what_it_replaces(notice, heading):
    made = page(changed(notice), replaces="the poster of 12 March")

    lines = made.text.splitlines()
    assert lines[0] == heading
    assert "Replaces: the poster of 12 March" in lines[:3]
    assert re.search(r"[\d.]+ re\b", content_of(made.files[0].data)), "a box"


def test_a_notice_names_the_announcement_where_nobody_says_what_it_replaces():
    assert "Replaces: water-27" in page(changed("correction")).text


def test_a_cancellation_says_that_nothing_takes_place():
    assert "This event will not take place." in page(changed("cancellation")).text


def test_code_and_reply_word_come_from_the_broadcast():
    given = plain(registration={"how": ["sms"]})

    made = page(given, code="KW27", reply_word="JOIN")

    assert "Code: KW27" in made.text
    assert "Reply word: JOIN" in made.text


MARKUP = [
    "<b>bold</b> & <i>more",
    '<img src="/etc/hostname">',
    "R&D < 5 > 3; &amp; &lt;",
    "{title} %s {0} {{ x }}",
    "<para fontSize=400>",
    "=cmd|' /C calc'!A0",
    "../../etc/passwd\\",
]


@pytest.mark.parametrize("text", MARKUP)
def test_text_is_never_markup(text):
    given = plain(
        organizer=text,
        venue={"name": text, "locality": text, "country": "KE", "room": text},
        contact={"name": text, "role": text, "postal": text},
        texts={"en": {"title": text, "summary": text, "body": text}},
    )

    made = page(given, replaces=text)

    assert letters(text_of(made.files[0].data)).count(letters(text)) == 9


@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cs",)),
        min_size=1,
        max_size=40,
    )
)
@always("A-")  # PDFium marks a hyphen at a line's end
@always("\ufb00")  # PDFium reads a ligature as its letters
@always("0\u05d0")  # PDFium puts a figure behind Hebrew letters that stand after it
@always("\ufb2a")  # PDFium reads a presentation form as its letters
@settings(max_examples=60)
def test_any_title_prints_or_is_refused_in_a_sentence(title):
    try:
        announcement = plain(texts={"en": {"title": title}})
        made = page(announcement, strips=False)
    except (CannotCarry, ValueError) as refused:
        assert str(refused)
    else:
        expected = Announcement.model_validate(announcement).texts["en"].title
        assert_reads(bare(expected), bare(text_of(made.files[0].data)))


def assert_reads(title: str, page: str) -> None:
    """Where letters run from the right, PDFium's order of a line is its own; then each
    letter must be there, as often.
    """
    if {"R", "AL", "AN"}.isdisjoint(map(bidirectional, title)):
        assert title in page
    else:
        assert not Counter(title) - Counter(page)


def bare(text: str) -> str:
    """``text`` without blanks and what can't be seen, its ligatures as their letters."""
    forms = "[\ufb00-\ufb06\ufb1d-\ufdff\ufe70-\ufefc]"
    apart = re.sub(forms, lambda m: normalize("NFKC", m[0]), letters(text))
    return re.sub("[\u00ad\u034f\u200b-\u200f\u2060\u2066-\u2069\\s]", "", apart)


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        pytest.param("title", "Water \U0001f4a7", "U+1F4A7 DROPLET", id="an emoji"),
        pytest.param("summary", "నమస్తే", "Telugu script", id="a word of another script"),
        pytest.param("body", "tick ✔", "U+2714 HEAVY CHECK MARK", id="in a paragraph that may be left out"),
    ],
)  # fmt: skip
def test_a_missing_letter_blocks_the_page_and_is_named(field, text, said):
    texts = {"title": "Water", "summary": "", "body": ""} | {field: text}

    with pytest.raises(CannotCarry, match=re.escape(said)):
        page(plain(texts={"en": texts}))


def test_the_same_input_gives_the_same_bytes():
    assert page(plain()) == page(plain())


def test_the_channel_renders_what_it_says():
    assert CHANNEL.languages == {"ar", "en", "fr", "es", "ru", "sw", "zh"}
    assert [variant.name for variant in CHANNEL.variants] == [
        "poster",
        "poster-a3",
        "handbill",
        "large",
        "bulletin",
    ]
    assert re.fullmatch(r"[0-9a-f]{64}", CHANNEL.revision)
