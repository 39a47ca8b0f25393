"""The demonstration: the samples are loaded, one is sent, and plain words say what came."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import click

from outreach import registry
from outreach.cli.handoff import Office
from outreach.cli.people import sign_in_link
from outreach.directory.records import read_organisations, store_organisations
from outreach.dispatch import approval, plan, renewal
from outreach.dispatch.request import Request
from outreach.dispatch.when import When
from outreach.model.announcement import Announcement
from outreach.model.errors import Fault
from outreach.model.moments import day_of
from outreach.model.reading import read_json
from outreach.store import Connection, announcements, audiences, broadcasts, users
from outreach.store.audit import Actor
from outreach.store.broadcasts import Broadcast
from outreach.store.ledger import count

AHEAD = timedelta(days=30)
#: The demonstration's texts take seconds; longer means that something is wrong.
PATIENCE = 60

M = TypeVar("M", date, datetime)


def show(office: Office) -> None:
    """Load, send, and say what was written and how to sign in."""
    folder = _folder()
    with office.store.write() as connection:
        actor = _staff(connection, office)
        records = read_organisations((folder / "directory.json").read_text("utf-8"))
        loaded = store_organisations(
            connection, records, office.store.secret, office.now
        )
        for name in ("csw64.json", "kisumu-water.json"):
            _announce(
                connection,
                office,
                actor,
                read_json((folder / name).read_bytes()).announcement,
            )
        sample = _dated(
            read_json((folder / "kisumu-water.json").read_bytes()).announcement, office
        )
        version = _announce(connection, office, actor, sample)
        broadcast = _broadcast(connection, office, actor, version.ref)
        link = sign_in_link(office, connection, actor.user_id)
    click.echo(f"Loaded {loaded} invented organisations and two sample announcements.")
    _say(office, _wait(office, broadcast), version.announcement)
    click.echo(f"\nSign in here, once, within a day:\n  {link}\n")


def _folder() -> Path:
    folder = Path(__file__).parents[2] / "examples"
    if not folder.is_dir():
        raise Fault("The samples come with the source of Outreach, not with the wheel.")
    return folder


def _staff(connection: Connection, office: Office) -> Actor:
    user = users.user_by_login(connection, "demo") or users.add_user(
        connection, "demo", "Demonstration", "administrator", None, office.now
    )
    return user.acting_from("terminal")


def _announce(
    connection: Connection, office: Office, actor: Actor, announcement: Announcement
) -> announcements.Version:
    return renewal.announce(
        connection, office.settings, announcement, actor, office.now
    )[0]


def _dated(sample: Announcement, office: Office) -> Announcement:
    """The sample as if it began in thirty days; its other dates move along."""
    shift = office.now.date() + AHEAD - day_of(sample.starts_at)

    def moved(moment: M | None) -> M | None:
        return None if moment is None else moment + shift

    registration = sample.registration and sample.registration.model_copy(
        update={
            "opens": moved(sample.registration.opens),
            "deadline": moved(sample.registration.deadline),
        }
    )
    starts_at = sample.starts_at + shift
    return sample.model_copy(
        update={
            "id": f"{sample.id}-{starts_at:%Y%m%d}",
            "starts_at": starts_at,
            "ends_at": moved(sample.ends_at),
            "publish_from": moved(sample.publish_from),
            "registration": registration,
        }
    )


def _broadcast(
    connection: Connection, office: Office, actor: Actor, ref: str
) -> Broadcast:
    """Today's broadcast of the sample: the one there is, or a new one."""
    if known := broadcasts.of_announcement(connection, ref):
        return known[0]
    request = Request(
        ref=ref,
        channels=tuple(registry.plugins().channels),
        audience=audiences.EVERYBODY,
        when=When(timezone=office.settings.timezone),
        fallback_language="en",
    )
    planned = plan.plan(connection, office.settings, request, actor, office.now)
    return approval.settle_approval(connection, office.settings, planned)


def _wait(office: Office, broadcast: Broadcast) -> Broadcast:
    for _ in range(PATIENCE * 10):
        with office.store.read() as connection:
            broadcast = broadcasts.by_id(connection, broadcast.id)
        if broadcast.state in ("done", "paused", "held", "cancelled"):
            break
        time.sleep(0.1)
    return broadcast


def _say(office: Office, broadcast: Broadcast, announcement: Announcement) -> None:
    title = next(iter(announcement.texts.values())).title
    click.echo(f"Sent “{title}” ({broadcast.subject}), broadcast {broadcast.code}:")
    with office.store.read() as connection:
        tally = count.tally(connection, broadcast.id)
        left_out = [c for c in broadcasts.choices(connection, broadcast.id) if c.reason]
    for name, states in tally.items():
        said = ", ".join(f"{number} {state.word}" for state, number in states.items())
        click.echo(f"  {registry.channel(name).label}: {said}")
    for name, language, reason in dict.fromkeys(
        (c.channel, c.language, c.reason) for c in left_out
    ):
        click.echo(f"  {name} in {language} left out: {reason}")
    if broadcast.state != "done":
        click.echo(f"  It is {broadcast.state}. {broadcast.reason or ''}")
    click.echo(f"Look into {office.settings.out}/: nothing has left this machine.")
    for path in sorted(office.settings.out.glob(f"[!.]*{broadcast.code}*")):
        click.echo(f"  {path}")
