"""Scripts on the command line say names as the office's lexicon, or a file's, does."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from outreach import registry
from tests.cli.conftest import Run
from tests.cli.test_office import staffed

__all__ = ["staffed"]

REAL = registry.plugins
LINES = [{"language": "en", "written": "LRNQ", "spoken": "Lake Region Network"}]
FROM_FILE = "note: names are said by the lexicon in names.json, of 1 line.\n"
FROM_OFFICE = "note: names are said by the office's lexicon, of 1 line.\n"


def given(monkeypatch: pytest.MonkeyPatch, *lines: dict[str, str]) -> None:
    data = "\n".join(map(json.dumps, lines)).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), "utf-8"))


def named(lines: object = LINES) -> list[str]:
    Path("names.json").write_text(json.dumps(lines), "utf-8")
    return ["--lexicon", "names.json"]


def spoken(
    run: Run, monkeypatch: pytest.MonkeyPatch, *flags: str
) -> tuple[list[str], str]:
    given(monkeypatch, {"text": "LRNQ meets."}, {"acronym": "LRNQ"})
    done = run("radio", "speak", "--language", "en", *flags)
    assert done.code == 0
    return [json.loads(line)["spoken"] for line in done.out.splitlines()], done.err


SAID = ["Lake Region Network meets.", "Lake Region Network"]


def test_speak_says_names_as_a_file_does(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert spoken(run, monkeypatch, *named()) == (SAID, FROM_FILE)


def test_speak_says_names_as_the_office_does(
    staffed: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = ("en", "LRNQ", "--spoken", "Lake Region Network")
    assert staffed("lexicon", "set", *line, "--as", "ann").code == 0
    assert spoken(staffed, monkeypatch) == (SAID, FROM_OFFICE)


def test_speak_without_a_lexicon_makes_no_database(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    said, told = spoken(run, monkeypatch)
    assert (said[1], told) == ("L-R-N-Q", "")
    assert list(Path.cwd().iterdir()) == []


def test_a_database_that_can_not_be_read_is_told_and_does_no_harm(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("outreach-data").mkdir()
    Path("outreach-data/outreach.db").write_bytes(b"no database at all" * 100)
    said, told = spoken(run, monkeypatch)
    assert said[1] == "L-R-N-Q"
    assert told == (
        "note: the office's database can't be read: its lexicon is not used.\n"
    )


@pytest.mark.parametrize("by", ["file", "office", "neither"])
def test_render_says_names_by_the_same_lexicon(
    staffed: Run, file: Callable[..., str], monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    if by == "office":
        line = ("en", "LRNQ", "--spoken", "Lake Region Network")
        staffed("lexicon", "set", *line, "--as", "ann")
    flags = named() if by == "file" else []
    monkeypatch.setattr(registry, "plugins", REAL)
    contact = {"name": "Amina", "phones": ["+254722000014"]}
    done = staffed(
        "render", file(organizer="LRNQ", contact=contact), "--channel", "radio",
        "--variant", "30", "--language", "en", *flags,
    )  # fmt: skip
    assert done.code == 0
    assert ("Lake Region Network" in done.out) is (by != "neither")
    assert done.err == {"file": FROM_FILE, "office": FROM_OFFICE, "neither": ""}[by]


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        pytest.param({}, "names.json is not a list", id="no list"),
        pytest.param([1], "line 1 of the list: is none", id="no line"),
        pytest.param([*LINES, {"language": "en", "written": "X"}], "line 2 of the list", id="says nothing"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_lexicon_is_told(run: Run, lines: object, says: str) -> None:
    done = run("radio", "speak", "--language", "en", *named(lines))
    assert done.code == 1
    assert says in done.err
