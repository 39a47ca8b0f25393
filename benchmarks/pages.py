"""A poster and a bulletin of twelve events, beside WeasyPrint, fpdf2 and Typst.

Ours are finished files in every row: tagged, PDF/A-2b, their ink counted. Milliseconds
of the processor.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from typing import Any

from benchmarks import fresh, page_peers
from benchmarks.bulletin import EVENTS, announcement, edition, events
from benchmarks.ratio import Ratio, middle, spread

ROUNDS, WARM = 3, 9
LANGUAGES = ("ar", "hi", "am", "zh")
PEERS = ("weasyprint", "fpdf2", "typst")


def measure() -> list[Ratio]:
    """Each engine in a process of its own, the engines in turn, warm runs only."""
    rounds = [
        {name: fresh.call(_peer, name=name) for name in (*PEERS, "archival")}
        | {"ours": fresh.call(_ours, language="en")}
        for _ in range(ROUNDS)
    ]
    poster = [_flat(one, "poster") for one in rounds]
    bulletin = [_flat(one, "bulletin") for one in rounds]
    size = rounds[0]["ours"]["bytes"] / 1000
    sizes = [_size("en", size, 20.0)]
    for language in LANGUAGES:
        made = fresh.call(_ours, language=language)["bytes"] / 1000
        sizes.append(_size(language, made, 40.0))
    return [
        _beside("A poster", poster, "weasyprint", 0.25),
        _beside(f"A bulletin of {EVENTS} events", bulletin, "weasyprint", 0.15),
        _beside("The same beside its PDF/A-2b with tags", bulletin, "archival", 0.5),
        *sizes,
        _linear(),
    ]


def _flat(one: dict[str, dict[str, float]], what: str) -> dict[str, float]:
    return {name: found[what] for name, found in one.items()}


def _beside(what: str, rounds: list[dict[str, float]], peer: str, bar: float) -> Ratio:
    others = ", ".join(f"{name} {middle(rounds, name):.1f} ms" for name in PEERS)
    return Ratio(
        what=f"{what}, beside WeasyPrint",
        ours=middle(rounds, "ours"),
        limit=middle(rounds, peer),
        unit="ms",
        at_most=bar,
        note=f"{spread(rounds, 'ours')} and {spread(rounds, peer)}; {others}",
    )


def _size(language: str, made: float, most: float) -> Ratio:
    return Ratio(
        what=f"Size of the bulletin in {language}, of {most:.0f} kB",
        ours=made,
        limit=most,
        unit="kB",
        at_most=1.0,
        note="",
    )


def _linear() -> Ratio:
    """400 kB beside 100 kB of text: four times the time, give or take the noise."""
    runs = [
        {name: fresh.call(_text, kilobytes=size) for name, size in _TEXTS.items()}
        for _ in range(ROUNDS)
    ]
    return Ratio(
        what="400 kB of text in one paragraph, beside four times 100 kB",
        ours=middle(runs, "long"),
        limit=4 * middle(runs, "short"),
        unit="ms",
        at_most=1.3,
        note=f"{spread(runs, 'long')} and {spread(runs, 'short')}",
    )


_TEXTS = {"short": 100, "long": 400}


def _peer(name: str) -> dict[str, Any]:
    if name in ("weasyprint", "archival"):
        maker = page_peers.weasyprint(archival=name == "archival")
    else:
        maker = getattr(page_peers, name)()
    given = events("en")
    return {
        "poster": _warm(lambda: maker(given[:1])),
        "bulletin": _warm(lambda: maker(given)),
        "bytes": len(maker(given)),
    }


def _ours(language: str) -> dict[str, Any]:
    from channels.print import PrintChannel, PrintOptions

    channel, options = PrintChannel(), PrintOptions(labels="en")
    # what the others set, too: they know no strips to tear off and no codes
    plain = PrintOptions(labels="en", strips=False, qr="none")
    one = announcement(events(language)[0], 1, language)
    poster = _warm(lambda: channel.render(one, (language,), "poster", plain))
    all_of_them = edition(language)
    bulletin = _warm(
        lambda: channel.render(all_of_them, (language,), "bulletin", options)
    )
    made = channel.render(all_of_them, (language,), "bulletin", options)
    return {
        "poster": poster,
        "bulletin": bulletin,
        "bytes": len(made.files[0].data),
        "pages": made.measure.pages,
    }


def _text(kilobytes: int) -> float:
    from outreach.typesetting import Style, set_text

    words = "The county pays the bus from the stage and back. "
    text = words * (kilobytes * 1000 // len(words))
    set_text(words, Style(size=12), 300, "en")
    return _timed(lambda: set_text(text, Style(size=12), 300, "en"))


def _warm(make: Callable[[], object]) -> float:
    """Milliseconds, the median of runs after the first."""
    make()
    return median(_timed(make) for _ in range(WARM))


def _timed(make: Callable[[], object]) -> float:
    """Of the processor: none of them waits for anything."""
    start = time.process_time()
    make()
    return (time.process_time() - start) * 1000
