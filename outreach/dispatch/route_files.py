"""Routes as a file for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from outreach.dispatch.routing import typed_route
from outreach.model.cells import cell, plain
from outreach.model.errors import InputError, Problem
from outreach.model.route import COLUMNS, Route
from outreach.settings import Settings

_NEEDED = ("channel", "country", "gateway")
_MOST = 10_000


def written(routes: Iterable[Route]) -> str:
    """The routes as CSV, in UTF-8 once it is encoded."""
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(COLUMNS)
    for route in routes:
        lines.writerow([cell(text, for_us=True) for text in route.columns.values()])
    return out.getvalue()


def read(text: str, settings: Settings) -> list[Route]:
    """Routes from CSV: by commas, semicolons or tabs. All or none.

    Raises InputError with every problem and its row, as a spreadsheet numbers them.
    """
    rows = _rows(text)
    if not rows:
        raise InputError("The file is empty. Its first row names the columns.")
    names = [name.strip().lower().replace(" ", "_") for name in rows[0]]
    _check_header(names)
    problems: list[Problem] = []
    found: dict[tuple[str, str, str], tuple[int, Route]] = {}
    for number, row in enumerate(rows[1:], 2):
        if any(text.strip() for text in row):
            _take(found, number, names, row, settings, problems)
    if problems:
        raise InputError(problems)
    return [route for _, route in found.values()]


def _rows(text: str) -> list[list[str]]:
    text = text.removeprefix("\ufeff")
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise InputError(f"The file is not CSV: {error}.") from None
    if len(rows) > _MOST:
        raise InputError(f"The file has more than {_MOST:,} rows. Split it.")
    return rows


def _check_header(names: Sequence[str]) -> None:
    problems = [
        Problem(
            "row 1", f"“{name[:40]}” is no column. There are: {', '.join(COLUMNS)}."
        )
        for name in names
        if name not in COLUMNS
    ]
    if lacking := [name for name in _NEEDED if name not in names]:
        problems.append(Problem("row 1", f"has no column {', '.join(lacking)}."))
    if len(set(names)) < len(names):
        problems.append(Problem("row 1", "names a column twice."))
    if problems:
        raise InputError(problems)


def _take(
    found: dict[tuple[str, str, str], tuple[int, Route]],
    number: int,
    names: Sequence[str],
    row: Sequence[str],
    settings: Settings,
    problems: list[Problem],
) -> None:
    if len(row) > len(names):
        problems.append(Problem(f"row {number}", "has more cells than the first row."))
        return
    typed = dict(zip(names, map(plain, row), strict=False))
    try:
        route = typed_route(typed, settings)
    except InputError as error:
        problems += [
            Problem(f"row {number}, {p.field}", p.message) for p in error.problems
        ]
        return
    if route.key in found:
        same = f"is for the same channel, country and gateway as row {found[route.key][0]}."
        problems.append(Problem(f"row {number}", same))
    found.setdefault(route.key, (number, route))
