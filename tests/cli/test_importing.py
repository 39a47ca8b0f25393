"""``outreach import organisations`` of a sheet, as staff call it."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run

HEADER = "Name,Category,Country,Phone,Language"
SOUND = "Water Users,NGO,Kenya,+254 722 000001,sw"
FAULTY = "B,NGO,KE,0722 000002,sw"


def sheet(folder: Path, *rows: str) -> str:
    path = folder / "sheet.csv"
    path.write_text("\n".join((HEADER, *rows)), "utf-8")
    return str(path)


def test_a_dry_run_tells_every_problem_by_its_row_and_stores_nothing(
    run: Run, tmp_path: Path
):
    done = run("import", "organisations", sheet(tmp_path, SOUND, FAULTY), "--dry-run")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("row 3, Phone: “0722 000002” has no country code.")
    assert not (tmp_path / "outreach-data").exists()


def test_a_sound_sheet_goes_in(run: Run, tmp_path: Path):
    path = sheet(tmp_path, SOUND)
    done = run("import", "organisations", path, "--dry-run")
    assert (done.code, done.out) == (0, "1 rows, nothing wrong.\n")
    assert run("import", "organisations", path).out == "1 rows imported.\n"


def test_a_faulty_sheet_does_not(run: Run, tmp_path: Path):
    assert run("import", "organisations", sheet(tmp_path, SOUND, FAULTY)).code == 1
    assert not (tmp_path / "outreach-data").exists()


def test_its_sound_part_does_where_that_is_asked(run: Run, tmp_path: Path):
    path, errors = sheet(tmp_path, SOUND, FAULTY), str(tmp_path / "errors.csv")
    done = run("import", "organisations", path, "--only-sound", "--errors", errors)
    assert done.code == 0
    assert done.out == "1 rows imported.\n1 rows with problems left out.\n"
    assert "row 3, Phone" in done.err
    assert "row 3, Phone" in Path(errors).read_text("utf-8-sig")


def test_flags_for_sheets_are_refused_for_json(run: Run, tmp_path: Path):
    path = tmp_path / "d.json"
    path.write_text("[]", "utf-8")
    assert run("import", "organisations", str(path), "--only-sound").code == 2
