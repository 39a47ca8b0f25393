"""Glyphs: extracted text can't see wrong shaping, so glyphs are checked as such."""

from __future__ import annotations

import json
from itertools import accumulate, groupby
from pathlib import Path

import pytest
import uharfbuzz as hb

from outreach.typesetting import Style, set_text
from outreach.typesetting.faces import face, face_names

ARTICLE = {
    language: article["text"]
    for language, article in json.loads(
        (Path(__file__).parent / "udhr_article1.json").read_text(encoding="utf-8")
    ).items()
}
#: Family, script and direction of the languages that are not in Noto Sans and Latin.
SET_IN = {
    "am": ("NotoSansEthiopic", "Ethi", "ltr"),
    "ar": ("NotoSansArabic", "Arab", "rtl"),
    "bn": ("NotoSansBengali", "Beng", "ltr"),
    "el": ("NotoSans", "Grek", "ltr"),
    "fa": ("NotoSansArabic", "Arab", "rtl"),
    "he": ("NotoSansHebrew", "Hebr", "rtl"),
    "hi": ("NotoSansDevanagari", "Deva", "ltr"),
    "km": ("NotoSansKhmer", "Khmr", "ltr"),
    "lo": ("NotoSansLao", "Laoo", "ltr"),
    "my": ("NotoSansMyanmar", "Mymr", "ltr"),
    "ne": ("NotoSansDevanagari", "Deva", "ltr"),
    "ru": ("NotoSans", "Cyrl", "ltr"),
    "ta": ("NotoSansTamil", "Taml", "ltr"),
    "th": ("NotoSansThai", "Thai", "ltr"),
    "ti": ("NotoSansEthiopic", "Ethi", "ltr"),
    "ur": ("NotoNastaliqUrdu", "Arab", "rtl"),
    "zh": ("NotoSansSC", "Hani", "ltr"),
}


@pytest.mark.parametrize("bold", [False, True], ids=["regular", "bold"])
@pytest.mark.parametrize("language", sorted(ARTICLE))
def test_each_line_has_the_glyphs_of_a_fresh_harfbuzz_run(language, bold):
    """Ids, advances and offsets are equal, so nothing moved on the way to the page."""
    family, script, direction = SET_IN.get(language, ("NotoSans", "Latn", "ltr"))
    font = hb.Font(hb.Face(hb.Blob(face(family, 700 if bold else 400).data)))

    block = set_text(ARTICLE[language], Style(size=14, bold=bold), 200, language)

    assert len(block.lines) > 2
    for line in block.lines:
        buffer = hb.Buffer()
        buffer.add_str(str(line))
        buffer.direction, buffer.script = direction, script
        buffer.language = language
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


@pytest.mark.parametrize(
    ("text", "language", "faces"),
    [
        pytest.param("नमस्ते", "en", ["NotoSansDevanagari"], id="its own face, wherever it stands"),
        pytest.param("सभा UN 14", "hi", ["NotoSansDevanagari"], id="Latin and digits in the size of the face"),
        pytest.param("ສະບາຍດີ Việt", "lo", ["NotoSansLao", "NotoSans", "NotoSansLao"], id="letters that the face lacks"),
        pytest.param("گھر", "ur", ["NotoNastaliqUrdu"], id="Urdu in Nastaliq"),
        pytest.param("گھر", "fa", ["NotoSansArabic"], id="and no other language"),
        pytest.param("\u2068+92 300 1234567\u2069", "ur", ["NotoSans"], id="a phone where blanks are wide"),
        pytest.param("Meeting: اجتماع שלום", "en", ["NotoSans", "NotoSansHebrew", "NotoSans", "NotoSansArabic"], id="several in a line, from left to right"),
    ],
)  # fmt: skip
def test_each_letter_is_set_in_the_face_that_shapes_it(text, language, faces):
    (line,) = set_text(text, Style(size=12), 400, language).lines

    found = [run.face.name.removesuffix("-400") for run in line.runs]
    assert [name for name, _ in groupby(found)] == faces


@pytest.mark.parametrize(
    ("text", "language", "clusters"),
    [
        pytest.param("ក្សត្រិយ៍", "km", ["ក្ស", "ត្រិ", "យ៍"], id="Khmer: letters below the letter"),
        pytest.param("မြန်မာ", "my", ["မြ", "န်", "မာ"], id="Burmese: a sign around its letter"),
        pytest.param("अधिकारों", "hi", ["अ", "धि", "का", "रों"], id="Devanagari: a sign before its letter"),
        pytest.param("ক্ষমতা", "bn", ["ক্ষ", "ম", "তা"], id="Bengali: two letters in one"),
        pytest.param("கொள்கை", "ta", ["கொ", "ள்", "கை"], id="Tamil: signs on both sides"),
        pytest.param("น้ำ", "th", ["น้ำ"], id="Thai: two marks above"),
    ],
)  # fmt: skip
def test_what_belongs_together_is_never_cut(text, language, clusters):
    """Neither in a line nor where a line too narrow for the word must cut it."""
    (line,) = set_text(text, Style(size=12), 400, language).lines
    assert [c.text for run in line.runs for c in run.clusters] == clusters

    narrow = set_text(text, Style(size=12), 32, language)
    inside = {sum(map(len, clusters[:n])) for n in range(len(clusters) + 1)}
    ends = [*accumulate(len(str(line)) for line in narrow.lines)]
    assert set(ends) <= inside and ends[-1] == len(text)


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
