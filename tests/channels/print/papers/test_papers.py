"""Lists, slips, sign-off sheets and the pack: complete, in the recipient's language."""

from __future__ import annotations

import ast
import hashlib
from importlib.resources import files
from pathlib import Path

import pypdfium2
import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from channels.print.papers import airplay, forms, receipts, slips, wording
from channels.print.papers.packets import MOST_SHEETS, packets_of, sheets_of
from outreach.inbox.reading import read
from outreach.inbox.vocabulary import Word
from outreach.model.errors import CannotCarry, InputError
from outreach.model.papers import PaperOptions
from outreach.model.rendition import Measure, Rendition
from outreach.wording.catalogues import languages_with
from outreach.wording.labels import REVIEWER
from tests.channels.print.papers.parcels import (
    CHANNEL,
    item,
    paper,
    parcel,
)
from tests.channels.print.test_limits import sizes_of
from tests.typesetting.reading import letters, pages_of, text_of
from tests.typesetting.tags import faults_of, unowned

LANGUAGES = ["am", "ar", "en", "es", "fr", "hi", "pt", "ru", "sw", "zh"]
TABLE = {"What", "Language", "Copies", "Sheets", "File"}


def _asked_for() -> set[str]:
    trees = [
        ast.parse(Path(m.__file__).read_text("utf-8"))
        for m in (slips, receipts, airplay, wording, forms)
    ]
    calls = [n for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Call)]
    found = {
        call.args[0].value
        for call in calls
        if getattr(call.func, "id", None) == "wording"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }
    return found | set(wording._VARIANTS.values()) | TABLE


def test_papers_have_wording_in_ten_languages():
    assert sorted(languages_with("papers")) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_every_wording_and_no_other(language):
    path = files("templates") / "locale" / language / "papers.po"
    with path.open("rb") as file:
        entries = {m.id: m.string for m in read_po(file, locale=language) if m.id}

    reviewer = entries.pop(REVIEWER)
    assert set(entries) == _asked_for()
    assert all(entries.values())
    assert bool(reviewer) is (language == "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_inbox_takes_what_the_sign_off_sheet_says_to_text(language):
    found = read(receipts.answer("K7QX2M", 200, wording.wording_in(language)))

    assert found.word is Word.RECEIVED
    assert found.rest == ("k7qx2m", "200")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sign_off_sheet_says_all_in_the_language_of_its_reader(language):
    own = wording.wording_in(language)
    made = paper("receipts", [parcel(copies=30, language=language)])
    found = letters(text_of(made.file.data))

    for said in (
        "Women of the Lake 0",
        "+254300000014",
        "K7QX2M",
        "30",
        own("Number received"),
        own("Number posted or handed on"),
        own("Date"),
        own("Name"),
        own("Signature"),
    ):
        if language == "ar":  # the order within a line is a reader's guess
            assert set(letters(said)) <= set(found)
        else:
            assert letters(said) in found
    assert bool(made.notes) is (language != "en")


def test_the_title_is_told_in_the_reader_s_language():
    assert "Maji ya kijiji" in text_of(paper("slips", [parcel()]).file.data)
    french = paper("slips", [parcel(language="fr")])
    assert "Village water" in text_of(french.file.data)


def test_where_no_number_is_known_the_sheet_says_which_it_is():
    found = text_of(paper("receipts", [parcel(country="UG", language="en")]).file.data)
    assert "to the number that we write to you from:" in found


def test_a_language_without_wording_gets_that_of_what_is_sent_and_staff_are_told():
    made = paper("slips", [parcel(language="so")])

    assert "Orodha ya vilivyomo" in text_of(made.file.data)
    assert any("no wording of papers in Somali" in note for note in made.notes)


@pytest.mark.parametrize(
    ("copies", "pages", "both", "packets"),
    [
        pytest.param(0, 1, True, [], id="no copies, no packet"),
        pytest.param(500, 1, True, [500], id="a full packet"),
        pytest.param(501, 1, True, [500, 1], id="one over"),
        pytest.param(300, 4, True, [250, 50], id="two sheets each"),
        pytest.param(300, 4, False, [125, 125, 50], id="four sheets each"),
        pytest.param(2, 2000, False, [1, 1], id="each heavier than a packet"),
    ],
)
def test_packets_are_what_a_person_can_carry(copies, pages, both, packets):
    rendition = Rendition(files=(), text=None, measure=Measure(pages=pages))
    given = parcel(bundle=(item(copies, rendition=rendition),))

    found = packets_of(given, PaperOptions(both_sides=both))
    assert [share.copies for shares in found for share in shares] == packets


@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(1, 1200)), max_size=30))
def test_no_copy_is_lost_in_packing(kinds):
    bundle = tuple(
        item(
            copies,
            variant=str(number),
            rendition=Rendition(files=(), text=None, measure=Measure(pages=pages)),
        )
        for number, (copies, pages) in enumerate(kinds)
    )
    options = PaperOptions()
    packets = packets_of(parcel(bundle=bundle), options)

    packed = dict.fromkeys((one.variant for one in bundle), 0)
    for shares in packets:
        sheets = sum(sheets_of(one, copies, options) for one, copies in shares)
        alone = len(shares) == 1 and shares[0].copies == 1
        assert sheets <= MOST_SHEETS or alone
        for one, copies in shares:
            packed[one.variant] += copies
    assert packed == {one.variant: one.copies for one in bundle}


def test_each_packet_has_a_slip_with_the_file_s_hash():
    made = paper("slips", [parcel(7, copies=1200, language="en")])
    found = text_of(made.file.data)

    digest = hashlib.sha256(b"%PDF poster").hexdigest()
    for number, copies in ((1, 500), (2, 500), (3, 200)):
        assert f"Packet {number} of 3" in found
        assert f"Poster Swahili {copies} {copies} {digest[:8]}" in found
    assert found.count("K7QX2M-7") == 3
    assert "Lake Office" in found


def test_a_slip_is_never_parted_and_pages_fill_up():
    made = paper("slips", [parcel(n, language="en") for n in range(10)])
    pages = pages_of(made.file.data)

    assert made.pages == len(pages) < 10
    for page in pages:
        assert page.count("Packing slip") == page.count("Signature")


def test_the_list_has_a_line_for_each_parcel_and_the_sums():
    given = [
        parcel(1, copies=5, others=("Market Group",)),
        parcel(2, copies=0),
        parcel(3, copies=1_000, name="جمعية المرأة", language="ar"),
        *(parcel(number) for number in range(4, 60)),
    ]
    pages = pages_of(paper("list", given).file.data)

    assert "Women of the Lake 1" in pages[0]
    assert "and Market Group" in pages[0]
    assert "1,000 × Poster, Swahili" in pages[0]
    assert "K7QX2M-2\n" not in pages[0]
    assert "58 parcels, 1,061 copies." in pages[-1]
    assert all("Organisation" in page for page in pages)
    assert f"page {len(pages)}" in pages[-1]


@pytest.mark.parametrize("name", ["list", "slips", "receipts"])
def test_what_cannot_be_printed_is_told_by_its_organisation(name):
    given = [parcel(1), parcel(2, name="Tea ☕ group")]
    with pytest.raises(CannotCarry, match=r"of Tea ☕ group: No font here has “☕”"):
        paper(name, given)
    made = paper(name, given, leave_out=True)
    assert "Women of the Lake 1" in text_of(made.file.data)
    assert "Tea ☕ group" in made.notes[0]


@pytest.mark.parametrize("name", [kind.name for kind in CHANNEL.papers])
def test_each_paper_is_the_same_bytes_for_the_same_input(name):
    script = item(channel="radio", variant="30")
    given = [parcel(1), parcel(2, language="ar", bundle=(script,)), parcel(3, copies=7)]
    assert paper(name, given).file == paper(name, given).file


@pytest.mark.parametrize("name", [k.name for k in CHANNEL.papers if k.name != "test"])
def test_no_parcel_no_paper(name):
    with pytest.raises(CannotCarry, match=r"There is no .* to print"):
        paper(name, [])


def test_a_paper_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(InputError, match=r"There is no paper “x”. There are: labels,"):
        paper("x", [])


def test_letter_is_the_paper_of_letter_labels():
    for name, size in (
        ("list", (792, 612)),
        ("slips", (612, 792)),
        ("receipts", (612, 792)),
    ):
        data = paper(name, [parcel()], sheet="5160").file.data
        with pypdfium2.PdfDocument(data) as document:
            assert document[0].get_size() == size


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["list", "slips", "receipts", "airplay"])
def test_papers_are_read_in_a_store_room(name, language):
    """At 11 points or more, in every language and with long names."""
    long = "Federation of Rural Women’s Water and Sanitation Committees of the Lake"
    channel = {"channel": "radio", "variant": "30"} if name == "airplay" else {}
    given = parcel(language=language, name=long, others=(long,) * 9, bundle=(item(200, **channel),))  # fmt: skip

    made = paper(name, [given])

    assert min(sizes_of(made.file.data)) >= 11
    assert made.pages == 1


@pytest.mark.parametrize("name", ["list", "slips"])
def test_a_row_with_a_word_too_wide_is_smaller_and_whole(name):
    given = parcel(language="en", bundle=(item(channel="fax", variant="Sammelrundschreibenverteilung"),))  # fmt: skip

    made = paper(name, [given])

    assert min(sizes_of(made.file.data)) == 9
    assert max(sizes_of(made.file.data)) > 11


def test_a_line_to_sign_on_has_9_mm_above_it():
    form = forms.Form("en", 500)
    form.blank("Date", "Signature")
    form.grid(["Date"], [1.0], 2)

    lines = sorted({down for _, down, _ in form._rules})
    assert lines[0] >= 9 * 72 / 25.4
    assert lines[-1] - lines[-2] >= 9 * 72 / 25.4


@pytest.mark.parametrize("sheet", ["l7160", "5160"])
@pytest.mark.parametrize("name", ["labels", "list", "slips", "receipts", "test"])
def test_each_is_an_archive_file_in_which_every_word_is_read(name, sheet):
    given = [parcel(n, language=code) for n, code in enumerate(LANGUAGES)]
    given.append(parcel(20, name="جمعية المرأة", language="ar"))
    data = paper(name, given, sheet=sheet).file.data

    assert faults_of(data) == []
    assert unowned(data) == []
