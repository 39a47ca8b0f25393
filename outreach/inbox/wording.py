"""What the inbox answers, in the writer's language: catalogues ``inbox``."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import cache

import regex
from babel import Locale, UnknownLocaleError

from outreach.inbox.folding import folded
from outreach.inbox.vocabulary import Phrase
from outreach.model.announcement import Announcement
from outreach.model.moments import day_of
from outreach.wording.catalogues import catalogue, languages_with
from outreach.wording.dates import locale_of, short_day

DOMAIN = "inbox"
#: Longer names would make an answer cost several segments.
_LONGEST = 40
_CLUSTERS = regex.compile(r"\X")


class Message(StrEnum):
    """The answers, in English as the catalogues know them."""

    STOPPED = "{office}: you get no more texts from us. START brings them back."
    STOPPED_BUT_ONE = (
        "{office}: you get no more texts from us, but one that is on its way may still "
        "come. START brings them back."
    )
    STARTED = "{office}: you get our texts again. STOP ends them."
    ALREADY = "{office}: you get our texts already. STOP ends them."
    HELP = (
        "{office}: we announce meetings. STOP: no more texts. START: texts again. "
        "1: we come. 2: we do not."
    )
    LANGUAGE = "{office}: from now on we write in {name}."
    NO_SUCH_LANGUAGE = (
        "{office}: we write in {languages}. Answer LANG and one of these codes."
    )
    COMING = "Noted: {organisation} comes to {event}, {day}. If not, answer 2."
    NOT_COMING = (
        "Noted: {organisation} does not come to {event}, {day}. If you do, answer 1."
    )
    WHICH = "Which one? Answer with the number."
    CANCEL = "If you do not come to {event}, answer 2. For no more texts, answer STOP."
    EVIDENCE = "Thank you. Noted for {code}."
    REMINDER = (
        "{office}: did you read {event} on air? Answer RADIO {code} 3 12MAR 0700 1300 1900 "
        "(how often, date, times), or RADIO {code} 0 if not. STOP: no more texts."
    )
    SEEN_TO = "{office}: thank you. A person will look at it."


def say(message: Message, language: str, **values: str) -> str:
    """The answer in ``language``. Raises CannotCarry where there is no catalogue."""
    return catalogue(language, DOMAIN).gettext(message).format(**values)


def language_of(wanted: Iterable[str | None]) -> str:
    """The first of the languages that we can answer in; else English."""
    known = languages_with(DOMAIN)
    for language in wanted:
        for code in (language, (language or "").split("-")[0]):
            if code in known:
                return str(code)
    return "en"


def short(name: str, longest: int = _LONGEST) -> str:
    """A name as an answer has it: cut between characters, and said to be."""
    clusters = _CLUSTERS.findall(" ".join(name.split()))
    if len(clusters) <= longest:
        return "".join(clusters)
    return "".join(clusters[: longest - 3]).rstrip() + "..."


def event_in(announcement: Announcement, language: str) -> str:
    """What an event is called, in ``language`` where it has a text in it."""
    texts = announcement.texts
    return short((texts.get(language) or texts[announcement.languages[0]]).title)


def day_in(announcement: Announcement, language: str) -> str:
    """When it begins, short."""
    return short_day(day_of(announcement.starts_at), language)


def language_named(words: Phrase) -> str | None:
    """The code of a language that is named by its code, or by its name in any of ours."""
    return _languages().get(words) if words else None


def own_name(code: str) -> str:
    """A language's name in itself."""
    return str(locale_of(code).get_display_name() or code)


@cache
def _languages() -> dict[Phrase, str]:
    codes = sorted(_known_codes())
    found: dict[Phrase, str] = {folded(code): code for code in codes}
    for code in codes:
        found.setdefault(folded(own_name(code)), code)
    for ours in sorted(languages_with(DOMAIN)):
        names = locale_of(ours).languages
        for code in codes:
            if code in names:
                found.setdefault(folded(names[code]), code)
    return found


def _known_codes() -> set[str]:
    """Two- and three-letter codes that CLDR can name in themselves."""
    found = set()
    for code in map(str, Locale("en").languages):
        try:
            if code.isalpha() and locale_of(code).get_display_name():
                found.add(code)
        except (UnknownLocaleError, ValueError):
            continue
    return found
