"""The sheet of a programme: each item under its cue, with the time it is read at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from channels.radio.options import RadioOptions
from channels.radio.programme import Programme, Stretch, Told
from channels.radio.sheet import (
    Reading,
    Sheet,
    days_of_reading,
    in_case,
    moment,
    refuse_never,
    respelt,
    warning,
    written_day,
)
from channels.radio.words import Wording
from outreach.model.edition import Edition, naming
from outreach.model.moments import day_of


def rundown(edition: Edition, made: Programme, options: RadioOptions) -> Sheet:
    """The sheet of ``made``. Raises CannotCarry if an item may never be read."""
    wording = Wording(made.language)
    title = wording.say(
        "programme", "title", number=str(edition.number), region=made.region
    )
    header = _header(edition, made, options, wording)
    lines = [(wording.label("title"), title), *header]
    return Sheet(
        language=made.language,
        title=title,
        header=tuple((label, " ".join(value.split())) for label, value in lines),
        permission=wording.label("permission"),
        unreviewed=warning(wording),
        readings=tuple(_readings(made, options, wording)),
    )


def _header(
    edition: Edition, made: Programme, options: RadioOptions, wording: Wording
) -> Iterator[tuple[str, str]]:
    last = options.do_not_read_after or max(_start(told) for told in made.items)
    days = (edition.period_from, edition.period_to)
    period = dict.fromkeys(
        written_day(day, made.language, options.calendar) for day in days
    )
    yield wording.say("programme", "period"), " – ".join(period)
    yield wording.say("programme", "items"), str(len(made.items))
    yield wording.label("length"), _length(made.seconds, wording)
    yield from days_of_reading(options, last, wording)
    if len(made.items) > 1:
        yield wording.say("programme", "short"), wording.say("programme", "order")
    if options.code:
        yield wording.label("code"), options.code


def _readings(
    made: Programme, options: RadioOptions, wording: Wording
) -> Iterator[Reading]:
    opening, *items, closing = made.stretches
    yield _reading(opening, [wording.say("programme", "opening")], options)
    for number, (told, stretch) in enumerate(zip(made.items, items, strict=True), 1):
        with naming(told.item):
            marks = list(_marks(told, len(made.items), options, wording))
        sentences = respelt(told.item, made.language, stretch.sentences, options)
        named = [f"{number}. {told.facts.title}", *marks]
        yield _reading(replace(stretch, sentences=sentences), named, options)
    yield _reading(closing, [wording.say("programme", "closing")], options)


def _reading(stretch: Stretch, cue: list[str], options: RadioOptions) -> Reading:
    """``cue`` is a name and its marks; the times stand between."""
    name, *marks = cue
    times = f"{_clock(stretch.begins)}–{_clock(stretch.ends)}"
    return Reading(
        sentences=tuple(in_case(stretch.sentences, options.capitals)),
        cue=" ".join(" · ".join([name, times, *marks]).split()),
    )


def _marks(
    told: Told, items: int, options: RadioOptions, wording: Wording
) -> Iterator[str]:
    """What the presenter should know of an item before it is read."""
    last = _last(told, options)
    refuse_never(last, options)
    rank, of = str(told.priority), str(items)
    yield wording.label("seconds", seconds=str(_by_the_clock(told.stretch)))
    yield wording.say("programme", "priority", priority=rank, items=of)
    if told.drops_first:
        yield wording.say("programme", "drop_first")
    until = moment(last, wording.language, options.calendar)
    yield f"{wording.label('not_after')}: {until}"
    if told.item.replaces:
        yield f"{wording.label('replaces')}: {told.item.replaces}"


def _last(told: Told, options: RadioOptions) -> date | datetime:
    """An item's last day: its event's, or the station's if that comes first."""
    stated = options.do_not_read_after
    if stated and day_of(stated) < _start(told):
        return stated
    return _start(told)


def _start(told: Told) -> date:
    return day_of(told.facts.starts_at)


def _by_the_clock(stretch: Stretch) -> int:
    """Whole seconds, as the times beside them have it."""
    return round(stretch.ends) - round(stretch.begins)


def _length(seconds: float, wording: Wording) -> str:
    said = wording.label("seconds", seconds=str(round(seconds)))
    return f"{_clock(seconds)} ({said})"


def _clock(seconds: float) -> str:
    """Minutes and seconds: 1:05."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"
