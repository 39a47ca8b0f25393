"""A parcel is whole, the same each time, and readable wherever it is opened."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import signal
import subprocess
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.gateways.pack import PackGateway
from channels.gateways.packing import manifest
from outreach.model.contracts import BundleItem, GatewayError, GatewaySettings, Outgoing
from outreach.model.packing import documents
from outreach.model.states import Outcome
from tests.fakes.deliveries import item, outgoing

FAT = re.compile(r"(?:[A-Z0-9-]{1,8}/)?[A-Z0-9]{1,8}\.[A-Z0-9]{1,3}")


def gateway(out: Path) -> PackGateway:
    return PackGateway(GatewaySettings(out=out))


def script(variant: str = "30", language: str = "sw", copies: int = 1) -> BundleItem:
    return item(
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
            "SCRIPT30.TXT",
            "SCRIPT30.PDF",
            "POSTER.PDF",
            "SHA256SUMS",
        ]
        assert parcel.read("SCRIPT30.TXT") == b"Karibuni 30 sw"
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
    assert rows[0]["documents"] == "1 x SCRIPT30.TXT; 1 x SCRIPT30.PDF; 25 x POSTER.PDF"
    parcel = tmp_path / "pack-K7QX2M" / rows[0]["file"]
    assert rows[0]["sha256"] == hashlib.sha256(parcel.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("items", "paths"),
    [
        pytest.param([script("30")], ["SCRIPT30.TXT", "SCRIPT30.PDF"], id="seconds"),
        pytest.param([script("full")], ["SCRIPT.TXT", "SCRIPT.PDF"], id="the whole script"),
        pytest.param(
            [script("30", "sw"), script("30", "en")],
            ["SW/SCRIPT30.TXT", "SW/SCRIPT30.PDF", "EN/SCRIPT30.TXT", "EN/SCRIPT30.PDF"],
            id="two languages, a folder each",
        ),
        pytest.param(
            [item(None, channel="print", variant="poster-a3", files={"pdf": b"1"})],
            ["POSTERA3.PDF"],
            id="signs that FAT has not are left out",
        ),
        pytest.param(
            [item(None, channel="print", variant=v, files={"pdf": b"1"}) for v in ("programme-a", "programme-b")],
            ["PROGRAMM.PDF", "PROGRAM2.PDF"],
            id="names that are equal when cut get a number",
        ),
        pytest.param(
            [item(None, channel="fax", variant="con", files={"txt": b"1"})],
            ["CON0.TXT"],
            id="no file that Windows takes for a device",
        ),
        pytest.param(
            [item(None, channel="x", variant="manifest", files={"txt": b"1"})],
            ["MANIFES2.TXT"],
            id="never over the manifest",
        ),
        pytest.param(
            [item(None, channel="радио", variant="кратко", files={"текст": b"1"})],
            ["FILE.BIN"],
            id="letters that FAT has not",
        ),
        pytest.param(
            [item(None, channel="radio", variant="30", files={"airplay-log.pdf": b"1"})],
            ["AIRPLAYL.PDF"],
            id="a file with a name of its own keeps it",
        ),
        pytest.param(
            [item(None, channel="../x", variant="../../etc/passwd", files={"../sh": b"1"})],
            ["FILE.SH"],
            id="never a path",
        ),
    ],
)  # fmt: skip
def test_names_are_short_and_plain(items: list[BundleItem], paths: list[str]) -> None:
    assert [document.path for document in documents(items)] == paths


@given(
    st.lists(
        st.tuples(st.text(max_size=12), st.text(max_size=12), st.sampled_from(["en", "sw", "zh-Hans"]), st.text(min_size=1, max_size=8)),
        min_size=1,
        max_size=30,
    )
)  # fmt: skip
def test_names_are_unique_and_fit_fat_whatever_the_plug_ins_call_things(
    kinds: list[tuple[str, str, str, str]],
) -> None:
    items = [
        item(None, channel=c, variant=v, languages=(code,), files={ending: b"1"})
        for c, v, code, ending in kinds
    ]
    paths = [document.path for document in documents(items)]

    assert len(set(paths)) == len(items)
    assert all(FAT.fullmatch(path) for path in paths)
    assert "MANIFEST.TXT" not in paths


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
