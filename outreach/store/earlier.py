"""Earlier versions of what is announced: by which broadcasts they went out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, and_, or_, select

from outreach.model.audience import AudienceRule
from outreach.store import announcements, audiences, broadcasts
from outreach.store.broadcasts import Broadcast, BroadcastState
from outreach.store.tables import broadcasts as t
from outreach.store.tables import editions

#: Begun, and it would go on.
OPEN: tuple[BroadcastState, ...] = ("fanout", "running", "paused", "held")
#: It has deliveries, or was about to get some. A reminder tells of no event.
_BEGUN = and_(
    t.c.reminds_id.is_(None),
    or_(t.c.fanout_seq > 0, t.c.superseded, t.c.state.in_(OPEN[:3])),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """Whom a broadcast has not come to yet: those of its audience behind an addressee, or
    behind an organisation.
    """

    after: int
    by_need: bool
    channels: tuple[str, ...]
    rule: AudienceRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """How earlier versions went out, by the ids of broadcasts."""

    #: Those by which one went out, alone or in an edition.
    sent: tuple[int, ...]
    #: What is queued of these a newer version has cancelled, or cancels when it starts.
    superseded: tuple[int, ...]
    #: Those of ``superseded`` that would still go on.
    open: tuple[int, ...]
    rests: tuple[Rest, ...]
    #: Broadcasts of the very version that a person cancelled: whom they reached knows it.
    same: tuple[int, ...]


def of_version(connection: Connection, ref: str, version: int) -> Earlier:
    """How the versions before this one went out."""
    before = announcements.earlier(connection, ref, version)
    alone = _of_announcements(connection, before)
    found = [b for b in alone if _is_earlier(b.announcement_id, b.version, before)]
    superseded = [b for b in found if b.superseded or b.state in OPEN]
    return Earlier(
        sent=(*_ids(found), *_of_editions(connection, before)),
        superseded=_ids(superseded),
        open=_ids(b for b in superseded if b.state in OPEN),
        rests=tuple(_rest(connection, b) for b in superseded if not b.fanout_done),
        same=_ids(
            b
            for b in alone
            if (b.announcement_id, b.version, b.state) == (ref, version, "cancelled")
        ),
    )


def _of_announcements(
    connection: Connection, before: Mapping[str, int | None]
) -> list[Broadcast]:
    whose = t.c.announcement_id.in_(list(before))
    keys = connection.execute(select(t.c.id).where(whose, _BEGUN).order_by(t.c.id))
    return [broadcasts.by_id(connection, key) for key in keys.scalars()]


def _of_editions(connection: Connection, before: Mapping[str, int | None]) -> list[int]:
    """The broadcasts of editions in which an earlier version stood."""
    rows = connection.execute(
        select(t.c.id, editions.c.content)
        .join(editions, editions.c.id == t.c.edition_id)
        .where(_BEGUN)
    )
    return [
        row.id
        for row in rows
        if any(_is_earlier(ref, number, before) for ref, number in row.content["items"])
    ]


def _is_earlier(
    ref: str | None, version: int | None, before: Mapping[str, int | None]
) -> bool:
    if ref is None or version is None or ref not in before:
        return False
    first_true = before[ref]
    return first_true is None or version < first_true


def _rest(connection: Connection, broadcast: Broadcast) -> Rest:
    return Rest(
        after=broadcast.fanout_after,
        by_need=broadcast.by_need,
        channels=broadcast.channels,
        rule=audiences.audience_by_id(connection, broadcast.audience_id).rule,
    )


def _ids(found: Iterable[Broadcast]) -> tuple[int, ...]:
    return tuple(broadcast.id for broadcast in found)
