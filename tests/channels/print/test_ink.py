"""What survives a copier and a fax, and costs those who copy it little."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pypdfium2
import pytest

from channels.print.ink import dark
from outreach.model.rendition import Rendition
from outreach.typesetting import Document, Style, set_text
from tests.channels.print.sample import bulletin, changed, edition, example, made, plain
from tests.channels.print.test_scripts import sample
from tests.typesetting.reading import coverage, unpacked

LANGUAGES = ("am", "ar", "en", "hi", "sw", "zh")


def given(language: str) -> dict:
    """An announcement in the language, with strips, a code and all else there may be."""
    if language in ("ar", "zh"):
        return example("csw64")
    return example("kisumu-water") if language in ("en", "sw") else sample(language)


def every(variant: str, language: str, **options) -> Rendition:
    """A page of every kind."""
    if variant == "bulletin":
        items = edition(given(language), region="Kisumu")
        return bulletin(items, language, labels="en", **options)
    return made(variant, given(language), language, labels="en", strips=True, **options)


ARTICLES = json.loads(
    (Path(__file__).parents[2] / "typesetting" / "udhr_article1.json").read_text(
        "utf-8"
    )
)
FORMATS = ("poster", "poster-a3", "handbill", "large", "bulletin")
formats = pytest.mark.parametrize("variant", FORMATS)
languages = pytest.mark.parametrize("language", LANGUAGES)


@formats
@languages
def test_a_page_is_black_and_white_without_tints_or_hairlines(variant, language):
    content = drawing_of(every(variant, language).files[0].data)

    assert re.findall(r"(?m)(?:^| )(?:rg|RG|k|K|sc|scn|SC|SCN|cs|CS|sh|gs|Do)(?=\s|$)", content) == []  # fmt: skip
    assert {*re.findall(r"([\d.]+) [gG]\b", content)} <= {"0"}
    widths = [float(width) for width in re.findall(r"([\d.]+) w\b", content)]
    assert all(width >= 0.5 for width in widths)


def drawing_of(pdf: bytes) -> str:
    """The operators of all pages, without glyph numbers."""
    pages = [stream for stream in unpacked(pdf) if b"BT /F1" in stream]
    return re.sub(r"\[.*?\] ?TJ", "", b"\n".join(pages).decode("latin-1"))


@formats
@languages
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_edges_stay_white(variant, language, paper):
    """10 mm, which printers and copiers do not print."""
    edge = int(10 / 25.4 * 72)
    with pypdfium2.PdfDocument(every(variant, language, paper=paper).files[0].data) as read:  # fmt: skip
        pages = [page.render(scale=1, grayscale=True).to_pil() for page in read]

    for page in pages:
        inner = (edge, edge, page.width - edge, page.height - edge)
        page.paste(255, inner)
        assert page.getextrema() == (255, 255)


@formats
@languages
def test_a_page_takes_little_ink_and_nothing_is_told(variant, language):
    found = every(variant, language)

    assert max(coverage(found.files[0].data)) < 0.15
    assert not any("ink" in note for note in found.notes)


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        pytest.param((0.06, 0.15), None, id="as much as is usual"),
        pytest.param((0.06, 0.17, 0.16), "Page 2 takes much ink: 17% of it is black", id="the darkest page"),
    ],
)  # fmt: skip
def test_staff_are_told_of_a_page_that_takes_much_ink(shares, said):
    notes = dark(shares)

    assert len(notes) == (said is not None)
    assert said is None or notes[0].startswith(said)


@pytest.mark.parametrize("black", [0.0, 0.1, 0.5])
def test_ink_is_the_black_share_of_each_page(black):
    document = Document(title="x", language="en")
    if black:
        document.rule(0, document.height / 2, document.width, black * document.height)
    document.new_page()
    data = document.finish()

    assert document.ink == pytest.approx((black, 0))
    assert document.ink == pytest.approx(coverage(data), abs=0.005)


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("language", sorted(ARTICLES))
def test_ink_is_what_a_picture_of_the_page_has(language, bold):
    """In every script: the areas of glyphs, counted, are what a printer puts on paper."""
    document = Document(title="x", language=language)
    words = set_text(ARTICLES[language]["text"], Style(size=24, bold=bold), 500, language)  # fmt: skip
    document.draw(words, 45, 45)
    document.box(45, 45, 500, 700, 4)
    document.bars([(0, 0, 9, 3), (0, 4, 3, 3)], 45, 650, 8)
    data = document.finish()

    assert document.ink == pytest.approx(coverage(data), rel=0.06)


@pytest.mark.parametrize("notice", ["correction", "cancellation"])
def test_the_frame_of_a_notice_is_no_tint(notice):
    content = drawing_of(made("poster", changed(notice)).files[0].data)

    assert "2 w" in content
    assert max(coverage(made("poster", plain()).files[0].data)) < 0.15
