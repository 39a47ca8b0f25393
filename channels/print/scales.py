"""Sizes of type for a page with room to spare, down to a full one."""

from __future__ import annotations

from dataclasses import dataclass

from channels.print.parts import Role

#: Points; nothing on a page is smaller (RNIB's clear print).
LEAST = 12.0


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
    leading: float = 1.35
    margin: float = 42.5

    def size(self, role: Role) -> float:
        """The size of a part with this role."""
        return {
            "notice": self.key,
            "row": self.fact,
            "kind": max(self.fact, 14.0),
            "title": self.title,
            "date": self.date,
            "key": self.key,
            "contact": self.contact,
            "fact": self.fact,
            "summary": self.summary,
            "body": self.body,
            "foot": LEAST,
        }[role]


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
TIGHT = Scale(
    title=40,
    title_height=170,
    date=24,
    key=18,
    contact=12,
    fact=12,
    summary=12,
    body=12,
)
#: A bulletin's masthead, and its items, which are read sitting.
MASTHEAD = Scale(
    title=34,
    title_height=160,
    date=16,
    key=14,
    contact=14,
    fact=18,
    summary=14,
    body=14,
)
ITEM = Scale(
    title=18,
    title_height=800,
    date=14,
    key=13,
    contact=13,
    fact=12,
    summary=13,
    body=12,
)
SCALES = (_AIRY, _OPEN, _USUAL, _CLOSE, TIGHT)
#: For a title of 300 characters with a summary of 1,200: everything as small as it may
#: be, with the narrowest margin that copiers keep (10 mm).
LAST_RESORT = Scale(
    title=30,
    title_height=800,
    date=18,
    key=14,
    contact=12,
    fact=12,
    summary=12,
    body=12,
    leading=1.2,
    margin=29,
)
