"""The directory that the public may read, in its order: country, region, district, name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeAlias

from outreach.model.errors import InputError
from outreach.model.layout import PaperSize
from outreach.model.papers import Paper
from outreach.reports.entries import Teller, languages
from outreach.reports.printed import Count, Sheet, print_directory
from outreach.settings import Settings
from outreach.store import Connection, listing
from outreach.store.listing import Name

_Key: TypeAlias = Callable[[Name], tuple[object, ...]]


def in_order(names: Iterable[Name], teller: Teller) -> list[Name]:
    """As they stand in the directory: by the names that its reader sees, in the order of
    the reader's language. What names no region or district stands behind what does.
    """
    return sorted(names, key=_key(teller))


def _key(teller: Teller) -> _Key:
    order = teller.sort_key

    def key(name: Name) -> tuple[object, ...]:
        return (
            order(teller.country(name.country)),
            name.country,
            name.region is None,
            order(name.region or ""),
            name.district is None,
            order(name.district or ""),
            order(teller.name(name.name, name.names).text),
            name.id,
        )

    return key


def make(
    connection: Connection,
    secret: bytes,
    sheet: Sheet,
    country: str | None = None,
    region: str | None = None,
) -> Paper:
    """The printed directory of all who agreed, or of those in a country or region.

    Raises InputError where nobody has, and CannotCarry as ``print_directory`` does.
    """
    found = in_order(listing.names(connection, country, region), Teller(sheet.language))
    places = {(name.country, name.region) for name in found if name.region}
    entries = listing.entries(connection, secret, [name.id for name in found])
    return print_directory(entries, sheet, Count(len(found), len(places)))


def sheet_of(
    settings: Settings,
    language: str,
    day: date,
    paper: PaperSize | None = None,
    title: str | None = None,
    *,
    leave_out: bool = False,
) -> Sheet:
    """How the office has it printed. Raises InputError on a language without wording."""
    if language not in languages():
        there = ", ".join(sorted(languages()))
        raise InputError(
            f"There is no wording of the directory in “{language[:20]}”. Choose one of "
            f"these: {there}."
        )
    return Sheet(
        language=language,
        day=day,
        office=settings.office,
        paper="letter" if (paper or settings.paper) == "letter" else "a4",
        title=title,
        leave_out=leave_out,
    )
