"""What was imported comes out, and goes in again, the same."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.directory import importing
from outreach.directory.exporting import export
from outreach.directory.records import read_organisations, store_organisations
from outreach.model.audience import OrganisationRecord
from outreach.model.errors import InputError
from outreach.model.words import clean
from outreach.settings import read_settings
from outreach.store import Store, consents, opened
from outreach.store.exporting import records
from tests.directory.sheets import read

NOW = datetime(2027, 1, 5, tzinfo=UTC)
EXAMPLE = Path(__file__).parents[2] / "examples" / "directory.json"
KINDS = (".csv", ".xlsx", ".json")


def cleaned(text: str) -> str:
    try:
        return clean(text)[0].strip()
    except ValueError:
        return ""


def texts(most: int) -> st.SearchStrategy[str]:
    """With what spreadsheets run, and what parts a list, more often than chance has it."""
    risky = st.text(st.sampled_from("'=+-@|;,[]\"\n aé"), max_size=most)
    words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=most)
    return (risky | words).map(cleaned).filter(lambda t: any(c.isalnum() for c in t))


CONSENT = st.fixed_dictionaries(
    {"at": st.just("2026-12-25"), "how": texts(20)},
    optional={"by": texts(20), "wording": texts(40), "source": texts(20)},
)
WAY = st.fixed_dictionaries(
    {
        "channel": st.just("sms"),
        "address": st.sampled_from(["+254722000001", "+254722000002", "+254722000003"]),
        "language": st.sampled_from(["sw", "en", "zh-Hant"]),
        "timezone": st.just("Africa/Nairobi"),
    },
    optional={
        "consent": CONSENT,
        "variants": st.just(("full",)),
        "person": texts(20),
        "listed": st.just({"at": "2027-01-05", "how": "signed form"}),
        "copies": st.integers(2, 9),
    },
)
RECORD = st.fixed_dictionaries(
    {"name": texts(30), "category": st.just("ngo"), "country": st.just("KE")},
    optional={
        "region": texts(20),
        "topics": st.lists(texts(10), min_size=1, max_size=3, unique=True),
        "names": st.dictionaries(st.sampled_from(["sw", "fr"]), texts(20), min_size=1),
        "women_led": st.booleans(),
        "has_internet": st.booleans(),
        "languages": st.just(["sw", "en"]),
        "needs": texts(30),
        "addressees": st.lists(WAY, max_size=3, unique_by=lambda w: w["address"]),
    },
)


def sound(values: dict[str, Any]) -> OrganisationRecord | None:
    try:
        return OrganisationRecord.model_validate(values)
    except ValueError:  # Hangul fillers and the like are letters that nobody sees
        return None


RECORDS = st.lists(
    RECORD.map(sound).filter(bool), max_size=3, unique_by=lambda r: r.name
)


def joined(path: Path) -> list[dict[str, Any]]:
    """The organisations of a sheet, each with the ways of all its rows."""
    found: dict[str, dict[str, Any]] = {}
    for reading in read(path):
        assert reading.record is not None, reading.problems
        value = reading.record.model_dump(mode="json", exclude_defaults=True)
        ways = found.setdefault(value["name"], value | {"addressees": []})
        ways["addressees"] += value.get("addressees", [])
    return list(found.values())


@settings(suppress_health_check=list(HealthCheck))
@given(RECORDS, st.sampled_from([".csv", ".xlsx"]))
def test_what_is_exported_is_read_the_same(
    organisations: list[OrganisationRecord], kind: str
):
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"d{kind}"
        assert export(organisations, path) == len(organisations)
        wanted = [
            {"addressees": []} | o.model_dump(mode="json", exclude_defaults=True)
            for o in organisations
        ]
        assert joined(path) == wanted


@pytest.fixture
def store(database: dict[str, str]) -> Iterator[Store]:
    with opened(read_settings(database)) as found:
        yield found


def out_of(store: Store) -> list[dict[str, Any]]:
    with store.read() as connection:
        found = list(records(connection, store.secret))
    return [record.model_dump(mode="json", exclude_defaults=True) for record in found]


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_directory_goes_out_and_in_and_nothing_changes(
    store: Store, tmp_path: Path, kind: str
):
    with store.write() as connection:
        example = read_organisations(EXAMPLE.read_bytes())
        store_organisations(connection, example, store.secret, NOW)
    before, path = out_of(store), tmp_path / f"d{kind}"
    with store.read() as connection:
        assert export(records(connection, store.secret), path) == len(before)
    with opened(
        read_settings(
            {"OUTREACH_DATABASE_URL": f"sqlite:///{tmp_path}/other/outreach.db"}
        )
    ) as other:
        if kind == ".json":
            again = read_organisations(path.read_bytes())
            with other.write() as connection:
                store_organisations(connection, again, other.secret, NOW)
        else:
            importing.store(other, path, NOW)
        assert out_of(other) == before


def test_who_opted_out_goes_out_without_consent(store: Store):
    with store.write() as connection:
        example = read_organisations(EXAMPLE.read_bytes())[:5]
        store_organisations(connection, example, store.secret, NOW)
        out = ("sms", "+254300100001", "STOP", NOW)
        consents.suppress(connection, store.secret, *out)
    told = [way for o in out_of(store) for way in o["addressees"]]
    assert ["consent" in way for way in told] == [True] * 4 + [False]


def test_nothing_is_run_by_the_spreadsheet_that_opens_it(tmp_path: Path):
    record = OrganisationRecord(name="=cmd|'/c calc'!A1", category="ngo", country="KE")
    export([record], tmp_path / "d.csv")
    with (tmp_path / "d.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1][0] == "'=cmd|'/c calc'!A1"


def test_an_empty_directory_is_sound_json(tmp_path: Path):
    export([], tmp_path / "d.json")
    assert json.loads((tmp_path / "d.json").read_text("utf-8")) == []


def test_another_kind_of_file_is_refused(tmp_path: Path):
    with pytest.raises(InputError, match=r"must end with .csv, .xlsx or .json"):
        export([], tmp_path / "d.pdf")
