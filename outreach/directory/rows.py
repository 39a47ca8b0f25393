"""One row of a sheet as an organisation: sound, or told by its columns what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from outreach.directory import values
from outreach.directory.columns import Column, Columns
from outreach.directory.table import Cell
from outreach.directory.ways import Cells, ways
from outreach.model.audience import OrganisationRecord
from outreach.model.errors import Problem
from outreach.model.problems import problems_of

#: How each field of the organisation itself is read.
READERS: dict[str, Callable[[str], Any]] = {
    "category": values.category,
    "women_led": values.truth,
    "topics": values.parts,
    "languages": values.languages,
    "has_internet": values.truth,
    "names": values.group,
}
_PLAIN = ("name", "region", "district", "website", "needs", "relay")
#: What the model calls it, and which column it is in.
_OF_WAYS = {
    "at": "consent_at",
    "how": "consent_how",
    "by": "consent_by",
    "wording": "consent_wording",
    "source": "consent_source",
}


def read_row(columns: Columns, cells: list[Cell]) -> OrganisationRecord | list[Problem]:
    """A row alone, as ``read_texts`` and ``read_organisation`` read it."""
    return read_organisation(read_texts(columns, cells))


def read_organisation(
    texts: Cells, category: str | None = None
) -> OrganisationRecord | list[Problem]:
    """A row; what it leaves empty is not set. ``category``: of an earlier row of the same
    organisation. The problems' fields are the sheet's own headers.
    """
    row = replace(texts, problems=[*texts.problems])
    country = row.read("country", values.country)
    found: dict[str, Any] = {n: row.single[n] for n in _PLAIN if row.single.get(n)}
    for field in READERS.keys() & row.single.keys():
        value = row.read(field, READERS[field])
        if value is not None:
            found[field] = value
    if country:
        found["country"] = country
    if category and not row.single.get("category"):
        found["category"] = category
    _add_names(row, found)
    found |= row.read("details", values.group) or {}
    if reached := ways(row, country):
        found["addressees"] = reached
    return _modelled(row, found)


def identity(row: Cells) -> str | None:
    """By which rows are of one organisation; None where it is not known."""
    name, country = row.single.get("name"), _said(row, "country", values.country)
    return key_of(name, country) if name and country else None


def category_of(row: Cells) -> str | None:
    """A row's category, whatever else is wrong with it."""
    return _said(row, "category", values.category)


def _said(row: Cells, field: str, reader: Callable[[str], str]) -> str | None:
    try:
        return reader(row.single.get(field, ""))
    except ValueError:
        return None


def key_of(name: str, country: str) -> str:
    """An organisation's name and country as one text."""
    return f"{country}\n{name}"


def read_texts(columns: Columns, cells: list[Cell]) -> Cells:
    """What a reader of the sheet sees in a row."""
    texts, row = list[tuple[Column, str]](), Cells(columns, ())
    for column in columns.read:
        if column.index >= len(cells):
            continue
        try:
            if text := values.text_of(cells[column.index]):
                texts.append((column, text))
        except ValueError as error:
            row.fault(column.header, str(error))
    row.texts = texts
    row.single = {c.field: t for c, t in texts if not c.language}
    return row


def _add_names(row: Cells, found: dict[str, Any]) -> None:
    named = {c.language: t for c, t in row.texts if c.language}
    if named:
        found["names"] = {**found.get("names", {}), **named}


def _modelled(
    row: Cells, found: Mapping[str, Any]
) -> OrganisationRecord | list[Problem]:
    record = None
    try:
        record = OrganisationRecord.model_validate(found)
    except ValidationError as error:
        told = {problem.field for problem in row.problems}
        for problem in problems_of(error, OrganisationRecord):
            header = _header(row.columns, problem.field)
            if header not in told:
                told.add(header)
                row.fault(header, problem.message)
    return row.problems or record or []


def _header(columns: Columns, field: str) -> str:
    """``addressees.1.consent.at`` is in the column that the sheet calls “Consent date”."""
    parts = [part for part in field.split(".") if not part.isdigit()]
    if parts[0] != "addressees":
        return columns.header(parts[0])
    last = parts[-1]
    if len(parts) > 2:
        last = _OF_WAYS.get(last, last)
    if last == "consent":
        last = "consent_at"
    return columns.header(last)
