"""What every page works with, and the form fields it was sent."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Annotated, TypeAlias, cast
from urllib.parse import parse_qsl

from fastapi import Depends, Request
from pydantic import Field

from outreach.directory.kept import Sheets
from outreach.model.contracts import Gateway
from outreach.model.errors import InputError
from outreach.model.rendition import Rendition
from outreach.settings import Settings
from outreach.store import Store
from outreach.web.limits import SignInLimit

#: Form fields as they were sent: a name may come more than once.
Fields: TypeAlias = Mapping[str, list[str]]

#: A number in an address: what no database row can have is a page that is not there.
Number = Annotated[int, Field(ge=-1, le=2**53)]

#: Far more than an announcement in ten languages has.
MOST_FIELDS = 5_000


@dataclass(slots=True)
class Renditions:
    """The renditions that previews made last, so that a picture renders nothing again."""

    most: int = 100
    _kept: OrderedDict[str, Rendition] = field(default_factory=OrderedDict)
    _one: Lock = field(default_factory=Lock)

    def get(self, key: str, make: Callable[[], Rendition]) -> Rendition:
        """The rendition with this key, made if it is not kept."""
        with self._one:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._one:
            self._kept[key] = made
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The office as the pages see it."""

    settings: Settings
    store: Store
    clock: Callable[[], datetime]
    gateways: Mapping[str, Gateway]
    sign_ins: SignInLimit
    renditions: Renditions
    sheets: Sheets

    @property
    def now(self) -> datetime:
        """The instant, with its zone."""
        return self.clock()

    @property
    def secure(self) -> bool:
        """Whether people reach us by https."""
        return (self.settings.public_url or "").startswith("https://")


def desk_of(request: Request) -> Desk:
    """The desk of the application that answers."""
    return cast(Desk, request.app.state.desk)


AtDesk = Annotated[Desk, Depends(desk_of)]


async def sent_fields(request: Request) -> Fields:
    """The fields of a form. Raises InputError where the body is none."""
    kind = request.headers.get("content-type", "").split(";")[0].strip()
    if kind not in ("", "application/x-www-form-urlencoded"):
        raise InputError("The request is not a form of this site.")
    text = (await request.body()).decode("utf-8", "replace")
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise InputError("The form has too many fields.") from None
    return gathered(pairs)


SentFields = Annotated[Fields, Depends(sent_fields)]


def gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Pairs of name and value, by name."""
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def one(fields: Fields, name: str) -> str:
    """The first value of a field, or an empty text."""
    return (fields.get(name) or [""])[0]
