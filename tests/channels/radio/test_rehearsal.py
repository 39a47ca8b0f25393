"""A synthetic voice: what it is given, and what happens where there is none."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from channels.radio import RadioChannel
from channels.radio.languages import SPEECHES
from channels.radio.options import RadioOptions
from channels.radio.rehearsal import VOICES, rehearsal
from outreach.model.aloud import CanRehearse
from outreach.model.errors import CannotCarry
from tests.channels.radio.samples import announcement


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A program in espeak-ng's place that keeps what it was asked, or does as it is told."""

    def put(script: str) -> Path:
        path = tmp_path / "espeak-ng"
        path.write_text(f"#!/bin/sh\ncd {tmp_path}\n{script}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
        return tmp_path

    return put


KEEPS = 'echo "$*" > asked; cat > read; cp read "$6"'


def test_every_language_has_a_voice() -> None:
    assert SPEECHES.keys() <= VOICES.keys()


def test_the_text_is_given_as_text_and_never_as_an_option(program) -> None:
    folder = program(KEEPS)
    rehearsal("-w /etc/passwd\n--help", "en")
    assert (folder / "read").read_text().splitlines()[2:] == ["-w /etc/passwd", "--help"]  # fmt: skip
    assert "passwd" not in (folder / "asked").read_text()


@pytest.mark.parametrize(
    ("pace", "speed"),
    [
        pytest.param(1.0, 145, id="the language's own"),
        pytest.param(0.8, 116, id="a slow reader"),
    ],
)
def test_it_reads_at_the_stations_pace(program, pace: float, speed: int) -> None:
    folder = program(KEEPS)
    rehearsal("Hello.", "en", pace)
    assert f"-v en-gb -s {speed} " in (folder / "asked").read_text()


def test_it_says_first_that_it_is_not_for_air(program) -> None:
    folder = program(KEEPS)
    channel = RadioChannel()
    assert isinstance(channel, CanRehearse)
    made = channel.render(announcement(), ("fr",), "full", RadioOptions())
    file = channel.rehearse(made, "fr", RadioOptions())
    assert (file.name, file.media_type) == ("wav", "audio/wav")
    assert (
        (folder / "read").read_text().startswith("ne pas lire à l’antenne.\n\nChères")
    )


@pytest.mark.parametrize(
    ("script", "why"),
    [
        pytest.param("exit 1", "CalledProcessError", id="it fails"),
        pytest.param("cat > read", "FileNotFoundError", id="it writes nothing"),
    ],
)
def test_a_program_that_fails_is_told(program, script: str, why: str) -> None:
    program(script)
    with pytest.raises(CannotCarry, match=rf"could not read .* \({why}\)"):
        rehearsal("Hello.", "en")


def test_without_the_program_staff_are_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotCarry, match="Install Debian's package espeak-ng"):
        rehearsal("Hello.", "en")
