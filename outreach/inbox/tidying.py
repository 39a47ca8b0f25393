"""Personal data that has served its purpose: deleted once an hour."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach.settings import Settings
from outreach.store import Store, enquiry_steps, inbound, rsvps

log = logging.getLogger(__name__)

EVERY = timedelta(hours=1)


@dataclass(slots=True)
class Tidying:
    """When it was done last by this process."""

    _last: datetime | None = None

    def tidy(self, store: Store, settings: Settings, now: datetime) -> None:
        """Delete texts and enquiries past their time, and lists that nobody answered."""
        if self._last and timedelta() <= now - self._last < EVERY:
            return
        with store.write() as connection:
            older = now - timedelta(days=settings.inbound_days)
            gone = inbound.purge(connection, older)
            enquiry_steps.purge(connection, older)
            rsvps.drop_old_questions(connection, int(now.timestamp()))
        self._last = now
        if gone:
            log.info("deleted %s texts older than %s days", gone, settings.inbound_days)
