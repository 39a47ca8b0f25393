"""A form that brings a file: read only once it is known who sends it."""

from __future__ import annotations

from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Annotated

from fastapi import Depends, Request

from outreach.model.errors import InputError
from outreach.web.desk import MOST_FIELDS, Fields, gathered, one
from outreach.web.session import Author, Forged, Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What an author sent. The file's name is not kept: it is nobody's path."""

    visit: Visit
    fields: Fields
    file: bytes = field(repr=False)


async def brought(request: Request, visit: Author) -> Brought:
    """The fields and the one file of a form. Raises InputError where the body is none, and
    Forged where the form is not of this session.
    """
    kind = Message()
    kind["content-type"] = request.headers.get("content-type", "")
    boundary = kind.get_param("boundary")
    if kind.get_content_type() != "multipart/form-data" or not isinstance(
        boundary, str
    ):
        raise InputError("The request is not a form of this site.")
    fields, file = _parts(await request.body(), boundary.encode("utf-8", "replace"))
    if not visit.knows(one(fields, "token")):
        raise Forged
    return Brought(visit=visit, fields=fields, file=file)


AuthorBrings = Annotated[Brought, Depends(brought)]


def _parts(body: bytes, boundary: bytes) -> tuple[Fields, bytes]:
    """RFC 7578: parts between lines of two dashes and the boundary."""
    pairs, file = [], b""
    parts = (b"\r\n" + body).split(b"\r\n--" + boundary, MOST_FIELDS + 1)
    if len(parts) > MOST_FIELDS:
        raise InputError("The form has too many fields.")
    for part in parts[1:]:
        head, found, data = part.partition(b"\r\n\r\n")
        if not found:
            continue
        about = message_from_bytes(head.lstrip(b"\r\n"))
        name = about.get_param("name", header="content-disposition")
        if about.get_filename() is not None or name == "file":
            file = file or data
        elif isinstance(name, str):
            pairs.append((name, data.decode("utf-8", "replace")))
    return gathered(pairs), file
