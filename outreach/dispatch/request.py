"""What staff ask for, and what it names: a broadcast before anything is rendered."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from outreach import registry
from outreach.dispatch import layouts, needs, reading_days
from outreach.dispatch.when import When
from outreach.model.errors import InputError, Problem
from outreach.model.layout import UNCHOSEN, Layout
from outreach.store import (
    Connection,
    announcements,
    audiences,
    earlier,
    editions,
    reaching,
    subjects,
)
from outreach.store.announcements import Version
from outreach.store.audiences import Audience
from outreach.store.reaching import Reach
from outreach.store.subjects import StoredSubject


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What staff ask for: an announcement or edition × channels × audience × when."""

    #: The announcement, and its version if not the newest; or else the edition.
    ref: str = ""
    version: int | None = None
    edition: int | None = None
    channels: tuple[str, ...]
    #: Its name; None: those who were told what it corrects or cancels, else everybody.
    audience: str | None
    when: When
    #: For addressees whose language the announcement lacks; None leaves them out.
    fallback_language: str | None = None
    #: Each organisation by the channel that it prefers, by others only where that fails.
    by_need: bool = False
    layout: Layout = UNCHOSEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A request with all that it names."""

    subject: StoredSubject
    audience: Audience
    channels: tuple[str, ...]
    when: When
    fallback_language: str | None
    layout: Layout
    reach: Reach

    @property
    def ends_at(self) -> datetime:
        """From when on nothing of it goes out (UTC)."""
        return reading_days.ends_at(self.layout, self.subject, self.channels)

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of a broadcast that follow from it."""
        starts_at = self.subject.starts_at
        return {
            **self.subject.columns,
            "channels": list(self.channels),
            "audience_id": self.audience.id,
            "fallback_language": self.fallback_language,
            "by_need": self.reach.by_need,
            **asdict(self.layout),
            "lane": 0 if self.subject.urgent else 1,
            "notice": self.subject.notice,
            "starts_at": int(starts_at.timestamp()) if starts_at else None,
            "expires_at": int(self.ends_at.timestamp()),
        }


def resolved(connection: Connection, request: Request) -> Plan:
    """The request with all that it names. Raises InputError where it names what is not there."""
    if request.edition is not None:
        subject = subjects.of_edition(editions.by_id(connection, request.edition))
    else:
        version = announcements.get(connection, request.ref, request.version)
        subject = subjects.of_version(version)
    named = request.audience or default_audience(subject.notice)
    audience = audiences.audience(connection, named)
    _check(request, subject)
    return Plan(
        subject=subject,
        audience=audience,
        channels=request.channels,
        when=request.when,
        fallback_language=request.fallback_language,
        layout=request.layout,
        reach=needs.chosen(reach_of(connection, audience, subject), request.by_need),
    )


def reach_of(
    connection: Connection, audience: Audience, subject: StoredSubject
) -> Reach:
    """Whom a subject would reach. Raises InputError where those are meant who were told
    something earlier, and there is nothing earlier.
    """
    ref, version = (subject.columns.get(k) for k in ("announcement_id", "version"))
    found = reaching.reach_of(connection, audience.rule, ref, version, subject.notice)
    if audience.rule.told and not (found.earlier and found.earlier.sent):
        raise InputError(
            [
                Problem(
                    "audience",
                    f"nobody was sent an earlier version of “{subject.name}”. Choose "
                    "another audience.",
                )
            ]
        )
    return found


def default_audience(notice: str) -> str:
    """The audience where none is named."""
    return audiences.EVERYBODY if notice == "new" else audiences.TOLD


def has_earlier(connection: Connection, version: Version) -> bool:
    """Whether anybody may have been sent an earlier version of it."""
    return bool(earlier.of_version(connection, version.ref, version.number).sent)


def _check(request: Request, subject: StoredSubject) -> None:
    if not request.channels:
        message = "is empty. Choose at least one channel."
        raise InputError([Problem("channels", message)])
    for name in request.channels:
        registry.channel(name)
    layouts.check(request.layout, subject.subject.languages)
