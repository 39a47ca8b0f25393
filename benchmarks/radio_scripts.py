"""1,000 scripts in ten languages: the time grows with their number, the memory does not."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import cache

from benchmarks import fresh
from benchmarks.radio_corpus import announcements, languages
from benchmarks.ratio import Ratio, middle, spread
from outreach.model.announcement import Announcement

ROUNDS, FEW, MANY = 3, 250, 1_000
#: Twelve announcements of a language in the first two, one in the last.
_VARIANTS = ("30", "60", "full")


def measure() -> list[Ratio]:
    """Few and many, each in a process of its own, in turns."""
    runs = [
        {
            f"{name} {figure}": value
            for name, number in (("few", FEW), ("many", MANY))
            for figure, value in fresh.call(_made, number=number).items()
        }
        for _ in range(ROUNDS)
    ]
    each = middle(runs, "many seconds") * 1000 / MANY
    return [
        Ratio(
            what=f"Radio: {MANY:,} scripts in {len(languages())} languages, beside four times {FEW}",
            ours=middle(runs, "many seconds"),
            limit=4 * middle(runs, "few seconds"),
            unit="s",
            at_most=1.3,
            note=f"{spread(runs, 'many seconds')} and {spread(runs, 'few seconds')}; "
            f"{each:.0f} ms a script, as text and PDF",
        ),
        Ratio(
            what=f"Radio: memory at {MANY:,} scripts beside {FEW}",
            ours=middle(runs, "many peak"),
            limit=middle(runs, "few peak"),
            unit="MB",
            # Room for what a language's fonts take when they are first opened.
            at_most=1.1,
            note=f"{spread(runs, 'many peak')} and {spread(runs, 'few peak')}",
        ),
    ]


def _made(number: int) -> dict[str, float]:
    """Seconds of the processor and the peak in MB; each language is warm before."""
    from channels.radio import RadioChannel
    from channels.radio.options import RadioOptions

    channel, options = RadioChannel(), RadioOptions()
    for one, language, _ in _round(0):
        if one.id == f"{language}-7":
            channel.render(one, (language,), "full", options)
    start, size = time.process_time(), 0
    for n in range(number // FEW):
        for one, language, variant in _round(n):
            size += (
                channel.render(one, (language,), variant, options).measure.bytes or 0
            )
    taken = time.process_time() - start
    if not size:
        raise RuntimeError("nothing was made")
    return {"seconds": taken, "peak": fresh.peak_memory()}


def _round(turn: int) -> Iterator[tuple[Announcement, str, str]]:
    """FEW scripts of all languages; each turn has other phones, so no text comes twice."""
    spoken = languages()
    for number in range(FEW):
        which, at = divmod(number, len(spoken))
        language = spoken[at]
        one = _written(language)[which % 12]
        phone = f"+2547{turn * FEW + number:08d}"
        contact = one.contact.model_copy(update={"phones": (phone,)})
        variant = _VARIANTS[which // 12]
        yield one.model_copy(update={"contact": contact}), language, variant


@cache
def _written(language: str) -> list[Announcement]:
    return announcements(language, "test")
