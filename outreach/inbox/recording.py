"""Evidence that staff write down: what came by photo, post or phone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import get_args

from outreach.inbox.airings import Told, read_airings
from outreach.inbox.witness import days_of
from outreach.model.errors import InputError, Problem
from outreach.store import Connection, evidence
from outreach.store.audit import Actor, record
from outreach.store.broadcasts import Broadcast
from outreach.store.evidence import Evidence, Grade, Kept, Way

#: Ten minutes of speech as MP3, a page of a log as a telephone photographs it.
MOST_BYTES = 10_000_000
MOST_NOTE = 2000
#: The grades that staff may give, and the ways by which it came.
GRADES: tuple[Grade, ...] = ("A", "B", "C")
WAYS: tuple[Way, ...] = get_args(Way)
#: What files begin with, from which byte on, and what they are then. A name says nothing.
_BEGINNINGS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (8, b"WEBP", "image/webp"),
    (8, b"WAVE", "audio/wav"),
    (0, b"OggS", "audio/ogg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (4, b"ftypM4A", "audio/mp4"),
    (0, b"#!AMR", "audio/amr"),
)
ENDINGS = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "audio/wav": "wav",
    "audio/ogg": "ogg",
    "audio/flac": "flac",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/amr": "amr",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What staff typed."""

    #: Whose report it is: an organisation that the broadcast was sent to.
    organisation_id: int | None
    grade: str
    way: str
    #: As a station texts it: ``3 12MAR 0700 1300 1900``.
    told: str = ""
    note: str = ""
    #: The evidence that it stands in place of.
    corrects: int | None = None
    file: bytes = field(default=b"", repr=False)


def put_down(
    connection: Connection,
    broadcast: Broadcast,
    typed: Typed,
    actor: Actor,
    now: datetime,
) -> int:
    """Append it as evidence; its id. Raises InputError with every problem."""
    told = read_airings(typed.told, days_of(broadcast, now))
    file = file_of(typed.file) if typed.file else None
    problems = [
        *_of_choices(connection, broadcast, typed),
        *_of_told(typed, told),
        *([] if file or not typed.file else [_FILE]),
    ]
    if problems:
        raise InputError(problems)
    new = Evidence(
        broadcast_id=broadcast.id,
        organisation_id=typed.organisation_id or 0,
        grade=typed.grade,  # type: ignore[arg-type]  # one of GRADES, and of WAYS
        kind="aired",
        number=told.number,
        airings=told.airings,
        way=typed.way,  # type: ignore[arg-type]
        note=typed.note.strip() or None,
        at=now,
        user_id=actor.user_id,
        corrects=typed.corrects,
    )
    key = evidence.add(connection, new, file)
    record(connection, actor, now, "evidence", broadcast.code, evidence=key)
    return key


def file_of(data: bytes) -> Kept | None:
    """The file with what it is, by what it begins with; None of any other kind, or where it
    is too large.
    """
    for start, beginning, media_type in _BEGINNINGS:
        if data[start : start + len(beginning)] == beginning:
            fits = len(data) <= MOST_BYTES
            return Kept(media_type=media_type, data=data) if fits else None
    return None


_FILE = Problem(
    "file",
    "is neither a picture (JPEG, PNG, WebP), a PDF nor a recording (MP3, M4A, Ogg, WAV, "
    "FLAC, AMR) of at most 10 MB. Choose another.",
)


def _of_choices(
    connection: Connection, broadcast: Broadcast, typed: Typed
) -> list[Problem]:
    found = []
    whose = typed.organisation_id
    if whose is None or not evidence.sent_to(connection, broadcast.id, [whose]):
        found.append(
            Problem("station", "is none that this broadcast was sent to. Choose one.")
        )
    if typed.grade not in GRADES:
        found.append(Problem("grade", "is not A, B or C. Choose one."))
    if typed.way not in WAYS:
        found.append(Problem("way", f"is none of {', '.join(WAYS)}. Choose one."))
    if len(typed.note) > MOST_NOTE:
        found.append(Problem("note", f"is longer than {MOST_NOTE:,} characters."))
    if typed.corrects is not None:
        found += _of_corrected(connection, broadcast, typed)
    return found


def _of_corrected(
    connection: Connection, broadcast: Broadcast, typed: Typed
) -> list[Problem]:
    """Only what still stands can be corrected, and only of the same station."""
    stands = evidence.standing(evidence.of_broadcast(connection, broadcast.id))
    whose = {one.id: one.organisation_id for one in stands}
    if typed.corrects not in whose:
        return [
            Problem("corrects", "is no evidence of this broadcast that still stands.")
        ]
    if whose[typed.corrects] != typed.organisation_id:
        return [Problem("corrects", "is another station’s. Choose the same station.")]
    return []


def _of_told(typed: Typed, told: Told) -> list[Problem]:
    if told.doubts:
        named = ", ".join(f"“{doubt[:30]}”" for doubt in told.doubts[:5])
        return [
            Problem(
                "told",
                f"has {named}, which can’t be made out. Write it as 3 12MAR 0700 1300 1900.",
            )
        ]
    if told.contradicts:
        listed = len(told.airings)
        return [
            Problem(
                "told",
                f"says {told.number}, and lists {listed}. Leave the number out, or the "
                "times, and write in the note what was told.",
            )
        ]
    return []
