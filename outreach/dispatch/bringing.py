"""Bringing in what other offices announce, and giving ours out: docs/why/other-offices.md.

Nothing goes out by it: what came is an announcement to be planned and approved as any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from outreach.directory.others import MOST_TOLD, Came
from outreach.dispatch import renewal
from outreach.model.announcement import Announcement, Origin
from outreach.model.errors import InputError, Problem
from outreach.settings import UNNAMED, Settings
from outreach.store import Connection, announcements, origins
from outreach.store.announcements import Version
from outreach.store.audit import Actor, record

_PREFIX = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")
_LONGEST = 64
#: An office, and the id of an announcement there.
_Theirs = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """What came, under its id here."""

    announcement: Announcement
    #: It has come before as it is.
    here: bool
    #: Our office has changed the version that this one stands in place of.
    over_ours: bool = False

    @property
    def said(self) -> str:
        """For whoever brings it in."""
        a, origin = self.announcement, self.announcement.origin
        assert origin is not None  # noqa: S101  # it came from there
        version = f", version {origin.version} there" if origin.version else ""
        of_it = f"{a.id}: of {origin.office}{version}."
        if self.here:
            return f"{of_it} It is here already."
        if self.over_ours:
            return f"{of_it} Your office had changed it: look whether that is still needed."
        return of_it


def place(
    connection: Connection | None,
    settings: Settings,
    came: Sequence[Came],
    prefix: str = "",
) -> list[Placed]:
    """Each under its id here, what is replaced before what replaces it; nothing is stored.

    ``prefix`` goes before the id of what is not known yet. None for ``connection`` where
    there is no database yet. Raises InputError with every problem.
    """
    if prefix and not _PREFIX.fullmatch(prefix):
        said = "has small letters, digits and hyphens, 20 at most, such as nbo-."
        raise InputError([Problem("prefix", said)])
    placing = _Placing(connection, settings.office, prefix)
    found: list[Placed] = []
    problems: list[Problem] = []
    for one in _replaced_first(came):
        try:
            found.append(placing.of(one))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems[:MOST_TOLD])
    return found


def bring(
    connection: Connection,
    settings: Settings,
    placed: Sequence[Placed],
    actor: Actor,
    now: datetime,
) -> list[Version]:
    """Store what is new, in order; what was planned of older versions waits for approval
    again or stops, as after a version of our own.
    """
    stored = []
    for one in (one for one in placed if not one.here):
        version, _ = renewal.announce(
            connection, settings, one.announcement, actor, now
        )
        origin = one.announcement.origin
        record(
            connection,
            actor,
            now,
            "import announcement",
            version.ref,
            version=version.number,
            office=origin and origin.office,
        )
        stored.append(version)
    return stored


def given_out(
    connection: Connection, settings: Settings, refs: Sequence[str]
) -> list[dict[str, Any]]:
    """The newest versions as another office brings them in. Raises InputError."""
    if settings.office == UNNAMED:
        raise InputError(
            "Your office has no name yet, and another office would not know whose this "
            "is. Set OUTREACH_OFFICE."
        )
    owners = origins.owners(connection)
    found = []
    for ref in refs:
        version = announcements.get(connection, ref)
        mine = _passed_on(version, settings.office)
        content = version.announcement.model_copy(
            update={"id": mine.id, "origin": mine}
        ).content
        known = owners.get(version.announcement.replaces or "")
        if known and known.office == mine.office:
            content["replaces"] = known.id
        found.append(content)
    return found


def _passed_on(version: Version, office: str) -> Origin:
    """As it came, it stays that office's; with a change of ours it is ours."""
    known = version.announcement.origin
    if known and not known.changed:
        return known
    return Origin(office=office, id=version.ref, version=version.number)


def _replaced_first(came: Sequence[Came]) -> Iterator[Came]:
    left = list(came)
    while left:
        waiting = {(one.origin.office, one.origin.id) for one in left}
        ready = [one for one in left if not _waits(one, waiting)]
        yield from ready or left  # a ring is told as what it is: not here
        left = [one for one in left if one not in ready] if ready else []


def _waits(one: Came, waiting: set[_Theirs]) -> bool:
    replaces = one.announcement.replaces
    return (
        replaces is not None
        and replaces != one.origin.id
        and (one.origin.office, replaces) in waiting
    )


@dataclass(slots=True)
class _Placing:
    """What is here, and what of the files has its place already."""

    connection: Connection | None
    own: str
    prefix: str
    owners: dict[str, Origin | None] = field(init=False)
    known: dict[_Theirs, str] = field(init=False)
    last: dict[str, Announcement] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.owners = origins.owners(self.connection) if self.connection else {}
        self.known = {(o.office, o.id): ref for ref, o in self.owners.items() if o}

    def of(self, one: Came) -> Placed:
        if one.origin.office.casefold() == self.own.casefold():
            mine = "is your own office: what is yours does not come in. Take it out."
            raise InputError([one.problem("origin.office", mine)])
        ref = self._ref(one)
        announcement = one.announcement.model_copy(
            update={"id": ref, "replaces": self._replaced(one, ref)}
        )
        before, changed = self._before(ref)
        here = before == announcement
        if before and not here:
            _check_version(one, before)
        self.known[one.origin.office, one.origin.id] = ref
        self.owners[ref], self.last[ref] = one.origin, announcement
        return Placed(
            announcement=announcement, here=here, over_ours=changed and not here
        )

    def _ref(self, one: Came) -> str:
        if known := self.known.get((one.origin.office, one.origin.id)):
            return known
        ref = f"{self.prefix}{one.origin.id}"
        if len(ref) > _LONGEST:
            long = f"is longer than {_LONGEST} with that prefix. Give a shorter prefix."
            raise InputError([one.problem("id", long)])
        if ref in self.owners:
            owner = self.owners[ref]
            whose = owner.office if owner else "your own office"
            taken = f"“{ref}” is already an announcement of {whose}. "
            how = "Give a prefix, such as nbo-, to go before the ids that come."
            raise InputError([one.problem("id", taken + how)])
        return ref

    def _replaced(self, one: Came, ref: str) -> str | None:
        theirs = one.announcement.replaces
        if theirs is None or theirs == one.origin.id:
            return theirs and ref
        if found := self.known.get((one.origin.office, theirs)):
            return found
        gone = f"“{theirs}” of {one.origin.office} did not come here. Bring it in too."
        raise InputError([one.problem("replaces", gone)])

    def _before(self, ref: str) -> tuple[Announcement | None, bool]:
        """The last version that came from there, and whether ours has changed it since."""
        if ref in self.last or self.connection is None:
            return self.last.get(ref), False
        came = origins.came(self.connection, ref)
        if not came:
            return None, False
        newest = announcements.get(self.connection, ref)
        return came[-1].announcement, newest.number != came[-1].number


def _check_version(one: Came, before: Announcement) -> None:
    """Raises InputError where an older version, or another of the same number, came."""
    known = before.origin.version if before.origin else None
    number, office = one.origin.version, one.origin.office
    if known is None or number is None or number > known:
        return
    if number == known:
        said = (
            f"{number} came already with other words. Ask {office} for a new version."
        )
    else:
        said = f"{number} is older than {known}, which is here. Take it out."
    raise InputError([one.problem("origin.version", said)])
