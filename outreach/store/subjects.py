"""What a broadcast is of: a stored announcement version, or a stored edition."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from outreach.model.announcement import Announcement
from outreach.model.edition import Edition, Subject
from outreach.store import announcements, editions
from outreach.store.announcements import Version
from outreach.store.broadcasts import Broadcast
from outreach.store.editions import StoredEdition


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSubject:
    """A subject with all that planning needs to know of it."""

    subject: Subject
    #: How staff know it.
    name: str
    #: Its columns in a broadcast.
    columns: dict[str, Any]
    #: As JSON values: what an approver approves.
    content: dict[str, Any]
    #: The languages it can be told in.
    languages: tuple[str, ...]
    #: The venue's zone, or the edition's.
    timezone: str
    notice: str
    urgent: bool
    #: When the event starts (UTC); None of an edition.
    starts_at: datetime | None
    #: Nothing of it goes out from this instant on (UTC).
    expires_at: datetime

    @property
    def kind(self) -> str:
        """``announcement`` or ``edition``, as variants say it."""
        return "announcement" if self.starts_at else "edition"

    def title_in(self, language: str) -> str:
        """What it is called in ``language``; of an edition the region."""
        if isinstance(self.subject, Edition):
            return self.subject.region_in(language)
        return self.subject.texts[language].title


def of_broadcast(connection: Connection, broadcast: Broadcast) -> StoredSubject:
    """The subject of a broadcast, as it was planned."""
    if broadcast.edition_id is not None:
        return of_edition(editions.by_id(connection, broadcast.edition_id))
    assert broadcast.announcement_id  # noqa: S101  # the table sees to it
    return of_version(
        announcements.get(connection, broadcast.announcement_id, broadcast.version)
    )


def of_version(version: Version) -> StoredSubject:
    """A version of an announcement as a subject."""
    found = version.announcement
    return StoredSubject(
        subject=found,
        name=version.ref,
        columns={"announcement_id": version.ref, "version": version.number},
        content=found.content,
        languages=found.languages,
        timezone=found.timezone,
        notice=found.notice,
        urgent=found.urgency == "urgent" or found.notice != "new",
        starts_at=found.first_instant,
        expires_at=found.last_instant,
    )


def as_new(found: StoredSubject) -> StoredSubject:
    """A correction as a notice of its own, for those who never got what it corrects."""
    assert isinstance(found.subject, Announcement)  # noqa: S101  # no edition is one
    unmarked = {"notice": "new", "replaces": None}
    return replace(found, subject=found.subject.model_copy(update=unmarked))


def of_edition(found: StoredEdition) -> StoredSubject:
    """An edition as a subject."""
    return StoredSubject(
        subject=found.edition,
        name=found.name,
        columns={"edition_id": found.id},
        content=found.content,
        languages=(found.language,),
        timezone=found.content["timezone"],
        notice="new",
        urgent=False,
        starts_at=None,
        expires_at=found.expires_at,
    )
