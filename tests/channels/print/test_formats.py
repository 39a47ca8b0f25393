"""Large poster, handbill and large print; two languages on one sheet."""

from __future__ import annotations

import os
import re

import pypdfium2
import pytest
from PIL import Image

from outreach.model.errors import CannotCarry
from outreach.model.rendition import Rendition
from tests.channels.print.sample import changed, example, made, plain
from tests.channels.print.test_limits import sizes_of, within_page, wordy
from tests.channels.print.test_scripts import ARTICLE, GOLDEN, places, sample
from tests.typesetting.reading import content_of, letters, pages_of, text_of
from tests.typesetting.test_pictures import MOST, difference, opened

UN = ("ar", "en", "es", "fr", "ru", "zh")
FORMATS = ("poster", "poster-a3", "handbill", "large")
MM = 72 / 25.4


def size_of(rendition: Rendition) -> tuple[int, int]:
    """Width and height of the first page in millimetres."""
    with pypdfium2.PdfDocument(rendition.files[0].data) as read:
        width, height = read[0].get_size()
    return round(width / MM), round(height / MM)


@pytest.mark.parametrize("language", UN)
@pytest.mark.parametrize("variant", ["handbill", "large"])
def test_the_example_prints_as_its_goldens(variant, language):
    """Lines as they stand on the pages, then what staff are told."""
    found = made(variant, example("csw64"), language)

    pages = pages_of(found.files[0].data)
    text = "\n".join([*pages, "", *(f"Note: {note}" for note in found.notes), ""])
    golden = GOLDEN / f"csw64.{variant}.{language}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_bytes(text.encode())
    assert text.encode() == golden.read_bytes()


@pytest.mark.parametrize(
    ("variant", "languages"),
    [
        ("poster-a3", ("am",)),
        ("handbill", ("ar",)),
        ("handbill", ("hi",)),
        ("large", ("km",)),
        ("poster", ("ar", "zh")),
    ],
)
def test_a_format_looks_as_it_was_approved(variant, languages):
    given = example("csw64") if {"ar"} & {*languages} else sample(languages[0])
    found = opened(made(variant, given, *languages, labels="en").files[0].data)
    golden = GOLDEN / f"{variant}.{'-'.join(languages)}.png"
    if os.environ.get("UPDATE_GOLDEN"):
        found.quantize(16).save(golden, optimize=True)

    assert difference(found, Image.open(golden)) < MOST


@pytest.mark.parametrize(
    ("variant", "paper", "size"),
    [
        ("poster", "a4", (210, 297)),
        ("poster", "letter", (216, 279)),
        ("poster-a3", "a4", (297, 420)),
        ("poster-a3", "letter", (279, 432)),
        ("handbill", "a4", (297, 210)),
        ("handbill", "letter", (279, 216)),
        ("large", "a4", (210, 297)),
        ("large", "letter", (216, 279)),
    ],
)
def test_a_format_is_on_the_paper_of_the_place(variant, paper, size):
    assert size_of(made(variant, plain(), paper=paper)) == size


@pytest.mark.parametrize("variant", FORMATS)
@pytest.mark.parametrize("language", sorted(ARTICLE))
def test_every_format_says_what_must_be_said_in_every_script(variant, language):
    found = made(variant, sample(language), language, labels="en")

    text = letters(text_of(found.files[0].data))
    assert letters("300000014") in text
    assert letters("Town Hall") in text
    assert found.measure.bytes < 60_000
    assert within_page(found.files[0].data)


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("variant", FORMATS)
@pytest.mark.parametrize(
    ("title", "summary", "paragraphs"),
    [
        pytest.param(20, 0, 0, id="next to nothing"),
        pytest.param(300, 100, 0, id="the longest title"),
        pytest.param(60, 1200, 3, id="the longest summary"),
        pytest.param(300, 1200, 40, id="both and more text than fits"),
    ],
)
def test_a_format_keeps_its_least_size(variant, title, summary, paragraphs, paper):
    given = wordy(title, summary, paragraphs)

    found = made(variant, given, paper=paper)

    assert min(sizes_of(found.files[0].data)) >= {"large": 18}.get(variant, 12)
    assert letters(given["texts"]["en"]["title"]) in letters(found.text)
    assert letters("+254 300000014") in letters(found.text)
    assert within_page(found.files[0].data)


def test_both_halves_of_a_handbill_are_equal_and_apart():
    pdf = made("handbill", example("kisumu-water"), "sw").files[0].data

    drawn = re.findall(r"1 0 0 1 ([\d.]+) ([\d.]+) Tm (.*)", content_of(pdf))
    lines = [(float(x), y, glyphs) for x, y, glyphs in drawn]
    half = len(lines) // 2
    middle = 842 / 2
    for left, right in zip(lines[:half], lines[half:], strict=True):
        assert left[1:] == right[1:]
        assert right[0] - left[0] == pytest.approx(middle, abs=0.1)
    assert max(edges_of(pdf, until=middle)) < middle - 28


def edges_of(pdf: bytes, until: float) -> list[float]:
    """The right edges, in points, of the letters that begin left of ``until``."""
    with pypdfium2.PdfDocument(pdf) as read:
        words = read[0].get_textpage()
        boxes = [words.get_charbox(n) for n in range(words.count_chars())]
    return [right for left, _, right, _ in boxes if left < until]


def test_a_line_to_cut_along_ends_where_printers_leave_the_edge_white():
    with pypdfium2.PdfDocument(made("handbill", plain()).files[0].data) as read:
        picture = read[0].render(scale=1, grayscale=True).to_pil().convert("L")

    cut = [picture.getpixel((picture.width // 2, y)) for y in range(picture.height)]
    assert min(cut[:28] + cut[-28:]) == 255
    assert sum(shade < 200 for shade in cut[30:-30]) > picture.height / 3


def test_a_handbill_loses_a_summary_that_does_not_fit_rather_than_the_whole():
    given = example("csw64")
    given["texts"]["zh"] |= {
        "title": ("妇女地位委员会第六十四届会议通知" * 20)[:300],
        "summary": ("委员会将审查《北京宣言》的执行情况。" * 70)[:1200],
    }

    found = made("handbill", given, "zh")

    assert "the summary" in found.notes[0]
    assert letters(given["texts"]["zh"]["title"]) in letters(found.text)


def test_large_print_is_whole_on_as_many_pages_as_it_takes():
    given = wordy(300, 1200, 40)

    found = made("large", given)

    text = letters(text_of(found.files[0].data))
    assert found.measure.pages == len(pages_of(found.files[0].data)) > 5
    assert found.notes == ()
    for paragraph in (given["texts"]["en"]["title"], given["texts"]["en"]["summary"]):
        assert letters(paragraph) in text
    body = "Community water points in the villages of the lake region: who repairs?"
    assert letters(found.text).count(letters(body)) >= 40 * 8
    assert f"Page {found.measure.pages} of {found.measure.pages}" in pages_of(found.files[0].data)[-1]  # fmt: skip


@pytest.mark.parametrize("variant", FORMATS)
@pytest.mark.parametrize("notice", ["correction", "cancellation"])
def test_every_format_leads_with_the_notice(variant, notice):
    lines = made(variant, changed(notice)).text.splitlines()

    assert lines[0] == {"correction": "Correction", "cancellation": "Cancelled"}[notice]
    assert "Replaces: water-27" in lines[:3]


@pytest.mark.parametrize("variant", FORMATS)
@pytest.mark.parametrize(
    "languages", [("en", "sw"), ("sw", "en")], ids=["English leads", "Swahili leads"]
)
def test_two_languages_stand_on_one_sheet_and_the_first_leads(variant, languages):
    found = made(variant, example("kisumu-water"), *languages, qr="none")

    titles = {"en": "Women and village water points", "sw": "Wanawake na vituo vya maji vijijini"}  # fmt: skip
    places_of = [found.text.index(titles[language]) for language in languages]
    assert places_of == sorted(places_of)
    assert found.text.count("+254\u00a0300000014") == 2
    pages = {"handbill": 2, "large": found.measure.pages}.get(variant, 1)
    assert found.measure.pages == pages


def test_each_side_of_a_handbill_has_a_language():
    found = made("handbill", example("kisumu-water"), "sw", "en")

    front, back = pages_of(found.files[0].data)
    assert ("Mahali" in front, "Place" in front) == (True, False)
    assert ("Mahali" in back, "Place" in back) == (False, True)


@pytest.mark.parametrize("languages", [("ar", "en"), ("en", "ar")])
def test_each_language_begins_at_its_own_side(languages):
    found = made("poster", example("csw64"), *languages)

    assert places(found.files[0].data, "المكان")[1] > 595 - 50
    assert places(found.files[0].data, "Place")[0] < 50


def test_two_languages_leave_out_the_same_number_of_paragraphs():
    text = "Water for all. " * 20
    texts = {
        language: {"title": "Water", "body": "\n".join([text] * 12)}
        for language in ("en", "sw")
    }

    found = made("poster", plain(texts=texts), "en", "sw")

    count = found.text.count(text.strip())
    assert count >= 2
    assert count % 2 == 0 or re.search(r"of 24 paragraphs", found.notes[0])


def test_a_label_with_a_long_word_stands_above_its_fact():
    """A word of a label is never cut: the Russian for “register” has 18 letters."""
    found = made("handbill", example("csw64"), "ru")

    (words,) = pages_of(found.files[0].data)
    assert "Как зарегистрироваться" in words


def test_what_can_not_fit_in_two_languages_is_refused():
    contact = {"name": "N" * 400, "postal": "P\n" * 30 + "P"}
    texts = {language: {"title": "Water"} for language in ("en", "sw")}

    with pytest.raises(CannotCarry, match="do not fit on one page"):
        made("poster", plain(texts=texts, contact=contact), "en", "sw")
