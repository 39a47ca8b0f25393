"""Texts that came back: each stored once, before anything is decided."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import Connection, bindparam, text

from outreach.model.news import Inbound
from outreach.store.tables import Instant

#: What the columns hold.
_LONGEST_KEY, _LONGEST_ADDRESS = 120, 80

_ADD = text(
    "INSERT INTO inbound"
    " (gateway, key, sender, recipient, text, sent_at, received_at, state)"
    " VALUES (:gateway, :key, :sender, :recipient, :text, :sent_at, :received_at, 'new')"
    " ON CONFLICT DO NOTHING"
).bindparams(
    bindparam("sent_at", type_=Instant()), bindparam("received_at", type_=Instant())
)


def add(connection: Connection, gateway: str, inbound: Inbound, now: datetime) -> bool:
    """Store a text as it came; False if it was told before."""
    recipient = inbound.recipient
    values = {
        "gateway": gateway,
        "key": _short(storable(inbound.key)),
        "sender": storable(inbound.sender)[:_LONGEST_ADDRESS],
        "recipient": storable(recipient)[:_LONGEST_ADDRESS] if recipient else None,
        "text": storable(inbound.text),
        "sent_at": inbound.at,
        "received_at": now,
    }
    return connection.execute(_ADD, values).rowcount == 1


def storable(words: str) -> str:
    """``words`` as both databases take them: PostgreSQL refuses NUL, UTF-8 half a pair.

    NUL becomes its picture (U+2400) and a lone surrogate U+FFFD, so that a person sees
    that something was there.
    """
    whole = words.replace("\0", "\u2400").encode("utf-16-le", "surrogatepass")
    return whole.decode("utf-16-le", "replace")


def _short(key: str) -> str:
    """A provider may give a key of any length; equal ones stay equal."""
    if len(key) <= _LONGEST_KEY:
        return key
    return hashlib.sha256(key.encode()).hexdigest()
