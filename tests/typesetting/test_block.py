"""Text in lines: nothing lost, nothing wider than its line, nothing set wrongly."""

from __future__ import annotations

import gc
import json
import time
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.model.errors import CannotCarry
from outreach.typesetting import Style, set_text, sets

PLAIN = Style(size=12)
ARTICLE = {
    language: article["text"]
    for language, article in json.loads(
        (Path(__file__).parent / "udhr_article1.json").read_text(encoding="utf-8")
    ).items()
}
WORDS = st.text(
    "abcXYZéßñŁ ёЖщ ΑβΩ 0123456789 .,:;-–—/'“”«»()+&<>\u00a0\u00ad\u200b\u2011\n中文会议，。《》",
    max_size=300,
)


def _words_of(text: str) -> str:
    """What must be on the page: all but blanks and marks that are not drawn."""
    hidden = {"\u00ad", "\u200b"}
    return "".join(c for c in text if not c.isspace() and c not in hidden)


@given(text=WORDS, width=st.integers(60, 600), bold=st.booleans())
@settings(max_examples=150)
def test_every_word_is_kept_and_no_line_is_too_wide(text, width, bold):
    block = set_text(text, Style(size=12, bold=bold), width, "en")

    kept = _words_of("".join(map(str, block.lines)))
    assert kept.replace("-", "") == _words_of(
        unicodedata.normalize("NFC", text)
    ).replace("-", "")
    assert all(line.width <= width + 0.011 for line in block.lines)
    assert len(block.lines) >= text.count("\n") + 1


@given(text=WORDS, indent=st.integers(1, 200))
@settings(max_examples=60)
def test_an_indent_makes_the_first_line_shorter_and_loses_nothing(text, indent):
    block = set_text(text, PLAIN, 200, "en", indent)
    first, *others = block.lines

    kept = _words_of("".join(map(str, block.lines))).replace("-", "")
    assert kept == _words_of(unicodedata.normalize("NFC", text)).replace("-", "")
    assert first.width <= max(0, 200 - indent) + 0.011
    assert all(line.width <= 200.011 for line in others)


@pytest.mark.parametrize(
    ("text", "indent", "lines"),
    [
        pytest.param("water for all", 30, ["water", "for all"], id="the second line is full again"),
        pytest.param("water for all", 65, ["", "water for all"], id="no word is cut for an indent"),
        pytest.param("a\nwater for", 40, ["a", "water for"], id="only the first paragraph has it"),
        pytest.param("", 40, [""], id="no text is one empty line"),
    ],
)  # fmt: skip
def test_lines_after_an_indent(text, indent, lines):
    block = set_text(text, PLAIN, 70, "en", indent)

    assert [str(line) for line in block.lines] == lines
    assert not block.has_cut_word


def test_what_is_left_after_a_split_has_no_indent():
    block = set_text("water for all", PLAIN, 70, "en", 30)
    empty, whole = block.split(5)
    first, rest = block.split(block.line_height)

    assert [b and b.indent for b in (empty, whole, first, rest)] == [30, 30, 30, 0]


@given(text=WORDS, height=st.floats(0, 400))
@settings(max_examples=60)
def test_a_split_block_is_the_same_lines_in_two(text, height):
    block = set_text(text, PLAIN, 120, "en")

    first, rest = block.split(height)

    assert first.lines + (rest.lines if rest else ()) == block.lines
    assert first.height <= height + 0.011 or rest is None
    assert rest is None or first.height + block.line_height > height


def test_a_split_below_one_line_gives_an_empty_block():
    first, rest = set_text("Town Hall", PLAIN, 200, "en").split(5)

    assert (first.lines, first.height) == ((), 0)
    assert rest is not None and [str(line) for line in rest.lines] == ["Town Hall"]


@pytest.mark.parametrize(
    ("text", "width", "language", "lines"),
    [
        pytest.param("one\n\ntwo", 200, "en", ["one", "", "two"], id="an empty line stays"),
        pytest.param("", 200, "en", [""], id="no text is one empty line"),
        pytest.param("water for all", 58, "en", ["water for", "all"], id="ends at a blank, which is not drawn"),
        pytest.param("+254\u00a0722", 40, "en", ["+254\u00a07", "22"], id="a no-break blank is cut only where a word is"),
        pytest.param("Donau\u00addampf\u00adschiff", 50, "de", ["Donau-", "dampf-", "schiff"], id="a soft hyphen shows where a line ends"),
        pytest.param("send an e-mail", 62, "en", ["send an", "e-mail"], id="a letter stays with its word"),
        pytest.param("a well-known", 44, "en", ["a well-", "known"], id="a word may end at its hyphen"),
        pytest.param("Do\u00adnau\u00addampf", 39, "de", ["Do-", "nau-", "dampf"], id="a soft hyphen is counted in the width of its line"),
        pytest.param("\U00010780\U00010781 water \U00010782 for", 45, "en", ["\U00010780\U00010781", "water \U00010782", "for"], id="letters beyond U+FFFF count as one"),
        pytest.param("«Вода»: да", 45, "ru", ["«Вода»:", "да"], id="a quotation mark stays with its word"),
        pytest.param("会议，通知。", 48.5, "zh", ["会议，通", "知。"], id="Chinese ends between letters"),
        pytest.param("会议通知。", 48.5, "zh", ["会议通", "知。"], id="a full stop never starts a line"),
        pytest.param("มนุษย์ทั้งหลายเกิดมามีอิสระ", 50, "th", ["มนุษย์ทั้ง", "หลายเกิด", "มามีอิสระ"], id="Thai ends between words"),
        pytest.param("និងសមភាពក្នុងផ្នែកសេចក្ដី", 60, "km", ["និងសមភាព", "ក្នុងផ្នែក", "សេចក្ដី"], id="Khmer ends between words"),
        pytest.param("ມະນຸດເກີດມາມີສິດ", 50, "lo", ["ມະນຸດເກີດ", "ມາມີສິດ"], id="Lao ends between words"),
        pytest.param("တူညီလွတ်လပ်သော", 60, "my", ["တူညီ", "လွတ်လပ်", "သော"], id="Burmese ends between words"),
        pytest.param("የሰው፡ልጅ፡ሁሉ፡ሲወለድ", 60, "am", ["የሰው፡ልጅ፡", "ሁሉ፡ሲወለድ"], id="Amharic ends after its sign between words"),
        pytest.param("يولد جميع الناس", 40, "ar", ["يولد", "جميع", "الناس"], id="Arabic ends at a blank"),
        pytest.param("https://example.org/water/2027", 110, "en", ["https://", "example.org/", "water/2027"], id="an address ends after its slashes"),
    ],
)  # fmt: skip
def test_lines_end_where_the_language_lets_them(text, width, language, lines):
    block = set_text(text, PLAIN, width, language)

    assert [str(line) for line in block.lines] == lines


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        pytest.param("నమస్తే", "te", "Telugu script (“త” (U+0C24", id="Telugu is not looked at yet"),
        pytest.param("བཀྲ་ཤིས", "bo", "Tibetan", id="Tibetan neither"),
        pytest.param("Salam ߒߞߏ", "en", "Nko", id="one foreign word is enough"),
        pytest.param("☂", "en", "(U+2602 UMBRELLA)", id="no face has it: named"),
        pytest.param("😀", "en", "(U+1F600 GRINNING FACE)", id="emoji: named"),
        pytest.param("龘", "zh", "(U+9F98", id="a rare Han letter: named"),
        pytest.param("会議", "ja", "simplified Chinese", id="Japanese shapes differ"),
        pytest.param("會議", "zh-Hant", "simplified Chinese", id="traditional shapes differ"),
        pytest.param("a\tb", "en", "(U+0009)", id="a tab has no width of its own"),
        pytest.param("a\x00b", "en", "(U+0000)", id="NUL"),
        pytest.param("a\x1bb", "en", "(U+001B)", id="escape"),
        pytest.param("a\ud800b", "en", "(U+D800)", id="half of a surrogate pair"),
        pytest.param("a\u202eb", "en", "(U+202E RIGHT-TO-LEFT OVERRIDE)", id="turns the reading order"),
        pytest.param("a\u2028b", "en", "(U+2028 LINE SEPARATOR)", id="a line end that we do not use"),
        pytest.param("\ue000", "en", "(U+E000)", id="private use means nothing to a reader"),
        pytest.param("a" + "\u0301" * 40, "en", "marks", id="a tower of marks climbs out of its line"),
    ],
)  # fmt: skip
def test_what_can_not_be_set_rightly_is_refused_by_name(text, language, said):
    with pytest.raises(CannotCarry) as refused:
        set_text(text, PLAIN, 400, language)

    assert said in str(refused.value)
    assert "\u202e" not in str(refused.value)


def test_a_letter_wider_than_its_line_is_refused():
    with pytest.raises(CannotCarry, match="does not fit in a line 5 points wide"):
        set_text("Water", Style(size=40), 5, "en")


def test_at_most_five_missing_characters_are_named():
    with pytest.raises(CannotCarry, match="and 2 more"):
        set_text("☀☁☂☃☄☎☏", PLAIN, 400, "en")


def test_decomposed_letters_come_out_composed():
    assert str(set_text("Vie\u0323\u0302t", PLAIN, 400, "vi").lines[0]) == "Việt"


@pytest.mark.parametrize(
    ("language", "can"),
    [
        ("en", True), ("ru", True), ("el", True), ("zh", True), ("yo", True), ("vi", True),
        *[(other, True) for other in ("ar", "fa", "ur", "he", "hi", "ne", "mr", "bn", "ta", "am", "ti", "th", "km", "my", "lo", "ha", "so")],
        ("te", False), ("bo", False), ("ja", False), ("zh-Hant", False), ("xx", False),
    ],
)  # fmt: skip
def test_a_language_can_be_set_if_its_own_name_can(language, can):
    assert sets(language) is can


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("Some words in a row. ", "en", id="words"),
        pytest.param("x", "en", id="one word without an end"),
        pytest.param("水会议通知，", "zh", id="Chinese"),
        pytest.param("Water 水 Вода ", "en", id="three scripts, two faces"),
        pytest.param("مرحبا (UN) بكم 14 ", "ar", id="two directions"),
        pytest.param("ب", "ar", id="one joined word"),
        pytest.param("ក្សត្រិ", "km", id="one word of stacks"),
        pytest.param("มนุษย์ทั้งหลายเกิดมามีอิสระ", "th", id="words without blanks"),
    ],
)
def test_time_is_linear_in_the_length_of_a_paragraph(text, language):
    """Four times the text takes well under the sixteen times of a quadratic fault.

    Without the collector, which looks at all that the tests before have left behind.
    """

    def seconds(length: int) -> float:
        given_text = (text * (length // len(text) + 1))[:length]
        gc.disable()
        start = time.process_time()
        try:
            set_text(given_text, PLAIN, 510, language)
            return time.process_time() - start
        finally:
            gc.enable()

    seconds(1_000)
    short, long = (min(seconds(n) for _ in range(3)) for n in (10_000, 40_000))

    assert long < 10 * short


@pytest.mark.parametrize("language", sorted(ARTICLE))
@pytest.mark.parametrize("leading", [1.0, 1.35], ids=["tight", "usual"])
def test_no_line_touches_the_next(language, leading):
    style = Style(size=10, bold=True, leading=leading)
    block = set_text(ARTICLE[language], style, 120, language)

    inks = [[run.ink for run in line.runs] for line in block.lines]
    for upper, lower in pairwise(inks):
        below, above = max(ink[1] for ink in upper), max(ink[0] for ink in lower)
        assert (below + above) * 10 <= block.line_height + 0.001


@pytest.mark.parametrize("language", sorted(ARTICLE))
def test_no_letter_leaves_its_block(language):
    """By more than a twentieth of the size, so that a rule below it stays clear."""
    block = set_text(ARTICLE[language], Style(size=10, bold=True), 120, language)

    inks = [run.ink for line in block.lines for run in line.runs]
    assert max(above for above, _ in inks) * 10 <= block.baseline + 0.5
    room = block.line_height - block.baseline
    assert max(below for _, below in inks) * 10 <= room + 0.5


def test_a_paragraph_of_a_megabyte_is_set():
    block = set_text("Water for all people. " * 46_000, PLAIN, 510, "en")

    assert len(block.lines) > 10_000
