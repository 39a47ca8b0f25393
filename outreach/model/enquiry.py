"""Enquiries: what people ask us, say that they need, or tell us otherwise."""

from __future__ import annotations

from types import MappingProxyType
from typing import Literal, TypeAlias

#: What it is.
Kind: TypeAlias = Literal["question", "need", "feedback"]
#: How it came to us, and how it may be answered.
Way: TypeAlias = Literal["text", "phone", "post", "meeting"]
#: Nobody's yet, somebody's, and how it ended.
State: TypeAlias = Literal["open", "assigned", "answered", "closed"]
#: What was done with it, in its history.
Act: TypeAlias = Literal[
    "keep", "sort", "assign", "answer", "close", "reopen", "not sent"
]

#: As staff read them.
KINDS = MappingProxyType[Kind, str](
    {"question": "Question", "need": "Need", "feedback": "Other feedback"}
)
WAYS = MappingProxyType[Way, str](
    {"text": "text", "phone": "phone", "post": "letter", "meeting": "meeting"}
)
STATES = MappingProxyType[State, str](
    {
        "open": "nobody’s yet",
        "assigned": "assigned",
        "answered": "answered",
        "closed": "closed",
    }
)
#: It still waits for somebody.
WAITS: tuple[State, ...] = ("open", "assigned")
