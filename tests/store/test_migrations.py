"""An upgrade keeps what an earlier version stored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import IntegrityError

from outreach.store import migrations
from outreach.store.engines import POSTGRESQL
from outreach.store.migrations import upgrade
from tests.conftest import only_on
from tests.postgres import Postgres

FIRST = """
INSERT INTO users VALUES (1, 'ann', 'Ann', 'author', NULL, true, '2027-03-01');
INSERT INTO announcements VALUES ('water-day', '2027-03-01');
INSERT INTO announcement_versions VALUES
  ('water-day', 1, 'correction', '{}', 'd', 1, '2027-03-01');
INSERT INTO bundles VALUES (1, 'd', '[]');
INSERT INTO broadcasts VALUES
  (1, 'ABC234', 'water-day', 1, '["sms"]', 1, NULL, 'approved', NULL, 1, 1809525600,
   'd', 1, '2027-03-01', 0, 0, false);
INSERT INTO approvals VALUES (1, 1, 'd', '2027-03-01');
INSERT INTO schedules VALUES (1, 1, 'at', '2027-03-02T09:00', NULL, 'UTC', 9, 60);
INSERT INTO chunks VALUES (1, 0, false, 1, 0, 0, NULL);
"""


@pytest.fixture
def engine(unmigrated: str) -> Iterator[Engine]:
    """A database of the first version, with rows in it."""
    engine = create_engine(unmigrated)
    upgrade(engine, "0001")
    with engine.begin() as connection:
        for statement in filter(str.strip, FIRST.split(";")):
            connection.execute(text(statement))
    yield engine
    engine.dispose()


@pytest.fixture
def unmigrated(
    request: pytest.FixtureRequest, database: dict[str, str], tmp_path: Path
) -> Iterator[str]:
    """The address of a database without tables, of the kind that ``database`` is."""
    if database["OUTREACH_DATABASE_URL"].startswith("sqlite"):
        yield f"sqlite:///{tmp_path}/o.db"
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = server.create("template0")
    yield server.url(name).replace("postgresql:", f"{POSTGRESQL}:")
    server.drop(name)


def test_no_two_migrations_have_one_number() -> None:
    """Or one of them never runs."""
    folder = Path(migrations.__file__).parent
    walked = ScriptDirectory(str(folder)).walk_revisions()
    files = sorted((folder / "versions").glob("0*.py"), reverse=True)
    assert [Path(found.path) for found in walked] == files


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
    ],
)
def test_the_second_migration_keeps_what_the_first_stored(
    engine: Engine, query: str, rows: list[tuple[object, ...]]
) -> None:
    upgrade(engine)
    with engine.connect() as connection:
        assert [tuple(row) for row in connection.execute(text(query))] == rows


@only_on("sqlite", "it changes a table by copying it, without its references")
def test_references_hold_again_after_a_copy(engine: Engine) -> None:
    upgrade(engine)
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


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
def test_a_changed_table_keeps_its_checks(engine: Engine, statement: str) -> None:
    upgrade(engine)
    with (
        engine.connect() as connection,
        pytest.raises(IntegrityError, match=r"(?i)check"),
    ):
        connection.execute(text(statement))


PHONES = """
INSERT INTO organisations (id, name, names, category, country, languages, details,
  created_at) VALUES (1, 'A', '{}', 'ngo', 'KE', '[]', '{}', '2027-03-01');
INSERT INTO addressees (id, organisation_id, channel, address, language, timezone,
  profile, variants, copies, options, consented) VALUES
  (1, 1, 'sms', '+254722000001', 'en', 'UTC', 'p', '[]', 1, '{}', true),
  (2, 1, 'sms', '+256772000001', 'en', 'UTC', 'p', '[]', 1, '{}', true),
  (3, 1, 'sms', '+80012345678', 'en', 'UTC', 'p', '[]', 1, '{}', true),
  (4, 1, 'print', 'P.O. Box 1', 'en', 'UTC', 'p', '[]', 1, '{}', true);
INSERT INTO broadcast_bundles (broadcast_id, channel, language, profile, bundle_id,
  gateway, told_in) VALUES (1, 'sms', 'en', 'p', 1, 'outbox', 'en'),
  (1, 'print', 'en', 'p', 1, 'pack', 'en');
"""


def test_phones_part_by_country_also_in_what_is_planned(engine: Engine) -> None:
    """Or fan-out would find nothing for them."""
    upgrade(engine, "0007")
    with engine.begin() as connection:
        for statement in filter(str.strip, PHONES.split(";")):
            connection.execute(text(statement))
    upgrade(engine)
    found = text(
        "SELECT a.id, b.bundle_id FROM addressees a JOIN broadcast_bundles b"
        " ON b.channel = a.channel AND b.language = a.language AND b.profile = a.profile"
        " ORDER BY a.id"
    )
    with engine.connect() as connection:
        planned = [tuple(row) for row in connection.execute(found)]
        assert planned == [(key, 1) for key in (1, 2, 3, 4)]
        profiles = dict(
            tuple(row)
            for row in connection.execute(text("SELECT id, profile FROM addressees"))
        )
    assert len({"p", profiles[1], profiles[2]}) == 3
    assert profiles[4] == "p"


TEXTS = """
INSERT INTO inbound (id, gateway, key, sender, text, sent_at, received_at, state, word)
  VALUES (1, 'g', 'k', '+254722000001', 'stop', '2027-03-01', '2027-03-01', 'done', 'stop');
INSERT INTO replies (id, inbound_id, gateway, recipient, language, text, parts, segments,
  state, tries, not_before, created_at, changed_at) VALUES
  (1, 1, 'g', '+254722000001', 'en', 'x', '["x"]', 1, 'sending', 1, 0, '2027-03-01',
   '2027-03-01');
"""


def test_texts_and_answers_are_kept_where_their_columns_change(engine: Engine) -> None:
    upgrade(engine, "0008")
    with engine.begin() as connection:
        for statement in filter(str.strip, TEXTS.split(";")):
            connection.execute(text(statement))
    upgrade(engine)
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT id, text, state FROM inbound")).all()
        said = connection.execute(
            text("SELECT id, state, gateway_id FROM replies")
        ).all()
    assert (kept, said) == ([(1, "stop", "done")], [(1, "sending", None)])
