"""Sizes of the large poster: what people must know and copy down is read from 3 m."""

from __future__ import annotations

from dataclasses import replace

from channels.print.scales import Ladder, Scale

_ROOMY = Scale(
    title=78,
    title_height=380,
    date=40,
    key=32,
    contact=28,
    fact=28,
    detail=24,
    summary=26,
    body=22,
    foot=16,
    square=1.1 * 72 / 25.4,
    longest_line=44,
    metres=3,
)
_TIGHT = replace(
    _ROOMY,
    title=52,
    title_height=200,
    date=32,
    key=26,
    contact=24,
    fact=24,
    detail=12,
    summary=12,
    body=12,
    foot=12,
    square=0.8 * 72 / 25.4,
    leading=1.25,
)
_LAST = replace(
    _TIGHT,
    title=36,
    title_height=800,
    date=28,
    key=24,
    leading=1.15,
    margin=31.5,
    longest_line=99,
)
_LAST_OF_TWO = replace(_LAST, title=30, date=24)


def _nearer(last: Scale) -> tuple[Scale, ...]:
    """From 2.5, 2 and 1.5 m, at which 12 points are read."""
    return tuple(
        replace(last, key=size, contact=size, fact=size, metres=metres)
        for size, metres in ((20.0, 2.5), (16.0, 2.0), (12.0, 1.5))
    )


#: A large poster: at 3 m what people must know and copy down is read (24 points or more);
#: what else it says gives way first, for it is read by those who come nearer.
POSTER_A3 = Ladder(
    steps=(
        _ROOMY,
        replace(_ROOMY, title=70, title_height=330, date=38, key=30, contact=26, fact=26, detail=20, summary=22, body=18),
        replace(_ROOMY, title=64, title_height=280, date=36, key=28, contact=24, fact=24, detail=18, summary=20, body=16),
        replace(_ROOMY, title=60, title_height=250, date=34, key=26, contact=24, fact=24, detail=16, summary=17, body=14),
        replace(_TIGHT, title=56, title_height=230, date=34, detail=14, summary=14, leading=1.3),
        _TIGHT,
        replace(_TIGHT, title=44),
    ),
    last=_LAST,
    titles=(40, 36, 30),
    nearer=_nearer(_LAST),
)  # fmt: skip
#: The same in two languages: title, date and place of both, then their facts in turn.
POSTER_A3_OF_TWO = Ladder(
    steps=(
        replace(_TIGHT, title=48, title_height=150, date=30, detail=16, summary=16, body=14),
        replace(_TIGHT, title=42, title_height=110, date=28, key=24, leading=1.2),
        replace(_TIGHT, title=36, title_height=90, date=26, key=24, leading=1.15, margin=36),
    ),
    last=_LAST_OF_TWO,
    titles=(34, 32, 30),
    nearer=_nearer(_LAST_OF_TWO),
)  # fmt: skip
