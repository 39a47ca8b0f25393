"""A script: the sentences that fill a slot, and what staff should know of them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from channels.radio.choosing import choose
from channels.radio.composing import Composer
from channels.radio.dropping import (
    DROP_ORDER,
    MUST_BE_SAYABLE,
    NAMES,
    SHARE_A_SENTENCE,
)
from channels.radio.languages import speech_of
from channels.radio.markup import without_markup
from channels.radio.normaliser import refuse_unsayable
from channels.radio.speech import GREGORIAN, Speech
from channels.radio.timing import seconds
from outreach.model.errors import CannotCarry
from outreach.model.facts import Facts
from outreach.model.words import language_name

#: Slots in seconds; ``full`` has none.
SLOTS = {"10": 10, "15": 15, "20": 20, "30": 30, "60": 60}
#: Producers want a 30-second spot in at 28 to 29 by the clock. The estimate is up to 4 %
#: short of it: what is estimated at more than the window can overrun the slot.
FILL_LOW, FILL_HIGH = 0.88, 0.95
#: From this slot on there is time for the announcement's own paragraphs.
_BODY_FROM = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What the presenter reads."""

    language: str
    variant: str
    #: One sentence an entry, in sentence case.
    sentences: tuple[str, ...]
    #: Estimated, at the pace asked for.
    seconds: float
    notes: tuple[str, ...]

    @property
    def text(self) -> str:
        """The READ block: a sentence a line."""
        return "\n".join(self.sentences)


def script(
    facts: Facts,
    variant: str,
    pace: float = 1.0,
    *,
    greets: bool = True,
    calendar: str = GREGORIAN,
    heard_in: str | None = None,
) -> Script:
    """The script of one variant. Raises CannotCarry where it can't be told truthfully.

    A slot that can't hold date, time, place, organizer and one contact is refused with
    the next size that can.
    """
    speech = speech_of(facts.language)
    slot = SLOTS.get(variant)
    composer = Composer(
        facts,
        greets=greets,
        calendar=calendar,
        heard_in=heard_in,
        tells_all=slot is None,
    )
    if slot and _cost(composer, {"title": 1}, pace) > slot * FILL_HIGH * 1000:
        composer = replace(composer, brief=True)
    if slot and _cost(composer, {}, pace) > slot * FILL_HIGH * 1000:
        composer = replace(composer, bare=True)
    most = composer.levels(body=slot is None or slot >= _BODY_FROM, every=slot is None)
    told = most if slot is None else _fitting(composer, most, slot, pace)
    composer.notes.clear()
    sentences = composer.sentences(told)
    refuse_unsayable(without_markup("\n".join(sentences)), speech)
    took = _seconds(sentences, facts.language, pace)
    notes = _left_out(told, most) + _general_notes(composer, took, slot)
    return Script(
        language=facts.language,
        variant=variant,
        sentences=sentences,
        seconds=round(took, 1),
        notes=tuple(dict.fromkeys(notes)),
    )


def _seconds(sentences: Sequence[str], language: str, pace: float) -> float:
    return seconds("\n".join(sentences), language, pace)


def _fitting(
    composer: Composer, most: dict[str, int], slot: int, pace: float
) -> dict[str, int]:
    """What to tell in a slot: the window if some choice meets it, else what fits.

    Each row's cost is that of its things together, so that what is chosen is what is timed.
    """
    core, most_time = _cost(composer, {}, pace), math.floor(slot * FILL_HIGH * 1000)
    if core > most_time:
        raise CannotCarry(_too_small(composer, slot, pace))
    rows = rows_of(composer, most)
    costs = [[max(0, _cost(composer, told, pace) - core) for told in row] for row in rows]  # fmt: skip
    low, high = math.ceil(slot * FILL_LOW * 1000) - core, most_time - core
    while True:
        levels, _ = choose(costs, min(low, high + 1), high)
        told = _merged(row[level] for row, level in zip(rows, levels, strict=True))
        # Milliseconds are rounded: the sum can be one a row over the truth, or under it.
        over = _cost(composer, told, pace) - most_time
        if over <= 0:
            return told
        high -= over


def rows_of(composer: Composer, most: dict[str, int]) -> list[list[dict[str, int]]]:
    """What can be told of each thing, nothing first, the most important thing first.

    Things that share a sentence are one row, in every combination. What can't be said is
    left out with a note, but for what a script must have.
    """
    names = [name for name in reversed(DROP_ORDER) if name in most]
    together = [name for name in names if name in SHARE_A_SENTENCE]
    rows = []
    for name in names:
        if name not in together:
            rows.append(
                [
                    {name: level}
                    for level in range(_sayable(composer, name, most[name]) + 1)
                ]
            )
        elif name == together[0]:
            levels = itertools.product(*(range(most[each] + 1) for each in together))
            rows.append([dict(zip(together, chosen, strict=True)) for chosen in levels])
    return rows


def _sayable(composer: Composer, name: str, most: int) -> int:
    """Up to which level a thing can be said."""
    try:
        composer.sentences({name: most})
    except CannotCarry as why:
        if name in MUST_BE_SAYABLE:
            raise
        composer.left_out.append(f"Left out is {NAMES[name]}: {why}")
        return _sayable(composer, name, most - 1) if most > 1 else 0
    return most


def _merged(chosen: Iterable[dict[str, int]]) -> dict[str, int]:
    return {name: level for told in chosen for name, level in told.items()}


def _cost(composer: Composer, told: dict[str, int], pace: float) -> int:
    """Milliseconds, rounded up, so that a sum of them is never under the truth."""
    took = _seconds(composer.sentences(told), composer.facts.language, pace)
    return math.ceil(took * 1000)


def _too_small(composer: Composer, slot: int, pace: float) -> str:
    need = math.ceil(_cost(composer, {}, pace) / FILL_HIGH / 1000)
    fits = next((s for s in SLOTS.values() if s >= need), None)
    use = f"Use {fits} seconds." if fits else "Use the full script."
    return (
        f"{slot} seconds can't hold date, time, place, organizer and one contact "
        f"in {language_name(composer.facts.language)}: they take {need} seconds. {use}"
    )


def _left_out(told: dict[str, int], most: dict[str, int]) -> list[str]:
    """What the slot has no room for, most important first."""
    lost = [n for n in reversed(DROP_ORDER) if told.get(n, 0) < most.get(n, 0)]
    names = [NAMES[name] for name in lost if name in NAMES]
    return [f"Left out, whole or in part: {', '.join(names)}."] if names else []


def _general_notes(composer: Composer, took: float, slot: int | None) -> list[str]:
    facts, speech = composer.facts, composer.speech
    notes = list(composer.notes)
    if slot is not None and took < slot * FILL_LOW:
        notes.append(
            f"The script takes {took:.1f} of {slot} seconds: there are no more facts that fit."
        )
    if facts.url or facts.online:
        notes.append("The web address is not said on the air.")
    if not facts.phones:
        notes.append("There is no phone number for listeners to call.")
    return [*notes, *unreviewed(speech)]


def unreviewed(speech: Speech) -> tuple[str, ...]:
    """What the approver should know of a module that no native speaker has reviewed."""
    if speech.reviewed:
        return ()
    return (
        f"No native speaker has reviewed the {language_name(speech.language)} speech module. "
        "Someone who speaks it must read the script before it goes on the air.",
    )
