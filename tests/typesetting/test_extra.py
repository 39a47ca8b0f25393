"""Fonts of the office's own: asked last, part of the key, never drawn wrongly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from struct import pack, unpack_from

import pypdfium2
import pytest

from outreach import registry
from outreach.model.errors import CannotCarry
from outreach.settings import SettingError, read_settings
from outreach.typesetting import Document, Style, revision, set_text, use_fonts
from outreach.typesetting.extra import read_fonts
from outreach.typesetting.faces import data_of
from tests.typesetting.reading import text_of

TICK = "✔"
STYLE = Style(size=12)


def font(characters: dict[str, int], upem: int = 1000) -> bytes:
    """Noto Sans with other characters for its glyphs."""
    data = data_of("NotoSans-400")
    groups = b"".join(pack(">III", ord(c), ord(c), g) for c, g in sorted(characters.items()))  # fmt: skip
    cmap = pack(">HHHHI", 0, 1, 3, 10, 12)
    cmap += pack(">HHIII", 12, 0, 16 + len(groups), 0, len(characters)) + groups
    tables = {}
    for at in range(12, 12 + 16 * unpack_from(">H", data, 4)[0], 16):
        tag, _, offset, length = unpack_from(">4sIII", data, at)
        tables[tag] = data[offset : offset + length]
    head = tables[b"head"]
    tables |= {b"cmap": cmap, b"head": head[:18] + pack(">H", upem) + head[20:]}
    start, rows, body = 12 + 16 * len(tables), b"", b""
    for tag, content in sorted(tables.items()):
        rows += pack(">4sIII", tag, 0, start + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    return data[:4] + pack(">HHHH", len(tables), 0, 0, 0) + rows + body


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    use_fonts([])


def write(path: Path, data: bytes) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path.parent


def test_a_letter_that_ours_lack_comes_from_the_folder(folder):
    with pytest.raises(CannotCarry, match="U\\+2714 HEAVY CHECK MARK"):
        set_text(f"Done {TICK}", STYLE, 200, "en")

    use_fonts(
        [write(folder / "below" / "ticks.ttf", font({" ": 3, "D": 40, TICK: 50}))]
    )
    made = Document(title="x", language="en")
    made.draw(set_text(f"Done {TICK}", STYLE, 200, "en"), 50, 50)
    block = set_text(f"Done {TICK}", Style(size=12, bold=True), 200, "en")

    assert text_of(made.finish()) == f"Done {TICK}"
    names = [[run.face.name for run in line.runs] for line in block.lines]
    assert names == [["NotoSans-700", "Extra-NotoSans-700"]]


def test_the_key_of_every_page_changes_with_them_and_back(folder):
    before = revision()

    use_fonts([write(folder / "ticks.ttf", font({" ": 3, TICK: 50}))])
    one = revision()
    use_fonts([write(folder / "ticks.ttf", font({" ": 3, TICK: 51}))])
    other = revision()
    use_fonts([])

    assert len({before, one, other}) == 3
    assert revision() == before


def test_a_font_on_any_grid_keeps_its_letters_in_place(folder):
    """Readers round widths to thousandths: without a move after each, a line would drift."""
    use_fonts([write(folder / "ticks.ttf", font({" ": 3, TICK: 51}, upem=2048))])
    made = Document(title="x", language="en")
    block = set_text(TICK * 60, Style(size=20), 500, "en")
    made.draw(block, 50, 50)

    with pypdfium2.PdfDocument(made.finish()) as read:
        words = read[0].get_textpage()
        first, last = (words.get_charbox(n, loose=True)[0] for n in (0, 59))
    (line,) = block.lines
    assert last - first == pytest.approx(line.width * 59 / 60, abs=0.02)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b"OTTO" + bytes(40), "TrueType outlines", id="outlines that come out wrong"),
        pytest.param(b"not a font", "TrueType outlines", id="something else"),
        pytest.param(font({TICK: 50}), "no blank", id="letters alone"),
    ],
)  # fmt: skip
def test_a_font_that_would_be_drawn_wrongly_is_left_out(folder, data, said):
    found = read_fonts([write(folder / "odd.ttf", data)])

    assert found.families == {}
    (sentence,) = found.unusable
    assert "odd.ttf" in sentence and said in sentence


def test_the_setting_is_read_where_channels_are_found(folder, monkeypatch):
    write(folder / "ticks.ttf", font({" ": 3, TICK: 50}))
    monkeypatch.setenv("OUTREACH_FONT_DIRS", str(folder))
    before = revision()
    registry.plugins.cache_clear()

    registry.plugins()

    assert revision() != before
    monkeypatch.delenv("OUTREACH_FONT_DIRS")
    registry.plugins.cache_clear()


def test_a_folder_that_is_not_there_is_named():
    with pytest.raises(SettingError, match="no folder /no/such/place"):
        read_settings({"OUTREACH_FONT_DIRS": "/no/such/place"})
