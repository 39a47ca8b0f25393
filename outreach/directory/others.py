"""Announcements of another office, as it wrote them out (our JSON), with whose they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from outreach.model.announcement import Announcement, Origin
from outreach.model.errors import WHOLE, InputError, Problem
from outreach.model.identity import identified
from outreach.model.reading import json_values, read

MOST_BYTES = 10_000_000
MOST = 1_000
#: Problems that are told at once: nobody reads more of them.
MOST_TOLD = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """One announcement of another office: its id, and what it replaces, are that office's."""

    #: For staff: the file, and which of its announcements.
    place: str
    announcement: Announcement

    @property
    def origin(self) -> Origin:
        """Whose it is."""
        found = self.announcement.origin
        assert found is not None  # noqa: S101  # nothing is read without
        return found

    def problem(self, field: str, message: str) -> Problem:
        """What is wrong with one of its fields."""
        return Problem(f"{self.place}, {field}", message)


def read_announcements(
    files: Sequence[tuple[str, bytes]], office: str | None = None
) -> list[Came]:
    """All announcements of files (name, content), each file with one or a list of them.

    ``office`` is whose those are that do not say. Raises InputError with every problem,
    its file, the announcement's place in it and the field.
    """
    problems: list[Problem] = []
    found: list[Came] = []
    for name, data in files:
        try:
            values = _values(data)
        except InputError as error:
            problems += _placed(name, error)
            continue
        for number, value in enumerate(values, 1):
            place = f"{name}, announcement {number}"
            try:
                found.append(_came(place, value, office))
            except InputError as error:
                problems += _placed(place, error)
    if len(found) > MOST:
        raise InputError(f"These are more than {MOST:,} announcements. Bring fewer in.")
    if problems:
        raise InputError(problems[:MOST_TOLD])
    return found


def _values(data: bytes) -> list[Any]:
    if len(data) > MOST_BYTES:
        size = MOST_BYTES // 1_000_000
        raise InputError(f"The file is larger than {size} MB. Bring in fewer at once.")
    found = json_values(data)
    if found == []:
        raise InputError("The file has no announcement.")
    return found if isinstance(found, list) else [found]


def _came(place: str, value: Any, office: str | None) -> Came:
    if isinstance(value, Mapping) and value.get("origin") is None:
        value = _attributed(value, office)
    announcement = read(value).announcement
    came = Came(place=place, announcement=announcement)
    origin = came.origin
    if announcement.id not in (None, origin.id):
        differs = f"is “{announcement.id}”, and origin.id “{origin.id}”. Make them one."
        raise InputError([Problem("id", differs)])
    if origin.changed:
        takes = "is only for what came from another office. Take it out."
        raise InputError([Problem("origin.changed", takes)])
    known = announcement.model_copy(update={"id": origin.id})
    return replace(came, announcement=known)


def _attributed(value: Mapping[str, Any], office: str | None) -> dict[str, Any]:
    """With the office that staff name, and the id that it would have there."""
    without = {name: part for name, part in value.items() if name != "origin"}
    if not office or not office.strip():
        read(without)  # what else is wrong is told first
        missing = "does not say which office it is from. Name that office."
        raise InputError([Problem("origin", missing)])
    ref = identified(read(without).announcement).id
    return {**without, "id": ref, "origin": {"office": office, "id": ref}}


def _placed(place: str, error: InputError) -> Iterator[Problem]:
    for problem in error.problems:
        whole = problem.field == WHOLE
        yield Problem(place if whole else f"{place}, {problem.field}", problem.message)
