"""The directory as a file that comes back as it was: CSV, workbook or JSON."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from outreach.directory.made_workbook import write_workbook
from outreach.directory.values import PARTED
from outreach.directory.vocabulary import words
from outreach.model.audience import AddresseeRecord, OrganisationRecord
from outreach.model.cells import cell
from outreach.model.errors import InputError

_PLAIN = ("name", "category", "country", "region", "district", "website", "needs")
_TRUTHS = ("women_led", "has_internet")
_LISTS = ("topics", "languages")
#: What has no column of its own.
_DETAILS = {
    "formal",
    "prefers",
    "focal_points",
    "station",
    "printer",
    "vetting",
    "listed",
}
_OF_WAYS = ("channel", "address", "language", "timezone", "person", "copies")
_CONSENT = ("at", "how", "by", "wording", "source")
#: In this order; each is called by its first English name.
COLUMNS = (
    *_PLAIN,
    *_TRUTHS,
    *_LISTS,
    "names",
    "relay",
    "details",
    *_OF_WAYS,
    "variants",
    "options",
    "unlisted",
    "listed",
    *(f"consent_{field}" for field in _CONSENT),
)


def export(records: Iterable[OrganisationRecord], path: Path) -> int:
    """Write all of them to a new file, of the kind that its name ends with; how many."""
    kinds = {".csv": _csv, ".xlsx": _workbook, ".json": _json}
    if path.suffix.lower() not in kinds:
        raise InputError("The file’s name must end with .csv, .xlsx or .json.")
    count = [0]
    kinds[path.suffix.lower()](_counted(records, count), path)
    return count[0]


def _counted(
    records: Iterable[OrganisationRecord], count: list[int]
) -> Iterator[OrganisationRecord]:
    for record in records:
        count[0] += 1
        yield record


def rows(records: Iterable[OrganisationRecord]) -> Iterator[list[str]]:
    """The header; then a row for each way to reach an organisation, or one without any."""
    names = words("en")["columns"]
    yield [names[field][0] for field in COLUMNS]
    for record in records:
        own = _own(record)
        for way in record.addressees or (None,):
            found = own | (_way(way) if way else {})
            yield [cell(found.get(field, ""), for_us=True) for field in COLUMNS]
            own = {"name": record.name, "country": record.country}


def _own(record: OrganisationRecord) -> dict[str, str]:
    found = {field: getattr(record, field) or "" for field in (*_PLAIN, "relay")}
    found |= {field: _truth(getattr(record, field)) for field in _TRUTHS}
    found |= {field: listed(getattr(record, field)) for field in _LISTS}
    found["names"] = _group(dict(record.names or {}))
    found["details"] = _group(
        record.model_dump(mode="json", include=_DETAILS, exclude_defaults=True)
    )
    return found


def _way(way: AddresseeRecord) -> dict[str, str]:
    found = {field: str(getattr(way, field) or "") for field in _OF_WAYS}
    found["variants"] = listed(way.variants)
    found["options"] = _group(way.options)
    agreed = way.listed
    found["listed"] = _group(agreed.model_dump(exclude_none=True) if agreed else {})
    found["unlisted"] = "yes" if way.unlisted else ""
    for field in _CONSENT:
        found[f"consent_{field}"] = getattr(way.consent, field, None) or ""
    return found


def listed(parts: tuple[str, ...]) -> str:
    """Several texts in one cell: with semicolons, where none has what parts them."""
    if any(PARTED.search(part) for part in parts):
        return json.dumps(list(parts), ensure_ascii=False)
    return "; ".join(parts)


def _truth(value: bool | None) -> str:
    return {True: "yes", False: "no", None: ""}[value]


def _group(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False) if value else ""


def _csv(records: Iterable[OrganisationRecord], path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows(records))


def _workbook(records: Iterable[OrganisationRecord], path: Path) -> None:
    write_workbook([("Organisations", rows(records))], path)


def _json(records: Iterable[OrganisationRecord], path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        before = "[\n"
        for record in records:
            value = record.model_dump(mode="json", exclude_defaults=True)
            file.write(before + json.dumps(value, ensure_ascii=False))
            before = ",\n"
        file.write("[]\n" if before == "[\n" else "\n]\n")
