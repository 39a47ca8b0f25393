"""A programme: the scripts of an edition's items, with what is said around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from channels.radio.languages import speech_of
from channels.radio.normaliser import refuse_unsayable, spoken
from channels.radio.options import RadioOptions
from channels.radio.sayings import said_so
from channels.radio.script import Script, script, unreviewed
from channels.radio.sentences import sentences_in
from channels.radio.speech import Speech
from channels.radio.timing import pause, seconds
from channels.radio.words import Wording
from outreach.model.announcement import Announcement
from outreach.model.edition import Edition, name_of, naming
from outreach.model.errors import CannotCarry
from outreach.model.facts import Facts, facts_in
from outreach.model.moments import order_of

#: What an item is told in: the first that can carry it.
_FORMS = ("30", "60", "full")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """What is read in one go: the opening, an item or the closing."""

    sentences: tuple[str, ...]
    #: Estimated seconds from the programme's start, at the pace asked for.
    begins: float
    ends: float

    @property
    def seconds(self) -> float:
        """How long it takes, with the pause before it."""
        return round(self.ends - self.begins, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One item of a programme."""

    item: Announcement
    facts: Facts
    stretch: Stretch
    #: 1 is kept longest, the last is left out first.
    priority: int
    #: Whether it is the one to leave out when time is short.
    drops_first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """What a presenter reads of one edition, in one language."""

    language: str
    region: str
    opening: Stretch
    items: tuple[Told, ...]
    closing: Stretch
    notes: tuple[str, ...]

    @property
    def seconds(self) -> float:
        """All of it."""
        return self.closing.ends

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """From the opening to the closing."""
        return (self.opening, *(told.stretch for told in self.items), self.closing)


def programme(edition: Edition, language: str, options: RadioOptions) -> Programme:
    """The programme of ``edition``, its items in the edition's order.

    An item takes its 30 seconds, or more where they can't hold what it must tell.
    Raises CannotCarry, naming the item, where one can't be told truthfully.
    """
    region = edition.region_in(language)
    facts, scripts = zip(*_scripts(edition, language, options), strict=True)
    speech = speech_of(language).in_calendar(options.calendar)
    said = spoken(region.replace("\n", speech.comma), language)
    read = _read(edition, said.text.rstrip(speech.stop), scripts, speech)
    opening, *items, closing = _timed(read, language, options.pace)
    told = _told(edition.items, facts, items)
    return Programme(
        language=language,
        region=region,
        opening=opening,
        items=tuple(told),
        closing=closing,
        notes=(*said.notes, *_notes(edition, scripts, speech)),
    )


def _scripts(
    edition: Edition, language: str, options: RadioOptions
) -> Iterator[tuple[Facts, Script]]:
    for item in edition.items:
        with naming(item):
            facts = facts_in(item, language)
            yield facts, _shortest(said_so(facts, options.lexicon), options)


def _shortest(facts: Facts, options: RadioOptions) -> Script:
    *shorter, longest = _FORMS

    def made(form: str) -> Script:
        return script(
            facts,
            form,
            options.pace,
            greets=False,
            calendar=options.calendar,
            heard_in=options.heard_in,
        )

    for form in shorter:
        try:
            return made(form)
        except CannotCarry:
            continue  # what no form can say is said of the longest
    return made(longest)


def _read(
    edition: Edition, region: str, scripts: Sequence[Script], speech: Speech
) -> Iterator[tuple[str, ...]]:
    """The sentences of each stretch; none counts the items, of which some may be left out."""
    wording = Wording(speech.language)
    yield _spoken(
        speech,
        wording.say("programme", "greeting", region=region),
        _days(edition, wording, speech),
    )
    following = wording.say("programme", "next")
    for number, made in enumerate(scripts):
        yield (following, *made.sentences) if number else made.sentences
    yield _spoken(
        speech,
        wording.say("programme", "farewell", region=region),
        wording.say("programme", "thanks"),
    )


def _spoken(speech: Speech, *texts: str) -> tuple[str, ...]:
    refuse_unsayable("\n".join(texts), speech)
    return tuple(part for text in texts for part in sentences_in(text, speech))


def _days(edition: Edition, wording: Wording, speech: Speech) -> str:
    first, last = edition.period_from, edition.period_to
    if first == last:
        return wording.say("programme", "day", day=speech.day(first, True))
    begin, end = speech.days(first, last, True)
    return wording.say("programme", "days", first=begin, last=end)


def _timed(
    read: Iterator[tuple[str, ...]], language: str, pace: float
) -> Iterator[Stretch]:
    ends, between = 0.0, 0.0
    for sentences in read:
        begins = ends
        ends += between + seconds("\n".join(sentences), language, pace)
        between = pause(language, pace)
        yield Stretch(sentences=sentences, begins=round(begins, 1), ends=round(ends, 1))


def _told(
    items: Sequence[Announcement], facts: Sequence[Facts], stretches: Sequence[Stretch]
) -> Iterator[Told]:
    ranks = _priorities(items)
    for item, fact, stretch, rank in zip(items, facts, stretches, ranks, strict=True):
        last = rank == len(items) > 1
        yield Told(
            item=item,
            facts=fact,
            stretch=stretch,
            priority=rank,
            drops_first=last and _may_wait(item),
        )


def _priorities(items: Sequence[Announcement]) -> list[int]:
    """Each item's rank: the urgent first, then by date, then in the edition's order."""
    weights = [(_may_wait(item), order_of(item.starts_at)) for item in items]
    order = sorted(range(len(items)), key=weights.__getitem__)
    return [order.index(n) + 1 for n in range(len(items))]


def _may_wait(item: Announcement) -> bool:
    """Not what is urgent, and not a change: who missed it would go in vain."""
    return item.urgency == "normal" and item.notice == "new"


def _notes(
    edition: Edition, scripts: Sequence[Script], speech: Speech
) -> Iterator[str]:
    of_all = unreviewed(speech)
    for item, made in zip(edition.items, scripts, strict=True):
        for note in made.notes:
            if note not in of_all:
                yield f"{name_of(item)}: {note}"
    yield from of_all
