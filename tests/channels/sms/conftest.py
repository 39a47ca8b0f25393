"""Goldens: OUTREACH_UPDATE_GOLDEN=1 writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from channels.sms import SmsChannel

FOLDER = Path(__file__).parent / "golden"


@pytest.fixture(scope="session")
def sms():
    """The channel."""
    return SmsChannel()


@pytest.fixture
def golden():
    """Compares a text with the golden of a name."""

    def compare(name: str, text: str) -> None:
        path = FOLDER / name
        if os.environ.get("OUTREACH_UPDATE_GOLDEN"):
            FOLDER.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
        assert text == path.read_text("utf-8")

    return compare
