"""Acts on consent and language: STOP, START, HELP, JOIN, LANG."""

from __future__ import annotations

from dataclasses import replace

from outreach import registry
from outreach.inbox.answering import answer
from outreach.inbox.case import Case, Decided
from outreach.inbox.wording import (
    Message,
    event_in,
    language_named,
    language_of,
    own_name,
)
from outreach.store import phones, rsvps


def stop(case: Case) -> Decided:
    """No more texts to this phone, confirmed once."""
    if case.phone is None:
        return Decided(
            note="It says STOP, but the sender is no phone that we know. Find out whose "
            "it is.",
            waits=True,
            marked=True,
        )
    known = case.opted_out  # looked up before this one counts
    on_the_way = phones.on_the_way(case.connection, case.channels, case.phone)
    phones.withdraw(
        case.connection,
        case.secret,
        case.channels,
        case.phone,
        f"text by {case.text.gateway}",
        case.now,
    )
    rsvps.close_question(case.connection, case.phone)
    if known:
        return Decided(note="It had opted out already: nothing was answered.")
    message = Message.STOPPED_BUT_ONE if on_the_way else Message.STOPPED
    return Decided(note=f"Opted out.{answer(case, message)}")


def cancel(case: Case) -> Decided:
    """END or CANCEL alone: an opt-out, unless an event is open that it may be about."""
    if not case.invitations:
        return stop(case)
    event, _ = case.invitations[0]
    named = event_in(event.announcement, case.language)
    said = answer(case, Message.CANCEL, event=named)
    return Decided(
        note=f"It may mean “no more texts” or “we do not come”: it was asked back.{said}",
        waits=True,
        marked=True,
    )


def start(case: Case) -> Decided:
    """Texts again, with the writer's own words as the consent, if they say nothing else."""
    if case.phone is None or not (case.owners or case.opted_out):
        return _wanted(case)
    if not case.said.alone:
        return Decided(
            note="It may ask for our texts, but says more: read it.", waits=True
        )
    agreed = all(owner.consented for owner in case.owners)
    if agreed and not case.opted_out:
        return Decided(
            note=f"It gets our texts already.{answer(case, Message.ALREADY)}"
        )
    phones.agree(
        case.connection,
        case.secret,
        case.channels,
        case.phone,
        case.text.text,
        source_of(case),
        case.now,
    )
    said = answer(replace(case), Message.STARTED)  # looked up anew: it is no longer out
    if not case.owners:
        return Decided(
            note=f"It wants texts again, but nobody in the directory has it.{said}",
            waits=True,
        )
    return Decided(note=f"It wants texts again.{said}")


def source_of(case: Case) -> str:
    """Where the words of a consent are found."""
    return f"text {case.text.id} by {case.text.gateway}"


def _wanted(case: Case) -> Decided:
    """Somebody wants texts whom we don't know: a person adds them."""
    said = answer(case, Message.SEEN_TO) if case.phone else ""
    return Decided(note=f"Somebody we do not know wants our texts.{said}", waits=True)


def help_(case: Case) -> Decided:
    """Who we are and how to stop."""
    return Decided(note=f"It asked for help.{answer(case, Message.HELP)}")


def language(case: Case) -> Decided:
    """Write to this phone in another language."""
    code = language_named(case.said.rest)
    known = known_languages()
    if code is None or code not in known:
        codes = " ".join(sorted(known))
        said = answer(case, Message.NO_SUCH_LANGUAGE, languages=codes)
        return Decided(note=f"It asked for a language that we do not write in.{said}")
    if not case.owners or case.phone is None:
        return Decided(
            note=f"Somebody we do not know asked for {own_name(code)}.", waits=True
        )
    phones.change_language(case.connection, case.channels, case.phone, code)
    in_it = replace(case, told_in=language_of([code, case.language]))
    said = answer(in_it, Message.LANGUAGE, name=own_name(code))
    return Decided(note=f"It is written to in {own_name(code)} from now on.{said}")


def known_languages() -> frozenset[str]:
    """The languages that any channel to phones can write in."""
    channels = registry.plugins().channels.values()
    return frozenset().union(*(c.languages for c in channels if c.freight == "text"))
