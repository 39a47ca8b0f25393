"""A parcel is whole, the same each time, and readable wherever it is opened."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import signal
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from channels.gateways.pack import PackGateway
from channels.gateways.packing import manifest
from outreach.model.contracts import BundleItem, GatewayError, GatewaySettings, Outgoing
from outreach.model.packing import documents
from outreach.model.states import Outcome
from tests.fakes.deliveries import item, outgoing


def gateway(out: Path) -> PackGateway:
    return PackGateway(GatewaySettings(out=out))


def script(
    variant: str = "30",
    language: str = "sw",
    copies: int = 1,
    seconds: float | None = None,
) -> BundleItem:
    made = item(
        "Karibuni.",
        channel="radio",
        variant=variant,
        languages=(language,),
        copies=copies,
        files={
            "txt": f"Karibuni {variant} {language}".encode(),
            "pdf": b"%PDF-" + variant.encode(),
        },
    )
    measure = replace(made.rendition.measure, seconds=seconds)
    return replace(made, rendition=replace(made.rendition, measure=measure))


def poster(copies: int = 25) -> BundleItem:
    return item(
        None,
        channel="print",
        variant="poster",
        languages=("sw",),
        copies=copies,
        files={"pdf": b"%PDF-poster"},
    )


def station(number: int = 1, *items: BundleItem, **more: object) -> Outgoing:
    values = {
        "name": "Redio Ziwa",
        "address": "P.O. Box 14\nKisumu 40100\nKENYA",
        "channel": "radio",
    }
    return outgoing(number, *(items or (script(), poster())), **{**values, **more})


def opened(out: Path, number: int = 1) -> zipfile.ZipFile:
    return zipfile.ZipFile(out / "pack-K7QX2M" / f"K7QX2M-{number}.zip")


def index(out: Path) -> list[dict[str, str]]:
    text = (out / "pack-K7QX2M" / "manifest.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_parcel_holds_each_document_once_and_says_how_many_copies(
    tmp_path: Path,
) -> None:
    (receipt,) = gateway(tmp_path).send([station()])

    assert receipt.outcome is Outcome.ACCEPTED
    with opened(tmp_path) as parcel:
        assert parcel.namelist() == [
            "MANIFEST.TXT",
            "SCRIPT.TXT",
            "SCRIPT.PDF",
            "POSTER.PDF",
            "SHA256SUMS",
        ]
        assert parcel.read("SCRIPT.TXT") == b"Karibuni 30 sw"
        assert parcel.testzip() is None


def test_the_manifest_says_who_it_is_for_and_what_is_in_it() -> None:
    delivery = station()
    text = manifest(delivery, documents(delivery.bundle)).decode("utf-8-sig")
    golden = Path(__file__).parent / "golden" / "manifest.txt"

    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(text.encode())
    assert text.encode() == golden.read_bytes()


def test_the_checksums_are_right_by_an_independent_program(tmp_path: Path) -> None:
    gateway(tmp_path).send([station()])
    with opened(tmp_path) as parcel:
        parcel.extractall(tmp_path / "open")  # made just now

    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"],
        cwd=tmp_path / "open",
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.count(": OK") == 4


def test_a_station_gets_a_cue_sheet_of_its_scripts_with_their_lengths(
    tmp_path: Path,
) -> None:
    scripts = (script("30", seconds=27.4), script("60", seconds=61.2))
    gateway(tmp_path).send([station(1, *scripts, poster(), title="Kongamano la maji")])

    with opened(tmp_path) as parcel:
        told = parcel.read("CUESHEET.TXT").decode("utf-8-sig").split("\r\n")
    assert told == [
        "  Redio Ziwa",
        "  Kongamano la maji",
        "",
        "SCRIPT30.TXT          0:27  radio 30, Swahili",
        "SCRIPT60.TXT          1:01  radio 60, Swahili",
        "",
    ]


def test_a_programme_s_own_cue_sheet_is_the_only_one(tmp_path: Path) -> None:
    files = {"txt": b"sheet", "pdf": b"1", "cuesheet.txt": b"0:10 Opening"}
    programme = item("x", channel="radio", variant="programme", files=files)
    measure = replace(programme.rendition.measure, seconds=73)
    rendition = replace(programme.rendition, measure=measure)
    gateway(tmp_path).send([station(1, replace(programme, rendition=rendition))])

    with opened(tmp_path) as parcel:
        assert parcel.namelist()[1:-1] == ["PROGRAMM.TXT", "PROGRAMM.PDF", "CUESHEET.TXT"]  # fmt: skip
        assert parcel.read("CUESHEET.TXT") == b"0:10 Opening"


def test_a_parcel_of_pages_has_no_cue_sheet(tmp_path: Path) -> None:
    gateway(tmp_path).send([station(1, poster())])

    with opened(tmp_path) as parcel:
        assert parcel.namelist() == ["MANIFEST.TXT", "POSTER.PDF", "SHA256SUMS"]


@pytest.mark.parametrize(
    "name", ["Redio Ziwa", "../../CON. ", "AUX", "a/b\\c:d*?", "إذاعة", "x" * 300]
)
def test_255_stations_of_one_name_have_a_parcel_each_and_name_no_path(
    tmp_path: Path, name: str
) -> None:
    one = gateway(tmp_path)
    for start in range(1, 256, 20):
        window = [station(n, name=name) for n in range(start, min(start + 20, 256))]
        one.send(window)

    parcels = sorted(tmp_path.rglob("*.zip"))
    assert len({path.name.casefold() for path in parcels}) == 255
    assert {path.parent for path in parcels} == {tmp_path / "pack-K7QX2M"}
    assert len(index(tmp_path)) == 255
    with opened(tmp_path, 255) as parcel:
        assert all("/" not in path and path.isascii() for path in parcel.namelist())


def test_packed_again_later_it_is_the_same_to_the_byte(tmp_path: Path) -> None:
    gateway(tmp_path).send([station()])
    zip_file = tmp_path / "pack-K7QX2M" / "K7QX2M-1.zip"
    before, listed = zip_file.read_bytes(), index(tmp_path)
    os.utime(zip_file, (0, 0))
    gateway(tmp_path).send([station()])

    assert zip_file.read_bytes() == before
    assert index(tmp_path) == listed
    assert sorted(path.name for path in zip_file.parent.iterdir()) == [
        ".lock",
        "K7QX2M-1.zip",
        "manifest.csv",
    ]


def test_the_index_lists_every_parcel_of_the_broadcast_once(tmp_path: Path) -> None:
    one = gateway(tmp_path)
    one.send([station(1), station(2, name="=HYPERLINK(1)")])
    one.send([station(3), station(1)])

    rows = index(tmp_path)
    assert [row["file"] for row in rows] == [f"K7QX2M-{n}.zip" for n in (1, 2, 3)]
    assert rows[1]["name"] == "'=HYPERLINK(1)"
    assert rows[0]["documents"] == "1 x SCRIPT.TXT; 1 x SCRIPT.PDF; 25 x POSTER.PDF"
    parcel = tmp_path / "pack-K7QX2M" / rows[0]["file"]
    assert rows[0]["sha256"] == hashlib.sha256(parcel.read_bytes()).hexdigest()


def test_a_name_can_not_pass_for_a_line_of_the_manifest() -> None:
    sly = station(name="Radio\nDOCUMENTS\r\n  POSTER.PDF\u2028SHA-256 0")
    text = manifest(sly, documents(sly.bundle)).decode("utf-8-sig")

    assert text.split("\r\n").count("DOCUMENTS") == 1


def test_nothing_to_pack_is_refused_and_the_others_go_on(tmp_path: Path) -> None:
    empty, good = gateway(tmp_path).send([station(1, item("only words")), station(2)])

    assert (empty.outcome, good.outcome) == (Outcome.REFUSED, Outcome.ACCEPTED)
    assert empty.detail
    assert [row["file"] for row in index(tmp_path)] == ["K7QX2M-2.zip"]


@pytest.mark.parametrize(
    "bad", [{"id": "../x"}, {"id": "a/b"}, {"broadcast": "../up"}, {"id": ""}]
)
def test_an_id_that_would_leave_the_folder_is_refused(
    tmp_path: Path, bad: dict[str, str]
) -> None:
    with pytest.raises(GatewayError) as caught:
        gateway(tmp_path).send([station(1, **bad)])

    assert caught.value.permanent
    assert list(tmp_path.iterdir()) == []


def test_on_a_full_disk_no_half_parcel_appears(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched, pytest.raises(GatewayError) as caught:
        patched.setattr("channels.gateways.pack.os.fsync", full)
        gateway(tmp_path).send([station(1), station(2)])

    assert caught.value.unwritten == {"K7QX2M-1", "K7QX2M-2"}
    assert not caught.value.permanent
    assert not list(tmp_path.rglob("*.zip"))


def test_killed_at_each_step_it_leaves_only_whole_parcels(tmp_path: Path) -> None:
    for step in range(1, 30):
        child = os.fork()
        if child == 0:
            _pack_and_die(tmp_path / str(step), step)
        _, status = os.waitpid(child, 0)
        for path in (tmp_path / str(step)).rglob("*.zip"):
            with zipfile.ZipFile(path) as parcel:
                assert parcel.testzip() is None
        gateway(tmp_path / str(step)).send([station(1), station(2)])
        assert len(index(tmp_path / str(step))) == 2
        if not os.WIFSIGNALED(status):
            break

    assert step > 5


def _pack_and_die(out: Path, step: int) -> None:
    left = [step]

    def wrapped(effect):
        def run(*arguments):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return effect(*arguments)

        return run

    os.fsync = wrapped(os.fsync)
    Path.replace = wrapped(Path.replace)
    zipfile.ZipFile.writestr = wrapped(zipfile.ZipFile.writestr)
    gateway(out).send([station(1), station(2)])
    os._exit(0)


def test_what_was_for_an_address_is_removed_and_nothing_else(tmp_path: Path) -> None:
    gateway(tmp_path).send(
        [station(1), station(2, address="=Hill\nNakuru"), station(3)]
    )
    assert gateway(tmp_path).forget({"=Hill\nNakuru"}) == 1
    assert [row["file"] for row in index(tmp_path)] == ["K7QX2M-1.zip", "K7QX2M-3.zip"]
    left = sorted(path.name for path in (tmp_path / "pack-K7QX2M").glob("*.zip"))
    assert left == ["K7QX2M-1.zip", "K7QX2M-3.zip"]
    assert gateway(tmp_path).forget({"=Hill\nNakuru"}) == 0
