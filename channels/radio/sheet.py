"""What stands on a sheet: the header that is not for air, the READ block, as text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

import regex

from channels.radio.languages import speech_of
from channels.radio.options import RadioOptions
from channels.radio.phones import dialled
from channels.radio.sayings import respellings
from channels.radio.script import SLOTS, Script
from channels.radio.speech import Writing
from channels.radio.words import Wording
from outreach.model.announcement import Announcement
from outreach.model.errors import CannotCarry
from outreach.model.facts import Facts
from outreach.model.moments import clock_of, day_of
from outreach.wording.dates import clock, full_day
from outreach.wording.directions import isolated
from outreach.wording.environment import environment

#: The end of a script, which a presenter looks for.
END = "###"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What stands in one READ block, with respellings and capitals."""

    sentences: tuple[str, ...]
    #: Above the block, not for air; None where the sheet has only one.
    cue: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet's content, before it is text or pages."""

    language: str
    title: str
    #: Label and value, not for air.
    header: tuple[tuple[str, str], ...]
    permission: str
    #: None where a native speaker has reviewed the language.
    unreviewed: str | None
    readings: tuple[Reading, ...]

    def label(self, key: str, **fields: str) -> str:
        """A wording of the sheet in its language."""
        return Wording(self.language).label(key, **fields)


def sheet(
    announcement: Announcement, facts: Facts, made: Script, options: RadioOptions
) -> Sheet:
    """The sheet of a script. Raises CannotCarry if it may never be read."""
    wording = Wording(facts.language)
    last = options.do_not_read_after or day_of(facts.starts_at)
    refuse_never(last, options)
    sentences = respelt(announcement, facts.language, made.sentences, options)
    return Sheet(
        language=facts.language,
        title=facts.title,
        header=tuple(_header(announcement, facts, made, options, wording)),
        permission=wording.label("permission"),
        unreviewed=warning(wording),
        readings=(Reading(sentences=tuple(in_case(sentences, options.capitals))),),
    )


def refuse_never(last: date | datetime, options: RadioOptions) -> None:
    """Raise CannotCarry where ``last``, the last day of reading, is before the first."""
    if options.read_from and day_of(last) < options.read_from:
        raise CannotCarry(
            "The script may be read from a day after the last day on which it may be read. "
            "Change read_from or do_not_read_after."
        )


def warning(wording: Wording) -> str | None:
    """That no native speaker has reviewed the language; None where one has."""
    reviewed = speech_of(wording.language).reviewed
    return None if reviewed else wording.label("unreviewed")


def as_text(content: Sheet) -> str:
    """The sheet as plain text, double spaced."""
    label = content.label
    one_page = label("page", page="1", pages="1")
    return (
        environment("radio")
        .get_template("sheet.txt")
        .render(
            not_for_air=label("not_for_air"),
            header=content.header,
            page=one_page,
            permission=content.permission,
            unreviewed=content.unreviewed,
            read=label("read"),
            readings=content.readings,
            end=END,
        )
        .rstrip("\n")
        + "\n"
    )


def as_cues(content: Sheet) -> str:
    """The cue sheet: what is read when, without what is read."""
    head = [f"{label}: {value}" for label, value in content.header]
    cues = [reading.cue for reading in content.readings if reading.cue]
    return "\n".join([content.label("not_for_air"), "", *head, "", *cues, "", END, ""])


def in_case(sentences: tuple[str, ...], capitals: bool) -> list[str]:
    """Sentence case, or capitals outside respellings, whose capitals mean stress."""
    if not capitals:
        return list(sentences)
    return [
        "".join(
            part if part.startswith("(") else part.upper()
            for part in re.split(r"(\([^()]*\))", sentence)
        )
        for sentence in sentences
    ]


def respelt(
    announcement: Announcement,
    language: str,
    sentences: tuple[str, ...],
    options: RadioOptions,
) -> tuple[str, ...]:
    """How a name sounds stands once, in brackets, where it first comes: as the
    announcement says, else as the office's lexicon does.
    """
    text, writing = "\n".join(sentences), speech_of(language).writing
    own = [entry for entry in announcement.pronunciations if entry.language == language]
    known = {entry.written for entry in own}
    for entry in (*own, *respellings(options.lexicon, language)):
        if entry in own or entry.written not in known:
            say = re.sub(r"[()\n]", " ", entry.say)
            text = _once(text, entry.written, say, writing)
    return tuple(text.split("\n"))


def _once(text: str, written: str, say: str, writing: Writing) -> str:
    whole = rf"{writing.start}{regex.escape(written)}{writing.end}"
    found = regex.search(whole, text)
    if not found:
        return text
    return f"{text[: found.end()]} ({say.strip()}){text[found.end() :]}"


def _header(
    announcement: Announcement,
    facts: Facts,
    made: Script,
    options: RadioOptions,
    wording: Wording,
) -> list[tuple[str, str]]:
    label = wording.label
    last = options.do_not_read_after or day_of(facts.starts_at)
    lines = [
        (label("title"), facts.title),
        (label("organisation"), facts.organizer_and_origin),
        (label("contact"), _contact(facts, options.heard_in)),
        (label("length"), _length(made, wording)),
        (label("event"), _event(facts, wording, options.calendar)),
        *days_of_reading(options, last, wording),
    ]
    if facts.notice != "new":
        replaced = options.replaces or announcement.replaces or ""
        lines.append((label("replaces"), replaced))
    extra = [("reference", facts.reference), ("code", options.code)]
    lines += [(label(k), isolated(v, facts.language)) for k, v in extra if v]
    return [(key, " ".join(value.split())) for key, value in lines]


def days_of_reading(
    options: RadioOptions, last: date | datetime, wording: Wording
) -> list[tuple[str, str]]:
    """From when to when a script may be read, as lines of the header."""
    start = options.read_from
    first = wording.label("at_once")
    if start:
        first = written_day(start, wording.language, options.calendar)
    return [
        (wording.label("read_from"), first),
        (wording.label("not_after"), _last_moment(last, options, wording)),
    ]


def _last_moment(last: date | datetime, options: RadioOptions, wording: Wording) -> str:
    written = moment(last, wording.language, options.calendar)
    at = clock_of(last)
    if at is None:
        return written
    said = speech_of(wording.language).clock(at)
    return f"{written} · {wording.label('local_clock', time=said)}"


def _contact(facts: Facts, heard_in: str | None) -> str:
    phones = (dialled(number, heard_in) for number in facts.phones)
    parts = [facts.contact_name, facts.contact_role, *phones, facts.postal]
    comma = speech_of(facts.language).comma
    return comma.join(isolated(part, facts.language) for part in parts if part)


def _length(made: Script, wording: Wording) -> str:
    taken = str(round(made.seconds))
    slot = SLOTS.get(made.variant)
    if slot is None:
        return wording.label("seconds", seconds=taken)
    return wording.label("of_slot", seconds=taken, slot=str(slot))


def _event(facts: Facts, wording: Wording, calendar: str) -> str:
    """The 24-hour clock beside the spoken one, so that nobody is hours off."""
    first, last = facts.starts_at, facts.ends_at
    written = moment(first, facts.language, calendar)
    if last and day_of(last) != day_of(first):
        written += f" – {moment(last, facts.language, calendar)}"
    at = clock_of(first)
    if at is None:
        return written
    said = speech_of(facts.language).clock(at)
    zone = facts.timezone.replace("_", " ")
    return f"{written} ({zone}) · {wording.label('local_clock', time=said)}"


def written_day(day: date, language: str, calendar: str) -> str:
    """A day in the Gregorian calendar, and in brackets by that which the script speaks."""
    other = speech_of(language).calendar(calendar)
    written = full_day(day, language)
    return f"{written} ({other.written(day)})" if other else written


def moment(when: date | datetime, language: str, calendar: str) -> str:
    """A day, with its time on the 24-hour clock if it has one."""
    day = written_day(day_of(when), language, calendar)
    at = clock_of(when)
    return f"{day}{speech_of(language).comma}{clock(at, language)}" if at else day
