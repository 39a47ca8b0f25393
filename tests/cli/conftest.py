"""The commands in a folder of their own, with small channels instead of the real ones."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from outreach import cli, registry
from tests.dispatch.conftest import CONTENT
from tests.fakes.plugins import fake_plugins


@dataclass(frozen=True)
class Done:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Run ``outreach`` with arguments, as a new office would: no settings."""
    monkeypatch.setattr(registry, "plugins", fake_plugins)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["outreach", *arguments])
        try:
            cli.main()
            code: Any = 0
        except SystemExit as end:
            code = end.code
        said = capsys.readouterr()
        return Done(code=code or 0, out=said.out, err=said.err)

    return run


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., str]:
    """Write an announcement with changes; its path."""

    def write(name: str = "a.json", **changes: Any) -> str:
        path = tmp_path / name
        path.write_text(json.dumps({**CONTENT, **changes}), "utf-8")
        return str(path)

    return write
