"""The catalogues of the leaflet: every wording in every language, and no other."""

from __future__ import annotations

import ast
import re
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from channels.print.leaflet import content, rows
from outreach.wording.catalogues import languages_with
from outreach.wording.labels import REVIEWER
from tests.channels.print.leaflet.offices import CHANNEL, LANGUAGES, leaflet


def asked_for() -> set[str]:
    """What the code asks a wording for."""
    trees = [ast.parse(Path(m.__file__).read_text("utf-8")) for m in (content, rows)]
    calls = [n for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Call)]
    return {
        call.args[0].value
        for call in calls
        if getattr(call.func, "id", None) == "wording"
        and isinstance(call.args[0], ast.Constant)
    }


def entries_of(language: str) -> dict[str, str]:
    path = files("templates") / "locale" / language / "leaflet.po"
    with path.open("rb") as file:
        return {m.id: m.string for m in read_po(file, locale=language) if m.id}


def test_there_is_a_leaflet_in_every_language_with_any_wording():
    domains = ("inbox", "papers", "print", "radio", "sms")
    anywhere = frozenset().union(*map(languages_with, domains))

    assert frozenset(LANGUAGES) == anywhere == CHANNEL.leaflet_languages


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_every_wording_and_no_other(language):
    entries = entries_of(language)

    reviewer = entries.pop(REVIEWER)
    assert set(entries) == asked_for()
    assert all(entries.values())
    assert bool(reviewer) is (language == "en")
    fields = re.compile(r"\{\w+\}")
    for english, own in entries.items():
        assert fields.findall(english) == fields.findall(own)


@pytest.mark.parametrize("language", LANGUAGES)
def test_staff_are_told_of_wording_that_nobody_has_reviewed(language):
    said = [n for n in leaflet(language).notes if "No native speaker" in n]

    assert len(said) == (language != "en")
