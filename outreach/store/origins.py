"""Whose an announcement is: our own office's, or another's that passed it on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import Connection, and_, func, select

from outreach.model.announcement import Origin
from outreach.store import editions
from outreach.store.announcements import Version, versions
from outreach.store.tables import announcement_versions, broadcasts

_T = announcement_versions.c
_OFFICE = _T.content[("origin", "office")].as_string()
_ID = _T.content[("origin", "id")].as_string()


def owners(connection: Connection) -> dict[str, Origin | None]:
    """Each announcement here, with the office it is from and its id there; None: ours."""
    office, theirs = func.max(_OFFICE), func.max(_ID)
    rows = connection.execute(
        select(_T.announcement_id, office, theirs).group_by(_T.announcement_id)
    )
    return {
        ref: Origin(office=office, id=theirs) if office else None
        for ref, office, theirs in rows
    }


def came(connection: Connection, ref: str) -> list[Version]:
    """The versions of an announcement as they came from its office, the oldest first."""
    found = versions(connection, ref)
    return [
        version
        for version in found
        if (origin := version.announcement.origin) and not origin.changed
    ]


def of_broadcasts(connection: Connection, keys: Sequence[int]) -> Counter[str]:
    """How many of these broadcasts tell of something of each other office."""
    b, found = broadcasts.c, Counter[str]()
    told = _T.announcement_id == b.announcement_id, _T.version == b.version
    rows = connection.execute(
        select(_OFFICE.label("office"), func.count().label("number"))
        .select_from(broadcasts.join(announcement_versions, and_(*told)))
        .where(b.id.in_(keys), _OFFICE.is_not(None))
        .group_by(_OFFICE)
    )
    found.update({row.office: row.number for row in rows})
    bulletins = select(b.edition_id).where(b.id.in_(keys), b.edition_id.is_not(None))
    for key in connection.execute(bulletins).scalars():
        items = editions.by_id(connection, key).edition.items
        # Once for each bulletin, however many of its items are from there.
        found.update({item.origin.office for item in items if item.origin})
    return found
