"""A sheet goes in whole, or in its sound part, and never by halves."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from outreach.directory import importing
from outreach.model.errors import InputError
from outreach.settings import read_settings
from outreach.store import Store, consents, directory, opened, putting
from outreach.store.tables import (
    addressees,
    organisation_topics,
    organisations,
    suppressions,
)
from outreach.store.tables import consents as consented
from tests.directory.sheets import csv_file

NOW = datetime(2027, 1, 5, tzinfo=UTC)
START = "Name;Category;Country;Language;Phone;Region;Topics;Consent date;Consent how"
SOUND = "Water Users;NGO;KE;sw;+254722000001;Kisumu;water, women;2026-12-25;form"
FAULTY = "B;club;KE;sw;+254722000002;;;;"


@pytest.fixture
def store(database: dict[str, str]) -> Iterator[Store]:
    """On SQLite, and on PostgreSQL where the tests have it."""
    with opened(read_settings(database)) as found:
        yield found


def put(store: Store, path: Path, *, only_sound: bool = False) -> int:
    return importing.store(store, path, NOW, only_sound=only_sound)


def names(store: Store) -> list[str]:
    with store.read() as connection:
        return list(connection.scalars(select(organisations.c.name)))


def test_nothing_goes_in_where_a_row_is_at_fault(store: Store, tmp_path: Path):
    with pytest.raises(InputError, match="row 3, Category"):
        put(store, csv_file(tmp_path, START, SOUND, FAULTY))
    assert names(store) == []


def test_the_sound_part_goes_in_where_that_is_asked(store: Store, tmp_path: Path):
    path = csv_file(tmp_path, START, FAULTY, SOUND)
    assert put(store, path, only_sound=True) == 1
    assert names(store) == ["Water Users"]


def test_what_a_later_sheet_leaves_out_stays(store: Store, tmp_path: Path):
    """A list of phones has no regions, and takes nobody's consent back."""
    put(store, csv_file(tmp_path, START, SOUND))
    later = csv_file(
        tmp_path,
        "Name;Category;Country;Language;Phone",
        "Water Users;NGO;KE;en;+254 722 000001",
    )
    assert put(store, later) == 1
    with store.read() as connection:
        found = directory.get_organisation(connection, 1)
        rule = select(organisations.c.region, addressees.c.consented)
        kept = connection.execute(rule.join(addressees)).one()
    assert found is not None
    assert [a.language for a in found.addressees] == ["en"]
    assert tuple(kept) == ("Kisumu", True)


def test_who_opted_out_stays_out_after_the_next_import(store: Store, tmp_path: Path):
    path = csv_file(tmp_path, START, SOUND)
    put(store, path)
    with store.write() as connection:
        consents.suppress(connection, store.secret, "sms", "+254722000001", "STOP", NOW)
    put(store, path)
    with store.read() as connection:
        assert len(connection.execute(select(suppressions)).all()) == 1


@pytest.mark.parametrize("steps", [0, 1, 3])
def test_what_was_cut_off_goes_on(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int
):
    """Whole steps are in; the same file again adds the rest, and nothing twice."""
    monkeypatch.setattr(importing, "STEP", 2)
    rows = [
        f"Group {n % 5};NGO;KE;sw;+25472200000{n};Kisumu;water;2026-12-25;form"
        for n in range(8)
    ]
    path = csv_file(tmp_path, START, *rows)
    left = iter([True] * steps)

    def put_or_fail(*values: Any) -> list[int]:
        done = putting.put_organisations(*values)
        if not next(left, False):
            raise OSError("the power went")
        return done

    with monkeypatch.context() as cut:
        cut.setattr(importing, "put_organisations", put_or_fail)
        with pytest.raises(OSError, match="power"):
            put(store, path)
    assert names(store) == [f"Group {n}" for n in range(min(5, steps * 2))]
    assert put(store, path) == put(store, path) == 8
    with store.read() as connection:
        counted = [
            connection.scalar(select(func.count()).select_from(table))
            for table in (organisations, addressees, consented, organisation_topics)
        ]
    assert counted == [5, 8, 8, 5]


def test_a_relay_that_is_nowhere_is_told_before_anything_goes_in(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(importing, "STEP", 1)
    sheet = csv_file(tmp_path, f"{START};Relay", f"{SOUND};Hub", f"Hub{SOUND[11:]};Hub")
    with pytest.raises(
        InputError, match="row 3, relay: “Hub” is no other organisation"
    ):
        put(store, sheet)
    assert names(store) == []
    assert (
        put(
            store,
            csv_file(tmp_path, f"{START};Relay", f"{SOUND};Hub", f"Hub{SOUND[11:]};"),
        )
        == 2
    )
    with store.read() as connection:
        relays = connection.execute(
            select(organisations.c.name, organisations.c.relay_id)
        )
        assert dict(relays.all()) == {"Water Users": 2, "Hub": None}


def test_the_sheet_comes_back_with_its_problems(tmp_path: Path):
    """Row by row, so that numbers stay true; and as it is it can be corrected and read."""
    path = csv_file(tmp_path, START, "", SOUND, FAULTY, "=A1;NGO;KE;;;;;;")
    errors = tmp_path / "errors.csv"
    found = importing.check(path, errors)
    with errors.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert (found.sound, found.faulty) == (2, 1)
    assert rows[0] == [*START.split(";"), "problems"]
    assert rows[1] == []
    assert rows[2] == [
        *SOUND.replace("+254", "'+254").split(";"),
        "",
    ]
    assert rows[3][-1].startswith("row 4, Category: “club” is none of our categories.")
    assert rows[4][0] == "'=A1"
    again = importing.check(errors, tmp_path / "again.csv")
    assert (again.sound, again.faulty) == (2, 1)


def test_of_many_problems_the_first_are_told_and_all_counted(tmp_path: Path):
    found = importing.check(csv_file(tmp_path, START, *[FAULTY] * 60))
    told = str(found.error).splitlines()
    assert len(told) == importing.MOST_TOLD + 1
    assert told[-1] == "rows: have 10 more problems."


def test_columns_that_are_not_read_are_named(tmp_path: Path):
    found = importing.check(csv_file(tmp_path, f"{START};Remarks", SOUND))
    assert found.notes == ["These columns are not read: “Remarks”."]
