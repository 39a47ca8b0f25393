"""What staff write down of an enquiry: its words, whose it is, what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from outreach import registry
from outreach.inbox import asking
from outreach.inbox.case import Case, Events
from outreach.inbox.clerk import Clerk
from outreach.model.enquiry import KINDS, WAYS, Act, Kind, Way
from outreach.model.errors import InputError, Problem, Refused
from outreach.model.words import clean
from outreach.store import enquiries, enquiry_steps, inbound
from outreach.store.directory import Organisation
from outreach.store.enquiries import Asked, Enquiry
from outreach.store.inbound import Kept
from outreach.wording.catalogues import languages_with

#: Characters of what was said and of a topic word; topic words of one enquiry.
LONGEST, LONGEST_TOPIC, MOST_TOPICS = 5000, 60, 12
_KINDS: dict[str, Kind] = {name: name for name in KINDS}
WAYS_IN: dict[str, Way] = {name: name for name in WAYS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What staff typed of an enquiry."""

    kind: str
    language: str
    #: Topic words.
    topics: Sequence[str] = ()
    #: The id of the announcement that it is about.
    about: str = ""
    #: These of one that did not come by text.
    way: str = "phone"
    words: str = ""
    #: The day on which it came; empty: today.
    day: str = ""
    #: Made with the form: sent twice it is one enquiry.
    once: str | None = None


def keep_text(clerk: Clerk, text: Kept, kind: str) -> int:
    """Keep a text as an enquiry, and take it off the inbox; its id. Twice is as once."""
    if kind not in _KINDS:
        raise InputError([Problem("kind", "is not chosen. Say what it is.")])
    if text.state == "new":
        raise Refused("It is being read. Look again in a moment.")
    if (known := enquiries.of_text(clerk.connection, text.id)) is not None:
        return known.id
    case = Case(
        connection=clerk.connection,
        settings=clerk.settings,
        secret=clerk.secret,
        now=clerk.now,
        text=text,
        channels=registry.texting_channels(),
        events=Events(clerk.connection),
    )
    key = asking.keep(case, _KINDS[kind], case.said.words, clerk.actor.user_id)
    inbound.change(
        clerk.connection,
        text.id,
        state="done",
        note=f"Kept as enquiry {key}, a {KINDS[_KINDS[kind]].lower()}.",
        marked=False,
        user_id=clerk.actor.user_id,
        done_at=clerk.now,
    )
    clerk.log("keep enquiry", name_of(key), text=text.id)
    return key


def note_down(clerk: Clerk, organisation: Organisation, typed: Typed) -> int:
    """Keep what an organisation asked by phone, letter or in a meeting; its id. Raises
    InputError with every problem.
    """
    problems: list[Problem] = []
    words = checked(problems, "words", typed.words, LONGEST)
    asked_at = _instant(problems, clerk, typed.day)
    if typed.way not in WAYS:
        problems.append(Problem("way", "is not chosen. Say how it came."))
    topics = _chosen(problems, clerk, typed)
    if problems:
        raise InputError(problems)
    asked = Asked(
        kind=_KINDS[typed.kind],
        way=WAYS_IN[typed.way],
        words=words,
        language=typed.language,
        asked_at=asked_at,
        organisation_id=organisation.id,
        once=(typed.once or "")[:40] or None,
        announcement_id=typed.about.strip() or None,
    )
    actor = clerk.actor.user_id
    key, new = enquiries.add(clerk.connection, asked, topics, actor, clerk.now)
    if new:
        clerk.log("keep enquiry", name_of(key), organisation=organisation.id)
    return key


def sort(clerk: Clerk, enquiry: Enquiry, typed: Typed) -> None:
    """Say of what kind it is, in what language and about what. Raises InputError."""
    problems: list[Problem] = []
    topics = _chosen(problems, clerk, typed)
    if problems:
        raise InputError(problems)
    enquiries.change(
        clerk.connection,
        enquiry.id,
        kind=_KINDS[typed.kind],
        language=typed.language,
        announcement_id=typed.about.strip() or None,
    )
    enquiries.put_topics(clerk.connection, enquiry.id, topics)
    did(clerk, enquiry, "sort")


def own(clerk: Clerk, enquiry: Enquiry, organisation: Organisation) -> None:
    """Say whose it is."""
    if enquiry.organisation_id == organisation.id:
        return
    enquiries.change(
        clerk.connection,
        enquiry.id,
        organisation_id=organisation.id,
        addressee_id=None,
    )
    did(clerk, enquiry, "sort", note=f"It is of {organisation.name}.")


def languages() -> list[str]:
    """What an enquiry can be said to be in: what we answer in, and what texts are in."""
    channels = registry.plugins().channels.values()
    written = (c.languages for c in channels if c.freight == "text")
    return sorted(languages_with("inbox").union(*written))


def checked(problems: list[Problem], field: str, typed: str, most: int) -> str:
    """What was typed, cleaned; what is wrong with it is added to ``problems``."""
    try:
        words, _ = clean(typed.strip())
    except ValueError as error:
        problems.append(Problem(field, str(error)))
        return ""
    if not words:
        problems.append(Problem(field, "is empty. Write it."))
    if len(words) > most:
        told = f"is too long. It may have {most:,} characters."
        problems.append(Problem(field, told))
    return words


def did(clerk: Clerk, enquiry: Enquiry, act: Act, **detail: Any) -> None:
    """Append to the history, and to the audit log without the words."""
    actor, key = clerk.actor.user_id, enquiry.id
    enquiry_steps.step(clerk.connection, key, act, actor, clerk.now, **detail)
    clerk.log(f"{act} enquiry", name_of(key))


def name_of(key: int) -> str:
    """An enquiry as the audit log names it."""
    return f"enquiry {key}"


def _chosen(problems: list[Problem], clerk: Clerk, typed: Typed) -> list[str]:
    """The topic words, those of the announcement where none are typed; what is wrong with kind, language, topics and announcement."""
    if typed.kind not in KINDS:
        problems.append(Problem("kind", "is not chosen. Say what it is."))
    if typed.language not in languages():
        problems.append(Problem("language", "is not chosen. Say what it is in."))
    topics = list(dict.fromkeys(filter(None, map(str.strip, typed.topics))))
    if ref := typed.about.strip():
        try:
            known = asking.topics_of(clerk.connection, ref)
            topics = topics or [*known]
        except InputError:
            told = "is the id of no announcement. Copy it from the announcement’s page."
            problems.append(Problem("about", told))
    for topic in topics:
        if len(topic) > LONGEST_TOPIC:
            told = f"has a word of more than {LONGEST_TOPIC} characters. Shorten it."
            problems.append(Problem("topics", told))
        checked(problems, "topics", topic, LONGEST)
    if len(topics) > MOST_TOPICS:
        problems.append(
            Problem("topics", f"are more than {MOST_TOPICS}. Take some out.")
        )
    return topics


def _instant(problems: list[Problem], clerk: Clerk, day: str) -> datetime:
    """The beginning of that day by the office's clock; of today, this instant."""
    zone = ZoneInfo(clerk.settings.timezone)
    today = clerk.now.astimezone(zone).date()
    try:
        found = date.fromisoformat(day.strip()) if day.strip() else today
    except ValueError:
        problems.append(Problem("day", "is no day. Write it as 2027-03-01."))
        return clerk.now
    if found > today:
        problems.append(Problem("day", "is still to come. Say when it came."))
    same = found == today
    return clerk.now if same else datetime.combine(found, time(), zone)
