"""Moving an office from SQLite to PostgreSQL: all of it or nothing, and once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, text

from outreach import registry
from outreach.dispatch import stopping
from outreach.dispatch.embedded import fan_out_next
from outreach.dispatch.when import at
from outreach.model.audience import AudienceRule
from outreach.model.errors import Fault, InputError, Refused
from outreach.schedule.ticker import tick
from outreach.settings import Settings, read_settings
from outreach.store import Locked, opened, users
from outreach.store.audiences import put_audience
from outreach.store.move import move
from outreach.store.secret import WrongKey
from outreach.store.tables import metadata
from tests.dispatch.conftest import NOW, at_work
from tests.fakes.plugins import fake_plugins
from tests.postgres import KEY, Postgres


@pytest.fixture
def url(postgres: Postgres) -> Iterator[str]:
    """A database without tables, as an administrator makes it."""
    name = postgres.create("template0")
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture
def settings(on_sqlite: dict[str, str], tmp_path: Path) -> Settings:
    """The way leads from SQLite to PostgreSQL."""
    values = {"OUTREACH_SECRET_KEY": KEY, "OUTREACH_OUT": str(tmp_path / "out")}
    return read_settings({**on_sqlite, **values})


@pytest.fixture
def office(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An office with broadcasts in several states, closed."""
    monkeypatch.setattr(registry, "plugins", fake_plugins)
    with at_work(settings) as bench:
        bench.announce()
        bench.phones(60)
        bench.organisation("+254733000001", language="sw")
        bench.approved()
        bench.run()
        bench.plan()
        bench.approved(when=at("2027-03-09T09:00", "UTC"))
        stopped = bench.approved()
        tick(bench.store, bench.settings, bench.now)
        fan_out_next(bench.worker)
        with bench.store.write() as connection:
            stopping.cancel(connection, stopped, bench.approver, bench.now)
    return settings


def everything(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    with opened(settings, moved=True) as store, store.read() as connection:
        return {
            table.name: sorted(
                (tuple(row) for row in connection.execute(select(table))), key=repr
            )
            for table in metadata.sorted_tables
        }


def there(settings: Settings, url: str) -> Settings:
    return replace(settings, database_url=url)


def nothing(done: int, total: int) -> None:
    """Show no progress."""


def test_everything_arrives_and_the_work_goes_on(office: Settings, url: str) -> None:
    before = everything(office)
    told: list[tuple[int, int]] = []
    moved = move(office, url, lambda done, total: told.append((done, total)))
    assert not moved.before
    assert moved.rows == {name: len(rows) for name, rows in before.items()}
    assert moved.rows["deliveries"] > 60
    assert told[-1] == (sum(moved.rows.values()),) * 2
    assert everything(there(office, url)) == before == everything(office)


def test_what_is_numbered_goes_on_behind_the_last(office: Settings, url: str) -> None:
    move(office, url, nothing)
    with opened(there(office, url)) as store, store.write() as connection:
        third = users.add_user(connection, "cat", "Cat", "author", None, NOW)
        assert third.id == 3
        put_audience(connection, "second", AudienceRule())


def test_a_second_run_changes_nothing_and_says_so(office: Settings, url: str) -> None:
    move(office, url, nothing)
    with opened(there(office, url)) as store, store.write() as connection:
        users.add_user(connection, "cat", "Cat", "author", None, NOW)
    again = move(office, url, nothing)
    assert again.before
    assert again.rows["users"] == 3


def test_a_database_in_which_this_office_has_begun_to_work_is_refused(
    office: Settings, url: str
) -> None:
    with opened(there(office, url)) as store, store.write() as connection:
        users.add_user(connection, "cat", "Cat", "author", None, NOW)
    with pytest.raises(Refused, match="Make a new, empty database"):
        move(office, url, nothing)
    with opened(office):
        """Not moved, so it is opened as before."""


def test_the_old_database_is_opened_no_more(office: Settings, url: str) -> None:
    move(office, url, nothing)
    with pytest.raises(Refused, match="has moved to PostgreSQL"), opened(office):
        pass


def test_one_that_was_cut_off_leaves_nothing_and_is_run_again(
    office: Settings, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outreach.store.move.BATCH", 20)

    def cut(done: int, total: int) -> None:
        if done > 200:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        move(office, url, cut)
    with opened(there(office, url)) as store, store.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM users")).scalar() == 0
    move(office, url, nothing)
    assert everything(there(office, url)) == everything(office)


def test_another_office_s_database_is_refused(office: Settings, url: str) -> None:
    other = read_settings(
        {
            "OUTREACH_DATABASE_URL": url,
            "OUTREACH_SECRET_KEY": "another office's key" * 2,
        }
    )
    with opened(other):
        pass
    with pytest.raises(Refused, match="another secret key"):
        move(office, url, nothing)


def test_while_a_server_has_it_open_it_is_refused(office: Settings, url: str) -> None:
    with opened(office), pytest.raises(Locked, match="Stop it first"):
        move(office, url, nothing)


def test_a_row_that_does_not_go_in_is_told_without_the_row(
    office: Settings, url: str
) -> None:
    name = "Group " + "of the far too long name " * 20
    with opened(office) as store, store.write() as connection:
        connection.execute(
            text("UPDATE organisations SET name = :name WHERE id = 1"), {"name": name}
        )
    with pytest.raises(
        Fault, match="did not take organisations: value too long"
    ) as told:
        move(office, url, nothing)
    assert "Group" not in str(told.value)


@pytest.mark.parametrize(
    ("to", "says"),
    [
        pytest.param("sqlite:///elsewhere.db", "not PostgreSQL's", id="another file"),
        pytest.param("nonsense", "not a database address", id="no address"),
    ],
)
def test_a_wrong_address_is_told(office: Settings, to: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        move(office, to, nothing)


def test_a_server_that_is_away_is_told(office: Settings) -> None:
    with pytest.raises(Fault, match="can't be opened"):
        move(office, "postgresql://nobody@127.0.0.1:9/none", nothing)


def test_without_a_database_there_is_nothing_to_move(
    settings: Settings, url: str
) -> None:
    with pytest.raises(InputError, match="no SQLite database to move"):
        move(settings, url, nothing)


def test_the_moved_office_does_not_open_with_another_key(
    office: Settings, url: str
) -> None:
    move(office, url, nothing)
    other = read_settings(
        {
            "OUTREACH_DATABASE_URL": url,
            "OUTREACH_SECRET_KEY": "another office's key" * 2,
        }
    )
    with pytest.raises(WrongKey, match="no opt-out would be recognised"), opened(other):
        pass
