"""The parts that a page is made of: words with a role and a rank, without sizes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal, TypeAlias

from outreach.model.layout import PaperSize
from outreach.typesetting import Tag

NO_BREAK_SPACE, NO_BREAK_HYPHEN = "\u00a0", "\u2011"

#: What it is printed on.
Paper: TypeAlias = PaperSize
#: What a part of the page is; it decides how large it is set.
Role = Literal[
    "notice",
    "row",
    "kind",
    "title",
    "date",
    "key",
    "contact",
    "fact",
    "detail",
    "summary",
    "body",
    "foot",
]


class Rank(IntEnum):
    """What is left out first when the page is full: the highest."""

    #: The page is worth nothing without it.
    NEEDED = 0
    REGISTRATION = 1
    FACT = 2
    BODY = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a page: words and their rank."""

    role: Role
    text: str
    label: str | None = None
    rank: Rank = Rank.NEEDED
    #: What staff are told was left out: "the programme".
    name: str = ""
    #: What it is to those who listen to the file.
    tag: Tag = "P"
    #: What a phone reads that is held before the page, and the words that stand beside it.
    payload: str = ""
    caption: str = ""


def together(text: str) -> str:
    """``text`` with no place where a line could end at a blank or hyphen."""
    return text.replace(" ", NO_BREAK_SPACE).replace("-", NO_BREAK_HYPHEN)
