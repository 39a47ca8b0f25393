"""PDF/A-2b and tags: checked by rules derived from veraPDF's, read back by other readers."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from collections import Counter

import pikepdf
import pytest

from outreach.typesetting import Document, Sheets, Style, set_text
from outreach.typesetting.archive import grey_profile
from tests.typesetting.reading import content_of, letters
from tests.typesetting.tags import faults_of, read_aloud, told, unowned
from tests.typesetting.test_document import ARTICLE, document

STYLE = Style(size=14)


def text(words: str, language: str = "en", width: float = 400):
    return set_text(words, STYLE, width, language)


@pytest.mark.parametrize("language", sorted(ARTICLE))
def test_article_1_is_an_archive_file_and_is_read_out_whole(language):
    """The order within a line of right-to-left words is a reader's guess: not judged."""
    pdf = document(ARTICLE[language], language).finish()

    assert faults_of(pdf) == []
    assert unowned(pdf) == []
    read = read_aloud(pdf)
    assert [(one.path, one.language) for one in read] == [("Document/P", language)] * 2
    for one in read:
        found, written = letters(one.words), letters(ARTICLE[language])
        assert Counter(found) == Counter(written)
        if language not in ("ar", "fa", "he", "ur"):
            assert found == written


RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")


def spoken(told: str, language: str) -> list[str]:
    """Words as they are written; those that run from right to left stand as they are drawn,
    from the left, and so are turned round and, of several lines, in no order.
    """
    words = unicodedata.normalize("NFC", told.replace("\u200b", "")).split()
    if language not in RIGHT_TO_LEFT:
        return words
    turned = (re.sub(r"(.)([\u064b-\u0652]*)", r"\1\2", word[::-1]) for word in words)
    return sorted("".join(sorted(word)) for word in turned)


def lines_of(language: str) -> bytes:
    """Article 1 in lines of some words, each of which would join the next one's."""
    made = Document(title="Water", language=language)
    made.draw(text(ARTICLE[language], language, 150), 50, 50)
    return made.finish()


@pytest.mark.parametrize("language", sorted(ARTICLE))
def test_words_stay_apart_for_readers_that_know_no_places(language):
    """And letters together where a line ends within a word."""
    (found,) = told(lines_of(language))

    assert spoken(found, language) == spoken(ARTICLE[language], language)


@pytest.mark.system
@pytest.mark.skipif(not shutil.which("pdfinfo"), reason="needs Debian's poppler-utils")
@pytest.mark.parametrize("language", sorted(ARTICLE))
def test_another_reader_finds_the_same_words_by_the_tags(language, tmp_path):
    (tmp_path / "page.pdf").write_bytes(lines_of(language))

    asked = ["pdfinfo", "-struct-text", "-enc", "UTF-8", str(tmp_path / "page.pdf")]
    found = subprocess.run(asked, capture_output=True, check=True).stdout.decode()
    (words,) = re.findall('"(.*)"', found)
    assert spoken(words, language) == spoken(ARTICLE[language], language)


@pytest.mark.parametrize(
    ("lines", "language", "said"),
    [
        pytest.param("Water\npoints", "en", "Water points ", id="a line that is ended"),
        pytest.param("repair\u00adable", "en", "repair-able ", id="a word parted at a hyphen"),
        pytest.param("水泵由谁修理", "zh", "水泵由谁修理 ", id="letters of no words"),
        pytest.param("ទឹក\u200bស្អាត\u200bទឹក", "km", "ទឹកស្អាតទឹក ", id="a blank without a width"),
        pytest.param("የሰው፡ልጅ፡ሁሉ", "am", "የሰው፡ልጅ፡ሁሉ ", id="a sign that parts words"),
    ],
)  # fmt: skip
def test_a_blank_follows_a_line_where_one_was_written(lines, language, said):
    made = Document(title="Water", language=language)
    block = set_text(lines, Style(size=14), 45, language)
    assert len(block.lines) > 1
    made.draw(block, 50, 50)

    assert told(made.finish()) == [said]


def test_a_label_does_not_join_its_fact():
    made = Document(title="Water", language="en")
    made.draw_as_one([(text("Place"), 50, 50), (text("Town Hall"), 150, 50)])
    made.new_page()
    with made.artifact():
        made.draw(text("Page 2"), 50, 700)

    assert told(made.finish()) == ["Place Town Hall "]


@pytest.mark.parametrize("page", ["a4", "a3", "a5", "letter"])
def test_every_paper_is_an_archive_file(page):
    assert faults_of(document("Water 水", page=page).finish()) == []


def test_sheets_of_labels_are_too():
    made = Sheets(title="Labels", language="en")
    for _ in range(2):
        made.words(["Women of the Lake", "Kisumu"], 10, 12, 50, 50)
        made.draw(text("نساء البحيرة", "ar"), 50, 100)
        made.box(40, 40, 200, 100)
        made.new_page()
    pdf = made.finish()

    assert faults_of(pdf) == []
    assert unowned(pdf) == []
    assert [one.language for one in read_aloud(pdf)] == ["en", "ar"] * 2
    assert told(pdf)[::2] == ["Women of the Lake Kisumu "] * 2


def test_the_checker_sees_what_is_wrong():
    """Else a clean report would say nothing."""
    pdf = document("Water").finish()

    assert faults_of(pdf.replace(b'pdfaid:part="2"', b'pdfaid:part="9"'))
    assert faults_of(pdf.replace(b"startxref\n", b"startxref\n9"))


def test_what_is_drawn_is_read_as_it_was_tagged():
    made = Document(title="Water", language="en")
    with made.artifact():
        made.draw(text("Page 1"), 50, 20)
    with made.tagged("H1"):
        made.draw(text("Water"), 50, 50)
    made.rule(50, 80, 200)
    made.draw(text("By itself"), 50, 100)
    with made.tagged("P"):
        made.draw(text("Mahali", "sw"), 50, 120)
        made.draw(text("Town Hall"), 150, 120)
    with made.tagged("Table"):
        with made.tagged("TR"), made.tagged("TH", scope="Row"):
            made.draw(text("Saa", "sw"), 50, 140)
        with made.tagged("TR"), made.tagged("TD"):
            made.draw(text("14:30"), 50, 160)
    with made.tagged("L"):
        pass

    pdf = made.finish()
    assert read_aloud(pdf) == [
        ("Document/H1", "en", "Water"),
        ("Document/P", "en", "By itself"),
        ("Document/P", "sw", "Mahali"),
        ("Document/P/Span", "en", "Town Hall"),
        ("Document/Table/TR/TH", "sw", "Saa"),
        ("Document/Table/TR/TD", "en", "14:30"),
    ]
    assert "/A<</O/Table/Scope/Row>>" in content_of(pdf)
    assert unowned(pdf) == faults_of(pdf) == []


def test_what_is_cut_by_a_page_s_end_stays_one():
    made = Document(title="Water", language="en")
    for row in ("first", "second"):
        with made.tagged("Table", resumes=True), made.tagged("TR"), made.tagged("TD"):
            made.draw(text(row), 50, 50)
        made.new_page()
    for half in ("one", "two"):
        with made.tagged("P", resumes=half == "two"):
            made.draw(text(half), 50, 50)
        with made.artifact():
            made.draw(text("foot"), 50, 700)
        made.new_page()

    pdf = made.finish()
    assert [one.words for one in read_aloud(pdf)] == ["first", "second", "one two"]
    assert len(re.findall("/S/Table", content_of(pdf))) == 1
    assert unowned(pdf) == faults_of(pdf) == []


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("<dc:title>& ]]> \"'", id="markup of metadata"),
        pytest.param("اجتماع (水) \\) /Title", id="scripts, and what ends a string of PDF"),
        pytest.param("Réunion · n° 7 (déjà vu) \\", id="letters beyond ASCII, and what ends a string of PDF"),
        pytest.param("a\x00b\x0b\ufffe", id="what XML has no place for"),
        pytest.param("", id="empty"),
    ],
)  # fmt: skip
def test_a_title_is_only_ever_text_and_the_same_everywhere(title, tmp_path):
    pdf = document("x", title=title).finish()
    (tmp_path / "page.pdf").write_bytes(pdf)

    assert faults_of(pdf) == []
    with pikepdf.open(tmp_path / "page.pdf") as file:
        told = str(file.docinfo["/Title"])
        assert (file.open_metadata().get("dc:title") or "") == told
        assert file.Root.ViewerPreferences.DisplayDocTitle
    assert told == re.sub("[\x00\x0b\ufffe]", "", title)


def test_the_profile_is_one_of_grey():
    profile = grey_profile()

    assert int.from_bytes(profile[:4], "big") == len(profile)
    assert (profile[12:20], profile[36:40]) == (b"mntrGRAY", b"acsp")
    for at in range(132, 132 + 12 * 4, 12):
        start, size = (int.from_bytes(profile[at + n : at + n + 4], "big") for n in (4, 8))  # fmt: skip
        assert start % 4 == 0 and start + size <= len(profile)


@pytest.mark.system
@pytest.mark.skipif(not shutil.which("pdfinfo"), reason="needs Debian's poppler-utils")
def test_another_reader_finds_the_same_tags(tmp_path):
    made = Document(title="Water", language="en")
    with made.tagged("H1"):
        made.draw(text("Water"), 50, 50)
    with made.tagged("Table"), made.tagged("TR"):
        with made.tagged("TH", scope="Row"):
            made.draw(text("Saa", "sw"), 50, 140)
        with made.tagged("TD"):
            made.draw(text("14:30"), 150, 140)
    with made.artifact():
        made.draw(text("Page 1"), 50, 700)
    file = tmp_path / "page.pdf"
    file.write_bytes(made.finish())

    asked = ["pdfinfo", "-struct-text", str(file)]
    found = subprocess.run(asked, capture_output=True, check=True, text=True)
    assert found.stderr == ""
    bare = found.stdout.replace(' "', '"').replace('"', ' "').replace(' "\n', '"\n')
    assert re.sub(r"\(\w+\)|:|\s+", " ", bare).split() == (
        [
            "Document",
            "H1",
            '"Water"',
            "Table",
            "TR",
            "TH",
            "/Scope",
            "/Row",
            '"Saa"',
            "TD",
            '"14',
            '30"',
        ]
    )
