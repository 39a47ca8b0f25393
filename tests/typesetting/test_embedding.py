"""The font in the file: each character id draws the glyph that was shaped.

Extracted text can't tell: it would be exact with every glyph drawn wrongly.
"""

from __future__ import annotations

import re
import zlib

import pytest
import uharfbuzz as hb

from outreach.typesetting import Document, Style, set_text
from outreach.typesetting.block import Block
from outreach.typesetting.embedding import EmbeddedFace


def streams_of(pdf: bytes) -> list[bytes]:
    """Every packed stream of the file, unpacked."""
    found = re.findall(rb"FlateDecode.*?stream\r?\n(.*?)\nendstream", pdf, re.DOTALL)
    return [zlib.decompressobj().decompress(stream) for stream in found]


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
    streams = streams_of(made.finish())
    (program,) = [s for s in streams if s.startswith(b"\0\1\0\0")]
    (cid_map,) = [s for s in streams if s.startswith(b"\0\0") and b"acsp" not in s]
    embedded = hb.Font(hb.Face(hb.Blob(program)))
    original = block.lines[0].runs[0].face.font

    wanted = glyphs_in_order(block)
    new = [int.from_bytes(cid_map[n : n + 2], "big") for n in range(2, len(cid_map), 2)]
    assert len(new) == len(wanted)
    for drawn, shaped in zip(new, wanted, strict=True):
        assert outline(embedded, drawn) == outline(original, shaped)
        assert embedded.get_glyph_h_advance(drawn) == original.get_glyph_h_advance(shaped)  # fmt: skip


def test_the_page_shows_the_character_ids_in_the_order_of_the_line():
    made = Document(title="x", language="en")
    made.draw(set_text("abba", Style(size=12), 500, "en"), 50, 50)

    (page,) = [s for s in streams_of(made.finish()) if b" Tf " in s]
    shown = "".join(re.findall(r"<([0-9A-F]+)>", page.decode()))
    assert shown == "0001000200020001"


def drawn_at(page: str, font: EmbeddedFace) -> list[tuple[int, float, float]]:
    """Each glyph of a page of one face, and where it is drawn, in thousandths of the size
    from its line's start: what a reader does with Td, TJ and Ts (PDF 32000-1, 9.4.4), of
    which the last holds on until it is set anew. Blanks are not drawn.
    """
    glyphs = {cid: glyph for (glyph, _), cid in font._cids.items()}
    size = float(re.search(r"([\d.]+) Tf", page)[1])
    x, rise, places = 0.0, 0.0, []
    for start, array, lift in re.findall(r"( Td )|\[([^]]*?)\] ?TJ|([-\d.]+) Ts", page):
        if start:
            x = 0.0
        elif lift:
            rise = float(lift) / size * 1000
        for cids, move in re.findall(r"<([0-9A-F]+)>|([-\d.]+)", array):
            x -= float(move or 0)
            for at in range(0, len(cids), 4):
                glyph = glyphs[int(cids[at : at + 4], 16)]
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
    streams = streams_of(made.finish())
    (page,) = [s.decode() for s in streams if b" Tf " in s]
    expected, x = [], 0
    for cluster in block.lines[0].runs[0].clusters:
        for glyph in cluster.glyphs:
            if glyph.id != font.blank:
                expected.append((glyph.id, x + glyph.dx, glyph.dy))
            x += glyph.advance

    assert drawn_at(page, font) == sorted(expected * 2)
