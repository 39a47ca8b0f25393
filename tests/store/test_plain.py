"""Statements that go to the driver as they are written."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import SQLAlchemyError

from outreach.store import Store
from outreach.store.plain import Plain

_ADD = Plain("INSERT INTO senders (name, free_at, used) VALUES (:name, :at, 0)")
_CHANGE = Plain("UPDATE senders SET used = :used WHERE name = ANY(:names)")
_FIND = Plain("SELECT name, used FROM senders WHERE free_at = :at", "ORDER BY name")
_LOCK = Plain("SELECT name FROM senders WHERE name = ANY(:names) FOR UPDATE")


def test_a_list_is_one_parameter_and_both_databases_count_and_find(
    store: Store,
) -> None:
    with store.write() as connection:
        for name in ("a", "b", "c"):
            assert _ADD.change(connection, {"name": name, "at": 5}) == 1
        assert _CHANGE.change(connection, {"names": ["a", "c", "x"], "used": 7}) == 2
        assert _FIND.rows(connection, {"at": 5}) == [("a", 7), ("b", 0), ("c", 7)]
        assert _LOCK.rows(connection, {"names": ["b"]}) == [("b",)]


def test_it_is_part_of_the_transaction(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.write() as connection:
        _ADD.change(connection, {"name": "a", "at": 5})
        raise ZeroDivisionError
    with store.read() as connection:
        assert _FIND.rows(connection, {"at": 5}) == []
        assert connection.in_transaction()


def test_a_driver_s_error_is_sqlalchemy_s_and_tells_no_address(store: Store) -> None:
    wrong = Plain("SELECT nothing FROM suppressions WHERE address_hash = :address")
    with pytest.raises(SQLAlchemyError) as raised, store.write() as connection:
        wrong.rows(connection, {"address": "+254722000001"})
    assert "+2547" not in str(raised.value)
