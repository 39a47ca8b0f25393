"""Announcements, their versions, and drafts of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, select, update

from outreach.model.announcement import Announcement
from outreach.model.canonical import digest
from outreach.model.errors import InputError, Problem
from outreach.model.identity import identified
from outreach.store.audit import Actor, record
from outreach.store.rows import in_turn, inserted_id
from outreach.store.tables import announcement_versions, announcements, drafts


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of an announcement as it is stored."""

    announcement: Announcement
    number: int
    created_by: int
    created_at: datetime

    @property
    def ref(self) -> str:
        """The announcement's id."""
        assert self.announcement.id  # noqa: S101  # a stored one always has it
        return self.announcement.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A form as it was filled in."""

    id: int
    announcement_id: str | None
    form: Mapping[str, Any]
    updated_at: datetime


def add_version(
    connection: Connection, announcement: Announcement, actor: Actor, now: datetime
) -> Version:
    """Store an announcement: a known id makes a new version, an unknown one the first.

    The same content again is no new version: a doubled request acts once. Raises
    InputError where what it replaces is not known.
    """
    in_turn(connection, "announce")
    if announcement.id is None:
        announcement = _with_free_id(connection, announcement)
    _check_replaced(connection, announcement)
    newest = _newest(connection, str(announcement.id))
    announcement = _of_its_office(newest, announcement)
    if newest and newest.announcement == announcement:
        return newest
    number = newest.number + 1 if newest else 1
    if not newest:
        connection.execute(
            insert(announcements).values(id=announcement.id, created_at=now)
        )
    content = announcement.content
    connection.execute(
        insert(announcement_versions).values(
            announcement_id=announcement.id,
            version=number,
            notice=announcement.notice,
            content=content,
            digest=digest(content),
            created_by=actor.user_id,
            created_at=now,
        )
    )
    record(connection, actor, now, "announce", announcement.id, version=number)
    return get(connection, str(announcement.id), number)


def get(connection: Connection, ref: str, number: int | None = None) -> Version:
    """A version, the newest unless ``number`` says. Raises InputError if there is none."""
    if number is None:
        found = _newest(connection, ref)
    else:
        row = connection.execute(
            select(announcement_versions).where(
                announcement_versions.c.announcement_id == ref,
                announcement_versions.c.version == number,
            )
        ).first()
        found = _version(row) if row else None
    if found is None:
        raise InputError(f"There is no announcement “{ref}”.")
    return found


def versions(connection: Connection, ref: str) -> list[Version]:
    """All versions of an announcement, the oldest first; none where it is not known."""
    t = announcement_versions.c
    rows = connection.execute(
        select(announcement_versions)
        .where(t.announcement_id == ref)
        .order_by(t.version)
    )
    return [_version(row) for row in rows]


def replacing(connection: Connection, ref: str) -> str | None:
    """The announcement that corrects or cancels this one; None if none does."""
    t = announcement_versions
    found: str | None = connection.execute(
        select(t.c.announcement_id)
        .where(
            t.c.notice != "new",
            t.c.content["replaces"].as_string() == ref,
            # One that corrects itself is a newer version, no other announcement.
            t.c.announcement_id != ref,
        )
        .order_by(t.c.created_at.desc())
        .limit(1)
    ).scalar()
    return found


def earlier(connection: Connection, ref: str, number: int) -> dict[str, int | None]:
    """The announcements that a version makes untrue, each with the number from which on
    its versions stay true (None: none): its own older versions, and what it or they
    replace, and so on.
    """
    found: dict[str, int | None] = {ref: number}
    left = [ref]
    while left:
        one = left.pop()
        for replaced in _replaced_by(connection, one, found[one]):
            if replaced not in found:
                found[replaced] = None
                left.append(replaced)
    return found


def event_refs(connection: Connection, version: Version) -> list[str]:
    """The announcements that are of one event: it, and what it corrects."""
    return list(earlier(connection, version.ref, version.number))


def newest_versions(connection: Connection, most: int | None = 200) -> list[Version]:
    """The newest version of each announcement, the last changed first; ``most`` of them."""
    t = announcement_versions
    last = (
        select(t.c.announcement_id, func.max(t.c.version).label("version"))
        .group_by(t.c.announcement_id)
        .subquery()
    )
    rows = connection.execute(
        select(t)
        .join(
            last,
            and_(
                t.c.announcement_id == last.c.announcement_id,
                t.c.version == last.c.version,
            ),
        )
        .order_by(t.c.created_at.desc(), t.c.announcement_id)
        .limit(most)
    )
    return [_version(row) for row in rows]


def save_draft(
    connection: Connection,
    user_id: int,
    form: Mapping[str, Any],
    now: datetime,
    draft_id: int | None = None,
    announcement_id: str | None = None,
) -> int:
    """Keep a form as it is, in the user's draft ``draft_id`` or a new one; its id."""
    values = {"form": dict(form), "updated_at": now, "announcement_id": announcement_id}
    if draft_id is not None:
        changed = connection.execute(
            update(drafts)
            .where(drafts.c.id == draft_id, drafts.c.user_id == user_id)
            .values(values)
        )
        if changed.rowcount:
            return draft_id
    return inserted_id(connection, insert(drafts).values(user_id=user_id, **values))


def user_drafts(connection: Connection, user_id: int) -> list[Draft]:
    """A user's drafts, the last changed first."""
    rows = connection.execute(
        select(drafts)
        .where(drafts.c.user_id == user_id)
        .order_by(drafts.c.updated_at.desc())
    )
    return [_draft(row) for row in rows]


def get_draft(connection: Connection, user_id: int, draft_id: int) -> Draft:
    """One draft of the user. Raises InputError."""
    row = connection.execute(
        select(drafts).where(drafts.c.id == draft_id, drafts.c.user_id == user_id)
    ).first()
    if row is None:
        raise InputError("There is no such draft; it may have been announced already.")
    return _draft(row)


def delete_draft(connection: Connection, user_id: int, draft_id: int) -> None:
    """Drop a draft: it became an announcement, or is not wanted."""
    connection.execute(
        drafts.delete().where(drafts.c.id == draft_id, drafts.c.user_id == user_id)
    )


def _replaced_by(connection: Connection, ref: str, upto: int | None) -> set[str]:
    t = announcement_versions
    wanted = (t.c.announcement_id == ref, t.c.notice != "new")
    last = () if upto is None else (t.c.version <= upto,)
    replaced = select(t.c.content["replaces"].as_string()).where(*wanted, *last)
    return set(connection.execute(replaced).scalars())


def _newest(connection: Connection, ref: str) -> Version | None:
    row = connection.execute(
        select(announcement_versions)
        .where(announcement_versions.c.announcement_id == ref)
        .order_by(announcement_versions.c.version.desc())
        .limit(1)
    ).first()
    return _version(row) if row else None


def _with_free_id(connection: Connection, announcement: Announcement) -> Announcement:
    base = identified(announcement)
    known, candidate, number = str(base.id), str(base.id), 1
    while (taken := _newest(connection, candidate)) is not None:
        named = announcement.model_copy(update={"id": candidate})
        if taken.announcement == named:
            return named
        number += 1
        candidate = f"{known[:60]}-{number}"
    return announcement.model_copy(update={"id": candidate})


def _check_replaced(connection: Connection, announcement: Announcement) -> None:
    replaced = announcement.replaces
    if replaced is not None and _newest(connection, replaced) is None:
        raise InputError(
            [
                Problem(
                    "replaces",
                    f"there is no announcement “{replaced}”. Give the id of one.",
                )
            ]
        )


def _of_its_office(newest: Version | None, announcement: Announcement) -> Announcement:
    """A version of ours of what another office announced is still said to be from there."""
    known = newest.announcement if newest else None
    if known is None or known.origin is None or announcement.origin is not None:
        return announcement
    if known.model_copy(update={"origin": None}) == announcement:
        return known
    changed = known.origin.model_copy(update={"changed": True})
    return announcement.model_copy(update={"origin": changed})


def _version(row: Row[Any]) -> Version:
    return Version(
        announcement=Announcement.model_validate(row.content),
        number=row.version,
        created_by=row.created_by,
        created_at=row.created_at,
    )


def _draft(row: Row[Any]) -> Draft:
    return Draft(
        id=row.id,
        announcement_id=row.announcement_id,
        form=row.form,
        updated_at=row.updated_at,
    )
