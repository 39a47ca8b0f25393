"""An edition made of files: its masthead is true of every item."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from outreach import registry
from outreach.cli.edition import edition_of
from outreach.model.announcement import Announcement
from tests.cli.conftest import Run
from tests.dispatch.conftest import CONTENT

File = Callable[..., str]
#: What the fixture of the commands puts small channels in the place of.
REAL = registry.plugins


def items(*changes: dict[str, Any]) -> list[Announcement]:
    return [Announcement.model_validate({**CONTENT, **each}) for each in changes]


def at(**venue: Any) -> dict[str, Any]:
    return {"venue": {"locality": "Kisumu", "country": "KE", **venue}}


LAKE = {"en": "Lake", "sw": "Ziwa"}
IN_BOTH = {"texts": {"ar": {"title": "الماء"}, "zh": {"title": "水"}}}


@pytest.mark.parametrize(
    ("venues", "region"),
    [
        pytest.param([at(region="Nyanza"), at(region="Nyanza")], "Nyanza", id="one region"),
        pytest.param([at(region=LAKE), at(region=LAKE)], LAKE, id="one region in two languages"),
        pytest.param([at(region="Nyanza"), at()], {"en": "Nyanza, Kisumu", "sw": "Nyanza, Kisumu"}, id="a locality where no region is given"),
        pytest.param([at(region="Nyanza"), at(region=LAKE), at(region="Nyanza")], {"en": "Nyanza, Lake", "sw": "Nyanza, Ziwa"}, id="each region once, in each language"),
        pytest.param([at(region=LAKE), at(region={"en": "Hills"})], {"en": "Lake, Hills"}, id="only languages that all have"),
        pytest.param([at(region={"ar": "البحيرة", "zh": "湖区"}) | IN_BOTH, at(region={"ar": "التلال", "zh": "山区"})], {"ar": "البحيرة، التلال", "zh": "湖区、山区"}, id="with the comma of each language"),
        pytest.param([at(region={"sw": "Ziwa"}), at(region={"en": "Hills"})], {"sw": "Ziwa"}, id="no language that all have: the channel refuses the others"),
    ],
)  # fmt: skip
def test_the_region_names_where_the_items_are(venues, region):
    assert edition_of(items(*venues)).region == region


def test_many_long_regions_stay_a_line():
    there = [at(region=f"Region {n} " + "x" * 480) for n in range(20)]

    assert len(edition_of(items(*there)).region["en"]) <= 200


def test_the_period_runs_from_the_first_day_to_the_last():
    made = edition_of(
        items(
            {"starts_at": "2027-05-05", "ends_at": "2027-05-20"},
            {"starts_at": "2027-05-01T09:00", "ends_at": None},
            {"starts_at": "2027-05-18", "ends_at": None},
        )
    )

    assert (str(made.period_from), str(made.period_to)) == ("2027-05-01", "2027-05-20")
    assert made.number == 1


def test_render_of_several_files_makes_what_editions_become(
    run: Run, file: File, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "plugins", REAL)
    files = (file("a.json"), file("b.json", id="b"))

    done = run("render", *files, "--language", "en", "--out", "out")

    assert done.code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "edition-1.print.bulletin.en.pdf",
        "edition-1.radio.programme.en.cuesheet.txt",
        "edition-1.radio.programme.en.pdf",
        "edition-1.radio.programme.en.txt",
    ]


def test_render_of_one_file_in_two_languages_makes_each_page_of_it(
    run: Run, file: File, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The channels of one language say so, and the pages are made all the same."""
    monkeypatch.setattr(registry, "plugins", REAL)
    example = file(texts={code: {"title": "Water"} for code in ("en", "sw")})

    done = run("render", example, "--language", "en,sw", "--out", "out")

    assert done.code == 0
    assert sorted(
        path.name.split(".", 1)[1] for path in (tmp_path / "out").iterdir()
    ) == [
        f"print.{variant}.en-sw.pdf"
        for variant in ("handbill", "large", "poster-a3", "poster")
    ]


@pytest.mark.parametrize(
    ("count", "variant", "says"),
    [
        pytest.param(1, "bulletin", "made of an edition", id="a bulletin of one file"),
        pytest.param(1, "programme", "made of an edition", id="a programme of one"),
        pytest.param(2, "30", "make a programme", id="a script of two"),
        pytest.param(2, "poster", "not of an edition", id="a poster of two"),
    ],
)
def test_what_is_made_of_the_other_subject_is_refused(
    run: Run, file: File, monkeypatch: pytest.MonkeyPatch, count, variant, says
) -> None:
    monkeypatch.setattr(registry, "plugins", REAL)
    files = [file(f"{n}.json", id=f"water-{n}") for n in range(count)]

    done = run("render", *files, "--variant", variant, "--language", "en")

    assert (done.code, says in done.err) == (1, True)
