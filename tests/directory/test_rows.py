"""What a row says, and what it is told when it says it wrongly."""

from __future__ import annotations

from pathlib import Path

import pytest

from outreach.directory.vocabulary import LANGUAGES, folded, words
from tests.directory.sheets import csv_file, read, told

START = "Name;Category;Country;Language"
BEGUN = "Water Users;NGO;KE;sw"


@pytest.mark.parametrize(
    ("header", "cell", "said"),
    [
        pytest.param(
            "Tél.",
            "2.547E+11",
            "row 2, Tél.: “2.547E+11” is what a spreadsheet made of a number; its last "
            "digits are lost. Format the column as text, and type the number again.",
            id="digits lost",
        ),
        pytest.param(
            "Phone",
            "0722 000001",
            "row 2, Phone: “0722 000001” has no country code. If this is meant, write "
            "+254 722 000001 (Kenya).",
            id="no country code",
        ),
        pytest.param(
            "Phone 2",
            "+254300100001",
            "row 2, Phone 2: “+254300100001” is not in the numbering plan (Kenya). Ask the "
            "organisation; if the number is right, write yes into a column “unlisted”.",
            id="unlisted",
        ),
        pytest.param(
            "Consent date",
            "05/01/2027",
            "row 2, Consent date: “05/01/2027” may be two days. Write 2027-01-05 or "
            "2027-05-01, whichever is meant.",
            id="two days",
        ),
        pytest.param(
            "Consent date",
            "46392",
            "row 2, Consent date: “46392” is a number, not a day. Format the column as a "
            "date, or write the day as 2027-01-05.",
            id="days counted",
        ),
        pytest.param(
            "Consent date",
            "31/02/2027",
            "row 2, Consent date: “2027-02-31” is a date that does not exist. Correct it.",
            id="no such day",
        ),
        pytest.param(
            "Internet",
            "maybe",
            "row 2, Internet: “maybe” is neither yes nor no. Write one of the two.",
            id="neither yes nor no",
        ),
        pytest.param(
            "Details",
            "106.6 MHz",
            "row 2, Details: is not as our own sheets have it. Leave it as it was exported.",
            id="not ours",
        ),
    ],
)
def test_a_bad_cell_is_told_by_its_row_and_the_sheet_s_own_header(
    tmp_path: Path, header: str, cell: str, said: str
):
    before = f"{START};Mobile;How consent was given", f"{BEGUN};+254722000001;form"
    if not header.startswith("Consent"):  # without a day there is no consent
        before = START, BEGUN
    if header == "Phone 2":
        before = f"{START};Phone", f"{BEGUN};"
    rows = [
        f"{known};{more}" for known, more in zip(before, (header, cell), strict=True)
    ]
    assert told(csv_file(tmp_path, *rows)) == [said]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-12-25", "2026-12-25"),
        ("25/12/2026", "2026-12-25"),
        ("12/25/2026", "2026-12-25"),
        ("05.01.2027", "2027-01-05"),
        ("7-7-2026", "2026-07-07"),
        ("2026-12-25 14:30", "2026-12-25T14:30"),
    ],
)
def test_days_that_can_mean_one_thing(tmp_path: Path, written: str, day: str):
    rows = [
        f"{START};Phone;Consent;Agreed how",
        f"{BEGUN};+254722000001;{written};form",
    ]
    (found,) = read(csv_file(tmp_path, *rows))
    assert found.record is not None, found.problems
    consent = found.record.addressees[0].consent
    assert consent is not None
    assert consent.at == day


def test_all_ways_of_one_row(tmp_path: Path):
    rows = [
        f"{START};Phone;Phone 2;Address line 2;Address line 1;Radio;Copies;Variants",
        f"{BEGUN};+254722000001;+254722000002;Kisumu;P.O. Box 14;Radio Ziwa, Box 3;8;30",
    ]
    (found,) = read(csv_file(tmp_path, *rows))
    assert found.record is not None, found.problems
    ways = [
        (a.channel, a.address, a.copies, a.variants) for a in found.record.addressees
    ]
    assert sorted(ways) == [
        ("print", "P.O. Box 14\nKisumu", 8, ()),
        ("radio", "Radio Ziwa, Box 3", 8, ("30",)),
        ("sms", "+254722000001", 1, ()),
        ("sms", "+254722000002", 1, ()),
    ]


def test_a_country_with_several_zones_is_asked_for_one(tmp_path: Path):
    rows = [f"{START};Phone", "Rede;ONG;Brasil;português;+55 11 96123-4567"]
    (found,) = told(csv_file(tmp_path, *rows))
    assert found.startswith(
        "row 2, timezone: is missing, and Brazil has several time zones. Add a column “time zone”"
    )


def test_a_formula_is_a_text_like_any_other(tmp_path: Path):
    rows = [START, "=cmd|'/c calc'!A1;NGO;KE;sw"]
    (found,) = read(csv_file(tmp_path, *rows))
    assert found.record is not None
    assert found.record.name == "=cmd|'/c calc'!A1"


@pytest.mark.parametrize(
    ("second", "said"),
    [
        pytest.param("A;;KE;;+254722000002;", [], id="adds a way, says no more"),
        pytest.param("A;NGO;Kenya;sw;+254722000002;Kisumu", [], id="says the same"),
        pytest.param(
            "A;media;KE;sw;+254722000002;",
            [
                "row 3, Category: is another than in row 2, which has the same name and "
                "country. Make them agree, or leave it empty here."
            ],
            id="says otherwise",
        ),
        pytest.param("A;NGO;UG;sw;+256712345678;Mbale", [], id="elsewhere"),
    ],
)
def test_rows_of_one_organisation(tmp_path: Path, second: str, said: list[str]):
    rows = [f"{START};Phone;Region", "A;NGO;KE;sw;+254722000001;Kisumu"]
    second = second.replace(";KE;;", ";KE;sw;")
    assert told(csv_file(tmp_path, *rows, second)) == said


@pytest.mark.parametrize(
    ("row", "said"),
    [
        pytest.param(
            "A;NGO;KE;sw;+254 722 000 001",
            "row 3: has +254722000001 of the same organisation as row 2; it counts once.",
            id="of one organisation",
        ),
        pytest.param(
            "B;NGO;KE;sw;+254722000001",
            "row 3: has +254722000001, and so has another organisation in row 2. One "
            "message goes there for both.",
            id="of two",
        ),
    ],
)
def test_duplicates_are_shown_with_both_rows(tmp_path: Path, row: str, said: str):
    path = csv_file(tmp_path, f"{START};Phone", "A;NGO;KE;sw;+254722000001", row)
    assert [str(note) for reading in read(path) for note in reading.notes] == [said]


@pytest.mark.parametrize("part", ["columns", "categories"])
def test_no_word_means_two_things(part: str):
    meant: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for ours, theirs in words(language)[part].items():
            for word in (ours, *theirs):
                meant.setdefault(folded(word), set()).add(ours)
    assert {word: ours for word, ours in meant.items() if len(ours) > 1} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_names_what_a_sheet_needs(language: str):
    known = words(language)
    assert {"name", "category", "country", "phone", "postal", "language"} <= set(
        known["columns"]
    )
    assert len(known["categories"]) == 6
    assert known["yes"]
    assert known["no"]
