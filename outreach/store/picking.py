"""What an edition tells of: approved, in its period and place, not replaced."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection, select

from outreach.model.errors import InputError
from outreach.store import announcements, editions
from outreach.store.announcements import Version
from outreach.store.editions import Series, StoredEdition
from outreach.store.tables import broadcasts


def pick(connection: Connection, of: Series, day: date, now: datetime) -> list[Version]:
    """What the edition of ``day`` tells of, in order of start."""
    found = (
        version
        for version in _candidates(connection)
        if of.plan.wants(version.announcement, day)
        and version.announcement.last_instant > now
    )
    return sorted(found, key=lambda v: (v.announcement.first_instant, v.ref))


def pick_again(connection: Connection, key: int, now: datetime) -> StoredEdition:
    """An edition that has not gone out, with what it would tell of now. Raises InputError
    where that is nothing.
    """
    found = editions.by_id(connection, key)
    of = editions.series_by_name(connection, found.series)
    items = pick(connection, of, found.edition.period_from, now)
    if not items:
        raise InputError(f"Nothing is left to announce in “{found.name}”.")
    return editions.set_items(connection, found, items)


def outdated(connection: Connection, edition: StoredEdition) -> str | None:
    """Why an edition may no longer go out: an item has a newer version, or was replaced."""
    for ref, number in edition.content["items"]:
        if other := announcements.replacing(connection, ref):
            return f"“{ref}” was replaced by “{other}”."
        if announcements.get(connection, ref).number != number:
            return f"There is a newer version of “{ref}”."
    return None


def _candidates(connection: Connection) -> list[Version]:
    """The newest version of each announcement that may stand in an edition: a broadcast of
    it was approved, and no correction or cancellation has replaced it.
    """
    newest = announcements.newest_versions(connection, None)
    replaced = {
        version.announcement.replaces
        for version in newest
        if version.announcement.replaces != version.ref
    }
    approved = connection.execute(
        select(broadcasts.c.announcement_id)
        .where(
            broadcasts.c.announcement_id.is_not(None),
            broadcasts.c.state.in_(("approved", "fanout", "running", "paused", "done")),
        )
        .distinct()
    )
    told = {row.announcement_id for row in approved} - replaced
    return [version for version in newest if version.ref in told]
