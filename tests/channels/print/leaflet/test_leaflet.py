"""The sheet: whole, legible, an archive file, and honest about what it leaves out."""

from __future__ import annotations

import os
from ctypes import byref, c_float
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image

from outreach.model.errors import CannotCarry
from outreach.model.leaflet import FocalPoint
from tests.channels.print.leaflet.offices import (
    AMINA,
    CHANNEL,
    LANGUAGES,
    leaflet,
    office,
    points,
)
from tests.channels.print.test_scripts import places
from tests.typesetting.reading import letters, pages_of, text_of
from tests.typesetting.tags import faults_of, read_aloud, unowned
from tests.typesetting.test_pictures import MOST, difference, opened

GOLDEN = Path(__file__).parents[1] / "golden"
NO_TEXTS = {"text_to": None}
LONG = "Office of the Special Adviser for Civil Society Liaison in the Lake Region " * 2


def smallest(pdf: bytes) -> float:
    """The size of the smallest letters, in points."""
    sizes, size = [], c_float()
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            for thing in page.get_objects([pdfium.FPDF_PAGEOBJ_TEXT]):
                assert pdfium.FPDFTextObj_GetFontSize(thing.raw, byref(size))
                sizes.append(size.value * thing.get_matrix().get()[3])
    return min(sizes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_leaflet_looks_as_it_was_looked_at(language):
    found = opened(leaflet(language).file.data)
    golden = GOLDEN / f"leaflet.{language}.png"
    if os.environ.get("UPDATE_GOLDEN"):
        found.quantize(8).save(golden, optimize=True)

    assert difference(found, Image.open(golden)) < MOST


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({}, id="texted"),
        pytest.param(NO_TEXTS, id="not texted"),
        pytest.param({"text_to": "22141"}, id="a short code"),
        pytest.param({"focal_points": points(10)}, id="ten focal points"),
        pytest.param({"name": LONG.strip()}, id="a long name"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_is_one_page_at_12_points_or_more(language, changed, paper):
    made = leaflet(language, paper=paper, **changed)

    assert made.pages == 1
    with pypdfium2.PdfDocument(made.file.data) as document:
        (page,) = document
        width, height = page.get_size()
        assert (width, height) == ((612, 792) if paper == "letter" else pytest.approx((595.28, 841.89), abs=0.1))  # fmt: skip
        text = page.get_textpage()
        boxes = [text.get_charbox(n) for n in range(text.count_chars())]
    ink = [box for box in boxes if box[2] > box[0] and box[3] > box[1]]
    # white at every edge, of which copiers keep all: 10 mm
    assert min(box[0] for box in ink) > 28 and max(box[2] for box in ink) < width - 28
    assert min(box[1] for box in ink) > 28 and max(box[3] for box in ink) < height - 28
    assert smallest(made.file.data) >= 12


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_one_focal_point_it_is_set_in_14_points(language):
    """So that a village reads it by lamplight; 12 is the least that is ever printed."""
    assert smallest(leaflet(language, focal_points=(AMINA,)).file.data) >= 14


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_all_that_the_office_has(language):
    found = letters(text_of(leaflet(language).file.data))

    for said in (
        "Lake Region Liaison Office",
        "300 000099",
        "20 2345678",
        "300 000012",
        "P.O. Box 14",
        "Amina Otieno",
        "300 000014",
        "Grace Atieno",
        "Kiswahili",
    ):
        assert letters(said) in found


@pytest.mark.parametrize("changed", [{}, NO_TEXTS], ids=["texted", "not texted"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_an_archive_file_in_which_every_word_is_read(language, changed):
    data = leaflet(language, **changed).file.data

    assert faults_of(data) == []
    assert unowned(data) == []
    read = read_aloud(data)
    assert sum(one.path.endswith("H1") for one in read) == 1
    assert sum(one.path.endswith("H2") for one in read) == (8 if changed else 9)
    assert {one.language for one in read} == {language}
    heard = letters("".join(one.words for one in read))
    assert sorted(heard) == sorted(letters(text_of(data)))


def test_two_languages_are_the_two_sides_of_one_sheet():
    made = leaflet("sw", "en")
    front, back = pages_of(made.file.data)

    assert (made.pages, "JIUNGA" in front, "To join" in back) == (2, True, True)
    assert made.notes == leaflet("sw").notes
    assert {one.language for one in read_aloud(made.file.data)} == {"sw", "en"}


def test_the_same_office_gives_the_same_bytes():
    assert leaflet("ar", "hi").file == leaflet("ar", "hi").file


@pytest.mark.parametrize(
    ("changed", "said", "unsaid"),
    [
        pytest.param({}, "please call us or send us a letter", True, id="it can be texted"),
        pytest.param(NO_TEXTS, "Please call us or send us a letter.", False, id="call or write"),
        pytest.param({**NO_TEXTS, "address": ()}, "Please call us.", False, id="call"),
        pytest.param({**NO_TEXTS, "phones": (), "focal_points": ()}, "Please send us a letter.", False, id="write"),
        pytest.param({**NO_TEXTS, "phones": (), "address": ()}, "Please call us.", False, id="call a focal point"),
    ],
)  # fmt: skip
def test_only_what_reaches_the_office_is_offered(changed, said, unsaid):
    found = text_of(leaflet(**changed).file.data)

    assert (said in found) is not unsaid
    for word in ("JOIN", "STOP", "START", "LANG", "to this number"):
        assert (word in found) is (not changed)
    assert ("cannot receive text messages" in found) is bool(changed)


def test_what_the_office_lacks_leaves_no_empty_heading():
    found = text_of(leaflet(phones=(), address=(), focal_points=()).file.data)

    for label in ("Call us", "Our address", "Our focal points"):
        assert label not in found


def test_who_has_no_room_is_left_out_from_the_end_and_staff_are_told():
    made = leaflet(focal_points=points(22))
    found = text_of(made.file.data)

    (note,) = made.notes
    out = [p.name for p in points(22) if f"{p.name}, Health" not in found]
    assert (
        note == f"Left off the leaflet in English for want of room: {', '.join(out)}."
    )
    assert out == [p.name for p in points(22)[-len(out) :]]
    assert len(out) < 12


def test_ten_thousand_focal_points_take_no_longer_than_a_page_of_them():
    made = leaflet(focal_points=points(10_000))

    (note,) = made.notes
    kept = text_of(made.file.data).count("Focal Person")
    assert note.endswith(f" and {10_000 - kept - 12:,} more.")
    assert kept > 10


def test_what_fits_on_no_page_is_refused():
    with pytest.raises(CannotCarry, match="does not fit on its page at 12 points"):
        leaflet(address=tuple(f"Line {n}" for n in range(40)))


def test_other_languages_are_offered_only_where_there_are_some():
    assert "LANG" not in text_of(leaflet(languages=("en",)).file.data)


@pytest.mark.parametrize("groups", [("300", "000099"), ("20", "2345678")])
def test_a_phone_keeps_its_groups_among_arabic_letters(groups):
    data = leaflet("ar").file.data

    begins, ends = places(data, f"+254 {groups[0]}")  # its plus stays at its front
    first, last = (places(data, group)[0] for group in groups)
    assert begins < first < ends <= last


def test_nothing_that_staff_typed_is_markup():
    point = FocalPoint(name="<b>A & B</b>")
    found = text_of(leaflet(name="<img src='/etc/hostname'>", focal_points=(point,)).file.data)  # fmt: skip

    assert "<img src='/etc/hostname'>" in found
    assert "<b>A & B</b>" in found


@pytest.mark.parametrize(
    ("languages", "said"),
    [
        pytest.param(("de",), r"There is no leaflet in German\. Choose from: am, ar, en,", id="no wording"),
        pytest.param(("../x",), "There is no leaflet in", id="no language"),
        pytest.param(("en", "en"), "Name them once each", id="one twice"),
        pytest.param(("en", "fr", "es"), "in one language or in two", id="three"),
        pytest.param((), "in one language or in two", id="none"),
    ],
)  # fmt: skip
def test_what_can_not_be_made_is_refused_in_one_sentence(languages, said):
    with pytest.raises(CannotCarry, match=said):
        CHANNEL.leaflet(office(), languages, "a4")


def test_a_letter_without_a_font_is_named():
    with pytest.raises(CannotCarry, match="“☕”"):
        leaflet(name="Tea ☕ office")
