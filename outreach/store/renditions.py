"""Renditions by their key, and the bundles that deliveries share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from outreach.model.canonical import digest
from outreach.model.contracts import BundleItem
from outreach.model.rendition import File, Measure, Rendition
from outreach.store.rows import in_turn, inserted_id
from outreach.store.tables import bundles, rendition_files, renditions


def put(
    connection: Connection,
    key: str,
    channel: str,
    variant: str,
    languages: tuple[str, ...],
    rendition: Rendition,
) -> None:
    """Store a rendition unless its key is there: equal keys are equal bytes."""
    in_turn(connection, "renditions")
    known = select(renditions.c.key).where(renditions.c.key == key)
    if connection.execute(known).first():
        return
    connection.execute(
        insert(renditions).values(
            key=key,
            channel=channel,
            variant=variant,
            languages=list(languages),
            text=rendition.text,
            measure=rendition.measure.content,
            notes=list(rendition.notes),
        )
    )
    rows = [
        {
            "rendition_key": key,
            "position": position,
            "name": file.name,
            "media_type": file.media_type,
            "data": file.data,
        }
        for position, file in enumerate(rendition.files)
    ]
    if rows:
        connection.execute(insert(rendition_files), rows)


def get(connection: Connection, key: str, copies: int = 1) -> BundleItem:
    """A stored rendition as an item of a bundle."""
    row = connection.execute(select(renditions).where(renditions.c.key == key)).one()
    files = connection.execute(
        select(rendition_files)
        .where(rendition_files.c.rendition_key == key)
        .order_by(rendition_files.c.position)
    )
    measure: dict[str, Any] = dict(row.measure)
    measure["parts"] = tuple(measure.get("parts", ()))
    return BundleItem(
        channel=row.channel,
        variant=row.variant,
        languages=tuple(row.languages),
        copies=copies,
        rendition=Rendition(
            files=tuple(
                File(name=f.name, media_type=f.media_type, data=f.data) for f in files
            ),
            text=row.text,
            measure=Measure(**measure),
            notes=tuple(row.notes),
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """What tells bundles of equal contents apart. Nothing of it: they are one."""

    #: Whom it is from; None: the gateway's own sender.
    sender: str | None = None
    #: Where it goes, where a price or sender depends on that.
    country: str | None = None
    #: The gateway that takes over, and the bundle with which.
    then: tuple[str, int] | None = None


ANYWHERE = Address()


def put_bundle(
    connection: Connection,
    contents: Sequence[tuple[str, int]],
    address: Address = ANYWHERE,
) -> int:
    """The id of the bundle with these (rendition key, copies), made if it is new."""
    wanted = [list(item) for item in contents]
    apart = [] if address == ANYWHERE else [asdict(address)]
    key = digest(wanted, *apart)
    in_turn(connection, "renditions")
    known = connection.execute(
        select(bundles.c.id).where(bundles.c.digest == key)
    ).scalar()
    if known is not None:
        return int(known)
    return inserted_id(
        connection,
        insert(bundles).values(
            digest=key,
            contents=wanted,
            segments=_segments(connection, contents),
            sender=address.sender,
        ),
    )


def _segments(connection: Connection, contents: Sequence[tuple[str, int]]) -> int:
    """What a sender's rate counts: the text segments of all copies, at least one."""
    found = connection.execute(
        select(renditions.c.key, renditions.c.measure).where(
            renditions.c.key.in_([key for key, _ in contents])
        )
    )
    of = {row.key: int(row.measure.get("segments", 0)) for row in found}
    return max(1, sum(of[key] * copies for key, copies in contents))


def contents(
    connection: Connection, bundle_ids: Iterable[int | None]
) -> dict[int | None, list[Any]]:
    """What each bundle is made of: [[rendition key, copies], …], by its id."""
    rows = connection.execute(
        select(bundles.c.id, bundles.c.contents).where(
            bundles.c.id.in_({key for key in bundle_ids if key is not None})
        )
    )
    return {row.id: row.contents for row in rows}


def senders(
    connection: Connection, bundle_ids: Iterable[int | None]
) -> dict[int | None, str | None]:
    """Whom each bundle is from, by its id; None: the gateway's own sender."""
    rows = connection.execute(
        select(bundles.c.id, bundles.c.sender).where(
            bundles.c.id.in_({key for key in bundle_ids if key is not None})
        )
    )
    return {row.id: row.sender for row in rows}


def get_bundle(connection: Connection, bundle_id: int) -> tuple[BundleItem, ...]:
    """The items of a bundle, in order."""
    contents = connection.execute(
        select(bundles.c.contents).where(bundles.c.id == bundle_id)
    ).scalar_one()
    return tuple(get(connection, key, copies) for key, copies in contents)
