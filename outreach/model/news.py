"""What comes back from a gateway, by callback or poll."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from outreach.model.states import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What a gateway tells later, by callback or poll, about one message."""

    #: Equal for the same event told twice; the store keeps the first.
    key: str
    outcome: Outcome
    #: Our id where the gateway carries it, else its own id.
    delivery: str | None = None
    gateway_id: str | None = None
    code: str | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """A text that somebody sent to a number or short code of ours."""

    #: Equal for the same text told twice; the store keeps the first.
    key: str
    #: Who wrote, as the gateway says it: E.164 where it is a phone.
    sender: str
    #: Ours that it was sent to; a reply comes from there.
    recipient: str | None
    text: str
    #: When it was sent, if the gateway knows (UTC).
    at: datetime | None = None


#: What comes back from a gateway.
News: TypeAlias = Event | Inbound


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackRequest:
    """A provider's HTTP request to us. ``url`` is the public one it was told to call."""

    method: str
    url: str
    #: Names in lower case.
    headers: Mapping[str, str]
    body: bytes
