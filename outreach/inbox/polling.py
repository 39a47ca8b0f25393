"""Asking gateways for news. One that fails is left alone for a while, and told of once."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from outreach.model.contracts import CanPoll, Gateway, GatewayError
from outreach.model.news import News
from outreach.store import Store
from outreach.store.news import store_each

log = logging.getLogger(__name__)

#: Seconds to leave a gateway alone after its first failure; then twice as long, and so on.
FIRST_PAUSE, LONGEST_PAUSE = 15, 300


@dataclass(slots=True)
class _Ailing:
    pause: int
    until: datetime


@dataclass(slots=True)
class Polling:
    """Which gateways fail now, and what could not be stored of what they told."""

    _ailing: dict[str, _Ailing] = field(default_factory=dict)
    _untold: dict[str, Sequence[News]] = field(default_factory=dict)

    def asks(self, name: str, gateway: Gateway, now: datetime) -> bool:
        """Whether the gateway can be asked, and is not left alone now."""
        ill = self._ailing.get(name)
        if ill and now < ill.until <= now + timedelta(seconds=ill.pause):
            return False
        return isinstance(gateway, CanPoll)

    def ask(self, store: Store, name: str, gateway: Gateway, now: datetime) -> bool:
        """Store what a gateway has to tell; whether it told anything. Raises Unavailable.

        Asked again, a gateway lets go of what it told: what the database did not take
        then is kept here, and stored first.
        """
        self._keep(store, name, now)
        try:
            news = gateway.poll() if isinstance(gateway, CanPoll) else ()
        except Exception as error:  # noqa: BLE001  # a bulkhead: one gateway must not stop the others
            self._fails(name, error, now)
            return False
        self._untold[name] = news
        self._keep(store, name, now)
        if self._ailing.pop(name, None):
            log.info("%s brings news again", name)
        return bool(news)

    def _keep(self, store: Store, name: str, now: datetime) -> None:
        if news := self._untold.get(name):
            store_each(store, name, news, now)
        self._untold.pop(name, None)

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
