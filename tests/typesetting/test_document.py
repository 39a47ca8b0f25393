"""The file: fonts inside, exact text, the same bytes twice, nothing but black."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pypdfium2
import pytest

from outreach.typesetting import Document, Style, picture, revision, set_text
from tests.typesetting.reading import content_of, letters, text_of

ARTICLE = {
    language: article["text"]
    for language, article in json.loads(
        (Path(__file__).parent / "udhr_article1.json").read_text(encoding="utf-8")
    ).items()
}


def document(text: str, language: str = "en", **given) -> Document:
    """A page with ``text`` in regular and bold."""
    made = Document(title=given.pop("title", "Water"), language=language, **given)
    top = made.margin
    for bold in (False, True):
        style = Style(size=14, bold=bold)
        block = set_text(text, style, made.inner_width, language)
        made.draw(block, made.margin, top)
        top += block.height
    return made


@pytest.mark.parametrize("language", sorted(ARTICLE))
def test_the_words_come_back_letter_for_letter(language):
    """In each of the 26 languages, in order, with nothing left out of account but blanks."""
    found = letters(text_of(document(ARTICLE[language], language).finish()))

    assert found == letters(ARTICLE[language]) * 2


@pytest.mark.system
@pytest.mark.skipif(
    not shutil.which("pdftotext"), reason="needs Debian's poppler-utils"
)
@pytest.mark.parametrize("language", sorted(ARTICLE))
def test_another_reader_finds_the_same_letters(language, tmp_path):
    """Poppler's words in order. Not judged are blanks, compatible forms of one character
    (NFKC) and the marks of direction that it puts around right-to-left words.
    """
    file = tmp_path / "page.pdf"
    file.write_bytes(document(ARTICLE[language], language).finish())
    asked = ["pdftotext", "-enc", "UTF-8", str(file), "-"]
    found = subprocess.run(asked, capture_output=True, check=True).stdout.decode()

    def bare(text: str) -> str:
        marks = re.sub("[\u200b\u200e\u200f\u202a-\u202e]", "", text)
        return unicodedata.normalize("NFKC", letters(marks))

    read, written = bare(found), bare(ARTICLE[language]) * 2
    assert sorted(read) == sorted(written)
    # it takes the high and low letters of Nastaliq for lines of their own
    assert read == written or language == "ur"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("fluffy office ffi AVATAR To", id="ligatures and kerning"),
        pytest.param("ị́ ụ̀ ẹ́ ọ̀ n̄", id="letters with marks that no single character has"),
        pytest.param("20\u202f000\u00a0F\u202fCFA", id="narrow and no-break blanks"),
        pytest.param("<b>x</b> & <img src='/etc/hostname'> &amp; {x} %s", id="markup prints as it is written"),
        pytest.param("A\\B (C) [D] <0041> BT ET Tj", id="the operators of PDF are only words"),
        pytest.param("Water 水 – Вода – Νερό", id="four scripts in a line"),
    ],
)  # fmt: skip
def test_text_is_only_ever_text(text):
    found = text_of(document(text).finish())

    assert letters(found) == letters(text) * 2


def test_a_letter_of_several_glyphs_carries_its_text_as_one():
    """Readers that copy it get the letter, not its pieces; the mark is drawn without text."""
    content = content_of(document("ị\u0301").finish())

    assert "<1ECB0301>" in content
    assert content.count("/Span<</ActualText<FEFF>>>BDC") == 2


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("اتصل بـ (UN Women, B-12) قبل 5/14", "ar", id="Arabic with Latin in brackets"),
        pytest.param("ملاقات: \u2068+98 21 1234 5678\u2069 – «زنان»", "fa", id="Persian with a phone"),
        pytest.param("התקשרו \u2068JOIN 14\u2069 (12:30)", "he", id="Hebrew with a keyword"),
        pytest.param("فون: \u2068+92 300 1234567\u2069 (UN)", "ur", id="Urdu with a phone"),
        pytest.param("Meeting اجتماع, שלום 5", "en", id="two such words in an English line"),
    ],
)  # fmt: skip
def test_every_letter_of_a_line_in_two_directions_comes_back(text, language):
    """The order of pieces that run both ways is a reader's guess, so it is not judged; no
    letter, digit or bracket is lost, and each number is whole.
    """
    found = text_of(document(text, language).finish())

    shown = text.translate(dict.fromkeys(map(ord, "\u2068\u2069")))
    brackets = str.maketrans(")]»", "([«")
    assert sorted(letters(found).translate(brackets)) == sorted(letters(shown).translate(brackets) * 2)  # fmt: skip
    assert all(found.count(n) >= 2 for n in re.findall(r"\d+", shown))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("AVATAR To Wave, fluffy", "en", id="kerned"),
        pytest.param("会议Workshop于2027年5月5日举行", "zh", id="on a coarse grid"),
        pytest.param("Water 水 – Вода", "en", id="over a change of face"),
    ],
)
def test_each_letter_stands_where_it_was_measured(text, language):
    """To a fiftieth of a point, at the end of the line as at its start."""
    made = Document(title="x", language=language)
    block = set_text(text, Style(size=20), 500, language)
    made.draw(block, 50, 50)
    (line,) = block.lines
    expected, x = {}, 50.0
    for run in line.runs:
        for cluster in run.clusters:
            expected[cluster.text] = x
            x += cluster.advance * 20 / run.face.upem

    with pypdfium2.PdfDocument(made.finish()) as read:
        words = read[0].get_textpage()
        boxes = [words.get_charbox(n, loose=True) for n in range(words.count_chars())]
    found = {char: box[0] for char, box in zip(text, boxes, strict=True)}
    for single in (key for key in expected if len(key) == 1):
        assert found[single] == pytest.approx(expected[single], abs=0.02)


def test_every_font_is_inside_the_file_as_a_subset():
    pdf = content_of(document("Water 水").finish())

    names = re.findall(r"/BaseFont\s*/([A-Z]{6}\+[\w-]+)", pdf)
    assert {name[7:] for name in names} == {
        "NotoSans-400",
        "NotoSans-700",
        "NotoSansSC-400",
        "NotoSansSC-700",
    }
    assert pdf.count("/FontFile2") == len(set(names))
    assert "Helvetica" not in pdf
    assert "/Trans" not in pdf


def test_the_same_drawing_gives_the_same_bytes():
    assert document("Water 水").finish() == document("Water 水").finish()


def test_title_and_language_stand_in_the_catalogue():
    pdf = document("x", "fr", title="Réunion (l’eau)").finish()

    with pypdfium2.PdfDocument(pdf) as read:
        assert read.get_metadata_dict()["Title"] == "Réunion (l’eau)"
    assert re.search(r"/Lang\s*\(fr\)", content_of(pdf))


@pytest.mark.parametrize(
    ("page", "width", "height"),
    [("a4", 595, 842), ("a3", 842, 1191), ("a5", 420, 595), ("letter", 612, 792)],
)
def test_the_page_has_the_size_of_its_paper(page, width, height):
    with pypdfium2.PdfDocument(document("x", page=page).finish()) as read:
        found = read[0].get_size()

    assert tuple(map(round, found)) == (width, height)


def test_pages_are_counted_and_written():
    made = document("first")
    made.new_page()
    made.draw(set_text("second", Style(size=12), 200, "en"), 50, 50)

    with pypdfium2.PdfDocument(made.finish()) as read:
        assert (made.pages, len(read)) == (2, 2)
    assert made.finish() == made.finish()


def test_rules_and_boxes_are_black_and_nothing_has_a_colour():
    made = document("x")
    made.rule(50, 100, 200)
    made.box(50, 120, 200, 40)
    made.dashed(50, 200, 200, 40)
    made.dashed(50, 300, 200, 0)
    made.upright(40, 100, 300)
    operators = content_of(made.finish())

    assert not re.search(r"(^|\s)(rg|RG|k|K|cs|CS|scn|SCN|sh)\s", operators)


@pytest.mark.parametrize(
    ("align", "language", "indent", "left"),
    [
        ("start", "en", 0, 50.0), ("center", "en", 0, 150.0), ("end", "en", 0, 250.0),
        ("start", "ar", 0, 250.0), ("center", "ar", 0, 150.0), ("end", "ar", 0, 50.0),
        ("start", "en", 60, 110.0), ("center", "en", 60, 180.0), ("end", "en", 60, 250.0),
        ("start", "ar", 60, 190.0), ("center", "ar", 60, 120.0), ("end", "ar", 60, 50.0),
    ],
)  # fmt: skip
def test_a_line_stands_where_its_style_says(align, language, indent, left):
    """Left edge in points of a line in a block 200 points wider, which starts at 50."""
    made = Document(title="x", language=language)
    wide = set_text("Water", Style(size=12), 400, language).lines[0].width
    style = Style(size=12, align=align)
    made.draw(set_text("Water", style, wide + 200, language, indent), 50, 50)

    with pypdfium2.PdfDocument(made.finish()) as read:
        found = read[0].get_textpage().get_charbox(0, loose=True)[0]
    assert found == pytest.approx(left, abs=0.5)


def test_the_first_line_stands_below_the_top_that_was_given():
    made = Document(title="x", language="en")
    block = set_text("Water", Style(size=20), 400, "en")
    made.draw(block, 50, 100)

    with pypdfium2.PdfDocument(made.finish()) as read:
        _, _, _, top = read[0].get_textpage().get_charbox(0)
    assert 100 < made.height - top < 100 + block.height


def test_a_picture_is_grey_small_and_of_the_width_asked_for():
    png = picture(document(ARTICLE["en"]).finish(), width=480)

    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(png[16:20], "big"), png[24], png[25]) == (480, 8, 0)
    assert len(png) < 40_000


def test_the_revision_is_a_digest_that_stays():
    assert re.fullmatch(r"[0-9a-f]{64}", revision())
    assert revision() == revision()
