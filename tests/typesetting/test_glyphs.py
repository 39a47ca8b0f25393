"""Glyphs: extracted text can't see wrong shaping, so glyphs are checked as such."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import uharfbuzz as hb

from outreach.typesetting import Style, set_text, sets
from outreach.typesetting.faces import face, face_names

ARTICLE = {
    language: article["text"]
    for language, article in json.loads(
        (Path(__file__).parent / "udhr_article1.json").read_text(encoding="utf-8")
    ).items()
}
FAMILY = {"zh": "NotoSansSC"}
SCRIPT = {"ru": "Cyrl", "el": "Grek", "zh": "Hani"}


@pytest.mark.parametrize("bold", [False, True], ids=["regular", "bold"])
@pytest.mark.parametrize("language", sorted(filter(sets, ARTICLE)))
def test_each_line_has_the_glyphs_of_a_fresh_harfbuzz_run(language, bold):
    """Ids, advances and offsets are equal, so nothing moved on the way to the page."""
    weight = 700 if bold else 400
    font = hb.Font(
        hb.Face(hb.Blob(face(FAMILY.get(language, "NotoSans"), weight).data))
    )

    block = set_text(ARTICLE[language], Style(size=14, bold=bold), 200, language)

    assert len(block.lines) > 2
    for line in block.lines:
        buffer = hb.Buffer()
        buffer.add_str(str(line))
        buffer.direction, buffer.language = "ltr", language
        buffer.script = SCRIPT.get(language, "Latn")
        hb.shape(font, buffer)
        expected = [
            (info.codepoint, place.x_advance, place.x_offset, place.y_offset)
            for info, place in zip(
                buffer.glyph_infos, buffer.glyph_positions, strict=True
            )
        ]
        drawn = [
            tuple(glyph)
            for run in line.runs
            for cluster in run.clusters
            for glyph in cluster.glyphs
        ]
        assert drawn == expected


def test_a_line_of_two_faces_changes_face_at_the_letter():
    (line,) = set_text("Water 水 – Вода", Style(size=12), 400, "en").lines

    assert [
        (run.face.name, "".join(c.text for c in run.clusters)) for run in line.runs
    ] == [
        ("NotoSans-400", "Water "),
        ("NotoSansSC-400", "水"),
        ("NotoSans-400", " – "),
        ("NotoSans-400", "Вода"),
    ]


def test_a_mark_stays_with_its_letter():
    (line,) = set_text("ẹ\u0301ị\u0301", Style(size=12), 400, "yo").lines

    assert [c.text for run in line.runs for c in run.clusters] == ["ẹ\u0301", "ị\u0301"]


def test_chinese_quotation_marks_are_the_wide_ones():
    """In a Latin face they are narrow, which is wrong among Han letters."""
    (line,) = set_text("“审查”", Style(size=12), 400, "zh").lines

    assert {run.face.name for run in line.runs} == {"NotoSansSC-400"}
    assert line.width == pytest.approx(4 * 12)


@pytest.mark.parametrize("name", face_names())
def test_widths_are_whole_thousandths_of_an_em(name):
    """Readers round them, so that on any other grid letters would drift along a line."""
    family, _, weight = name.rpartition("-")

    assert 1000 % face(family, int(weight)).upem == 0
