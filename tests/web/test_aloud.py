"""A script read aloud for who approves it: what it weighs is told before it is fetched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.web.conftest import Office

#: A link to a script read aloud, with what it weighs beside it.
LINK = re.compile(
    r'<a href="([^"]+/radio/30/en/0\?aloud=1)">Hear it</a> [^(]*\(([^)]+)\)'
)
#: In espeak-ng's place: what it is given comes back as the sound.
PROGRAM = '#!/bin/sh\ncat > "$6"\n'


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "espeak-ng"
    path.write_text(PROGRAM)
    path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return path


def link(office: Office) -> tuple[str, str]:
    ref, viewer = office.announce(), office.browser("viewer")
    found = LINK.search(viewer.get(f"/announcements/{ref}/1/preview?language=en").text)
    assert found
    return found[1], found[2]


def test_a_script_can_be_heard(office: Office, program: Path) -> None:
    address, said = link(office)
    assert re.fullmatch(r"a synthetic voice, not for air; about 1,?\d{3} kB", said)
    answer = office.browser("viewer").get(address)
    assert answer.headers["content-type"] == "audio/wav"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.text.startswith("not for air.")


def test_without_a_voice_staff_are_told_what_to_install(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, _ = link(office)
    monkeypatch.setenv("PATH", str(tmp_path))
    answer = office.browser("viewer").get(address)
    assert 400 <= answer.status_code < 500
    assert "Install Debian" in answer.text


def test_only_scripts_are_read_aloud(office: Office) -> None:
    """A text message, or a page, has no voice."""
    address, _ = link(office)
    viewer = office.browser("viewer")
    assert viewer.get(address.replace("radio/30", "print/poster")).status_code == 404
