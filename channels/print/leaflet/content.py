"""What a leaflet says, in the order in which it is read: words only, no sizes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from channels.print.leaflet.rows import Row, told, written
from channels.print.parts import together
from outreach.model.leaflet import FocalPoint, Office
from outreach.wording.directions import isolated
from outreach.wording.labels import Labels

DOMAIN = "leaflet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """One side of the sheet."""

    language: str
    office: str
    title: str
    intro: str
    #: What to do with the number below it; both empty where nobody can text.
    before_number: str
    number: str
    rows: tuple[Row, ...]
    #: Labels with their lines: phones, address.
    contacts: tuple[tuple[str, tuple[str, ...]], ...]
    focal_label: str
    focal_points: tuple[FocalPoint, ...]


def content_of(office: Office, wording: Labels) -> Content:
    """What is said in the language of ``wording``. Raises CannotCarry where that lacks
    something.
    """
    rows = told if office.text_to is None else written
    return Content(
        language=wording.language,
        office=isolated(office.name, wording.language),
        title=wording("News of meetings for your group"),
        intro="\n".join(_intro(office, wording)),
        before_number=_before_number(office, wording),
        number=_number(office.text_to, wording),
        rows=tuple(rows(office, wording)),
        contacts=tuple(_contacts(office, wording)),
        focal_label=wording("Our focal points: people you can turn to"),
        focal_points=tuple(_focal_points(office, wording)),
    )


def _intro(office: Office, wording: Labels) -> Iterator[str]:
    """Where no text can reach us, nobody is told to send any."""
    if office.text_to:
        yield wording("We tell you about meetings by text message (SMS).")
        yield wording("A simple phone is enough. You need no internet.")
        return
    yield wording("We tell you about meetings. You need no internet.")
    yield wording("We cannot receive text messages (SMS).")
    if office.rung and office.address:
        yield wording("Please call us or send us a letter.")
    elif office.rung:
        yield wording("Please call us.")
    else:
        yield wording("Please send us a letter.")


def _before_number(office: Office, wording: Labels) -> str:
    if office.text_to is None:
        return ""
    return wording(
        "Write a word from below and send it by text message (SMS) to this number:"
    )


def _contacts(office: Office, wording: Labels) -> Iterator[tuple[str, tuple[str, ...]]]:
    if office.phones:
        phones = (_number(phone, wording) for phone in office.phones)
        yield wording("Call us"), tuple(phones)
    if office.address:
        lines = (isolated(line, wording.language) for line in office.address)
        yield wording("Our address"), tuple(lines)


def _focal_points(office: Office, wording: Labels) -> Iterator[FocalPoint]:
    for one in office.focal_points:
        yield replace(one, phone=_number(one.phone, wording) or None)


def _number(phone: str | None, wording: Labels) -> str:
    """What is rung or texted, in one piece; empty where there is none."""
    return isolated(together(phone), wording.language) if phone else ""
