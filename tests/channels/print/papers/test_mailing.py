"""Labels: where they stand, what is on them, and addresses that no label holds."""

from __future__ import annotations

import pypdfium2
import pytest
from PIL import Image, ImageChops

from channels.print.papers.geometry import FREE, GEOMETRIES
from outreach.model.errors import CannotCarry, InputError
from outreach.model.papers import MakesPapers
from tests.channels.print.papers.parcels import ADDRESS, CHANNEL, paper, parcel
from tests.typesetting.reading import content_of, pages_of, text_of

#: Pixels in a millimetre.
FINE = 5
#: reference: L7160 63.5 x 38.1 mm, top 15.15, left 7.25, pitch 66.0 x 38.1; 5160 2.625 x
#: 1 in, top 0.5, left 0.1875, pitch 2.75 x 1 in.
CORNERS = [
    pytest.param("l7160", 0, 7.25, 15.15, id="first of an A4 sheet"),
    pytest.param("l7160", 2, 139.25, 15.15, id="end of its first line"),
    pytest.param("l7160", 3, 7.25, 53.25, id="second line"),
    pytest.param("l7160", 20, 139.25, 243.75, id="its last"),
    pytest.param("5160", 0, 4.7625, 12.7, id="first of a Letter sheet"),
    pytest.param("5160", 1, 74.6125, 12.7, id="its second"),
    pytest.param("5160", 29, 144.4625, 241.3, id="last of a Letter sheet"),
]
SHEETS = {"l7160": (210.0, 297.0), "5160": (215.9, 279.4)}
SCRIPTS = [
    pytest.param("ar", ("ص.ب. 14", "شارع النيل", "الخرطوم", "السودان"), id="Arabic"),
    pytest.param("hi", ("पो.बा. 14", "ग्राम रामपुर", "भारत"), id="Hindi"),
    pytest.param("am", ("ፖ.ሳ.ቁ. 14", "ባህር ዳር", "ኢትዮጵያ"), id="Amharic"),
    pytest.param("zh", ("中国云南省昆明市", "人民路14号"), id="Chinese"),
    pytest.param("th", ("ตู้ ปณ. 14", "เชียงใหม่ 50000"), id="Thai"),
    pytest.param("ru", ("а/я 14", "Москва", "РОССИЯ"), id="Russian"),
    pytest.param("en", ("ص.ب. 14", "الخرطوم"), id="Arabic, written to in English"),
    pytest.param("ar", ("P.O. Box 14", "Khartoum"), id="Latin, written to in Arabic"),
]


def ink(pdf: bytes, page: int = 0) -> Image.Image:
    """The page in grey, 0 where nothing is, from the top left corner."""
    with pypdfium2.PdfDocument(pdf) as document:
        scale = FINE * 25.4 / 72
        drawn = document[page].render(scale=scale, grayscale=True).to_pil()
    return ImageChops.invert(drawn.convert("L"))


def inked(pdf: bytes, box: tuple[float, float, float, float]) -> bool:
    """Whether anything is drawn in a box of millimetres: left, top, right, bottom."""
    cut = ink(pdf).crop(tuple(round(edge * FINE) for edge in box))
    return cut.getbbox() is not None


def test_the_print_channel_makes_papers():
    assert isinstance(CHANNEL, MakesPapers)


@pytest.mark.parametrize(("sheet", "place", "x", "y"), CORNERS)
def test_labels_stand_where_the_sheet_has_them(sheet, place, x, y):
    """Alone on the sheet, it is drawn inside its label and nowhere else."""
    geometry = GEOMETRIES[sheet]
    assert geometry.corner(place) == pytest.approx((x, y))

    made = paper("labels", [parcel()], sheet=sheet, start=place + 1)

    drawn = ink(made.file.data)
    strip = (0, 0, drawn.width, round(11 * FINE))
    drawn.paste(0, strip)
    left, top, right, bottom = (edge / FINE for edge in drawn.getbbox())
    assert x + FREE <= left + 0.3
    assert y + FREE <= top + 0.3
    assert right <= x + geometry.width - FREE + 0.3
    assert bottom <= y + geometry.height - FREE + 0.3


@pytest.mark.parametrize("sheet", GEOMETRIES)
def test_a_sheet_is_symmetric_and_on_its_paper(sheet):
    geometry, (width, height) = GEOMETRIES[sheet], SHEETS[sheet]
    x, y = geometry.corner(geometry.count - 1)

    assert width - (x + geometry.width) == pytest.approx(geometry.left, abs=0.01)
    assert height - (y + geometry.height) == pytest.approx(geometry.top, abs=0.06)
    with pypdfium2.PdfDocument(paper("test", [], sheet=sheet).file.data) as document:
        size = [side * 25.4 / 72 for side in document[0].get_size()]
    assert size == pytest.approx([width, height], abs=0.1)


@pytest.mark.parametrize("sheet", GEOMETRIES)
@pytest.mark.parametrize(
    "name",
    ["W" * 3, "Ñandú gjpqy Ắ", "Association of the women of all the villages " * 2],
)
def test_nothing_is_drawn_at_the_edges_of_a_full_sheet(sheet, name):
    """3 mm inside each edge stay free, whatever fills the label."""
    geometry = GEOMETRIES[sheet]
    lines = (name, *("Long line with letters gjpqy" for _ in range(6)))
    full = [parcel(name=name, address=lines) for _ in range(geometry.count)]

    drawn = ink(paper("labels", full, sheet=sheet).file.data)

    assert drawn.getbbox()
    drawn.paste(0, (0, 0, drawn.width, round(11 * FINE)))
    for place in range(geometry.count):
        x, y = geometry.corner(place)
        inner = (
            x + FREE - 0.3,
            y + FREE - 0.3,
            x + geometry.width - FREE + 0.3,
            y + geometry.height - FREE + 0.3,
        )
        drawn.paste(0, tuple(round(edge * FINE) for edge in inner))
    assert drawn.getbbox() is None


def test_a_nudge_moves_everything_by_millimetres():
    straight = ink(paper("labels", [parcel()]).file.data).getbbox()
    moved = ink(paper("labels", [parcel()], nudge=(2.0, -1.0)).file.data).getbbox()

    assert (moved[0] - straight[0]) / FINE == pytest.approx(2.0, abs=0.3)
    label = ink(paper("labels", [parcel()]).file.data)
    label.paste(0, (0, 0, label.width, 11 * FINE))
    lower = ink(paper("labels", [parcel()], nudge=(0.0, 4.0)).file.data)
    lower.paste(0, (0, 0, lower.width, 11 * FINE))
    assert (lower.getbbox()[1] - label.getbbox()[1]) / FINE == pytest.approx(4, abs=0.3)


def test_a_partly_used_sheet_is_used_up_first():
    made = paper("labels", [parcel(n) for n in range(3)], start=20)

    first, second = pages_of(made.file.data)
    assert "Women of the Lake 1" in first
    assert "Women of the Lake 2" not in first
    assert "Women of the Lake 2" in second
    assert "sheet 1. Print at 100 %" in first
    assert "sheet 2. Print at 100 %" in second


@pytest.mark.parametrize(
    ("options", "field"),
    [
        pytest.param({"start": 0}, "start", id="before the first label"),
        pytest.param({"start": 22}, "start", id="behind the last of 21"),
        pytest.param(
            {"sheet": "5160", "start": 31}, "start", id="behind the last of 30"
        ),
        pytest.param({"sheet": "l9999"}, "sheet", id="a sheet that we do not know"),
        pytest.param(
            {"nudge": (10.5, 0.0)}, "nudge", id="further than any printer is off"
        ),
        pytest.param({"nudge": (0.0, float("nan"))}, "nudge", id="no number"),
    ],
)
def test_options_that_cannot_be_are_told_by_their_name(options, field):
    for name in ("labels", "test"):
        with pytest.raises(InputError) as error:
            paper(name, [parcel()], **options)
        assert [p.field for p in error.value.problems] == [field]


def test_the_name_stands_once():
    named = parcel(name="Radio Lake", address=("Radio  Lake", *ADDRESS))

    assert text_of(paper("labels", [named]).file.data).count("Radio Lake") == 1


@pytest.mark.parametrize("sheet", GEOMETRIES)
@pytest.mark.parametrize("lines", range(3, 8))
def test_addresses_of_three_to_seven_lines_fit_under_a_name(sheet, lines):
    address = tuple(f"Line {number} of this address" for number in range(lines))

    found = text_of(paper("labels", [parcel(address=address)], sheet=sheet).file.data)

    assert all(line in found for line in address)


@pytest.mark.parametrize("sheet", GEOMETRIES)
@pytest.mark.parametrize(("language", "address"), SCRIPTS)
def test_addresses_of_any_script_come_back_as_text(sheet, language, address):
    given = parcel(name=address[0], address=address, language=language)

    found = text_of(paper("labels", [given], sheet=sheet).file.data)

    for line in address:
        assert all(word in found for word in line.split() if word.isalnum())


def test_urdu_fits_a_letter_label_in_another_hand():
    """Five lines of Nastaliq are higher than a label of one inch."""
    lines = ("پوسٹ بکس 14", "گلی نمبر 3", "لاہور", "پاکستان")
    given = parcel(name="بستی خواتین تنظیم", address=lines, language="ur")

    assert paper("labels", [given], sheet="5160").notes == ()


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        pytest.param(
            {"address": tuple(f"Line {n}" for n in range(9))},
            "its address has 9 lines, and a label holds 7.",
            id="nine lines",
        ),
        pytest.param(
            {"name": "W" * 60}, "a word of its address is longer", id="one endless word"
        ),
        pytest.param({"name": "Tea ☕ group"}, "No font here has", id="no font has it"),
        pytest.param({"name": "words " * 60}, " lines at the smallest", id="a novel"),
    ],
)
def test_an_address_that_does_not_fit_is_one_sentence_with_its_organisation(
    changed, why
):
    given = [parcel(1), parcel(2, **changed)]
    with pytest.raises(CannotCarry) as error:
        paper("labels", given, sheet="5160")
    name = changed.get("name", "Women of the Lake 2")
    assert f"The label of {name}: " in str(error.value)
    assert why in str(error.value)
    assert "Lake 1" not in str(error.value)

    made = paper("labels", given, sheet="5160", leave_out=True)
    assert why in " ".join(made.notes)
    assert "Women of the Lake 1" in text_of(made.file.data)


def test_no_copies_no_label():
    given = [parcel(1, copies=0), parcel(2)]
    assert "Women of the Lake 1" not in text_of(paper("labels", given).file.data)
    with pytest.raises(CannotCarry, match="There is no label to print"):
        paper("labels", given[:1])


def test_ten_thousand_and_one_labels_come_out_whole_and_the_same_twice():
    def given():
        return (parcel(number) for number in range(10_001))

    made = paper("labels", given()).file.data

    with pypdfium2.PdfDocument(made) as document:
        assert len(document) == 477
    assert "Women of the Lake 10000" in pages_of(made)[-1]
    assert made == paper("labels", given()).file.data


@pytest.mark.parametrize("sheet", GEOMETRIES)
def test_the_test_page_has_a_ruler_of_its_length_and_says_how_to_print(sheet):
    data = paper("test", [], sheet=sheet).file.data
    said = text_of(data)

    assert "print at 100 %" in said
    assert "100 mm" in said
    assert "/PrintScaling/None" in content_of(data)
    x, y = GEOMETRIES[sheet].corner(0)
    middle = y + GEOMETRIES[sheet].height / 2
    assert inked(data, (x + 102, middle - 1, x + 103.2, middle + 0.3))  # its end
    assert not inked(data, (x + 104, middle - 1, x + 105, middle + 0.3))
