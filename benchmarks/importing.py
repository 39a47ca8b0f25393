"""Looking at a sheet of organisations, beside bare ``phonenumbers`` on the same numbers."""

from __future__ import annotations

import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import phonenumbers

from benchmarks import fresh
from benchmarks.ratio import Ratio, middle, spread
from outreach.directory import importing

FEW, MANY = 10_000, 100_000
_REPEATS = 5
_HEADER = (
    "Name,Category,Country,Region,Topics,Phone,Language,Consent date,Consent how\n"
)


def measure() -> list[Ratio]:
    """Rows a second, and the peaks of two processes."""
    with tempfile.TemporaryDirectory() as folder:
        runs = [fresh.call(_speed, folder=folder, number=FEW) for _ in range(_REPEATS)]
        mixed = [fresh.call(_mixed, folder=folder, number=FEW) for _ in range(_REPEATS)]
        few, many = (
            fresh.call(_peak, folder=folder, number=number) for number in (FEW, MANY)
        )
    return [
        Ratio(
            what="Import: rows looked at, beside phonenumbers.parse alone",
            ours=middle(runs, "ours"),
            limit=middle(runs, "bare"),
            unit="rows/s",
            at_least=0.3,
            note=f"ours {spread(runs, 'ours')}",
        ),
        Ratio(
            what="Import: of rows that have less in common, a tenth at fault",
            ours=middle(mixed, "ours"),
            limit=middle(mixed, "bare"),
            unit="rows/s",
            at_least=0.3,
            note=f"ours {spread(mixed, 'ours')}",
        ),
        Ratio(
            what=f"Import: memory at {MANY:,} rows beside {FEW:,}",
            ours=many,
            limit=few,
            unit="MB",
            # Room for what tells repeats apart: some 200 bytes of each row.
            at_most=1.2,
            note=f"grew {many - few:.0f} MB",
        ),
    ]


def _number(row: int) -> str:
    return f"+254 7{row * 7919 % 100_000_000:08}"


def _sheet(folder: str, number: int) -> Path:
    path = Path(folder) / f"{number}.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write(_HEADER)
        for row in range(number):
            file.write(
                f"Group {row},NGO,Kenya,Kisumu County,water; women,{_number(row)},sw,"
                "2026-12-25,form\n"
            )
    return path


def _mixed_sheet(folder: str, number: int) -> Path:
    """No two rows have a district, topics or a person in common; days are of three years;
    of ten rows one has no such category, and one the phone of the row before.
    """
    path = Path(folder) / f"mixed-{number}.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{_HEADER.strip()},District,Person\n")
        for row in range(number):
            category = "club" if row % 10 == 5 else "NGO"
            day = date(2024, 1, 1) + timedelta(days=row * 37 % 1095)
            phone = _number(row - (row % 10 == 8))
            file.write(
                f"Group {row},{category},Kenya,Region {row % 47},water; topic {row},"
                f"{phone},sw,{day},form,District {row},Amina {row}\n"
            )
    return path


def _speed(folder: str, number: int) -> dict[str, float]:
    return _rates(_sheet(folder, 500), _sheet(folder, number), number, 0)


def _mixed(folder: str, number: int) -> dict[str, float]:
    few, many = _mixed_sheet(folder, 500), _mixed_sheet(folder, number)
    return _rates(few, many, number, number // 10)


def _rates(warming: Path, path: Path, number: int, faulty: int) -> dict[str, float]:
    importing.check(warming)  # libraries and tables are loaded
    numbers = [_number(row) for row in range(number)]
    begun = time.perf_counter()
    for text in numbers:
        phonenumbers.parse(text, None)
    parsed = time.perf_counter()
    found = importing.check(path)
    ended = time.perf_counter()
    if found.faulty != faulty or found.sound + faulty != number:
        raise RuntimeError(f"{found.sound:,} of {number:,} rows are sound")
    return {"bare": number / (parsed - begun), "ours": number / (ended - parsed)}


def _peak(folder: str, number: int) -> float:
    importing.check(_sheet(folder, number))
    return fresh.peak_memory()
