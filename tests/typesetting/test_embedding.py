"""The font in the file: each character id draws the glyph that was shaped.

Extracted text can't tell: it would be exact with every glyph drawn wrongly.
"""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
import uharfbuzz as hb

from outreach.typesetting import Document, Style, set_text
from outreach.typesetting.block import Block
from outreach.typesetting.embedding import EmbeddedFace
from outreach.typesetting.written import literal
from tests.typesetting.reading import text_of


def operators_of(pdf: bytes) -> list[tuple[str, Any]]:
    """What the first page does, and with what."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        found = pikepdf.parse_content_stream(file.pages[0])
        return [(str(operator), list(operands)) for operands, operator in found]


def cids_in(shown: Any) -> list[int]:
    """The character ids of a string."""
    codes = bytes(shown)
    return [int.from_bytes(codes[n : n + 2], "big") for n in range(0, len(codes), 2)]


def program_of(pdf: bytes) -> tuple[hb.Font, dict[int, int]]:
    """The only font of the file, and the glyph there of each character id."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        (font,) = file.pages[0].Resources.Font.values()
        (inner,) = font.DescendantFonts
        blob = hb.Blob(inner.FontDescriptor.FontFile2.read_bytes())
        return hb.Font(hb.Face(blob)), dict(
            enumerate(cids_in(inner.CIDToGIDMap.read_bytes()))
        )


def outline(font: hb.Font, glyph: int) -> list[tuple]:
    """A glyph's contours, as the calls that draw them."""
    calls: list[tuple] = []
    draw = hb.DrawFuncs()
    for name in ("move_to", "line_to", "quadratic_to", "cubic_to", "close_path"):
        getattr(draw, f"set_{name}_func")(
            lambda *given, name=name: calls.append((name, *given[:-1]))
        )
    font.draw_glyph(glyph, draw, None)
    return calls


def glyphs_in_order(block: Block) -> list[int]:
    """The glyph of each pair of glyph and text, in the order of their first use."""
    pairs = [
        (glyph.id, text)
        for line in block.lines
        for run in line.runs
        for cluster in run.clusters
        for glyph, text in zip(cluster.glyphs, cluster.text, strict=True)
    ]
    return [glyph for glyph, _ in dict.fromkeys(pairs)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param(
            "Village water points: who repairs? Événement ñ", "en", id="Latin"
        ),
        pytest.param("Вода и люди, № 5", "ru", id="Cyrillic"),
        pytest.param("会议通知，2027年5月。", "zh", id="Chinese"),
        pytest.param("שלום לכולם", "he", id="Hebrew"),
        pytest.param("የሰው፡ልጅ፡ሁሉ", "am", id="Amharic"),
    ],
)
def test_each_character_id_draws_the_glyph_that_was_shaped(text, language):
    made = Document(title="x", language=language)
    block = set_text(text, Style(size=12), 500, language)
    made.draw(block, 50, 50)
    embedded, glyph_of = program_of(made.finish())
    original = block.lines[0].runs[0].face.font

    wanted = glyphs_in_order(block)
    blank = original.get_nominal_glyph(ord(" "))
    if blank not in wanted:  # it stands after the last word
        wanted.append(blank)
    new = [glyph_of[cid] for cid in range(1, len(glyph_of))]
    assert len(new) == len(wanted)
    for drawn, shaped in zip(new, wanted, strict=True):
        assert outline(embedded, drawn) == outline(original, shaped)
        assert embedded.get_glyph_h_advance(drawn) == original.get_glyph_h_advance(shaped)  # fmt: skip


def test_the_page_shows_the_character_ids_in_the_order_of_the_line():
    made = Document(title="x", language="en")
    made.draw(set_text("abba", Style(size=12), 500, "en"), 50, 50)

    (row,) = [given[0] for name, given in operators_of(made.finish()) if name == "TJ"]
    assert [cid for shown in row for cid in cids_in(shown)] == [1, 2, 2, 1]


@pytest.mark.parametrize("number", [0x0D, 0x28, 0x29, 0x5C, 0x0A, 0x280D, 0x5C5C])
def test_a_character_id_is_read_back_whatever_its_bytes_mean(number):
    """Brackets, a backslash and ends of lines have meanings within a string."""
    made = Document(title="x", language="en")
    made.draw(set_text("a", Style(size=12), 500, "en"), 50, 50)
    made._code(f"BT /F1 9 Tf ({literal(number.to_bytes(2, 'big'))}) Tj ET")

    *_, (shown,) = [
        given for name, given in operators_of(made.finish()) if name == "Tj"
    ]
    assert cids_in(shown) == [number]


def test_two_faces_share_what_a_character_id_means():
    made = Document(title="x", language="en")
    for bold in (False, True):
        style = Style(size=12, bold=bold)
        words = "wade" if bold else "tide a"
        made.draw(set_text(words, style, 500, "en"), 50, 90 if bold else 50)

    pdf = made.finish()
    assert text_of(pdf) == "tide a wade"
    with pikepdf.open(io.BytesIO(pdf)) as file:
        tables = {
            font.ToUnicode.objgen for font in file.pages[0].Resources.Font.values()
        }
    assert len(tables) == 1
    regular, bold = made._faces.values()
    shared = {text: cid for (_, text), cid in regular._cids.items()}
    assert {text: cid for (_, text), cid in bold._cids.items() if text in shared} == {
        text: shared[text] for text in "dea "
    }


def test_two_glyphs_of_one_text_have_ids_of_their_own():
    made = Document(title="x", language="ar")
    made.draw(set_text("ببب", Style(size=12), 500, "ar"), 50, 50)

    (font,) = made._faces.values()
    ids = [cid for (_, text), cid in font._cids.items() if text == "ب"]
    assert len(set(ids)) == len(ids) == 3


def drawn_at(pdf: bytes, font: EmbeddedFace) -> list[tuple[int, float, float]]:
    """Each glyph of a page of one face, and where it is drawn, in thousandths of the size
    from its line's start: what a reader does with Td, TJ and Ts (PDF 32000-1, 9.4.4), of
    which the last holds on until it is set anew. Blanks are not drawn.
    """
    glyphs = {cid: glyph for (glyph, _), cid in font._cids.items()}
    size, x, rise, places = 0.0, 0.0, 0.0, []
    for name, given in operators_of(pdf):
        if name == "Tf":
            size = float(given[1])
        elif name == "Td":
            x = 0.0
        elif name == "Ts":
            rise = float(given[0]) / size * 1000
        elif name in ("TJ", "Tj"):
            for shown in given[0] if name == "TJ" else given:
                if not isinstance(shown, pikepdf.String):
                    x -= float(shown)
                    continue
                for glyph in map(glyphs.__getitem__, cids_in(shown)):
                    if glyph != font.blank:
                        places.append((glyph, round(x, 2), round(rise)))
                    x += font.width(glyph)
    return sorted(places)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("AVATAR To", "en", id="kerned"),
        pytest.param("ẹ́ ị́ n̄ q́", "en", id="marks moved sideways"),
        pytest.param("x́̂ Ẋ̂ X̣́̂", "en", id="marks on marks, moved up"),
        pytest.param("أحرارًا لله", "ar", id="Arabic, with a mark and a ligature"),
        pytest.param("چاہیئے پیدا", "ur", id="Nastaliq, each letter at a height of its own"),
        pytest.param("बुद्धि की ट्रॅ", "hi", id="Devanagari"),
        pytest.param("ព្រឹត្តិ ក្នុងស្មា", "km", id="Khmer, stacked"),
        pytest.param("မြေးမြှင့်", "my", id="Burmese, stacked"),
        pytest.param("ชื่อผู้ที่", "th", id="Thai, two marks above"),
        pytest.param("שָׁלוֹם", "he", id="Hebrew with its points"),
    ],
)  # fmt: skip
def test_each_glyph_is_drawn_where_it_was_shaped(text, language):
    made = Document(title="x", language=language)
    block = set_text(f"{text}\n{text}", Style(size=12), 500, language)
    made.draw(block, 50, 50)
    (font,) = made._faces.values()
    expected, x = [], 0
    for cluster in block.lines[0].runs[0].clusters:
        for glyph in cluster.glyphs:
            if glyph.id != font.blank:
                expected.append((glyph.id, x + glyph.dx, glyph.dy))
            x += glyph.advance

    assert drawn_at(made.finish(), font) == sorted(expected * 2)
