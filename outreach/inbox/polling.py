"""Asking gateways for news. One that fails is left alone for a while, and told of once."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from outreach.model.contracts import CanPoll, Gateway, GatewayError
from outreach.model.news import News
from outreach.store import Store, Unavailable
from outreach.store.news import store_news

log = logging.getLogger(__name__)

#: Seconds to leave a gateway alone after its first failure; then twice as long, and so on.
FIRST_PAUSE, LONGEST_PAUSE = 15, 300
_BATCH = 100


@dataclass(slots=True)
class _Ailing:
    pause: int
    until: datetime


@dataclass(slots=True)
class Polling:
    """Which gateways fail now."""

    _ailing: dict[str, _Ailing] = field(default_factory=dict)

    def asks(self, name: str, gateway: Gateway, now: datetime) -> bool:
        """Whether the gateway can be asked, and is not left alone now."""
        ill = self._ailing.get(name)
        if ill and now < ill.until <= now + timedelta(seconds=ill.pause):
            return False
        return isinstance(gateway, CanPoll)

    def ask(self, store: Store, name: str, gateway: Gateway, now: datetime) -> bool:
        """Store what a gateway has to tell; whether it told anything. Raises Unavailable."""
        try:
            news = gateway.poll() if isinstance(gateway, CanPoll) else ()
            _store(store, name, news, now)
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001  # a bulkhead: one gateway must not stop the others
            self._fails(name, error, now)
            return False
        if self._ailing.pop(name, None):
            log.info("%s brings news again", name)
        return bool(news)

    def _fails(self, name: str, error: Exception, now: datetime) -> None:
        ill = self._ailing.get(name)
        pause = min(2 * ill.pause, LONGEST_PAUSE) if ill else FIRST_PAUSE
        self._ailing[name] = _Ailing(pause, now + timedelta(seconds=pause))
        if ill:
            return
        why = str(error) if isinstance(error, GatewayError) else repr(error)
        log.warning(
            "%s can't be asked for news: %s. It is asked again, and told of when it works",
            name,
            why,
            exc_info=None if isinstance(error, GatewayError) else error,
        )


def _store(store: Store, name: str, news: Sequence[News], now: datetime) -> None:
    """A hundred in a transaction, so that others may write in between."""
    for start in range(0, len(news), _BATCH):
        _store_batch(store, name, news[start : start + _BATCH], now)


def _store_batch(store: Store, name: str, news: Sequence[News], now: datetime) -> None:
    """All together; if one item is at fault, each by itself but for that one."""
    try:
        with store.write() as connection:
            store_news(connection, name, news, store.secret, now)
    except Unavailable:
        raise
    except Exception:  # a bulkhead: one item must not keep a STOP waiting behind it
        log.exception("news of %s", name)
        for item in news:
            _store_alone(store, name, item, now)


def _store_alone(store: Store, name: str, item: News, now: datetime) -> None:
    try:
        with store.write() as connection:
            store_news(connection, name, (item,), store.secret, now)
    except Unavailable:
        raise
    except Exception:
        log.exception("%s told what can't be stored, with key %s", name, item.key[:60])
