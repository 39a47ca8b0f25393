"""The history of migrations: needs no database, so that ``make check`` runs it."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from outreach.store import migrations

FOLDER = Path(migrations.__file__).parent


@pytest.mark.filterwarnings("error")  # of two with one number
def test_the_migrations_are_one_line_and_numbered_as_their_files() -> None:
    """Else two branches that each add one would open no database once both are in."""
    scripts = ScriptDirectory(str(FOLDER))
    assert len(scripts.get_heads()) == 1
    line = [*scripts.walk_revisions()][::-1]
    numbers = [f"{number:04}" for number in range(1, len(line) + 1)]
    assert [script.revision for script in line] == numbers
    assert [script.down_revision for script in line] == [None, *numbers[:-1]]
    names = sorted(path.name for path in (FOLDER / "versions").glob("*.py"))
    assert [Path(script.path).name for script in line] == names
    assert [name.split("_")[0] for name in names] == numbers
