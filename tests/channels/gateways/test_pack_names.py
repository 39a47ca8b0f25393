"""Names of packed files: short, plain, unique, and never a path, a device or one of ours."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.model.contracts import BundleItem
from outreach.model.packing import documents
from tests.channels.gateways.test_pack import script
from tests.fakes.deliveries import item

FAT = re.compile(r"(?:[A-Z0-9-]{1,8}/)?[A-Z0-9]{1,8}\.[A-Z0-9]{1,3}")
DEVICE = re.compile(r"(?:.*/)?(?:CON|PRN|AUX|NUL|COM\d|LPT\d)[./].*")


@pytest.mark.parametrize(
    ("items", "paths"),
    [
        pytest.param([script("30")], ["SCRIPT.TXT", "SCRIPT.PDF"], id="the only script"),
        pytest.param(
            [script("30"), script("60")],
            ["SCRIPT30.TXT", "SCRIPT30.PDF", "SCRIPT60.TXT", "SCRIPT60.PDF"],
            id="of several each has its seconds",
        ),
        pytest.param(
            [item("x", channel="radio", variant="30", files={"txt": b"1", "pdf": b"2", "wav": b"3"})],
            ["SCRIPT.TXT", "SCRIPT.PDF", "SCRIPT.WAV"],
            id="audio where it was made",
        ),
        pytest.param(
            [script("30", "con"), script("30", "aux")],
            ["CON0/SCRIPT.TXT", "CON0/SCRIPT.PDF", "AUX0/SCRIPT.TXT", "AUX0/SCRIPT.PDF"],
            id="no folder that Windows takes for a device: Cofán and Aurá",
        ),
        *(
            pytest.param(
                [item(None, channel="print", variant="x", files={f"{name}.txt": b"1"})],
                [f"{plain}.TXT"],
                id=f"a file called {name!r}",
            )
            for name, plain in [
                ("NUL", "NUL0"), ("lpt1", "LPT10"), ("com9", "COM90"), ("aux ", "AUX0"), ("con.", "CON0"),
                ("  .. ", "FILE"), ("a/../../b", "AB"), ("C:\\x", "CX"), ("SHA256SUMS", "SHA256SU"),
            ]
        ),
        pytest.param(
            [item(None, channel="print", variant="x", files={"airplay.pdf": b"1"})],
            ["AIRPLAY2.PDF"],
            id="never in the place of the airplay log",
        ),
        pytest.param([script("full")], ["SCRIPT.TXT", "SCRIPT.PDF"], id="the whole script"),
        pytest.param(
            [script("30", "sw"), script("30", "en")],
            ["SW/SCRIPT.TXT", "SW/SCRIPT.PDF", "EN/SCRIPT.TXT", "EN/SCRIPT.PDF"],
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
    assert not {"MANIFEST.TXT", "AIRPLAY.PDF"} & set(paths)
    assert not any(DEVICE.fullmatch(path) for path in paths)
