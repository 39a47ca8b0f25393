"""Cut a static face out of a variable font: how every face in this folder was made.

    python -m outreach.typesetting.fonts.build SOURCE.ttf 400 TARGET.ttf [gb2312 | european]

README.md beside this file lists each face's source and the call that made it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import uharfbuzz as hb

#: Of OpenType layout, what HarfBuzz applies to a horizontal line of text by itself: for
#: any script, for joined ones, and for syllables. Vertical forms, small capitals and
#: stylistic sets would only add weight.
FEATURES = (
    *("ccmp", "locl", "mark", "mkmk", "kern", "dist", "liga", "clig", "rlig"),
    *("calt", "rclt", "rtlm", "curs", "abvm", "blwm"),
    *("isol", "init", "medi", "fina", "med2", "fin2", "fin3", "mset", "stch"),
    *("nukt", "akhn", "rphf", "rkrf", "pref", "blwf", "abvf", "half", "pstf", "vatu"),
    *("cjct", "cfar", "pres", "abvs", "blws", "psts", "haln"),
)
#: Keeps the licence, the version and the names that identify the font.
NAMES = (0, 1, 2, 3, 4, 5, 6, 13, 14)


#: Vertical writing, hints and the description of axes that are gone.
UNUSED = ("BASE", "STAT", "gasp", "prep", "vhea", "vmtx")


def tag(name: str) -> int:
    """An OpenType tag as the number that HarfBuzz takes."""
    return int.from_bytes(name.encode(), "big")


def gb2312() -> set[int]:
    """The characters of GB 2312 and Latin-1: 6,763 Han, punctuation, pinyin, kana."""
    pairs = (
        bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF)
    )
    found = {pair.decode("gb2312", "ignore") for pair in pairs}
    return {ord(char) for char in found if char} | {
        *range(0x20, 0x7F),
        *range(0xA0, 0x100),
    }


#: Of Noto Sans, which has these letters too: a face of their own sets them.
_DEVANAGARI = {*range(0x900, 0x980), *range(0x1CD0, 0x1D00), *range(0xA8E0, 0xA900)}


def european(source: bytes) -> set[int]:
    """The characters of ``source`` without Devanagari."""
    return set(hb.Face(hb.Blob(source)).unicodes) - _DEVANAGARI


def static(source: bytes, weight: int, characters: set[int] | None) -> bytes:
    """``source`` at one weight, with these characters only (None: all), unhinted."""
    face = hb.Face(hb.Blob(source))
    plan = hb.SubsetInput()
    plan.unicode_set.update(face.unicodes if characters is None else characters)
    plan.layout_feature_tag_set.clear()
    plan.layout_feature_tag_set.update(map(tag, FEATURES))
    plan.name_id_set.clear()
    plan.name_id_set.update(NAMES)
    plan.drop_table_tag_set.update(map(tag, UNUSED))
    plan.flags = hb.SubsetFlags.NO_HINTING
    plan.pin_all_axes_to_default(face)
    plan.pin_axis_location(face, "wght", weight)
    cut = plan.subset(face)
    return bytes(cut.blob.data)


def main(path: str, weight: str, target: str, cut: str = "") -> None:
    """Write the face that the arguments on the command line ask for."""
    source = Path(path).read_bytes()
    wanted = {"gb2312": gb2312(), "european": european(source)}.get(cut)
    Path(target).write_bytes(static(source, int(weight), wanted))


if __name__ == "__main__":
    main(*sys.argv[1:])
