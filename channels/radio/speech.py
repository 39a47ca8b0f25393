"""The one shape of a language's speech module: facts in, words out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from decimal import Decimal

import regex

from outreach.model.errors import CannotCarry
from outreach.model.words import language_name

#: How a rule of free text answers: words, or None where the match is not its own.
Reader = Callable[["regex.Match[str]"], str | None]
#: Words that stand in for the article and noun a number belongs to: ``m``, ``f``.
Gender = str
#: The calendar in which days are said unless a station asks for another.
GREGORIAN = "gregorian"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One form of a figure in free text, and how it is read."""

    pattern: regex.Pattern[str]
    read: Reader


def refused(pattern: str, reason: str) -> Rule:
    """The rule of a form that can mislead: its reason follows what was written."""

    def refuse(found: regex.Match[str]) -> str:
        raise CannotCarry(f"“{found[0]}” {reason}")

    return Rule(pattern=regex.compile(pattern), read=refuse)


def rule(pattern: str, read: Reader, flags: int = 0) -> Rule:
    """The rule of a pattern."""
    return Rule(pattern=regex.compile(pattern, flags), read=read)


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """How one language writes figures in free text, so that they are found.

    What is called a pattern is a regular expression without groups; an empty one finds
    nothing.
    """

    #: How the Unicode names of its letters begin: ``LATIN``.
    scripts: tuple[str, ...] = ("LATIN",)
    #: Marks of its own that may stand in what is read.
    marks: frozenset[str] = frozenset()
    #: Letters of short words that are written together with the figure after them.
    joined: str = ""
    #: Marks that all write, to its own that stand in their place: the comma to "，".
    own_marks: Mapping[str, str] = field(default_factory=dict)
    #: Signs and digits that it writes for those that all share: ％ for %.
    alike: Mapping[str, str] = field(default_factory=dict)
    #: Capitals of another script that it reads by name where they stand alone: room 3B.
    letters: Mapping[str, str] = field(default_factory=dict)
    #: Whether blanks part its words.
    blanks: bool = True
    #: Pattern of a whole number, with its thousands.
    whole: str
    #: The sign before decimals.
    decimal_sign: str
    #: Months in lower case, to their number.
    months: Mapping[str, int]
    #: Whether only a capital makes it a month: "may" is a verb, "May" a month.
    months_in_capitals: bool = False
    #: Whether a month may stand before its day: May 5.
    month_before_day: bool = False
    #: Whether 05/06 is surely the fifth of the sixth month.
    day_first: bool = True
    #: Patterns of words that the spoken date brings itself: before the day, what is
    #: written to the day's figure, before the month, before the year and after it.
    before_day: str = ""
    after_day: str = ""
    before_month: str = ""
    before_year: str = ""
    after_year: str = ""
    #: Patterns of words that the spoken clock brings itself.
    before_clock: str = ""
    after_clock: str = ""
    #: Pattern of what follows an hour without minutes: 14 h.
    after_hour: str = ""
    #: Parts of the day, to whether they are after noon; None: that depends on the hour.
    parts_of_day: Mapping[str, bool | None] = field(default_factory=dict)
    #: Pattern of abbreviations that stand before a name, without their point: Dr.
    titles: str = ""
    #: Pattern of words of which a lone capital says which one: Plan B.
    before_letter: str = ""
    #: Pattern of what stands before a phone's extension, beside "ext." and "x".
    extension: str = ""
    #: Pattern of a word that goes with a document's symbol: A/1/2号.
    after_symbol: str = ""
    #: Pattern of words that make a number larger: the million of "$2 million".
    scales: str = ""
    #: Signs and words of money, to their currency.
    money_signs: Mapping[str, str]

    @property
    def gap(self) -> str:
        """What stands between two words."""
        return " " if self.blanks else ""

    @property
    def sayable(self) -> frozenset[str]:
        """What may stand in what is read beside the marks and letters that all have."""
        return self.marks.union(self.own_marks.values(), self.letters.values())

    @property
    def start(self) -> str:
        """Where a figure or word may begin."""
        lone = rf"(?<![^\W{self.joined}])" if self.joined else r"(?<!\w)"
        return lone if self.blanks else r"(?<![A-Za-z\d_])"

    @property
    def end(self) -> str:
        """Where a figure or word may end."""
        return r"(?!\w)" if self.blanks else r"(?![A-Za-z\d_])"


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Another calendar than the Gregorian one, in which a language can say its days."""

    #: Weekday, day and month, and the year if it is asked for.
    day: Callable[[date, bool], str]
    #: The year of a day.
    year_of: Callable[[date], int]
    #: A day as it is written beside the Gregorian one.
    written: Callable[[date], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """How one language says figures. Every function returns words without a digit.

    Each raises CannotCarry, with a sentence for staff, for what it can't say.
    """

    language: str
    #: Whether a native speaker has reviewed the module.
    reviewed: bool
    writing: Writing
    #: A whole number on its own, from 0 up to 999,999,999,999.
    cardinal: Callable[[int], str]
    #: A whole number beside the words before and after it, with their agreement.
    count: Callable[[int, str, str], str]
    #: An ordinal from 1 up, for a masculine or feminine noun where that matters.
    ordinal: Callable[[int, Gender], str]
    #: Weekday, day and month, and the year if it is asked for.
    day: Callable[[date, bool], str]
    #: A day of a month without its weekday: day, month, year or None.
    day_of_month: Callable[[int, int, int | None], str]
    #: The first day of a range, which leaves its month to the last.
    bare_day: Callable[[int], str]
    year: Callable[[int], str]
    #: The local clock, with the part of the day.
    clock: Callable[[time], str]
    #: One written group of a phone's digits.
    digits: Callable[[str], str]
    #: How a long group of digits is cut, by its length, where not into threes or pairs.
    groups: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    #: A whole amount and its cents (None: no cents) of an ISO 4217 currency.
    money: Callable[[int, int | None, str], str]
    #: The word between a number and its decimals.
    point: str
    #: Whether decimals are read one digit at a time.
    decimals_by_digit: bool
    #: A percentage, from the number's words.
    percent: Callable[[str], str]
    plus: str
    #: Before a phone's extension; None where the language has no sure word for it.
    extension: str | None
    #: Between the ends of a range: "nine *to* five".
    to: str
    #: Single signs that have a word.
    signs: Mapping[str, str]
    #: Between clauses and the groups of a phone; at a sentence's end.
    comma: str = ", "
    #: Between the words of a list, where that is another mark.
    listing: str = ", "
    #: Whether a place is told from the country down to the room.
    widest_first: bool = False
    #: Whether a year that is said once stands with the first day of a range.
    year_leads: bool = False
    stop: str = "."
    #: The language's own forms, tried before those that all share, but for dates.
    rules: tuple[Rule, ...] = ()
    #: The words of an amount, a percentage or a decimal as the words before them inflect
    #: them; raises CannotCarry where that can't be told.
    inflected: Callable[[str, str], str] = lambda words, _before: words
    #: Its own forms of dates, tried before all others.
    dates: tuple[Rule, ...] = ()
    #: Other calendars, by the name that a station asks for them.
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    #: The year that a day is in.
    year_of: Callable[[date], int] = lambda when: when.year
    #: A short word that is written together with the words after it.
    joined: Callable[[str, str], str] = lambda lead, words: lead + words
    #: A whole number and its decimals, where a word between them is not enough.
    fraction: Callable[[int, str], str] | None = None
    #: What staff must check before a time of day goes on the air; None if nothing.
    clock_note: Callable[[time], str | None] = lambda _moment: None
    #: Why a written hour and minute may be taken for another time; None if they can't.
    unclear_clock: Callable[[str, str], str | None] = lambda _hour, _minute: None

    def days(self, first: date, last: date, with_year: bool) -> tuple[str, str]:
        """The ends of a range of days: one year is said once, two are both said."""
        both = self.year_of(first) != self.year_of(last)
        leads = both or (with_year and self.year_leads)
        ends = both or (with_year and not self.year_leads)
        return self.day(first, leads), self.day(last, ends)

    def number(self, value: Decimal) -> str:
        """A number with or without decimals, as it was written: 2.50 keeps its zero."""
        if value < 0:
            raise CannotCarry(f"{value} is below zero. Say it in words.")
        whole, _, decimals = f"{value:f}".partition(".")
        if decimals and self.fraction:
            return self.fraction(int(whole), decimals)
        words = self.cardinal(int(whole))
        parts = [words, self.point, self._decimals(decimals)] if decimals else [words]
        return self.writing.gap.join(parts)

    def in_calendar(self, name: str) -> Speech:
        """The same with its days in another calendar. Raises CannotCarry if it has none."""
        found = self.calendar(name)
        return replace(self, day=found.day, year_of=found.year_of) if found else self

    def calendar(self, name: str) -> Calendar | None:
        """One of its other calendars; None for the Gregorian, which is every language's."""
        if name == GREGORIAN:
            return None
        if name not in self.calendars:
            raise CannotCarry(
                f"{language_name(self.language)} has no words for the days of the "
                f"{name.capitalize()} calendar. Choose the Gregorian one."
            )
        return self.calendars[name]

    def _decimals(self, digits: str) -> str:
        if self.decimals_by_digit or digits.startswith("0") or len(digits) > 2:
            each = (self.cardinal(int(digit)) for digit in digits)
            return self.writing.gap.join(each)
        return self.cardinal(int(digits))


def in_range(n: int, most: int = 999_999_999_999) -> int:
    """``n`` itself. Raises CannotCarry where no table says how it is read."""
    if not 0 <= n <= most:
        raise CannotCarry(f"The number {n:,} is out of what can be said. Write it out.")
    return n


def listed(words: str) -> tuple[str, ...]:
    """The words of a line, as a tuple."""
    return tuple(words.split())


def digit_by_digit(cardinal: Callable[[int], str]) -> Callable[[str], str]:
    """How most languages read a group of a phone's digits: each by itself."""

    def digits(group: str) -> str:
        return " ".join(cardinal(int(digit)) for digit in group)

    return digits
