"""An upgrade keeps what an earlier version stored."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from outreach.store.migrations import upgrade

FIRST = """
INSERT INTO users VALUES (1, 'ann', 'Ann', 'author', NULL, 1, '2027-03-01');
INSERT INTO announcements VALUES ('water-day', '2027-03-01');
INSERT INTO announcement_versions VALUES
  ('water-day', 1, 'correction', '{}', 'd', 1, '2027-03-01');
INSERT INTO bundles VALUES (1, 'd', '[]');
INSERT INTO broadcasts VALUES
  (1, 'ABC234', 'water-day', 1, '["sms"]', 1, NULL, 'approved', NULL, 1, 1809525600,
   'd', 1, '2027-03-01', 0, 0, 0);
INSERT INTO approvals VALUES (1, 1, 'd', '2027-03-01');
INSERT INTO schedules VALUES (1, 1, 'at', '2027-03-02T09:00', NULL, 'UTC', 9, 60);
INSERT INTO chunks VALUES (1, 0, 0, 1, 0, 0, NULL);
"""


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        pytest.param(
            "SELECT code, version, notice, edition_id FROM broadcasts",
            [("ABC234", 1, "correction", None)],
            id="a broadcast gets its announcement's notice",
        ),
        pytest.param("SELECT broadcast_id FROM approvals", [(1,)], id="its approval"),
        pytest.param(
            "SELECT kind, next_at, rule FROM schedules",
            [("at", 9, None)],
            id="its schedule",
        ),
        pytest.param(
            "SELECT segments FROM bundles", [(1,)], id="a bundle counts as one segment"
        ),
        pytest.param("SELECT count(*) FROM chunks", [(1,)], id="chunks"),
        pytest.param("PRAGMA foreign_keys", [(1,)], id="references hold again"),
    ],
)
def test_the_second_migration_keeps_what_the_first_stored(
    tmp_path: Path, query: str, rows: list[tuple[object, ...]]
) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/o.db")
    upgrade(engine, "0001")
    with engine.begin() as connection:
        for statement in filter(str.strip, FIRST.split(";")):
            connection.execute(text(statement))
    upgrade(engine)
    with engine.connect() as connection:
        assert [tuple(row) for row in connection.execute(text(query))] == rows
    engine.dispose()


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param(
            "UPDATE broadcasts SET state = 'gone'", id="a state that there is not"
        ),
        pytest.param(
            "UPDATE broadcasts SET version = NULL", id="neither version nor edition"
        ),
        pytest.param(
            "UPDATE schedules SET kind = 'soon'", id="a kind that there is not"
        ),
    ],
)
def test_a_copied_table_keeps_its_checks(tmp_path: Path, statement: str) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/o.db")
    upgrade(engine, "0001")
    with engine.begin() as connection:
        for line in filter(str.strip, FIRST.split(";")):
            connection.execute(text(line))
    upgrade(engine)
    with engine.connect() as connection, pytest.raises(Exception, match="CHECK"):
        connection.execute(text(statement))
    engine.dispose()
