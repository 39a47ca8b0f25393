"""Giving an enquiry to somebody, answering it, and closing it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from outreach import registry
from outreach.inbox import writing
from outreach.inbox.clerk import Clerk
from outreach.inbox.noting import WAYS_IN, checked, did
from outreach.inbox.wording import language_of
from outreach.inbox.writing import Destination
from outreach.model.enquiry import STATES, Act
from outreach.model.errors import InputError, Problem, Refused
from outreach.store import directory, enquiries, enquiry_steps, inbound, phones, users
from outreach.store.directory import Addressee
from outreach.store.enquiries import Enquiry
from outreach.store.users import User, may

#: Characters of a note.
LONGEST_NOTE = 2000


def assign(clerk: Clerk, enquiry: Enquiry, login: str) -> None:
    """Give it to somebody to answer. Twice is as once. Raises InputError."""
    found = users.user_by_login(clerk.connection, login)
    if found is None or found not in answering(clerk):
        who = "Choose somebody who may answer: an author or more."
        raise InputError([Problem("user", f"is nobody who can. {who}")])
    _still_waits(clerk, enquiry)
    if enquiry.user_id == found.id:
        return
    enquiries.change(clerk.connection, enquiry.id, user_id=found.id, state="assigned")
    did(clerk, enquiry, "assign", note=found.name)


def answering(clerk: Clerk) -> list[User]:
    """Those whom an enquiry can be given to."""
    known = users.all_users(clerk.connection)
    return [user for user in known if user.active and may(user.role, "author")]


def destinations(clerk: Clerk, enquiry: Enquiry) -> list[Destination]:
    """Where it can be answered by text: to the phone that it came from, else to those of
    the organisation that agreed to texts; none where nobody can be texted.
    """
    channels = registry.texting_channels()
    return [
        to
        for to in _phones(clerk, enquiry)
        if not phones.opted_out(clerk.connection, clerk.secret, channels, to.phone)
    ]


def _phones(clerk: Clerk, enquiry: Enquiry) -> Iterator[Destination]:
    key = enquiry.inbound_id
    text = inbound.get(clerk.connection, key) if key else None
    if text is not None:
        try:
            yield writing.back_to(clerk, text)
        except Refused:
            return
        return
    for addressee in _texted(clerk, enquiry):
        try:
            yield writing.to_phone(clerk, addressee.channel, addressee.address)
        except Refused:
            continue


def _texted(clerk: Clerk, enquiry: Enquiry) -> list[Addressee]:
    """The one that it came from first."""
    key = enquiry.organisation_id
    found = directory.get_organisation(clerk.connection, key) if key else None
    channels = registry.texting_channels()
    able = [
        a
        for a in (found.addressees if found else ())
        if a.consented and a.channel in channels
    ]
    return sorted(able, key=lambda a: a.id != enquiry.addressee_id)


def answer(clerk: Clerk, enquiry: Enquiry, typed: str, phone: str = "") -> None:
    """Answer it by text. The same form twice is as once. Raises InputError."""
    if _answered_so(clerk, enquiry, "text", typed):
        return
    _still_waits(clerk, enquiry)
    to = destination(clerk, enquiry, phone)
    sent = writing.send(clerk, to, typed, language_of([enquiry.language]))
    _done(clerk, enquiry, "answer", way="text", note=typed.strip(), reply_id=sent.id)


def destination(clerk: Clerk, enquiry: Enquiry, phone: str) -> Destination:
    """The one with that phone, else the first. Raises Refused where there is none."""
    found = destinations(clerk, enquiry)
    if not found:
        raise Refused("No phone that agreed to texts is known of them. Call or write.")
    return next((to for to in found if to.phone == phone), found[0])


def told(clerk: Clerk, enquiry: Enquiry, way: str, note: str) -> None:
    """It was answered by phone, letter or in a meeting. Raises InputError."""
    problems: list[Problem] = []
    words = checked(problems, "told", note, LONGEST_NOTE)
    if way not in WAYS_IN or way == "text":
        problems.append(Problem("by", "is not chosen. Say how it was answered."))
    if problems:
        raise InputError(problems)
    if _answered_so(clerk, enquiry, way, words):
        return
    _still_waits(clerk, enquiry)
    _done(clerk, enquiry, "answer", way=WAYS_IN[way], note=words)


def close(clerk: Clerk, enquiry: Enquiry, reason: str) -> None:
    """It needs no answer. Twice is as once. Raises InputError."""
    problems: list[Problem] = []
    words = checked(problems, "reason", reason, LONGEST_NOTE)
    if problems:
        raise InputError(problems)
    if enquiry.state == "closed":
        return
    _still_waits(clerk, enquiry)
    _done(clerk, enquiry, "close", note=words)


def reopen(clerk: Clerk, enquiry: Enquiry) -> None:
    """It waits again. Twice is as once."""
    if enquiry.waits:
        return
    state = "assigned" if enquiry.user_id else "open"
    enquiries.change(
        clerk.connection, enquiry.id, state=state, done_at=None, reply_id=None
    )
    did(clerk, enquiry, "reopen")


def _still_waits(clerk: Clerk, enquiry: Enquiry) -> None:
    """What one wrote must not be lost because another was quicker."""
    if not enquiry.waits:
        raise Refused(f"It is {STATES[enquiry.state]} already. Open it again first.")


def _answered_so(clerk: Clerk, enquiry: Enquiry, way: str, words: str) -> bool:
    """Whether the same person gave the same answer last: a form that was sent twice."""
    if enquiry.state != "answered":
        return False
    last = enquiry_steps.steps(clerk.connection, enquiry.id)[-1]
    said = (last.user_id, last.way, last.note)
    return said == (clerk.actor.user_id, way, words.strip())


def _done(clerk: Clerk, enquiry: Enquiry, act: Act, **detail: Any) -> None:
    enquiries.change(
        clerk.connection,
        enquiry.id,
        state="answered" if act == "answer" else "closed",
        done_at=clerk.now,
        reply_id=detail.get("reply_id"),
    )
    did(clerk, enquiry, act, **detail)
