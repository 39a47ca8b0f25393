"""A station and its presenter: the script in a parcel, the facts in a text of two segments."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from outreach import registry
from outreach.directory.records import read_organisations
from outreach.model.errors import InputError
from outreach.settings import read_settings
from outreach.store import directory
from tests.channels.sms.sample import content
from tests.dispatch.conftest import NOW, Bench, at_work

PAGE = Path(__file__).parents[2] / "docs/howto/stations.md"
PHONE = "+254722451983"


def example() -> list[dict[str, Any]]:
    """The station of the how-to, as it stands there."""
    code = [line[4:] for line in PAGE.read_text().splitlines() if line[:4] == "    "]
    return json.loads("\n".join(code))


@pytest.fixture
def bench(database: dict[str, str], tmp_path: Path) -> Iterator[Bench]:
    settings = read_settings({**database, "OUTREACH_OUT": str(tmp_path / "out")})
    with at_work(settings) as found:
        gateways = {n: registry.gateway(n, settings) for n in ("outbox", "pack")}
        found.terms = {"gateways": gateways}
        found.announce(**content(id="water-day"))
        yield found


def test_a_station_as_the_page_has_it_gets_both(bench: Bench, tmp_path: Path) -> None:
    told = read_organisations(json.dumps(example()))
    with bench.store.write() as connection:
        for record in told:
            directory.put_organisation(connection, record, bench.store.secret, NOW)
    bench.organisation("+254722000777", channel="sms", language="sw")
    sent = bench.approved(channels=("radio", "sms"))
    bench.run()

    assert bench.state(sent) == "done"
    (parcel,) = (tmp_path / "out").rglob("*.zip")
    with zipfile.ZipFile(parcel) as opened:
        names = opened.namelist()
        cues = opened.read("CUESHEET.TXT").decode("utf-8-sig")
        script = opened.read("SCRIPT30.TXT")
        assert script.startswith(b"\xef\xbb\xbf")
        # As one dials it in the country of the station.
        assert b"+254 722 000014 (0722 000014)" in script
    assert names == [
        "MANIFEST.TXT", "CUESHEET.TXT", "SCRIPT30.TXT", "SCRIPT30.PDF",
        "SCRIPT60.TXT", "SCRIPT60.PDF", "AIRPLAY.PDF", "SHA256SUMS",
    ]  # fmt: skip
    assert re.search(r"^SCRIPT30\.TXT +0:2\d  radio 30, Swahili\r$", cues, re.M)
    (texts,) = (tmp_path / "out").rglob("*.jsonl")
    rows = [json.loads(line) for line in texts.read_text("utf-8").splitlines()]
    line = next(row for row in rows if row["address"] == PHONE)
    other = next(row for row in rows if row["address"] != PHONE)
    assert line["segments"] <= 2
    assert "Simu +254722000014" in line["text"]
    assert line["text"] != other["text"]


def test_an_option_of_another_channel_is_told_when_it_is_imported() -> None:
    (station,) = example()
    station["addressees"][0]["options"] = {"facts_line": True}
    with pytest.raises(InputError, match="facts_line") as caught:
        read_organisations(json.dumps([station]))
    assert "Radio script" in str(caught.value)
