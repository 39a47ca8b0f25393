"""The same figures as CSV, JSON and PDF, and on the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from click.testing import CliRunner

from outreach.cli.reports import report
from outreach.reports import files
from outreach.reports.document import as_pdf
from outreach.reports.tables import tables_of
from outreach.store import missed
from outreach.store.accounts import Scope
from tests.conftest import only_on
from tests.reports.conftest import Month
from tests.reports.test_totals import counted
from tests.typesetting.tags import faults_of, unowned

pytestmark = only_on(
    "sqlite", "what is written does not depend on the database", "month"
)


def test_csv_holds_every_row_and_no_formula(month: Month) -> None:
    account = counted(month)
    rows = list(csv.reader(io.StringIO(files.as_csv(account, "Africa/Nairobi"))))
    for table in tables_of(account):
        at = rows.index([table.title])
        assert tuple(rows[at + 1]) == table.heads
        written = rows[at + 2 : at + 2 + len(table.rows)]
        assert [[value.removeprefix("'") for value in row] for row in written] == [
            [str(value) for value in row] for row in table.rows
        ]
    assert next(row[0] for row in rows if row and "1+2" in row[0]).startswith(
        "'=1+2|Bay"
    )
    assert not [value for row in rows for value in row if value[:1] in "=+-@" and value]


def test_json_says_the_same(month: Month) -> None:
    account = counted(month)
    made = json.loads(files.as_json(account))
    assert made["broadcasts"] == len(month.broadcasts)
    for table in tables_of(account):
        assert made["tables"][table.name]["rows"] == [list(row) for row in table.rows]


def test_a_workbook_has_a_sheet_for_each_table_and_no_formula(month: Month) -> None:
    account = counted(month)
    book = openpyxl.load_workbook(io.BytesIO(files.as_xlsx(account)))
    for table in tables_of(account):
        cells = [list(row) for row in book[table.name].iter_rows()]
        written = [[cell.value for cell in row] for row in cells[: len(table.rows) + 1]]
        assert written == [
            [value if value != "" else None for value in row]
            for row in (table.heads, *table.rows)
        ]
        assert "f" not in {cell.data_type for row in cells for cell in row}


def test_the_pdf_holds_every_figure_of_every_table(month: Month) -> None:
    account = counted(month)
    data = as_pdf(account, month.bench.settings).data
    assert data == as_pdf(account, month.bench.settings).data
    assert faults_of(data) == []
    assert unowned(data) == []
    document = pypdfium2.PdfDocument(data)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    for table in tables_of(account):
        assert table.title in " ".join(text.split())
        figures = [f"{v:,}" for row in table.rows for v in row if isinstance(v, int)]
        assert set(figures) <= set(text.split())


def test_those_to_phone_are_written_for_a_spreadsheet(month: Month) -> None:
    ids = tuple(one.id for one in month.broadcasts)
    with month.bench.store.read() as connection:
        found = list(missed.to_phone(connection, Scope(broadcasts=ids)))
    rows = list(csv.DictReader(io.StringIO(files.to_phone_as_csv(found))))
    assert len(rows) == len(found) > 0
    assert {row["State"]: row["Why"] for row in rows}["cancelled"] == (
        "the broadcast was cancelled or replaced"
    )
    assert {row["Address"] for row in rows if row["Channel"] == "Text"} <= {
        f"+2547220{number:05}" for number in range(month.organisations)
    }


@pytest.fixture
def run(month: Month, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OUTREACH_DATABASE_URL", month.bench.settings.database_url)
    return lambda *given: CliRunner().invoke(report, [*map(str, given)])


def test_files_are_written_beside_whoever_has_the_database_open(
    month: Month, run, tmp_path: Path
) -> None:
    names = (
        ("--csv", "a.csv"),
        ("--xlsx", "a.xlsx"),
        ("--json", "a.json"),
        ("--pdf", "a.pdf"),
    )
    to = [part for flag, name in names for part in (flag, tmp_path / name)]
    done = run(month.broadcasts[0].code, *to, "--missed", tmp_path / "m.csv")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfReport,")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert json.loads((tmp_path / "a.json").read_text("utf-8"))["tables"]
    assert "Reached otherwise" in (tmp_path / "m.csv").read_text("utf-8-sig")


def test_a_period_or_an_announcement_is_said_in_sentences(month: Month, run) -> None:
    said = run("--from", "2027-03-01", "--to", "2027-03-31").output
    assert "6 broadcasts to 36 organisations" in said, "four read French alone"
    assert "1 broadcast to" in run("event-1").output
    assert run("--from", "2026-03-01", "--to", "2026-03-31").output.endswith(
        "2026\nNothing has gone out.\n"
    )


@pytest.mark.parametrize(
    ("given", "says"),
    [
        pytest.param(["--from", "2027-03-01"], "--from and --to", id="half a period"),
        pytest.param(["X", "--region", "Kisumu"], "leave out the ID", id="both"),
        pytest.param(["--from", "1.3.", "--to", "2027-03-02"], "2027-03-01", id="day"),
    ],
)
def test_what_cannot_be_meant_is_refused(run, given: list[str], says: str) -> None:
    done = run(*given)
    assert done.exit_code == 2
    assert says in done.output
