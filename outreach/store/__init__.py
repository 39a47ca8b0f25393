"""Everything that speaks SQL."""

from sqlalchemy import Connection

from outreach.store.database import Locked, Store, Unavailable, opened

__all__ = ["Connection", "Locked", "Store", "Unavailable", "opened"]
