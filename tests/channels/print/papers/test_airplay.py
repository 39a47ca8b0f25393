"""Airplay logs: one for each station, in its language; the inbox takes what it says to text."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from channels.print.papers import airplay, wording
from outreach.inbox.airings import Days, read_airings
from outreach.inbox.reading import read
from outreach.inbox.vocabulary import Word
from outreach.model.contracts import BundleItem
from outreach.model.errors import CannotCarry
from outreach.wording.catalogues import languages_with
from tests.channels.print.papers.parcels import item, paper, parcel
from tests.typesetting.reading import letters, pages_of, text_of
from tests.typesetting.tags import faults_of

LANGUAGES = sorted(languages_with("papers"))
DAYS = Days(first=date(2027, 3, 1), last=date(2027, 5, 5), told=date(2027, 3, 20))
TIMES = ["2027-03-12 07:00", "2027-03-12 13:00", "2027-03-12 19:00"]


def script(variant: str = "30", language: str = "en") -> BundleItem:
    return item(channel="radio", variant=variant, languages=(language,))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_inbox_takes_what_the_log_says_to_text(language: str) -> None:
    typed = airplay.answer("K7QX2M", wording.wording_in(language))
    assert read(typed).word is Word.RADIO
    told = read_airings(typed.partition("K7QX2M")[2], DAYS)
    assert (told.number, [*map(str, told.airings)], told.doubts) == (3, TIMES, ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_log_says_all_in_the_language_of_its_reader(language: str) -> None:
    own = wording.wording_in(language)
    made = paper("airplay", [parcel(language=language, bundle=(script(),))])
    found = letters(text_of(made.file.data))
    for said in (
        "Women of the Lake 0",
        "+254300000014",
        "K7QX2M",
        "Lake Office",
        own("Radio script"),
        own("Date"),
        own("Time"),
        own("Programme"),
        own("Signature"),
        own("Stamp"),
    ):
        if language == "ar":  # the order within a line is a reader's guess
            assert set(letters(said)) <= set(found)
        else:
            assert letters(said) in found
    assert bool(made.notes) is (language != "en")
    assert faults_of(made.file.data) == []


@pytest.mark.parametrize("sheet", ["l7160", "5160"])
def test_each_station_has_a_page_of_its_own_and_nobody_else_has(sheet: str) -> None:
    given = [
        parcel(1, language="en", bundle=(script("30"), script("60"), item(3))),
        parcel(2, language="en"),
        parcel(3, language="sw", bundle=(script("full", "sw"),), others=("Radio Two",)),
    ]
    made = paper("airplay", given, sheet=sheet)
    first, second = pages_of(made.file.data)
    assert made.pages == 2
    assert "Radio script (30), English" in first
    assert "Radio script (60), English" in first
    assert "Poster" not in first
    assert "Radio Two" in second
    assert "REDIO K7QX2M 3 12MAC 0700 1300 1900" in second


def test_where_no_number_is_known_the_log_says_which_it_is() -> None:
    made = paper("airplay", [parcel(country="UG", language="en", bundle=(script(),))])
    assert "to the number that we write to you from:" in text_of(made.file.data)


def test_without_a_script_there_is_no_log() -> None:
    with pytest.raises(CannotCarry, match="no airplay log to print"):
        paper("airplay", [parcel()])


@pytest.mark.parametrize(
    ("bundle", "there"),
    [
        pytest.param((script(),), True, id="a script"),
        pytest.param((item(),), False, id="posters alone"),
    ],
)
def test_the_print_room_gets_the_logs_of_its_stations(
    bundle: tuple[BundleItem, ...], there: bool
) -> None:
    made = paper("pack", [parcel(bundle=bundle)])
    with zipfile.ZipFile(io.BytesIO(made.file.data)) as packed:
        assert ("AIRPLAY.PDF" in packed.namelist()) is there
    assert not any("airplay" in note for note in made.notes)
