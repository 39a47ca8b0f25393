"""By whom a broadcast goes, and what goes instead while a gateway is down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from outreach.model.contracts import BundleItem
from outreach.model.places import country_name
from outreach.store import Connection, broadcasts, renditions, takeovers
from outreach.store.broadcasts import Broadcast


@dataclass(frozen=True, slots=True, kw_only=True)
class WayShown:
    """By which gateway a bundle goes, from whom and to which countries."""

    gateway: str
    sender: str | None
    countries: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Otherwise:
    """What goes by another gateway while the first is down: approved with the rest."""

    channel: str
    gateway: str
    next_way: WayShown
    bundle_id: int
    items: tuple[BundleItem, ...]


def ways_of(connection: Connection, broadcast: Broadcast) -> dict[int, WayShown]:
    """The way of each bundle that goes out while nothing is down."""
    choices = broadcasts.choices(connection, broadcast.id)
    senders = renditions.senders(connection, [c.bundle_id for c in choices])
    found: dict[int, WayShown] = {}
    for choice in choices:
        if choice.bundle_id is None:
            continue
        before = found[choice.bundle_id].countries if choice.bundle_id in found else ()
        name = country_name(choice.country) if choice.country else None
        found[choice.bundle_id] = WayShown(
            gateway=str(choice.gateway),
            sender=senders[choice.bundle_id],
            countries=tuple(dict.fromkeys([*before, *([name] if name else [])])),
        )
    return found


def otherwise(
    connection: Connection, broadcast: Broadcast, ways: dict[int, WayShown]
) -> list[Otherwise]:
    """What takes over, without what says the same as what it takes over from."""
    known = takeovers.of_broadcast(connection, broadcast.id)
    senders = renditions.senders(connection, [t.next_bundle_id for t in known])
    found, todo = [], dict(ways)
    while todo:
        bundle_id, way = todo.popitem()
        for t in known:
            if (t.gateway, t.bundle_id) != (way.gateway, bundle_id):
                continue
            after = WayShown(
                gateway=t.next_gateway,
                sender=senders[t.next_bundle_id],
                countries=way.countries,
            )
            todo[t.next_bundle_id] = after
            items = renditions.get_bundle(connection, t.next_bundle_id)
            same = items == renditions.get_bundle(connection, bundle_id)
            if not (same and after.sender == way.sender):
                found.append(
                    Otherwise(
                        channel=items[0].channel,
                        gateway=t.gateway,
                        next_way=after,
                        bundle_id=t.next_bundle_id,
                        items=items,
                    )
                )
    return sorted(found, key=lambda o: (o.channel, o.gateway, o.next_way.countries))
