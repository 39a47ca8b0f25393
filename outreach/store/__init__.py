"""Everything that speaks SQL."""

from sqlalchemy import Connection

from outreach.store.database import Locked, Store, Unavailable, in_a_line, opened

__all__ = ["Connection", "Locked", "Store", "Unavailable", "in_a_line", "opened"]
