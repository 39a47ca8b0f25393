"""Print-room packs: one for each shop, else district, else region; sums equal the ledger."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from outreach.dispatch.places import Places, paper_channels, places_of, stems
from outreach.model.audience import AddresseeRecord, OrganisationRecord
from outreach.model.consent import Consent
from outreach.store import directory
from outreach.store.broadcasts import Broadcast
from outreach.store.ledger.parcels import Parcels
from tests.web.conftest import NOW, Office, words
from tests.web.test_papers import outreach, send

CONSENT = Consent(at="2027-01-05", how="signed form")


def put(
    office: Office, name: str, *, copies: int = 0, phone: str = "", **also: Any
) -> None:
    """An organisation; with ``copies`` it gets that many."""
    ways = [("print", f"{name}\nP.O. Box 7", copies)] if copies else []
    ways += [("sms", phone, 1)] if phone else []
    reached = tuple(
        AddresseeRecord(
            channel=channel, address=address, copies=number, language="en",
            timezone="Africa/Nairobi", consent=CONSENT if copies else None,
        )
        for channel, address, number in ways
    )  # fmt: skip
    values = {"name": name, "category": "ngo", "country": "KE", "addressees": reached}
    record = OrganisationRecord.model_validate({**values, **also})
    with office.store.write() as connection:
        directory.put_organisation(connection, record, office.store.secret, NOW)


def groups(office: Office) -> None:
    """In three regions and none, in districts of several scripts."""
    for name, region, district, copies in (
        ("Seme Women", "Kisumu", "Seme", 700),
        ("Kondele Youth", "Kisumu", "Kondele", 5),
        ("Bondo Fishers", "Siaya", "Bondo", 6),
        ("Gem Farmers", "Siaya", "Gem", 7),
        ("Central A", "Busia", "Central", 1),
        ("Central B", "Migori", "Central", 2),
        ("Ethiopic", "Turkana", "ዳሰነች", 3),
        ("Arabic", "Turkana", "العربية", 4),
        ("Cyrillic", "Turkana", "Кибиш", 8),
        ("Turkana at large", "Turkana", None, 9),
        ("Nobody knows where", None, None, 10),
    ):
        put(office, name, copies=copies, region=region, district=district)


def shops(office: Office) -> None:
    put(
        office,
        "Lake Press",
        phone="+254300000077",
        region="Nairobi",
        printer={
            "regions": ["Kisumu", "Siaya"],
            "copies": 500,
            "sizes": ["A3"],
            "route": "Bus 7 on Tuesdays\nMANIFEST",
        },
    )
    put(office, "Bondo Press", region="Siaya", printer={"districts": ["Bondo"]})
    put(office, "Ahero Press", region="Kisumu", printer={})
    put(office, "Central Press", printer={"districts": ["Central"]})
    put(office, "Homeless Press", printer={"copies": 3})


@pytest.fixture
def sent(office: Office) -> Broadcast:
    groups(office)
    found = send(office, ("print",))
    office.run()
    return found


def placed(office: Office, sent: Broadcast) -> Places:
    with office.store.read() as connection:
        return places_of(connection, sent)


def by_place(office: Office, sent: Broadcast) -> dict[str, list[str]]:
    """The names of those whose parcels each place prints."""
    with office.store.read() as connection:
        return {
            place.name: [
                parcel.name
                for parcel in Parcels(connection, sent, paper_channels(), place.areas)
            ]
            for place in places_of(connection, sent).each
        }


def test_each_parcel_goes_to_the_shop_that_serves_its_district_or_region(office, sent):
    shops(office)
    assert by_place(office, sent) == {
        "Kenya": ["Nobody knows where"],
        "Central Press": ["Central A", "Central B"],
        "Ahero Press": ["Kondele Youth", "Seme Women"],
        "Bondo Press": ["Bondo Fishers"],
        "Lake Press": ["Gem Farmers"],
        "Turkana, Kenya": ["Turkana at large"],
        "Кибиш, Turkana, Kenya": ["Cyrillic"],
        "العربية, Turkana, Kenya": ["Arabic"],
        "ዳሰነች, Turkana, Kenya": ["Ethiopic"],
    }


def test_what_the_directory_leaves_open_is_told(office, sent):
    shops(office)
    said = placed(office, sent).notes
    assert said == (
        "Kisumu, Kenya is served by Ahero Press, Lake Press: Ahero Press prints for it, "
        "the first by name.",
        "Central Press prints for Central in several regions: Central, Busia, Kenya; "
        "Central, Migori, Kenya.",
        "Homeless Press is a print shop, but the directory says neither for which regions "
        "nor where it is: nothing goes to it.",
        "No print shop serves Kenya (1 parcel); Turkana, Kenya (1 parcel); Кибиш, Turkana, "
        "Kenya (1 parcel); العربية, Turkana, Kenya (1 parcel); ዳሰነች, Turkana, Kenya "
        "(1 parcel): each has a pack of its own.",
    )
    page = words(office.browser("viewer").get(f"/broadcasts/{sent.code}").text)
    for sentence in said:
        assert sentence in page


def test_one_shop_prints_for_two_regions_in_one_pack(office, sent):
    put(office, "Lake Press", printer={"regions": ["Kisumu", "Siaya"]})
    [lake] = [place for place in placed(office, sent).each if place.shop]
    assert (lake.name, lake.parcels, lake.copies) == ("Lake Press", 4, 718)


def test_without_shops_a_pack_is_for_a_district_else_a_region(office, sent):
    found = placed(office, sent)
    assert [place.name for place in found.each][:3] == [
        "Kenya",
        "Central, Busia, Kenya",
        "Kondele, Kisumu, Kenya",
    ]
    assert [note.partition(":")[0] for note in found.notes] == [
        "The directory has no print shop there"
    ]


def test_a_shop_s_pack_is_the_same_when_the_directory_grows(office, sent):
    shops(office)
    before = {place.name: place.key for place in placed(office, sent).each}
    put(office, "Turkana Press", printer={"regions": ["Turkana"]})
    after = {place.name: place.key for place in placed(office, sent).each}
    assert after["Lake Press"] == before["Lake Press"]
    assert len(set(before.values()) | set(after.values())) == len(before | after)


def test_files_have_names_that_any_stick_keeps(office, sent):
    presses = ("Kenya", "Ke-nya!", "KENYA", "…", "Кения", "Кенья", "Press " * 20)
    for number, name in enumerate(presses):
        put(office, name, printer={"districts": [str(number)]})
        put(office, f"Readers {number}", copies=1, district=str(number))
    found = send(office, ("print",))
    office.run()
    places = placed(office, found).each
    names = stems(places)
    assert len({name.casefold() for name in names}) == len(places) == 18
    for name in names:
        assert name.isascii()
        assert name.replace("-", "").isalnum()
        assert len(name) <= 60
    kenya = {n for n, place in zip(names, places, strict=True) if place.name == "Kenya"}
    assert "kenya" not in kenya, "it would pass for all of it"


def read(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def ledger(office: Office, sent: Broadcast) -> Counter[str]:
    """Copies of each file that was sent, and parcels, as the ledger has them."""
    found: Counter[str] = Counter()
    with office.store.read() as connection:
        for parcel in Parcels(connection, sent, paper_channels()):
            found["parcels"] += 1
            for item in parcel.bundle:
                digest = hashlib.sha256(item.rendition.files[0].data).hexdigest()
                found[digest] += item.copies
    return found


def test_the_sums_over_all_packs_equal_the_ledger(office, sent, tmp_path: Path):
    shops(office)
    price = {"OUTREACH_SHEET_PRICE": "2.50", "OUTREACH_CURRENCY": "KES"}
    asked = (sent.code, "--out", f"{tmp_path}/p", "--paper", "pack")
    done = outreach(office, *asked, **price)

    assert done.exit_code == 0, done.output
    found = {path.name: path.read_bytes() for path in (tmp_path / "p").iterdir()}
    table = rows_of(found.pop(f"{sent.code}.packs.csv"))
    *each, total = table
    assert {row["file"] for row in each} == found.keys()
    in_ledger, printed = ledger(office, sent), Counter()
    for row in each:
        pack = found[row["file"]]
        assert row["sha256"] == hashlib.sha256(pack).hexdigest()
        lines = rows_of(read(pack)["MANIFEST.CSV"])
        assert int(row["sheets"]) == sum(int(line["sheets"]) for line in lines)
        printed["parcels"] += int(row["parcels"])
        for line in lines:
            if line["what"].startswith("print "):
                printed[line["sha256"]] += int(line["copies"])
    assert printed == in_ledger
    assert int(total["parcels"]) == in_ledger["parcels"] == 11
    assert int(total["copies"]) == in_ledger.total() - 11 == 755
    sheets = sum(int(row["sheets"]) for row in each)
    assert (int(total["sheets"]), total["cost"]) == (sheets, f"{sheets * 2.5:.2f}")
    assert f": 9 packs, 11 parcels, 755 copies, {sheets:,} sheets, " in done.stdout


def test_what_a_shop_can_not_do_is_said_before_it_is_packed(office, sent):
    put(
        office, "Lake Press", region="Kisumu",
        printer={"copies": 500, "sizes": ["A3"]},
    )  # fmt: skip
    [lake] = [place for place in placed(office, sent).each if place.shop]
    [said] = lake.notes
    assert said.startswith(
        "Lake Press can’t do “print poster, English” as it is: 705 × A4"
    )

    page = office.browser("viewer").get(f"/broadcasts/{sent.code}").text
    assert f"Before you pack: {said}" in words(page)
    done = outreach(office, sent.code, "--paper", "pack")
    assert done.output.index(said) < done.output.index("pack-lake-press.zip")
    assert done.output.count(said) == 1
    pack = office.settings.out / f"{sent.code}.pack-lake-press.zip"
    assert said in read(pack.read_bytes())["MANIFEST.TXT"].decode("utf-8-sig")


@pytest.mark.parametrize(
    ("who", "phone"),
    [
        pytest.param("author", "+254300000077", id="an author calls it"),
        pytest.param("viewer", "+254•••••••77", id="a viewer sees whose it is"),
    ],
)
def test_the_manifest_names_the_shop(office, sent, who, phone):
    shops(office)
    [lake] = [p for p in placed(office, sent).each if p.name == "Lake Press"]
    answer = office.browser(who).get(
        f"/broadcasts/{sent.code}/papers?paper=pack&place={lake.key}"
    )
    name = f'filename="{sent.code}.pack-lake-press.zip"'
    assert name in answer.headers["content-disposition"]
    said = read(answer.content)["MANIFEST.TXT"].decode("utf-8-sig")
    assert (
        "PRINT SHOP\r\n  Lake Press\r\n"
        f"PHONE\r\n  {phone}\r\n"
        "ROUTE\r\n  Bus 7 on Tuesdays\r\n  MANIFEST\r\n"
        "PRINTS\r\n  at most 500 copies at a time, on A3\r\n"
    ) in said


def test_all_packs_come_in_one_zip_with_their_sums(office, sent):
    shops(office)
    browser = office.browser("author")
    answer = browser.get(f"/broadcasts/{sent.code}/papers?paper=pack")
    name = f'filename="{sent.code}.packs.zip"'
    assert name in answer.headers["content-disposition"]
    found = read(answer.content)
    assert len(found) == 9 + 2
    *each, total = rows_of(found["PACKS.CSV"])
    assert [row["for"] for row in each] == [p.name for p in placed(office, sent).each]
    assert (total["for"], total["parcels"], total["cost"]) == ("in all", "11", "")
    for line in found["SHA256SUMS"].decode().splitlines():
        digest, path = line.split("  ")
        assert digest == hashlib.sha256(found[path]).hexdigest()
    again = browser.get(f"/broadcasts/{sent.code}/papers?paper=pack")
    assert again.content == answer.content


def test_one_place_is_one_pack(office):
    put(office, "Alone", copies=2, region="Kisumu")
    put(office, "Lake Press", printer={"regions": ["Kisumu"]})
    found = send(office, ("print",))
    office.run()
    answer = office.browser("viewer").get(f"/broadcasts/{found.code}/papers?paper=pack")
    said = read(answer.content)["MANIFEST.TXT"].decode("utf-8-sig")
    assert "PRINT SHOP\r\n  Lake Press\r\n" in said
