"""What a broadcast sends, exactly: its stored bundles as the page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from outreach.dispatch import needs
from outreach.model.contracts import BundleItem
from outreach.settings import Settings
from outreach.store import Connection, broadcasts, renditions
from outreach.store.broadcasts import Broadcast, BundleChoice
from outreach.web.ways import Otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One bundle of a broadcast as it is stored, and the kinds of addressees it is for."""

    bundle_id: int
    channel: str
    told_in: str | None
    languages: tuple[str, ...]
    addresses: int
    #: Of a correction: it goes to those who never got what it corrects.
    as_new: bool
    items: tuple[BundleItem, ...]


def parcels_of(
    connection: Connection, settings: Settings, found: Broadcast
) -> list[Parcel]:
    """The stored bundles, each once, with how many addresses they are for today."""
    sizes = needs.sizes_of(connection, settings, found)
    by_bundle: dict[tuple[int, bool], list[BundleChoice]] = {}
    for choice in broadcasts.choices(connection, found.id):
        if choice.bundle_id is not None:
            key = choice.bundle_id, choice.as_new
            by_bundle.setdefault(key, []).append(choice)
    return [
        Parcel(
            bundle_id=bundle_id,
            channel=of_it[0].channel,
            told_in=of_it[0].told_in,
            languages=tuple(sorted({choice.language for choice in of_it})),
            addresses=sum(
                sizes.get((c.channel, c.language, c.profile, c.as_new), 0)
                for c in of_it
            ),
            as_new=as_new,
            items=renditions.get_bundle(connection, bundle_id),
        )
        for (bundle_id, as_new), of_it in by_bundle.items()
    ]


def noted_of(parcels: Sequence[Parcel | Otherwise]) -> list[str]:
    """What the channels noted of what they made, each sentence once."""
    items = (item for parcel in parcels for item in parcel.items)
    return list(dict.fromkeys(note for item in items for note in item.rendition.notes))
