"""What gateways bring, events and texts: stored before anything is decided."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from outreach.model.news import Event, News
from outreach.store import inbound, replies
from outreach.store.events import tell


def store_news(
    connection: Connection,
    gateway: str,
    news: Iterable[News],
    secret: bytes,
    now: datetime,
) -> None:
    """Store all of what a gateway told; what was told before is left as it is."""
    for item in news:
        if isinstance(item, Event):
            tell(connection, gateway, item, secret, now)
            replies.hear(connection, item, now)
        else:
            inbound.add(connection, gateway, item, now)
