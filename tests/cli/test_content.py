"""Commands that need no database."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run

File = Callable[..., str]
FR = {"en": {"title": "Water"}, "fr": {"title": "Eau"}}


def test_render_writes_each_file_under_its_name(
    run: Run, file: File, tmp_path: Path
) -> None:
    done = run("render", file(), "--out", "deep/out")
    assert done.code == 0
    assert sorted(path.name for path in (tmp_path / "deep/out").iterdir()) == [
        "water-day.paper.sheet.en.txt",
        "water-day.paper.sheet.sw.txt",
        "water-day.text.full.en.txt",
        "water-day.text.full.sw.txt",
        "water-day.text.short.en.txt",
        "water-day.text.short.sw.txt",
    ]


def test_render_reads_aloud_what_a_voice_can_read(
    run: Run, file: File, tmp_path: Path
) -> None:
    done = run("render", file(), "--language", "en", "--aloud", "--out", "out")
    assert done.code == 0
    sounds = list((tmp_path / "out").glob("*.wav"))
    assert [path.name for path in sounds] == ["water-day.paper.sheet.en.wav"]
    assert sounds[0].read_text() == "en: Water day [None]"


def test_render_json_is_one_object_a_line(run: Run, file: File) -> None:
    done = run("render", file(), "--channel", "text", "--json")
    objects = [json.loads(line) for line in done.out.splitlines()]
    assert [(o["channel"], o["language"], o["variant"]) for o in objects] == [
        ("text", "en", "short"),
        ("text", "sw", "short"),
        ("text", "en", "full"),
        ("text", "sw", "full"),
    ]
    assert objects[0]["text"] == "Water day [None]"
    assert objects[0]["measure"]["segments"] == 1


@pytest.mark.parametrize(
    ("flags", "code"),
    [
        pytest.param(
            [], 0, id="nothing was named: French is refused, the rest is made"
        ),
        pytest.param(["--language", "fr"], 1, id="French was named"),
        pytest.param(
            ["--language", "fr", "--language", "en"],
            1,
            id="French was named beside English",
        ),
        pytest.param(
            ["--channel", "text"], 0, id="the channel was named, and something made"
        ),
        pytest.param(
            ["--channel", "text", "--language", "en"], 0, id="what was named was made"
        ),
        pytest.param(["--language", "pt"], 1, id="a language the announcement lacks"),
    ],
)
def test_render_fails_only_for_what_was_named(
    run: Run, file: File, flags: list[str], code: int
) -> None:
    done = run("render", file(texts=FR), *flags)
    assert done.code == code


def test_render_fails_where_nothing_was_made(run: Run, file: File) -> None:
    assert run("render", file(texts={"fr": {"title": "Eau"}})).code == 1


@pytest.mark.parametrize(
    ("flags", "says"),
    [
        pytest.param(["--channel", "fax"], "There is no channel “fax”.", id="channel"),
        pytest.param(
            ["--variant", "huge"], "There is no variant “huge”.", id="variant"
        ),
    ],
)
def test_an_unknown_name_is_told_with_those_there_are(
    run: Run, file: File, flags: list[str], says: str
) -> None:
    done = run("render", file(), *flags)
    assert (done.code, done.out) == (1, "")
    assert says in done.err
    assert "There are:" in done.err


def test_what_is_not_made_of_an_edition_is_said(run: Run, file: File) -> None:
    two = file("a.json"), file("b.json", id="water-night")

    done = run("render", *two, "--channel", "text")

    assert (done.code, done.out) == (1, "")
    assert done.err == "Nothing that was named is made of an edition.\n"


def test_a_fault_of_ours_ends_in_a_sentence_and_exit_3(
    run: Run, file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("outreach.cli.content.read_json", broken)

    done = run("validate", file())

    assert done.code == 3
    assert done.err.splitlines()[-1].startswith("Something of ours failed.")


def test_validate_says_what_is_sound(run: Run, file: File) -> None:
    done = run("validate", file())
    assert (done.code, done.out) == (0, "water-day: sound, in en, sw.\n")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        pytest.param({"colour": 1}, "colour: is not a known field", id="unknown field"),
        pytest.param(
            {"starts_at": "2027-02-30"}, "starts_at: “2027-02-30”", id="no such day"
        ),
        pytest.param(
            {"ends_at": "2027-05-04"},
            "ends_at: the end is before",
            id="end before start",
        ),
        pytest.param(
            {"timezone": "Mars"}, "timezone: “Mars” is not", id="unknown zone"
        ),
        pytest.param(
            {"texts": {"en": {"title": ""}}},
            "texts.en.title: is empty",
            id="empty title",
        ),
        pytest.param(
            {"texts": {"en": {"title": "a", "body": "x" * 200_000}}},
            "texts.en.body: is too long",
            id="200 kB",
        ),
        pytest.param({"organizer": "a\x07b"}, "organizer: has a control", id="C0"),
        pytest.param({"organizer": "a\x9bb"}, "organizer: has a control", id="C1"),
    ],
)
def test_bad_input_is_one_plain_sentence_and_exit_1(
    run: Run, file: File, changes: dict, says: str
) -> None:
    for command in ("validate", "render", "announce"):
        done = run(command, file(**changes))
        assert (done.code, done.out) == (1, "")
        assert done.err.startswith(says)
        assert done.err.count("\n") == 1


def test_a_bad_announcement_makes_no_database(
    run: Run, file: File, tmp_path: Path
) -> None:
    run("announce", file(kind="party"))
    assert not (tmp_path / "outreach-data").exists()


def test_hidden_direction_characters_are_taken_out_and_said(
    run: Run, file: File
) -> None:
    done = run("validate", file(organizer="Lake\u202e Network"))
    assert done.code == 0
    assert "note: organizer: hidden characters" in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["render"], id="no file"),
        pytest.param(["render", "nothing.json"], id="no such file"),
        pytest.param(["dance"], id="no such command"),
        pytest.param(["validate", "--loud", "x"], id="no such option"),
    ],
)
def test_wrong_usage_is_exit_2(run: Run, arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.code == 2
    assert "Usage:" in done.err


def test_a_setting_that_can_not_be_used_is_named(
    run: Run, file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTREACH_TIMEZONE", "Mars")
    done = run("announce", file())
    assert (done.code, done.err[:18]) == (2, "OUTREACH_TIMEZONE:")


def test_schema_is_json(run: Run) -> None:
    assert json.loads(run("schema").out)["title"] == "Announcement"
