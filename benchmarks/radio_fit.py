"""``python -m benchmarks.radio_fit [LANGUAGE …]``: fit the pace of each language anew.

espeak-ng reads the announcements that are there to fit on; least squares of the relative
error give the seconds of a letter, a comma, a stop and an end. They are written to the channel's
``rates.csv``; a language that is not named keeps its line.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from benchmarks import radio_clock
from benchmarks.radio_corpus import languages, stretches
from channels.radio.rehearsal import VOICES
from channels.radio.timing import Rate, features, rates_text

_COLUMNS = ("language", "letter", "comma", "stop", "end", "voice", "speed", "clock")


def main(chosen: Sequence[str]) -> None:
    """Write the rates of the languages that are chosen, or of all."""
    lines = {row["language"]: row for row in csv.DictReader(io.StringIO(rates_text()))}
    clock = f"espeak-ng {radio_clock.version()}"
    for language in chosen or languages():
        lines[language] = _line(language, fitted(language), clock)
        print(*lines[language].values(), sep=",", flush=True)
    out = io.StringIO()
    writer = csv.DictWriter(out, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines[language] for language in sorted(lines))
    Path(str(files("channels.radio") / "rates.csv")).write_text(out.getvalue(), "utf-8")


def fitted(language: str) -> Rate:
    """The rate at which the clock reads the announcements to fit on.

    Where ends come out as shorter than nothing, there is no such term.
    """
    texts = list(stretches(language))
    took = radio_clock.seconds_of(texts, language)
    shares = [
        [n / seconds for n in features(text)]
        for text, seconds in zip(texts, took, strict=True)
    ]
    ones = [1.0] * len(took)
    letter, comma, stop, end = least_squares(shares, ones)
    if end < 0:
        letter, comma, stop, end = (
            *least_squares([row[:3] for row in shares], ones),
            0.0,
        )
    return Rate(letter=letter, comma=comma, stop=stop, end=end)


def least_squares(
    rows: Sequence[Sequence[float]], sums: Sequence[float]
) -> list[float]:
    """The weights with which the rows come nearest to their sums, by normal equations."""
    columns = [*zip(*rows, strict=True), tuple(sums)]
    system = [
        [sum(a * b for a, b in zip(one, other, strict=True)) for other in columns]
        for one in columns[:-1]
    ]
    for n, pivot in enumerate(system):
        pivot[:] = [value / pivot[n] for value in pivot]
        for other in system:
            if other is not pivot:
                times = other[n]
                other[:] = [a - times * b for a, b in zip(other, pivot, strict=True)]
    return [row[-1] for row in system]


def _line(language: str, rate: Rate, clock: str) -> dict[str, str]:
    voice = VOICES[language]
    return {
        "language": language,
        "letter": f"{rate.letter:.4f}",
        "comma": f"{rate.comma:.3f}",
        "stop": f"{rate.stop:.3f}",
        "end": f"{rate.end:.3f}",
        "voice": voice.name,
        "speed": str(voice.speed),
        "clock": clock,
    }


if __name__ == "__main__":
    main(sys.argv[1:])
