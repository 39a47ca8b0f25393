"""What a page says, in the order in which it is read: words only, no sizes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from babel import UnknownLocaleError

from channels.print.parts import NO_BREAK_SPACE, Part, Rank
from channels.print.phones import phone
from channels.print.registration import registration_of
from outreach.model.errors import CannotCarry
from outreach.model.facts import Facts
from outreach.model.moments import clock_of, day_of
from outreach.model.places import country_name
from outreach.model.rendition import ChannelOptions
from outreach.model.words import language_name
from outreach.wording.dates import full_day, locale_of, short_day, sure_clock
from outreach.wording.directions import isolated
from outreach.wording.labels import Labels
from outreach.wording.listing import labelled, listed

_EN_DASH = "\u2013"
#: How staff call each kind of event on paper.
_KINDS = {
    "conference": "Conference",
    "meeting": "Meeting",
    "seminar": "Seminar",
    "workshop": "Workshop",
    "training": "Training",
    "consultation": "Consultation",
    "hearing": "Hearing",
    "other": "Event",
}


def parts_of(facts: Facts, labels: Labels, options: ChannelOptions) -> list[Part]:
    """All that a page could say of ``facts``, first to last.

    Of the options it uses the code, the reply word and what is replaced.
    Raises CannotCarry where CLDR has no dates in the language.
    """
    try:
        locale = locale_of(facts.language)
    except (UnknownLocaleError, ValueError):
        raise CannotCarry(
            f"There are no dates in {language_name(facts.language)} ({facts.language}): CLDR "
            "does not have the language."
        ) from None
    return [
        *_notice(facts, labels, options),
        Part(role="kind", text=_kind(facts, labels)),
        Part(role="title", text=facts.title, tag="H1"),
        Part(role="date", text=_days(facts, labels)),
        *_key_facts(facts, labels),
        *registration_of(facts, labels, options, locale),
        *_summary(facts),
        *_contact(facts, labels),
        *_more(facts, labels),
        *_body(facts),
        *_foot(facts, labels, options),
    ]


def _kind(facts: Facts, labels: Labels) -> str:
    kind = isolated(labels(_KINDS[facts.kind]), facts.language)
    said = f"{kind} · {isolated(facts.organizer, facts.language)}"
    if facts.origin:
        said += f" ({isolated(facts.origin, facts.language)})"
    return said


def _notice(facts: Facts, labels: Labels, options: ChannelOptions) -> Iterator[Part]:
    if facts.notice == "new":
        return
    lines = {
        "correction": [labels("Correction")],
        "cancellation": [
            labels("Cancelled"),
            labels("This event will not take place."),
        ],
    }[facts.notice]
    if options.replaces:
        lines.append(labels("Replaces: {replaces}", replaces=options.replaces))
    yield Part(role="notice", text="\n".join(lines))


def _days(facts: Facts, labels: Labels) -> str:
    """The day, or both days; their times stand with them if they are two."""
    first, last = facts.starts_at, facts.ends_at
    if last is None or day_of(last) == day_of(first):
        return full_day(day_of(first), facts.language)
    return labels(
        "{first} –\n{last}",
        first=_day_and_time(first, facts.language, labels),
        last=_day_and_time(last, facts.language, labels),
    )


def short_days(facts: Facts, *, with_year: bool) -> str:
    """The day or both days, short."""
    days = [day_of(facts.starts_at), day_of(facts.ends_at or facts.starts_at)]
    said = [short_day(day, facts.language, year=with_year) for day in days]
    return " – ".join(isolated(day, facts.language) for day in dict.fromkeys(said))


def _day_and_time(moment: date | datetime, language: str, labels: Labels) -> str:
    day, time = full_day(day_of(moment), language), clock_of(moment)
    if time is None:
        return day
    return labels("{day}, {time}", day=day, time=sure_clock(time, language))


def _key_facts(facts: Facts, labels: Labels) -> Iterator[Part]:
    if time := _time(facts):
        yield Part(role="key", label=labels("Time"), text=time)
    yield Part(role="key", label=labels("Place"), text=_place(facts, labels))
    if facts.room:
        yield Part(role="key", label=labels("Room"), text=facts.room)


def _time(facts: Facts) -> str | None:
    """The hours of an event of one day."""
    start = clock_of(facts.starts_at)
    if start is None:
        return None
    begin = isolated(sure_clock(start, facts.language), facts.language)
    if facts.ends_at is None:
        return begin
    end = clock_of(facts.ends_at)
    if day_of(facts.ends_at) != day_of(facts.starts_at):
        return None
    if end is None:
        return begin
    return _span(begin, isolated(sure_clock(end, facts.language), facts.language))


def _span(begin: str, end: str) -> str:
    """ "14:30–17:00"; times of several words stand apart, so that the dash joins both."""
    dash = f" {_EN_DASH} " if " " in begin + end else _EN_DASH
    return f"{begin}{dash}{end}"


def _place(facts: Facts, labels: Labels) -> str:
    country = country_name(facts.country, facts.language) or country_name(
        facts.country, labels.language
    )
    names = (facts.venue_name, facts.locality, facts.region, country)
    return place_of(names, facts.language)


def place_of(names: Iterable[str | None], language: str) -> str:
    """One place from ``names``, smallest first, in the language's order."""
    found = list(dict.fromkeys(name for name in names if name))
    if language.split("-")[0] == "zh":  # from the largest to the smallest
        found.reverse()
    return listed(found, language)


def _summary(facts: Facts) -> Iterator[Part]:
    if facts.summary:
        yield Part(role="summary", text=facts.summary)


def _contact(facts: Facts, labels: Labels) -> Iterator[Part]:
    who = [facts.contact_name, *([facts.contact_role] if facts.contact_role else [])]
    phones = [phone(number) for number in facts.phones]
    lines = [
        listed(who, facts.language),
        listed(phones, facts.language, alike=True),
        facts.postal,
    ]
    text = "\n".join(line for line in lines if line)
    yield Part(role="contact", label=labels("Contact"), text=text)


def _more(facts: Facts, labels: Labels) -> Iterator[Part]:
    def fact(label: str, text: str | None, name: str) -> Iterator[Part]:
        if text:
            yield Part(
                role="detail", label=labels(label), text=text, rank=Rank.FACT, name=name
            )

    yield from fact("Directions", facts.directions, "the directions")
    yield from fact("Accessibility", facts.accessibility, "the accessibility")
    yield from fact("Travel support", facts.travel_support, "the travel support")
    yield from fact("Programme", _programme(facts), "the programme")
    yield from fact("Hosted by", facts.host, "the host")
    yield from fact("Online", facts.online, "the address to join online")
    yield from fact("Web", facts.url, "the web address")


def _programme(facts: Facts) -> str:
    return "\n".join(
        f"{item.at}{NO_BREAK_SPACE} {item.title}"
        + (f" ({item.speaker})" if item.speaker else "")
        for item in facts.programme
    )


def _body(facts: Facts) -> Iterator[Part]:
    for paragraph in facts.body.split("\n"):
        if paragraph.strip():
            yield Part(role="body", text=paragraph.strip(), rank=Rank.BODY)


def _foot(facts: Facts, labels: Labels, options: ChannelOptions) -> Iterator[Part]:
    marks = [("Document", facts.reference), ("Code", options.code)]
    lines = [
        labelled(
            isolated(labels(label), facts.language), isolated(text, facts.language)
        )
        for label, text in marks
        if text
    ]
    if lines:
        yield Part(role="foot", text="   ".join(lines))
