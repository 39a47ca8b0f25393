"""The sentences of a script, for any choice of what to tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property

import regex

from channels.radio.breath import too_long
from channels.radio.dropping import NOT_OF_A_CANCELLATION
from channels.radio.languages import speech_of
from channels.radio.markup import said
from channels.radio.money import money
from channels.radio.normaliser import spoken_address
from channels.radio.passages import passage
from channels.radio.phones import phone
from channels.radio.sentences import sentences_in
from channels.radio.speech import GREGORIAN, Speech
from channels.radio.words import Wording
from outreach.model.announcement import Fee
from outreach.model.facts import Facts
from outreach.model.moments import clock_of, day_of
from outreach.model.places import country_name

_HAVE_A_BRIEF_FORM = frozenset(
    ["on", "on_at", "on_from_to", "days", "days_at", "place", "call"]
)
_MOST_SENTENCES = 12
Told = Mapping[str, int]


@dataclass
class Composer:
    """One announcement in one language, ready to be told in any length."""

    facts: Facts
    #: Whether date, place and phone are said without a whole sentence around them.
    brief: bool = False
    #: Whether even the organizer stands without one, after the kind of event alone.
    bare: bool = False
    #: Whether it may greet the listeners; within a programme the opening did.
    greets: bool = True
    calendar: str = GREGORIAN
    #: The country of the listeners, if it is known.
    heard_in: str | None = None
    #: Whether what can't be said is refused, though a shorter script does without it.
    tells_all: bool = True
    notes: list[str] = field(default_factory=list)
    #: What is not told because it can't be said, and why.
    left_out: list[str] = field(default_factory=list)

    @cached_property
    def speech(self) -> Speech:
        return speech_of(self.facts.language).in_calendar(self.calendar)

    @cached_property
    def wording(self) -> Wording:
        return Wording(self.facts.language)

    def levels(self, *, body: bool, every: bool = False) -> dict[str, int]:
        """The highest level of each thing that there is to tell."""
        f, r = self.facts, self.facts.registration
        limit = None if every else _MOST_SENTENCES
        have = {
            "greeting": self.greets and f.notice == "new",
            "body": len(self._body[:limit]) if body else 0,
            "directions": bool(f.directions),
            "access": bool(f.accessibility),
            "travel": bool(f.travel_support),
            "programme": len(f.programme[:limit]),
            "speaker": any(item.speaker for item in f.programme),
            "ways": bool(self._ways()),
            "seats": (r is not None and r.seats is not None) + (r is not None and r.seats_per_organisation is not None),
            "summary": len(self._summary[:limit]),
            "name": (1 + bool(f.contact_role)) if f.phones or f.postal else 0,
            "country": 1 + bool(f.region),
            "room": bool(f.room),
            "year": 0 if self._years_differ() else 1,
            "end_time": self._same_day_end() is not None,
            "again": bool(f.phones),
            "fee": r is not None and r.fee is not None,
            "deadline": r is not None and r.deadline is not None,
            "title": 1,
        }  # fmt: skip
        off = NOT_OF_A_CANCELLATION if f.notice == "cancellation" else frozenset()
        return {k: int(n) for k, n in have.items() if n and k not in off}

    def sentences(self, told: Told) -> tuple[str, ...]:
        """The script, a sentence an entry."""
        makers: tuple[Callable[[Told], list[str]], ...] = (
            self._opening, self._what, self._when, self._place, self._about,
            self._registering, self._getting_there, self._contact,
        )  # fmt: skip
        self.notes.extend(self.left_out)
        raw = [text for make in makers for text in make(told)]
        return tuple(part for text in raw for part in sentences_in(text, self.speech))

    def say(self, text: str) -> str:
        """User text as words."""
        found = said(text, self.facts.language)
        self.notes.extend(found.notes)
        return found.text

    def _script(self, key: str, **fields: str) -> str:
        if self.brief and key in _HAVE_A_BRIEF_FORM:
            key = f"brief_{key}"
        return self.wording.say("script", key, **fields)

    def _opening(self, told: Told) -> list[str]:
        found = [self._script("greeting")] if told.get("greeting") else []
        if self.facts.notice != "new":
            found.append(self._script(self.facts.notice))
        return found

    def _what(self, told: Told) -> list[str]:
        organizer = self.say(self.facts.organizer).rstrip(self.speech.stop)
        section = "bare_kind" if self.bare else "kind"
        kind = self.wording.say(section, self.facts.kind, organizer=organizer)
        if not told.get("title"):
            return [self._script("what", kind=kind)]
        title = (
            self.say(self.facts.title)
            .replace("\n", self.speech.comma)
            .rstrip(self.speech.stop)
        )
        whole = self._script("what_title", kind=kind, title=title)
        if self.bare or not self._one_breath(whole):
            return [self._script("what", kind=kind), title]
        return [whole]

    def _when(self, told: Told) -> list[str]:
        f, year = self.facts, bool(told.get("year"))
        first = day_of(f.starts_at)
        last = day_of(f.ends_at) if f.ends_at else first
        at = clock_of(f.starts_at)
        begin = self._clock(at) if at else ""
        if last != first:
            key = "days_at" if at else "days"
            day, end = self.speech.days(first, last, year)
            return [self._script(key, day=day, last=end, time=begin)]
        day = self.speech.day(first, year)
        end_time = self._same_day_end()
        if end_time and told.get("end_time"):
            end = self._clock(end_time)
            whole = self._script("on_from_to", day=day, time=begin, end=end)
            if self._one_breath(whole):
                return [whole]
            found = [self._script("on_at", day=day, time=begin)]
            return [*found, self._script("ends", end=end)]
        return [self._script("on_at" if at else "on", day=day, time=begin)]

    def _one_breath(self, text: str) -> bool:
        """Whether each sentence of a wording can be read without stopping for air."""
        said = sentences_in(text, self.speech)
        return not any(too_long(sentence, self.facts.language) for sentence in said)

    def _clock(self, at: time) -> str:
        note = self.speech.clock_note(at)
        self.notes.extend([note] if note else [])
        return self.speech.clock(at)

    def _same_day_end(self) -> time | None:
        start, end = self.facts.starts_at, self.facts.ends_at
        if not isinstance(start, datetime) or not isinstance(end, datetime):
            return None
        return end.time() if end.date() == start.date() else None

    def _years_differ(self) -> bool:
        start, end = self.facts.starts_at, self.facts.ends_at
        return end is not None and self._year(end) != self._year(start)

    def _year(self, when: date | datetime) -> int:
        return self.speech.year_of(day_of(when))

    def _place(self, told: Told) -> list[str]:
        f, country = self.facts, told.get("country", 0)
        names = [f.venue_name, self._room() if told.get("room") else None, f.locality]
        names.append(f.region if country > 1 else None)
        if country:
            names.append(country_name(f.country, f.language))
        if self.speech.widest_first:
            names = [*reversed(names[2:]), *names[:2]]
        said = dict.fromkeys(
            self.say(name).rstrip(self.speech.stop) for name in names if name
        )
        return [self._script("place", place=self.speech.comma.join(said))]

    def _room(self) -> str:
        room = self.facts.room or ""
        bare = regex.fullmatch(r"\p{Lu}?-?\p{N}{1,4}\p{L}?|\p{Lu}", room)
        return self._script("room", room=room.upper()) if bare else room

    def _about(self, told: Told) -> list[str]:
        f = self.facts
        found = list(self._summary[: told.get("summary", 0)])
        if told.get("speaker"):
            speakers = [self.say(i.speaker) for i in f.programme if i.speaker]
            names = self.speech.listing.join(dict.fromkeys(speakers))
            found.append(self._script("speaker", names=names))
        for item in f.programme[: told.get("programme", 0)]:
            at = self._clock(time.fromisoformat(item.at))
            title = self.say(item.title).rstrip(self.speech.stop)
            found.append(self._script("programme", time=at, title=title))
        return found + list(self._body[: told.get("body", 0)])

    def _registering(self, told: Told) -> list[str]:
        r, found = self.facts.registration, []
        if r is None:
            return []
        if told.get("fee") and r.fee:
            found.append(self._fee(r.fee))
        seats = [("seats", r.seats), ("seats_each", r.seats_per_organisation)]
        there = [(key, n) for key, n in seats if n is not None]
        for key, n in there[: told.get("seats", 0)]:
            found.append(self._script(key, n=self.speech.cardinal(n)))
        if told.get("ways"):
            found.append(self._script("ways", ways=self._ways()))
        if told.get("deadline") and r.deadline:
            found.append(self._script("deadline", day=self._deadline(r.deadline)))
        return found

    def _fee(self, fee: Fee) -> str:
        if not fee.amount:
            return self._script("free")
        words = money(fee.amount, fee.currency, self.speech)
        return self._script("fee", money=words)

    def _deadline(self, day: date) -> str:
        return self.speech.day(day, self._year(day) != self._year(self.facts.starts_at))

    def _ways(self) -> str:
        """The ways to register, but for the one that needs the internet."""
        r = self.facts.registration
        ways = [way for way in r.how if way != "online"] if r else []
        said = [self.wording.say("way", way) for way in dict.fromkeys(ways)]
        if len(said) < 2:
            return "".join(said)
        first = self.speech.listing.join(said[:-1])
        return self._script("or", first=first, last=said[-1])

    def _getting_there(self, told: Told) -> list[str]:
        f = self.facts
        texts = [("travel", f.travel_support), ("access", f.accessibility)]
        texts.append(("directions", f.directions))
        return [
            self._script(key, text=self.say(text))
            for key, text in texts
            if text and told.get(key)
        ]

    def _contact(self, told: Told) -> list[str]:
        f = self.facts
        found = []
        name = self._name(with_role=told.get("name", 0) > 1)
        if f.phones:
            found.append(self._script("call", phone=self._phone()))
        elif f.postal:
            found.append(self._script("write", postal=self._postal()))
        else:
            found.append(self._script("ask", name=name))
        if told.get("name"):
            found.append(self._script("ask_for", name=name))
        if told.get("again"):
            found.append(self._script("again", phone=self._phone()))
        return found

    def _phone(self) -> str:
        return phone(self.facts.phones[0], self.speech, self.heard_in)

    def _postal(self) -> str:
        address = (self.facts.postal or "").replace("\n", self.speech.comma)
        found = spoken_address(address, self.facts.language)
        self.notes.extend(found.notes)
        return found.text.rstrip(self.speech.stop)

    def _name(self, *, with_role: bool) -> str:
        f = self.facts
        name = self.say(f.contact_name).rstrip(self.speech.stop)
        role = self.say(f.contact_role) if with_role and f.contact_role else ""
        parts = [name, role.rstrip(self.speech.stop)] if role else [name]
        return self.speech.comma.join(parts)

    @cached_property
    def _summary(self) -> tuple[str, ...]:
        return self._passage(self.facts.summary)

    @cached_property
    def _body(self) -> tuple[str, ...]:
        return self._passage(self.facts.body)

    def _passage(self, text: str) -> tuple[str, ...]:
        found = passage(text, self.speech, all_of_it=self.tells_all)
        self.notes.extend(found.notes)
        self.left_out.extend(found.left_out)
        return found.sentences
