"""What a station tells of its readings: ``3 12MAR 0700 1300 1900``. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from outreach.inbox.folding import folded, plain
from outreach.inbox.marks import Day, Mark, marks_of
from outreach.inbox.vocabulary import Word, between, polite, vocabulary
from outreach.model.airing import Airing, contradicts

#: Nobody airs more, and the column holds no more.
MOST = 1_000_000
#: Clocks differ over the world by so much, and some read before it was sent out.
_SLACK = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """When a script can have been read."""

    #: From the day on which it was sent to the last on which it is read.
    first: date
    last: date
    #: When it is told of.
    told: date

    def date_of(self, day: Day) -> date | None:
        """The day in the year that is nearest; None where there is no such day, or where
        it was before the script was there or is still to come.
        """
        found = [one for year in self._years(day[2]) if (one := _date(year, day))]
        nearest = min(found, key=self._distance, default=None)
        return nearest if nearest and self._can_be(nearest) else None

    @property
    def years(self) -> tuple[int, ...]:
        """All that may be meant."""
        return tuple(range(self.first.year - 1, self.last.year + 2))

    def _years(self, told: int | None) -> tuple[int, ...]:
        if told is None:
            return self.years
        return (told if told > 99 else 2000 + told,)

    def _distance(self, day: date) -> timedelta:
        return max(self.first - day, day - self.last, timedelta())

    def _can_be(self, day: date) -> bool:
        return self.first - _SLACK <= day <= self.told + _SLACK


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was understood, and what only a person can make out."""

    number: int | None
    airings: tuple[Airing, ...]
    doubts: tuple[str, ...]

    @property
    def contradicts(self) -> bool:
        """Whether number and times can't both be right."""
        return contradicts(self.number, self.airings)


def read_airings(text: str, days: Days) -> Told:
    """Read what stands behind the code. Never raises, and never guesses."""
    reading = _Reading(days)
    marks = list(marks_of(plain(text), days.years))
    for place, mark in enumerate(marks):
        beside = (*marks[max(place - 1, 0) : place], *marks[place + 1 : place + 2])
        if mark.kind == "time" and not mark.sure and any(map(_odd, beside)):
            reading.doubts.append(mark.text)  # "7:00 in the evening", in some language
        else:
            reading.take(mark)
    return reading.told()


def denies(text: str) -> bool:
    """Whether it may say that nothing was read."""
    return vocabulary()[Word.NO].within(folded(text))


@dataclass(slots=True)
class _Reading:
    """Takes marks one by one."""

    days: Days
    number: int | None = None
    airings: list[Airing] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    #: The day that times are of; None before the first.
    day: date | None = None
    #: Whether that day has no time yet.
    bare: bool = False
    #: What came last may be a day that can't be: times behind it are of no day.
    lost: bool = False

    def take(self, mark: Mark) -> None:
        """Understand a mark by those before it, or keep it as a doubt."""
        if mark.kind == "number" and self._takes_number(mark):
            self.number = min(mark.number, MOST)
        elif mark.kind == "day" or (mark.kind == "either" and self._is_day(mark)):
            self._take_day(mark)
        elif mark.kind == "time" or (
            mark.kind == "either" and not self.days.date_of(mark.day)
        ):
            self._take_time(mark)
        elif mark.kind != "word" or _odd(mark):
            self._doubt(mark)

    def told(self) -> Told:
        """All that was taken."""
        self._close_day()
        days = {a.day for a in self.airings}
        if None in days and len(days) > 1:
            self._date_the_first(days)
        return Told(
            number=self.number,
            airings=tuple(self.airings),
            doubts=tuple(self.doubts),
        )

    def _doubt(self, mark: Mark) -> None:
        self.doubts.append(mark.text)
        if mark.kind == "doubt":  # it may have been another day
            self._close_day()
            self.lost = True

    def _takes_number(self, mark: Mark) -> bool:
        """The number stands first, or says itself that it counts."""
        if self.number is not None:
            return False
        return mark.counts or not (self.airings or self.day or self.lost)

    def _is_day(self, mark: Mark) -> bool:
        return self.day is None and self.days.date_of(mark.day) is not None

    def _take_day(self, mark: Mark) -> None:
        self._close_day()
        self.day = self.days.date_of(mark.day)
        self.bare = self.day is not None
        self.lost = not self.bare
        if self.lost:
            self.doubts.append(mark.text)

    def _take_time(self, mark: Mark) -> None:
        if self.lost:
            self.doubts.append(mark.text)
            return
        day = self.day
        if day and mark.ends_day:
            day += timedelta(days=1)
        self.airings.append(Airing(day, mark.at))
        self.bare = False

    def _close_day(self) -> None:
        """A day without times was one of reading all the same."""
        if self.bare:
            self.airings.append(Airing(self.day, None))
        self.bare = False

    def _date_the_first(self, days: set[date | None]) -> None:
        """As in "0700 and 1300 on 12MAR": times before the only day, which has no others."""
        timed = [a for a in self.airings if a.at]
        if len(days) == 2 and not any(a.day for a in timed):
            day = next(day for day in days if day)
            self.airings = [Airing(day, a.at) for a in timed]
        else:
            self.doubts += [str(a) for a in timed if not a.day]


def _odd(mark: Mark) -> bool:
    """A word that may change what stands beside it."""
    return mark.kind == "word" and mark.text not in _passed_over()


@cache
def _passed_over() -> frozenset[str]:
    """Words that change nothing: "and", "times", "please"."""
    phrases = (*polite().first, *between().first, *vocabulary()[Word.RADIO].first)
    return frozenset(word for phrase in phrases for word in phrase)


def _date(year: int, day: Day) -> date | None:
    try:
        return date(year, day[1], day[0])
    except ValueError:
        return None
