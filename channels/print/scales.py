"""Sizes of type: for a page with room to spare down to a full one, and for each format."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil

from channels.print.parts import Role
from outreach.typesetting import body_of

#: Points; nothing on a page is smaller (RNIB's clear print).
LEAST = 12.0
#: Points: the least height of a letter's body for each metre from which it is read, by the
#: 5 minutes of arc of sharp eyes.
_A_METRE = 4.123
#: What those read who come near.
_NEAR: frozenset[Role] = frozenset({"detail", "summary", "body", "foot"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Sizes in points by role. A title starts at its size and shrinks to its height."""

    title: float
    title_height: float
    date: float
    key: float
    contact: float
    fact: float
    summary: float
    body: float
    #: Of facts that come after those of registration; None: as those.
    detail: float | None = None
    foot: float = LEAST
    #: In sizes: a text that would have longer lines stands in the column of the facts.
    longest_line: float = 99.0
    #: From how far what people must know and copy down is read; 0: nobody counts on it.
    metres: float = 0.0
    #: Below this a title is not shrunk, even to keep a word whole.
    least_title: float = 14.0
    #: A side of a QR code's squares: 0.8 mm, which a copier keeps.
    square: float = 0.8 * 72 / 25.4
    margin: float = 42.5
    #: In sizes.
    leading: float = 1.35

    @property
    def caption(self) -> float:
        """The size of a code's words."""
        return self.detail or self.contact

    def size(self, role: Role, language: str = "en") -> float:
        """The size of a part with this role, in the letters of ``language``."""
        size = {
            "notice": self.key,
            "row": self.fact,
            "kind": max(self.fact, 14.0),
            "title": self.title,
            "date": self.date,
            "key": self.key,
            "contact": self.contact,
            "fact": self.fact,
            "detail": self.detail or self.fact,
            "summary": self.summary,
            "body": self.body,
            "foot": self.foot,
        }[role]
        if role in _NEAR:
            return size
        least = self.metres * _A_METRE / body_of(language)
        return max(size, ceil(10 * least) / 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The sizes that a format may take, tried from the top."""

    #: From a page with room to spare to a full one, at which more than all facts may fit.
    steps: tuple[Scale, ...]
    #: Everything as small as it may be.
    last: Scale
    #: What a title is squeezed to for all facts, then for those of registration at the
    #: usual sizes, then at the last.
    titles: tuple[float, float, float]
    #: Where a fact of registration would be lost: as ``last``, for those who stand nearer.
    nearer: tuple[Scale, ...] = ()

    @property
    def tight(self) -> Scale:
        return self.steps[-1]


# A poster is read standing: title 40 or more, date 24 to 28, place 18 to 22.
_AIRY = Scale(
    title=56,
    title_height=270,
    date=28,
    key=22,
    contact=20,
    fact=18,
    summary=20,
    body=18,
)
_OPEN = Scale(
    title=50,
    title_height=230,
    date=28,
    key=21,
    contact=18,
    fact=16,
    summary=18,
    body=16,
)
_USUAL = Scale(
    title=46,
    title_height=200,
    date=26,
    key=20,
    contact=16,
    fact=14,
    summary=16,
    body=14,
)
_CLOSE = Scale(
    title=42,
    title_height=180,
    date=25,
    key=19,
    contact=14,
    fact=13,
    summary=14,
    body=12,
)
_TIGHT = Scale(
    title=40,
    title_height=170,
    date=24,
    key=18,
    contact=12,
    fact=12,
    summary=12,
    body=12,
)
#: A bulletin's items, which are read sitting, in columns of 35 to 50 letters.
ITEM = Scale(
    title=17,
    title_height=800,
    date=13,
    key=12,
    contact=12,
    fact=12,
    summary=12,
    body=12,
    margin=36,
    leading=1.3,
)
#: Its masthead, and that of a second language below.
MASTHEAD = replace(ITEM, title=48, title_height=120, fact=16, date=14)
MASTHEAD_BELOW = replace(MASTHEAD, title=28, title_height=70, fact=14)
#: For a title of 300 characters with a summary of 1,200: everything as small as it may
#: be, with the narrowest margin of which copiers keep all (10 mm), also of a J that
#: reaches out to the left.
_LAST = Scale(
    title=30,
    title_height=800,
    date=18,
    key=14,
    contact=12,
    fact=12,
    summary=12,
    body=12,
    leading=1.2,
    margin=31.5,
)
POSTER = Ladder(
    steps=(_AIRY, _OPEN, _USUAL, _CLOSE, _TIGHT), last=_LAST, titles=(28, 18, 14)
)
#: A poster in two languages: each has half the page, and its title stays the largest.
POSTER_OF_TWO = Ladder(
    steps=(
        replace(_CLOSE, title_height=120),
        replace(_TIGHT, title=34, title_height=100, date=20, key=16),
        replace(_TIGHT, title=28, title_height=80, date=18, key=14, leading=1.25),
    ),
    last=replace(_LAST, title=26, date=16, key=12),
    titles=(24, 22, 20),
)
# A handbill is held in the hand, and is half a sheet: laid out for it, not shrunk to it.
_HANDBILL = Scale(
    title=30,
    title_height=130,
    date=18,
    key=15,
    contact=14,
    fact=13,
    summary=14,
    body=13,
    margin=34,
)
HANDBILL = Ladder(
    steps=(
        replace(_HANDBILL, title=34, date=20, key=17, contact=16, fact=15, summary=16, body=15),
        _HANDBILL,
        replace(_HANDBILL, title=26, date=16, key=13, contact=12, fact=12, summary=13, body=12),
        replace(_HANDBILL, title=24, date=15, key=12, contact=12, fact=12, summary=12, body=12),
    ),
    last=replace(_LAST, title=20, date=14, key=12, leading=1.15),
    titles=(18, 16, 14),
)  # fmt: skip
#: Large print: nothing under 18 points, lines wide apart (RNIB).
LARGE = Scale(
    title=32,
    title_height=400,
    date=24,
    key=20,
    contact=20,
    fact=18,
    summary=20,
    body=18,
    foot=18,
    least_title=20,
    leading=1.5,
)
