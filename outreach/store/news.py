"""What gateways bring, events and texts: stored before anything is decided."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from outreach.model.news import Event, News
from outreach.store import Store, Unavailable, inbound
from outreach.store.events import tell, wait_for_receipts

log = logging.getLogger(__name__)

#: How many in a transaction, so that others may write in between.
_BATCH = 100


def store_news(
    connection: Connection,
    gateway: str,
    news: Sequence[News],
    secret: bytes,
    now: datetime,
) -> None:
    """Store all of what a gateway told; what was told before is left as it is."""
    events = [item for item in news if isinstance(item, Event)]
    wait_for_receipts(connection, gateway, events)
    for item in news:
        if isinstance(item, Event):
            tell(connection, gateway, item, secret, now)
        else:
            inbound.add(connection, gateway, item, now)


def store_each(store: Store, gateway: str, news: Sequence[News], now: datetime) -> bool:
    """Store what a gateway told but for what can't be stored, which is logged: one item
    must not keep a STOP waiting behind it. Whether all were stored. Raises Unavailable.
    """
    batches = [news[at : at + _BATCH] for at in range(0, len(news), _BATCH)]
    stored = [_store_batch(store, gateway, batch, now) for batch in batches]
    return all(stored)


def _store_batch(
    store: Store, gateway: str, batch: Sequence[News], now: datetime
) -> bool:
    """All together; if one item is at fault, each by itself."""
    try:
        with store.write() as connection:
            store_news(connection, gateway, batch, store.secret, now)
    except Unavailable:
        raise
    except Exception:
        if len(batch) == 1:
            key = batch[0].key[:60]
            log.exception("%s told what can't be stored, with key %s", gateway, key)
            return False
        log.exception("news of %s", gateway)
        stored = [_store_batch(store, gateway, (item,), now) for item in batch]
        return all(stored)
    return True
