"""Copies are what people get; sheets of paper are worked out from them, everywhere alike."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.gateways.packing import manifest
from channels.print.papers.packets import MOST_SHEETS, packets_of, sheets_of
from outreach.model.contracts import BundleItem, Outgoing
from outreach.model.packing import documents
from outreach.model.papers import PaperOptions
from tests.channels.print.papers.parcels import item, paper, parcel
from tests.channels.print.sample import made, plain
from tests.typesetting.reading import text_of

TWO = {"texts": {code: {"title": "Water"} for code in ("en", "sw")}}


def handbill(copies: int, *languages: str) -> BundleItem:
    """So many handbills, made as they are."""
    rendition = made("handbill", plain(**TWO), *languages)
    return item(
        copies, variant="handbill", languages=languages or ("en",), rendition=rendition
    )


@pytest.mark.parametrize(
    ("copies", "languages", "both_sides", "sheets"),
    [
        pytest.param(0, ("en",), True, 0, id="none"),
        pytest.param(1, ("en",), True, 1, id="half a sheet is a sheet"),
        pytest.param(2, ("en",), True, 1, id="two on a sheet"),
        pytest.param(3, ("en",), True, 2, id="an odd one"),
        pytest.param(200, ("en",), True, 100, id="two hundred people"),
        pytest.param(201, ("en",), False, 101, id="one-sided"),
        pytest.param(201, ("en", "sw"), True, 101, id="the second language on the back"),
        pytest.param(201, ("en", "sw"), False, 202, id="the second on a sheet of its own"),
    ],
)  # fmt: skip
def test_handbills_take_half_as_many_sheets(copies, languages, both_sides, sheets):
    bills = handbill(copies, *languages)

    assert sheets_of(bills, copies, PaperOptions(both_sides=both_sides)) == sheets


@pytest.mark.parametrize("variant", ["poster", "poster-a3", "large"])
def test_what_stands_alone_on_a_sheet_takes_a_sheet_a_copy(variant):
    alone = item(3, variant=variant, rendition=made(variant, plain()))

    assert sheets_of(alone, 3, PaperOptions()) == 3


def test_a_pack_has_one_count_for_shop_and_till():
    """Of three parcels with one each the shop prints two sheets, not three."""
    given = [parcel(n, bundle=(handbill(1),), language="en") for n in range(3)]

    found = paper("pack", given, both_sides=False, sheet_price=Decimal(2))

    with zipfile.ZipFile(io.BytesIO(found.file.data)) as pack:
        rows = csv.DictReader(
            io.StringIO(pack.read("MANIFEST.CSV").decode("utf-8-sig"))
        )
        row = next(row for row in rows if row["file"] == "HANDBILL.PDF")
        said = pack.read("MANIFEST.TXT").decode("utf-8-sig")
        slips = text_of(pack.read("SLIPS.PDF"))
    counted = [row[name] for name in ("copies", "pages", "sheets", "cost")]
    assert counted == ["3", "1", "2", "4"]
    assert "3 copies of 1 page, 2 on a sheet: print 2 sheets" in said
    assert len(re.findall(r"Handbill English 1 1 ", slips)) == 3


def test_a_slip_says_copies_and_sheets_apart():
    made_of = paper("slips", [parcel(bundle=(handbill(201),), language="en")])

    assert "English 201 101 " in text_of(made_of.file.data)


def test_a_parcel_says_how_many_are_cut_from_a_sheet():
    bundle = (handbill(201), item(1))
    sent = Outgoing("K7QX2M-1", "K7QX2M", "print", "P.O. Box 1", "Market Group", bundle)

    said = manifest(sent, documents(bundle)).decode("utf-8-sig")

    assert "print handbill, English, 201 copies, 2 on a sheet\r\n" in said
    assert "print poster, Swahili, 1 copy\r\n" in said


@given(st.lists(st.integers(0, 3000), max_size=8), st.booleans())
def test_packets_of_handbills_hold_no_more_than_others_and_lose_none(counts, both):
    bills, options = handbill(1), PaperOptions(both_sides=both)
    bundle = tuple(
        item(copies, variant=str(n), rendition=bills.rendition)
        for n, copies in enumerate(counts)
    )

    packets = packets_of(parcel(bundle=bundle), options)

    packed = dict.fromkeys((str(n) for n in range(len(counts))), 0)
    for shares in packets:
        assert sum(sheets_of(one, n, options) for one, n in shares) <= MOST_SHEETS
        for one, copies in shares:
            packed[one.variant] += copies
    assert list(packed.values()) == counts
