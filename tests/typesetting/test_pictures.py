"""What stands on paper, as a picture: shaping and places that no other check can see.

The goldens were looked at, one by one, beside Chromium's picture of the same text in the
same faces. They are made anew with UPDATE_GOLDEN=1.
"""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from outreach.typesetting import Document, Style, picture, set_text

GOLDEN = Path(__file__).parent / "golden"
ARTICLE = {
    language: article["text"]
    for language, article in json.loads(
        (Path(__file__).parent / "udhr_article1.json").read_text(encoding="utf-8")
    ).items()
}
#: Pixels to a side of the tiles that are compared, and the most by which the grey of one
#: may differ on average, of 255: another rasteriser's edges pass, another letter does not.
TILE, MOST = 6, 30.0


def page(text: str, language: str) -> Image.Image:
    """``text`` in regular and bold on half an A5 page."""
    made = Document(title="x", language=language, page="a5", margin=20)
    top = made.margin
    for bold in (False, True):
        style = Style(size=13, bold=bold)
        block = set_text(text, style, made.inner_width, language)
        made.draw(block, made.margin, top)
        top += block.height + 10
    return opened(made.finish()).crop((0, 0, 560, 400))


def opened(pdf: bytes) -> Image.Image:
    """The first page."""
    return Image.open(io.BytesIO(picture(pdf, width=560)))


def difference(one: Image.Image, other: Image.Image) -> float:
    """The greatest difference of any tile."""
    found = ImageChops.difference(one.convert("L"), other.convert("L"))
    tiles = (
        (x, y, x + TILE, y + TILE)
        for x in range(0, found.width, TILE)
        for y in range(0, found.height, TILE)
    )
    return max(ImageStat.Stat(found.crop(tile)).mean[0] for tile in tiles)


@pytest.mark.parametrize("language", sorted(ARTICLE))
def test_article_1_looks_as_it_was_approved(language):
    found, golden = page(ARTICLE[language], language), GOLDEN / f"{language}.png"
    if os.environ.get("UPDATE_GOLDEN"):
        found.quantize(16).save(golden, optimize=True)

    assert difference(found, Image.open(golden)) < MOST


@pytest.mark.parametrize(
    ("language", "change"),
    [
        pytest.param("ar", lambda t: "\u200c".join(t), id="letters that do not join"),
        pytest.param("he", lambda t: t.replace("כל", "לכ", 1), id="two letters in the other order"),
        pytest.param("hi", lambda t: t.replace("्", "्\u200c", 1), id="one syllable in its pieces"),
        pytest.param("km", lambda t: t.replace("្ស", "ស", 1), id="one letter not below"),
        pytest.param("th", lambda t: t.replace("ั้", "ั", 1), id="one tone mark missing"),
        pytest.param("yo", lambda t: t.replace("ẹ̀", "ẹ", 1), id="one accent missing"),
    ],
)  # fmt: skip
def test_a_fault_in_one_letter_shows(language, change):
    changed = change(ARTICLE[language])
    assert changed != ARTICLE[language]

    golden = Image.open(GOLDEN / f"{language}.png")
    assert difference(page(changed, language), golden) > MOST
