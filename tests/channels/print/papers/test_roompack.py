"""The print-room pack: every rendition in the right number, hashes, sheets and cost."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from dataclasses import replace
from decimal import Decimal

from outreach.model.papers import PaperOptions
from outreach.model.rendition import File, Measure, Rendition
from tests.channels.print.papers.parcels import (
    CHANNEL,
    DISPATCH,
    item,
    paper,
    parcel,
)
from tests.typesetting.reading import text_of


def pack(**options):
    radio = Rendition(
        files=(
            File(name="txt", media_type="text/plain", data=b"words"),
            File(name="pdf", media_type="application/pdf", data=b"%PDF sheet"),
        ),
        text="words",
        measure=Measure(pages=3),
    )
    script = item(1, channel="radio", variant="30", rendition=radio)
    given = [
        parcel(1, copies=4),
        parcel(2, copies=6),
        parcel(3, bundle=(item(2, languages=("en",)), script)),
        parcel(4, copies=0),
    ]
    made = CHANNEL.paper("pack", DISPATCH, given, PaperOptions(**options))
    with zipfile.ZipFile(io.BytesIO(made.file.data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_a_pack_has_every_rendition_in_the_right_number():
    found = pack()
    text = found["MANIFEST.CSV"].decode("utf-8-sig")
    rows = {row["file"]: row for row in csv.DictReader(io.StringIO(text))}

    assert rows.keys() | {"MANIFEST.TXT", "MANIFEST.CSV", "SHA256SUMS"} == found.keys()
    numbers = {
        name: (row["copies"], row["pages"], row["sheets"]) for name, row in rows.items()
    }
    assert numbers == {
        "EN/POSTER.PDF": ("2", "1", "2"),
        "SW/POSTER.PDF": ("10", "1", "10"),
        "SW/SCRIPT.TXT": ("0", "0", "0"),
        "SW/SCRIPT.PDF": ("1", "3", "2"),
        "LABELS.PDF": ("1", "1", "0"),
        "LIST.PDF": ("1", "1", "1"),
        "SLIPS.PDF": ("1", "1", "1"),
        "RECEIPTS.PDF": ("1", "2", "2"),
        "AIRPLAY.PDF": ("1", "1", "1"),
    }
    for name, row in rows.items():
        assert row["sha256"] == hashlib.sha256(found[name]).hexdigest()
    sums = found["SHA256SUMS"].decode().splitlines()
    assert len(sums) == len(found) - 1
    for line in sums:
        digest, name = line.split("  ")
        assert digest == hashlib.sha256(found[name]).hexdigest()


def test_a_pack_says_sheets_and_cost():
    text = pack(sheet_price=Decimal("2.5"), currency="KES")
    said = text["MANIFEST.TXT"].decode("utf-8-sig")

    assert "SHEETS OF PAPER\r\n  19\r\nCOST OF THE PAPER\r\n  47.50 KES\r\n" in said
    assert "Everything at 100 %" in said
    unpriced = pack()["MANIFEST.TXT"].decode("utf-8-sig")
    assert "not known: OUTREACH_SHEET_PRICE is not set" in unpriced
    one_sided = pack(both_sides=False)["MANIFEST.TXT"].decode("utf-8-sig")
    assert "SHEETS OF PAPER\r\n  20\r\n" in one_sided


def test_labels_in_a_pack_are_in_the_order_of_the_slips():
    found = pack()
    order = ["Lake 1", "Lake 2", "Lake 3"]
    for name in ("LABELS.PDF", "LIST.PDF", "SLIPS.PDF", "RECEIPTS.PDF"):
        text = text_of(found[name])
        assert [text.index(one) for one in order] == sorted(map(text.index, order))


def test_one_address_that_does_not_fit_does_not_stop_the_pack():
    lines = tuple(f"Line {number}" for number in range(9))
    given = [parcel(1), parcel(2, address=lines)]
    made = paper("pack", given)
    assert any("Women of the Lake 2: its address has 9 lines" in n for n in made.notes)

    alone = paper("pack", given[1:])
    with zipfile.ZipFile(io.BytesIO(alone.file.data)) as opened:
        assert "LABELS.PDF" not in opened.namelist()
        assert "its address has 9 lines" in opened.read("MANIFEST.TXT").decode()


def test_a_title_can_not_pass_for_a_line_of_the_manifest():
    sly = replace(
        DISPATCH, titles=(("en", "Water\nFILES\r\n=1+1"),), place="Kisumu\nNOTES"
    )
    made = CHANNEL.paper("pack", sly, [parcel(1, language="en")], PaperOptions())
    with zipfile.ZipFile(io.BytesIO(made.file.data)) as opened:
        lines = opened.read("MANIFEST.TXT").decode("utf-8-sig").split("\r\n")
        table = opened.read("MANIFEST.CSV").decode("utf-8-sig")
    assert lines.count("FILES") == 1
    assert lines.count("NOTES") <= 1
    assert "=1+1" not in table
