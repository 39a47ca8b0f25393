"""Sheets: lines set letter by letter are those that shaping gives, at hardly any cost."""

from __future__ import annotations

import re

import pytest

from outreach.typesetting import Sheets, Style, is_plain, set_text, starts_right
from outreach.typesetting.faces import face
from outreach.typesetting.sheets import PLAIN
from tests.typesetting.reading import content_of, pages_of, text_of

#: The letters without marks: of the others some kern.
LINES = ["nonunion", "P.O. Box 14", "ÑÁÉÍ ßøåæ ĀĐŁŸ", "“quoted” – ‘so’ …"]


def sheets() -> Sheets:
    return Sheets(title="Labels", language="en")


def test_the_face_has_every_plain_letter():
    assert {ord(char) for char in PLAIN} <= face("NotoSans", 400).characters


@pytest.mark.parametrize("line", LINES)
def test_a_plain_line_is_as_wide_as_a_shaped_one(line):
    """But for kerns, such as those of “P.” and “4 ”."""
    assert is_plain(line)
    (shaped,) = set_text(line, Style(size=10), 1000, "en").lines

    assert sheets().width_of(line) / 100 == pytest.approx(shaped.width, rel=0.06)


@pytest.mark.parametrize("line", LINES)
def test_a_plain_line_comes_back_as_it_was_written(line):
    made = sheets()
    made.words([line, line], 10, 12, 50, 100)

    assert text_of(made.finish()) == f"{line} {line}"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("e\u0301", id="a mark of its own"),
        pytest.param("co\u00adop", id="a hidden hyphen"),
        pytest.param("Я", id="another script"),
        pytest.param("a\u202eb", id="turned round"),
        pytest.param("a\nb", id="two lines"),
        pytest.param("☕", id="no letter"),
    ],
)
def test_what_must_be_shaped_is_not_plain(text):
    assert not is_plain(text)


@pytest.mark.parametrize(
    ("text", "right"),
    [("14 Street", False), ("14 شارع", True), ("12-14", False), ("רחוב 3", True)],
)
def test_the_first_letter_says_where_a_text_starts(text, right):
    assert starts_right(text) is right


def test_words_between_two_rules_are_one_element_on_each_page():
    """An element for each label would take more memory than the page."""
    made = sheets()
    for _ in range(2):
        for row in range(20):
            made.words(["Women of the Lake"], 10, 12, 50, 30 + row * 20)
        made.rule(10, 500, 100)
        made.draw(set_text("Maji", Style(size=10), 100, "sw"), 50, 510)
        made.dashed(0, 600, 100, 0)
        made.words(["The end"], 10, 12, 50, 700)
        made.new_page()
    data = made.finish()

    # per page: the labels, the Swahili, the end; and the rules, which are not read
    content = content_of(data)
    assert len(re.findall(r"/MCID", content)) == 6
    assert content.count("BDC") + content.count("BMC") == content.count("EMC") == 10
    assert pages_of(data)[1].count("Women of the Lake") == 20


def test_the_same_sheets_are_the_same_bytes():
    def made() -> bytes:
        found = sheets()
        found.words(["Kisumu"], 10, 12, 50, 100)
        return found.finish()

    assert made() == made()
