"""Commands on announcements and broadcasts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import click

from outreach import registry
from outreach.cli.content import FILE, read_file
from outreach.cli.flags import layout_flags, reading_flags
from outreach.cli.handoff import Office, act, do
from outreach.cli.signing import signer
from outreach.dispatch import (
    approval,
    correcting,
    estimating,
    needs,
    plan,
    progress,
    renewal,
    stopping,
    when,
)
from outreach.dispatch.layouts import read_layout, said_of
from outreach.dispatch.request import Request
from outreach.dispatch.when import When, at, before, every
from outreach.model.errors import InputError, Problem
from outreach.model.reading import read
from outreach.settings import read_settings
from outreach.store import (
    announcements,
    broadcasts,
    repeats,
    schedules,
    subjects,
)
from outreach.store.ledger import count
from outreach.store.users import Role
from outreach.wording.dates import instant

AS = click.option("--as", "signs", metavar="USER", help="Who signs this.")


@click.command()
@click.argument("file", type=FILE)
@AS
def announce(file: Path, signs: str | None) -> None:
    """Store an announcement; a known id makes a new version. Prints its id."""
    announcement = read_file(file)
    if announcement.origin:
        theirs = (
            "is another office’s. Bring it in with `outreach import announcements`."
        )
        raise InputError([Problem("origin", theirs)])
    content = announcement.content
    said = do(read_settings(), "store_announcement", content=content, signs=signs)
    stored, *renewed = said.splitlines()
    ref, _, version = stored.partition(" ")
    click.echo(ref)
    for sentence in (f"Stored as {version}.", *renewed):
        click.echo(sentence, err=True)


@click.command()
@click.argument("ref")
@click.option(
    "--channel", "channels", multiple=True, help="On this channel; else on all."
)
@click.option(
    "--audience",
    help="Whom; else everybody, or of a correction or cancellation those who were told.",
)
@click.option(
    "--at", "wall_time", metavar="WALLTIME", help="2027-05-01T09:00, office time."
)
@click.option(
    "--every", metavar="RULE", help="From then on, such as FREQ=WEEKLY;BYDAY=MO."
)
@click.option("--days-before", type=int, help="So many days before the event.")
@click.option("--clock", help="With --days-before; 09:00 where it takes place.")
@click.option("--fallback-language", help="For those whose language the texts lack.")
@click.option(
    "--by-need",
    is_flag=True,
    help="Each organisation by the channel that it prefers; else by every one.",
)
@layout_flags
@reading_flags
@AS
def broadcast(
    ref: str, signs: str | None, channels: tuple[str, ...], **values: Any
) -> None:
    """Plan a broadcast of announcement REF; prints its id. It goes out once approved."""
    _refuse_mixtures({name for name, value in values.items() if value is not None})
    names = list(channels or registry.plugins().channels)
    values |= {"ref": ref, "channels": names, "signs": signs}
    code, *more = do(read_settings(), "plan_broadcast", **values).splitlines()
    click.echo(code)
    for sentence in more:
        click.echo(sentence, err=True)


def _refuse_mixtures(given: set[str]) -> None:
    """What would be passed over in silence goes out at another time than was meant."""
    if "every" in given and "wall_time" not in given:
        raise click.UsageError("--every needs --at: the first day and time.")
    if {"wall_time", "days_before"} <= given:
        raise click.UsageError("--at and --days-before exclude each other. Give one.")
    if "clock" in given and "days_before" not in given:
        raise click.UsageError("--clock needs --days-before. Or say the day with --at.")


@click.command()
@click.argument("code", metavar="ID")
@AS
def approve(code: str, signs: str | None) -> None:
    """Approve broadcast ID as it is."""
    click.echo(do(read_settings(), "approve_broadcast", code=code, signs=signs))


@click.command()
@click.argument("code", metavar="ID")
@AS
def cancel(code: str, signs: str | None) -> None:
    """Cancel broadcast ID: nothing more of it goes out."""
    click.echo(do(read_settings(), "cancel_broadcast", code=code, signs=signs))


@click.command()
@click.argument("code", metavar="ID")
@AS
def pause(code: str, signs: str | None) -> None:
    """Pause broadcast ID; what is being handed over still goes."""
    click.echo(do(read_settings(), "pause_broadcast", code=code, signs=signs))


@click.command()
@click.argument("code", metavar="ID")
@AS
def resume(code: str, signs: str | None) -> None:
    """Let a paused or held broadcast go on."""
    click.echo(do(read_settings(), "resume_broadcast", code=code, signs=signs))


@act
def store_announcement(office: Office, values: Mapping[str, Any]) -> str:
    """Store a version; its id and number."""
    announcement = read(values["content"]).announcement
    with office.store.write() as connection:
        actor = signer(connection, office, values["signs"], "author")
        version, renewed = renewal.announce(
            connection, office.settings, announcement, actor, office.now
        )
    said = [f"{version.ref} version {version.number}"]
    said += [
        f"Broadcast {b.code} is {b.state}. {b.reason or ''}".rstrip() for b in renewed
    ]
    return "\n".join(said)


@act
def plan_broadcast(office: Office, values: Mapping[str, Any]) -> str:
    """Plan a broadcast; its code, what becomes of those who were told before, and what
    it may cost.
    """
    with office.store.write() as connection:
        actor = signer(connection, office, values["signs"], "author")
        request = Request(
            ref=values["ref"],
            channels=tuple(values["channels"]),
            audience=values["audience"],
            when=_when(office, values),
            fallback_language=values["fallback_language"],
            by_need=values["by_need"],
            layout=read_layout(values),
        )
        planned = plan.plan(connection, office.settings, request, actor, office.now)
        approval.settle_approval(connection, office.settings, planned)
        corrects = correcting.standing(connection, planned)
        costs = approval.costs(connection, office.settings, planned)
        by_need = needs.of_broadcast(connection, office.settings, planned)
        told_in = needs.languages_of(broadcasts.choices(connection, planned.id))
    return "\n".join([planned.code, *corrects, *by_need, *told_in, *costs])


@act
def approve_broadcast(office: Office, values: Mapping[str, Any]) -> str:
    """Approve a broadcast."""
    with office.store.write() as connection:
        actor = signer(connection, office, values["signs"], "approver")
        found = broadcasts.by_code(connection, values["code"])
        found = approval.approve(connection, office.settings, found, actor, office.now)
        left = approval.missing(connection, office.settings, found)
        costs = approval.costs(connection, office.settings, found)
    if not left:
        return f"{found.code} is approved."
    return "\n".join([f"{found.code} still needs {left} more.", *costs])


@act
def cancel_broadcast(office: Office, values: Mapping[str, Any]) -> str:
    """Cancel a broadcast."""
    return _change(office, values, stopping.cancel, "author")


@act
def pause_broadcast(office: Office, values: Mapping[str, Any]) -> str:
    """Pause a broadcast."""
    return _change(office, values, stopping.pause, "author")


@act
def resume_broadcast(office: Office, values: Mapping[str, Any]) -> str:
    """Let a broadcast go on."""
    resume = partial(stopping.resume, settings=office.settings)
    return _change(office, values, resume, "approver")


@act
def report_broadcast(office: Office, values: Mapping[str, Any]) -> str:
    """How far a broadcast is."""

    def clock(at: int) -> str:
        return instant(at, office.settings.timezone)

    with office.store.read() as connection:
        found = broadcasts.by_code(connection, values["code"])
        due = schedules.of_broadcast(connection, found.id)
        tally = count.tally(connection, found.id)
        left_out = [c for c in broadcasts.choices(connection, found.id) if c.reason]
        subject = subjects.of_broadcast(connection, found).name
        again = repeats.repeats_of(connection, found.id)
        costs = approval.costs(connection, office.settings, found)
        spent = estimating.spent(connection, found).said
        waits = progress.waits(connection, found, int(office.now.timestamp()), clock)
        corrects = [] if tally else correcting.standing(connection, found)
    version = f" version {found.version}" if found.version else ""
    said = [f"{found.code}: {subject}{version}, {found.state}."]
    said += [found.reason] if found.reason else []
    said += [found.note] if found.note else []
    said += corrects
    said += [f"Pages: {pages}."] if (pages := said_of(found.layout)) else []
    said += [f"Due: {when.said(due)}."] if not tally or due.next_at else []
    said += [f"Repeated as {b.code}: {b.state}." for b in again]
    for channel, states in tally.items():
        said += [
            f"{channel} {progress.state_word(state, found)}: {number}"
            for state, number in states.items()
        ]
    said += waits + costs + spent
    said += dict.fromkeys(
        f"{c.channel} in {c.language} left out: {c.reason}" for c in left_out
    )
    return "\n".join(said)


def _when(office: Office, values: Mapping[str, Any]) -> When:
    rule, wall_time = values["every"], values["wall_time"]
    if rule is not None:
        return every(rule, wall_time, office.settings.timezone)
    if wall_time is not None:
        return at(wall_time, office.settings.timezone)
    if values["days_before"] is not None:
        with office.store.read() as connection:
            announcement = announcements.get(connection, values["ref"]).announcement
        clock = values["clock"]
        clock = "09:00" if clock is None else clock
        return before(values["days_before"], clock, announcement)
    return When(timezone=office.settings.timezone)


def _change(
    office: Office, values: Mapping[str, Any], change: stopping.Step, needed: Role
) -> str:
    with office.store.write() as connection:
        actor = signer(connection, office, values["signs"], needed)
        found = broadcasts.by_code(connection, values["code"])
        found = change(connection, found, actor, office.now)
    with office.store.read() as connection:
        standing = stopping.standing(connection, found)
    return f"{standing} {found.reason or ''}".rstrip()
