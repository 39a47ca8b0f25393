"""How far apart lines stand, so that no letter touches the line above or below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from outreach.typesetting.faces import Face
from outreach.typesetting.shaping import Run

#: In sizes, by family, for letters that stack or swing: the least from line to line.
_LEAST = {
    "NotoNastaliqUrdu": 2.5,
    "NotoSansArabic": 1.55,
    "NotoSansBengali": 1.4,
    "NotoSansDevanagari": 1.4,
    "NotoSansKhmer": 1.65,
    "NotoSansLao": 1.55,
    "NotoSansMyanmar": 1.7,
    "NotoSansThai": 1.4,
}


@dataclass(frozen=True, slots=True)
class Spacing:
    """What a block's letters need. All in sizes."""

    #: Above the baseline and below it: of the tallest face, of the lowest letter.
    ascent: float = 0.0
    descent: float = 0.0
    #: From line to line, at least.
    leading: float = 0.0


NONE = Spacing()


def spacing_of(lines: Sequence[tuple[Run, ...]]) -> Spacing:
    """The spacing of ``lines``, each given as its runs."""
    faces = {run.face for runs in lines for run in runs}
    if not faces:
        return NONE
    inks = [_ink(runs) for runs in lines]
    touching = [upper[1] + lower[0] for upper, lower in pairwise(inks)]
    deepest = max(below for _, below in inks)
    return Spacing(
        ascent=max(face.ascent / face.upem for face in faces),
        descent=max(deepest, *(face.descent / face.upem for face in faces)),
        leading=max(0.0, *touching, *map(_least, faces)),
    )


def _least(face: Face) -> float:
    return _LEAST.get(face.name.rpartition("-")[0], 0.0)


def _ink(runs: Sequence[Run]) -> tuple[float, float]:
    """How far a line's black goes above its baseline and below it."""
    if not runs:
        return 0.0, 0.0
    above, below = zip(*(run.ink for run in runs), strict=True)
    return max(above), max(below)
