"""The printed directory: whole, in order, an archive file, the same each time."""

from __future__ import annotations

import os
import random
import re
from pathlib import Path

import pypdfium2
import pytest

from outreach.model.errors import CannotCarry, InputError
from outreach.reports.directory import sheet_of
from outreach.reports.entries import CATEGORIES, Teller, languages
from outreach.reports.indexing import runs
from outreach.reports.printed import Count, Sheet, print_directory
from outreach.settings import read_settings
from tests.channels.print.leaflet.test_leaflet import smallest
from tests.reports.listed import DAY, SMALL, entry, ordered, printed
from tests.typesetting.reading import pages_of, text_of
from tests.typesetting.tags import Read, faults_of, read_aloud, unowned

GOLDEN = Path(__file__).parent / "golden"
LANGUAGES = ("am", "ar", "en", "es", "fr", "hi", "pt", "ru", "sw", "zh")


@pytest.mark.parametrize("language", ["en", "ar", "am"])
def test_a_small_directory_prints_as_its_golden(language):
    made = printed(language=language)
    pages = [page.replace("\r\n", "\n") for page in pages_of(made.file.data)]
    found = "\n\n".join([*pages, *(f"Note: {note}" for note in made.notes), ""])

    golden = GOLDEN / f"directory.{language}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(found.encode())
    assert found.encode() == golden.read_bytes()


def test_there_is_wording_in_ten_languages_and_it_says_who_reviewed_it():
    assert languages() == set(LANGUAGES)
    assert {code for code in LANGUAGES if not Teller(code).notes} == {"en"}


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_is_an_archive_file_of_nine_points_or_more(language, paper):
    pdf = printed(language=language, paper=paper).file.data

    assert faults_of(pdf) == unowned(pdf) == []
    assert smallest(pdf) >= 9
    with pypdfium2.PdfDocument(pdf) as document:
        size = tuple(map(round, document[0].get_size()))
    assert size == ((612, 792) if paper == "letter" else (595, 842))


def test_the_same_input_gives_the_same_bytes_and_another_day_others():
    once, again = (printed(language="ar").file.data for _ in range(2))

    assert once == again
    assert once != printed(language="ar", day=DAY.replace(day=6)).file.data


def test_who_listens_hears_places_then_an_entry_in_its_own_languages():
    read = read_aloud(printed().file.data)

    assert read[0] == Read(
        "Document/H1", "en", "Directory of civil society organisations"
    )
    assert [one.words for one in read if one.path.endswith(("H2", "H3", "H4"))] == [
        "Ethiopia",
        "Amhara",
        "Bondo",
        "Kenya",
        "Kisumu County",
        "Bondo",
        "Turkana County",
        "Bondo",
        "Region not stated",
        "Focal points",
        "Amhara, Ethiopia",
        "Kisumu County, Kenya",
        "Index of names",
        "Index of topics",
    ]
    start = next(n for n, one in enumerate(read) if one.words == "Women of the Lake")
    item = read[start : start + 11]
    assert {one.path for one in item} == {"Document/L/LI/LBody/P"}
    assert [one.words for one in item if one.language != "ar"] == [
        "Women of the Lake",
        "Wanawake wa Ziwa",
        "Non-governmental organisation, Led by women",
        "Topics: land, water",
        "Languages: Swahili, English, Luo",
        "Amina Otieno, Chair, +254 300000001",
        "Phone: +254 300000002",
        "Address: P.O. Box 14, Kisumu 40100",
        "E-mail: desk@lake.example",
        "Web site: https://lake.example/",
    ]
    assert {one.language for one in item} == {"en", "sw", "ar"}


ORDER = [
    ("en", ["Lake Women’s Union", "Élan du Lac", "Women of the Lake"]),
    ("ar", ["نساء البحيرة (كيسومو)", "Élan du Lac"]),
    ("am", ["የሐይቅ ሴቶች ማኅበር", "Élan du Lac", "Women of the Lake"]),
]


@pytest.mark.parametrize(("language", "names"), ORDER)
def test_names_stand_in_the_order_of_their_reader_s_language(language, names):
    teller = Teller(language)
    found = [teller.name(e.name, e.names).text for e in ordered(SMALL, language)]

    assert [name for name in found if name in names] == names
    # what names no district stands behind what does, and so with regions
    assert found.index("Élan du Lac") < found.index("Zebra Fishers")
    assert found[-1] == "Wanderers" or language == "ar"


def test_the_index_sends_to_the_page_where_the_name_is():
    chance = random.Random(7)
    many = [
        entry(
            number,
            f"{chance.choice('ABCDÉ')}{number}x Group",
            region=chance.choice(["Kisumu", "Siaya", "Bondo"]),
            topics=(chance.choice(["water", "land"]),),
        )
        for number in range(150)
    ]
    pdf = printed(many).file.data
    pages = [page.split("Index of names")[0] for page in pages_of(pdf)]
    read = [one.words for one in read_aloud(pdf)]
    lines = read[read.index("Index of names") + 1 : read.index("Index of topics")]

    told = [re.fullmatch(r"(.+), (\d+)", line) for line in lines]
    assert len(told) == len(many) and all(told)
    for found in filter(None, told):
        assert found[1] in pages[int(found[2]) - 1]
    names = [found[1] for found in told if found]
    assert names == sorted(names, key=Teller("en").sort_key)


def test_a_page_s_head_has_its_region_and_first_and_last_name():
    many = [entry(n, f"Group {n:03}", region="Siaya") for n in range(100)]
    second = pages_of(printed(many).file.data)[1]
    groups = re.findall(r"Group \d+", second)

    head = "Siaya, Kenya"
    assert head in second
    assert f"{min(groups)} – {max(groups)}" in second


@pytest.mark.parametrize(
    ("pages", "told"),
    [
        ([3], ["3"]),
        ([3, 4], ["3", "4"]),
        ([3, 4, 5, 9], ["3–5", "9"]),
        ([1, 3, 5], ["1", "3", "5"]),
    ],
)
def test_pages_in_a_row_are_told_as_one(pages, told):
    assert runs(pages) == told


def test_an_entry_longer_than_a_column_goes_on_in_the_next():
    topics = tuple(f"topic {number} of many that it has" for number in range(400))
    pdf = printed([entry(topics=topics)]).file.data

    found = text_of(pdf).split("Index of names")[0]
    assert all(re.search(rf"\btopic\s+{n}\b", found) for n in (0, 200, 399))
    assert faults_of(pdf) == []


@pytest.mark.parametrize(
    "name",
    [
        "<b>Bold</b> & <a href='x'>",
        "{{ 7 * 7 }} {count}",
        "(\\) Tj ET",
        "%s %(office)s",
    ],
)
def test_a_name_is_only_ever_text(name):
    assert name in text_of(printed([entry(name=name)]).file.data)


def test_who_has_a_letter_of_no_font_is_named_or_left_out():
    broken = entry(9, "Group \U00010c80", region="Siaya")
    with pytest.raises(CannotCarry, match=r"^Group .*: .*--leave-out"):
        printed([*SMALL, broken])

    made = printed([*SMALL, broken], leave_out=True)
    assert made.notes[0].startswith("Group ")
    assert "Women of the Lake" in text_of(made.file.data)


def test_where_nobody_agreed_there_is_no_directory():
    sheet = Sheet(language="en", day=DAY, office="Lake")
    with pytest.raises(InputError, match="Nobody has agreed"):
        print_directory([], sheet, Count(0, 0))


def test_a_language_without_wording_is_refused_and_those_with_it_are_named():
    with pytest.raises(InputError, match=r"“ta”\. Choose one of these: am, ar, en"):
        sheet_of(read_settings({}), "ta", DAY)


def test_every_category_has_words():
    from typing import get_args

    from outreach.model.announcement import Category

    assert set(CATEGORIES) == set(get_args(Category))
