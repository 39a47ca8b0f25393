"""Reports as files for other programs: CSV of which no cell is a formula, and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence

from outreach.directory.made_workbook import workbook_of
from outreach.model.cells import cell
from outreach.model.delivery_ids import public_id
from outreach.model.places import country_name
from outreach.model.words import language_name
from outreach.reports.account import Account
from outreach.reports.names import channel_label, reason_of
from outreach.reports.table import Table
from outreach.reports.tables import tables_of
from outreach.store.missed import Missed
from outreach.wording.dates import instant

#: The columns of the list of those to phone.
PHONE_HEADS = (
    *("Delivery", "Organisation", "Country", "Region", "District", "Language"),
    *("Channel", "Address", "State", "Why", "Reached otherwise"),
)


def as_csv(account: Account, zone: str) -> str:
    """All tables below each other, each with a title, a head, and sums where they mean
    something.
    """
    rows: list[Sequence[object]] = [
        ("Report", account.subject.title),
        ("Counted", instant(int(account.at.timestamp()), zone), zone),
        ("Broadcasts", account.broadcasts),
        ("Of these still going on", account.going_on),
    ]
    for table in tables_of(account):
        rows += [(), (table.title,), table.heads, *table.rows]
        rows += [table.total] if table.total else []
        rows += [(table.note,)] if table.note else []
    return _table(rows)


def as_json(account: Account) -> str:
    """The same tables, each with its name, as JSON of one object."""
    made = {
        "report": account.subject.name,
        "title": account.subject.title,
        "counted_at": account.at.isoformat(timespec="seconds"),
        "broadcasts": account.broadcasts,
        "going_on": account.going_on,
        "tables": {
            table.name: {
                "title": table.title,
                "columns": table.heads,
                "rows": table.rows,
                "total": table.total,
                "note": table.note or None,
            }
            for table in tables_of(account)
        },
    }
    return json.dumps(made, ensure_ascii=False, indent=2)


def as_xlsx(account: Account) -> bytes:
    """A sheet for each table, with its head and its sums."""
    return workbook_of(
        (
            table.name,
            [table.heads, *table.rows, *([table.total] if table.total else [])],
        )
        for table in tables_of(account)
    )


def table_as_csv(table: Table) -> str:
    """One table, with its sums where they mean something."""
    sums = [table.total] if table.total else []
    return _table([table.heads, *table.rows, *sums])


def to_phone_as_csv(found: Iterable[Missed]) -> str:
    """Those who were missed, one row a person."""
    return _table([PHONE_HEADS, *map(phone_row, found)])


def phone_row(one: Missed) -> tuple[str, ...]:
    """A person who was missed, in the order of the list's columns."""
    return (
        public_id(one.broadcast, one.seq),
        one.organisation,
        country_name(one.country) or one.country,
        one.region or "",
        one.district or "",
        language_name(one.language),
        channel_label(one.channel),
        one.address,
        one.state.word,
        reason_of(one.state, one.code, one.detail),
        "yes" if one.otherwise else "no",
    )


def _table(rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerows([cell(str(value)) for value in row] for row in rows)
    return out.getvalue()
