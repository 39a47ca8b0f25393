"""A member of staff at work on what came back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from outreach.settings import Settings
from outreach.store import Connection
from outreach.store.audit import Actor, record


@dataclass(frozen=True, slots=True, kw_only=True)
class Clerk:
    """Who does it, where and when."""

    connection: Connection
    settings: Settings
    secret: bytes
    actor: Actor
    now: datetime

    def log(self, act: str, what: str, **detail: object) -> None:
        """Note it in the audit log: never a number or a word of what was written."""
        record(self.connection, self.actor, self.now, act, what, **detail)
