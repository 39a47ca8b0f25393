"""A batch of text messages on disk: JSON Lines is the truth, the CSV is made from it."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import IO, Any

from channels.gateways.disk import locked, made_folder, sync_folder
from outreach.model.cells import cell

COLUMNS = ("id", "address", "name", "language", "segments", "parts", "text")
_BLOCK = 65_536


class Unsure(OSError):
    """Writing failed, and so did taking back what may have been written."""


class Batch:
    """``<folder>/<stem>.jsonl`` and ``.csv``; ``.<stem>.mark`` says how far the CSV is.

    Safe for any number of processes: each call holds the lock of the JSON Lines file.
    """

    def __init__(self, folder: Path, stem: str) -> None:
        self.lines = folder / f"{stem}.jsonl"
        self.table = folder / f"{stem}.csv"
        self._mark = folder / f".{stem}.mark"
        self._rebuilt = False

    def append(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add one line per row: all of them on the disk when this returns.

        Raises OSError where surely none was added, Unsure where that can't be said.
        UnicodeEncodeError where a row can't be written as UTF-8; then none was added.
        """
        data = b"".join(_line(row) for row in rows)
        folder = made_folder(self.lines.parent)
        with locked(self.lines) as file:
            end = _cut_torn_line(file)
            try:
                _write_all(file, data, end)
                os.fsync(file)
                if end == 0:
                    sync_folder(folder)
            except OSError as error:
                _take_back(file, end, error)
                raise

    def holds(self, ids: Set[str]) -> set[str]:
        """Those of ``ids`` that stand in whole lines. Raises OSError."""
        try:
            with locked(self.lines, make=False) as file:
                _cut_torn_line(file)
                # A process that died after write and before fsync left lines that a
                # power cut could still take: what is called accepted must be on the disk.
                os.fsync(file)
                with self.lines.open("rb") as lines:
                    return {row["id"] for row in _rows(lines)} & ids
        except FileNotFoundError:
            return set()

    def blank(self, addresses: Set[str]) -> int:
        """Take address and words out of the lines to ``addresses``; how many files changed.

        A line keeps its length, so that a crash spoils no other. Raises OSError.
        """
        with locked(self.lines, make=False) as file:
            _cut_torn_line(file)
            with self.lines.open("rb") as lines:
                found = list(_blanked(lines, addresses))
            for at, data in found:
                _write_all(file, data, at)
            os.fsync(file)
        if not found:
            return 0
        self._rebuilt = False
        self.tabulate()
        return 2

    def tabulate(self) -> None:
        """Bring the CSV up to date with the JSON Lines, if there are any. Raises OSError.

        The first call of a process makes it anew; later ones add what is missing.
        """
        if not self.lines.exists():
            return
        with locked(self.lines, make=False) as file, self.lines.open("rb") as lines:
            end = _cut_torn_line(file)
            done = self._covered(end) if self._rebuilt else None
            if done is None:
                self._make(lines)
            else:
                self._extend(lines, *done)
            self._note(lines.tell())
        self._rebuilt = True

    def _covered(self, size: int) -> tuple[int, int] | None:
        """Sizes of JSON Lines and CSV at which the CSV was whole; None: make it anew."""
        try:
            lines, table = (int(size) for size in self._mark.read_text().split())
            fits = lines <= size and table <= self.table.stat().st_size
            return (lines, table) if fits else None
        except (OSError, ValueError):
            return None

    def _make(self, lines: IO[bytes]) -> None:
        fresh = self.table.with_suffix(".csv.part")
        with open(  # Path.open takes no opener
            fresh, "w", encoding="utf-8-sig", newline="", opener=_for_us
        ) as table:
            writer = csv.writer(table)
            writer.writerow(COLUMNS)
            writer.writerows(map(_cells, _rows(lines)))
        fresh.replace(self.table)

    def _extend(self, lines: IO[bytes], lines_done: int, table_done: int) -> None:
        lines.seek(lines_done)
        with self.table.open("r+b") as raw:
            raw.truncate(table_done)
            raw.seek(table_done)
            with io.TextIOWrapper(raw, encoding="utf-8", newline="") as table:
                csv.writer(table).writerows(map(_cells, _rows(lines)))

    def _note(self, lines_done: int) -> None:
        self._mark.write_text(f"{lines_done} {self.table.stat().st_size}\n")


def _for_us(path: str, flags: int) -> int:
    return os.open(path, flags, 0o640)  # phone numbers are nobody else's business


def _line(row: Mapping[str, Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False).encode() + b"\n"


def _rows(lines: IO[bytes]) -> Iterator[dict[str, Any]]:
    """The rows of whole lines; a line that a broken disk spoilt is no row."""
    for line in iter(lines.readline, b""):
        try:
            row = json.loads(line)
            if isinstance(row, dict) and row.keys() >= set(COLUMNS):
                yield row
        except ValueError:
            continue


def _blanked(lines: IO[bytes], addresses: Set[str]) -> Iterator[tuple[int, bytes]]:
    """Where each line to ``addresses`` begins, and the same line without the person."""
    at = 0
    for line in iter(lines.readline, b""):
        row = next(_rows(io.BytesIO(line)), None)
        if row and row["address"] in addresses:
            gone = _line({**row, "address": "", "parts": [], "text": ""})
            yield at, gone.rstrip(b"\n").ljust(len(line) - 1) + b"\n"
        at += len(line)


def _cells(row: Mapping[str, Any]) -> list[str]:
    """One CSV row; of the parts, how many: the text is whole beside it."""
    values = {**row, "parts": len(row["parts"])}
    return [cell("" if values[c] is None else str(values[c])) for c in COLUMNS]


def _cut_torn_line(file: int) -> int:
    """Cut off a last line that a killed writer left unfinished; the size then."""
    size = end = os.fstat(file).st_size
    while end:
        start = max(0, end - _BLOCK)
        found = os.pread(file, end - start, start).rfind(b"\n")
        if found >= 0:
            end = start + found + 1
            break
        end = start
    if end < size:
        os.ftruncate(file, end)
    return end


def _write_all(file: int, data: bytes, at: int) -> None:
    view = memoryview(data)
    while view:
        written = os.pwrite(file, view, at)
        view, at = view[written:], at + written


def _take_back(file: int, end: int, cause: OSError) -> None:
    try:
        os.ftruncate(file, end)
        os.fsync(file)
    except OSError:
        raise Unsure(*cause.args) from cause
