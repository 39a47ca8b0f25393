"""The estimate of a script's length beside espeak-ng, which reads it as an independent clock.

The scripts are made of announcements that no rate was fitted on, in every slot and in
full; errors are told of those that take 15 to 60 seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import mean
from typing import NamedTuple

from benchmarks import radio_clock
from benchmarks.radio_corpus import facts, languages
from benchmarks.ratio import Ratio
from channels.radio.languages import speech_of
from channels.radio.script import SLOTS, Script, script
from channels.radio.timing import seconds
from outreach.model.errors import CannotCarry

#: The issue's bars, in percent, for the languages whose readers we know most about.
MEAN, WORST, WITHIN, NEAR = 3.0, 8.0, 85.0, 5.0
HELD_TO = frozenset(["ar", "en", "es", "fr", "hi", "ru", "sw", "zh"])
SHORTEST, LONGEST = 15, 60
_WORDS_A_MINUTE = 150


class Reading(NamedTuple):
    """One script: the slot it is for, what the clock says, and two estimates, in seconds."""

    language: str
    slot: int | None
    clock: float
    ours: float
    by_words: float

    @property
    def error(self) -> float:
        """Of our estimate, in percent of the clock's time."""
        return 100 * (self.ours / self.clock - 1)

    @property
    def error_by_words(self) -> float:
        """Of words divided by 150 a minute, in percent."""
        return 100 * (self.by_words / self.clock - 1)


def measure() -> list[Ratio]:
    """A line a language, then the worst script, the least sure language and overruns."""
    program = f"espeak-ng {radio_clock.version()}"
    all_read = {language: list(readings(language)) for language in languages()}
    timed = {language: _timed(found) for language, found in all_read.items()}
    held = {language: timed[language] for language in timed if language in HELD_TO}
    return [
        *(_mean(program, language, found) for language, found in timed.items()),
        _worst([reading for found in held.values() for reading in found]),
        _least_within(held),
        _overruns([reading for found in all_read.values() for reading in found]),
    ]


def readings(language: str) -> Iterator[Reading]:
    """Each test announcement in every slot that can hold it, and in full."""
    made = list(_scripts(language))
    took = radio_clock.seconds_of([one.text for one in made], language)
    for one, clock in zip(made, took, strict=True):
        yield Reading(
            language,
            SLOTS.get(one.variant),
            clock,
            seconds(one.text, language),
            _words(one.text, language) * 60 / _WORDS_A_MINUTE,
        )


def _scripts(language: str) -> Iterator[Script]:
    """Every other phone as it is dialled in its country, the rest as from abroad."""
    for number, one in enumerate(facts(language, "test")):
        heard_in = one.country if number % 2 else None
        for variant in ("full", *SLOTS):
            try:
                yield script(one, variant, heard_in=heard_in)
            except CannotCarry as refused:
                if variant == "full" or "can't hold" not in str(refused):
                    raise


def _words(text: str, language: str) -> int:
    """Words, or characters where no blanks part them."""
    if speech_of(language).writing.blanks:
        return len(text.split())
    return sum(character.isalpha() for character in text)


def _timed(found: list[Reading]) -> list[Reading]:
    return [one for one in found if SHORTEST <= one.clock <= LONGEST]


def _mean(program: str, language: str, found: list[Reading]) -> Ratio:
    """Without a bar for a language that is not held to one."""
    by_words = mean(abs(one.error_by_words) for one in found)
    return Ratio(
        what=f"Radio, {language}: mean error of the seconds, of {MEAN:g} %",
        ours=mean(abs(one.error) for one in found),
        limit=MEAN,
        unit="%",
        at_most=1 if language in HELD_TO else None,
        note=f"{len(found)} scripts; {min(one.error for one in found):+.1f} to "
        f"{max(one.error for one in found):+.1f} %, {_within(found):.0f} % of them within "
        f"{NEAR:g} %; words/150: mean {by_words:.0f} %; "
        f"{program}, voice {radio_clock.voice_of(language)}",
    )


def _within(found: list[Reading]) -> float:
    return 100 * mean(abs(one.error) <= NEAR for one in found)


def _worst(found: list[Reading]) -> Ratio:
    worst = max(found, key=lambda one: abs(one.error))
    by_words = max(abs(one.error_by_words) for one in found)
    return Ratio(
        what=f"Radio: the worst script's error, of {WORST:g} %",
        ours=abs(worst.error),
        limit=WORST,
        unit="%",
        at_most=1,
        note=f"{worst.language}, {worst.clock:.1f} s; words/150: {by_words:.0f} %",
    )


def _least_within(held: dict[str, list[Reading]]) -> Ratio:
    least = min(held, key=lambda language: _within(held[language]))
    return Ratio(
        what=f"Radio: scripts within {NEAR:g} % in the least sure language, of {WITHIN:g} %",
        ours=_within(held[least]),
        limit=WITHIN,
        unit="%",
        at_least=1,
        note=least,
    )


def _overruns(found: list[Reading]) -> Ratio:
    slotted = [(one.clock / one.slot, one) for one in found if one.slot]
    fullest, one = max(slotted)
    return Ratio(
        what="Radio: scripts that overrun their slot by the clock",
        ours=sum(share > 1 for share, _ in slotted),
        limit=len(slotted),
        unit="scripts",
        at_most=0,
        note=f"the fullest takes {100 * fullest:.1f} % of its {one.slot} s, {one.language}",
    )
