"""A disk that is really full: nothing lost, nothing twice, and it goes on with room."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import pytest

from outreach.settings import Settings, read_settings
from tests.dispatch.conftest import Bench
from tests.dispatch.meddling import LASTS, Moment, goes_through


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 12 MB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def settings(small_disk: Path) -> Settings:
    return read_settings(
        {"OUTREACH_DATABASE_URL": f"sqlite:///{small_disk}/data/outreach.db"}
    )


@pytest.mark.parametrize("moment", ["starting", "claiming", "settling"])
def test_a_full_disk_loses_and_doubles_nothing(
    bench: Bench,
    small_disk: Path,
    moment: Moment,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    ballast = small_disk / "ballast"

    def fill() -> None:
        with ballast.open("wb", buffering=0) as file:
            for size in (2**20, 1):
                with pytest.raises(OSError, match="No space left"):
                    while file.write(b"x" * size) == size:
                        pass
                    file.write(b"x")
        Timer(LASTS, ballast.unlink).start()

    goes_through(bench, monkeypatch, fill, moment)
    assert "disk is full" in caplog.text
    assert "Traceback" not in caplog.text
