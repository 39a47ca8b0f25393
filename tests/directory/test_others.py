"""Another office's announcements: read whole, or told what is wrong, by file and place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.directory.others import MOST, MOST_BYTES, read_announcements
from outreach.model.errors import InputError
from tests.dispatch.conftest import CONTENT

THEIRS = {**CONTENT, "origin": {"office": "Nairobi", "id": "water-day", "version": 2}}


def without(*names: str, **changes: Any) -> dict[str, Any]:
    found = {**THEIRS, **changes}
    return {name: value for name, value in found.items() if name not in names}


def file(*values: Any) -> tuple[str, bytes]:
    return "a.json", json.dumps(values[0] if len(values) == 1 else values).encode()


@pytest.mark.parametrize(
    ("values", "office", "expected"),
    [
        pytest.param([THEIRS], None, [("Nairobi", "water-day", 2)], id="one, as it says"),
        pytest.param(
            [THEIRS, without("origin", id="b")],
            "Siaya",
            [("Nairobi", "water-day", 2), ("Siaya", "b", None)],
            id="the name that staff give is only for those that do not say",
        ),
        pytest.param(
            [without("origin", "id")],
            "Siaya",
            [("Siaya", "water-day-20270505", None)],
            id="an id is made, the same each time",
        ),
    ],
)  # fmt: skip
def test_whose_each_is(values: list[Any], office: str | None, expected: list[Any]):
    found = read_announcements([file(*values)], office)
    assert [(o.office, o.id, o.version) for o in (one.origin for one in found)] == (
        expected
    )
    assert [one.announcement.id for one in found] == [ref for _, ref, _ in expected]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b"{", "a.json: The file is not JSON: ", id="no JSON"),
        pytest.param(b"[]", "a.json: The file has no announcement.", id="empty list"),
        pytest.param(
            b" " * (MOST_BYTES + 1), "a.json: The file is larger than 10 MB", id="size"
        ),
        pytest.param(
            file(THEIRS, 7)[1], "a.json, announcement 2: An announcement is", id="a number"
        ),
        pytest.param(
            file(without("origin"))[1],
            "a.json, announcement 1, origin: does not say which office it is from.",
            id="nobody says whose",
        ),
        pytest.param(
            file(THEIRS, without(kind="party"))[1],
            "a.json, announcement 2, kind: ",
            id="a field",
        ),
        pytest.param(
            file(without(id="other"))[1],
            "a.json, announcement 1, id: is “other”, and origin.id “water-day”.",
            id="two ids",
        ),
        pytest.param(
            file(without(origin={**THEIRS["origin"], "changed": True}))[1],
            "a.json, announcement 1, origin.changed: is only for",
            id="what only our own office says",
        ),
        pytest.param(
            file(without(origin={"office": "N", "id": "a", "version": 0}))[1],
            "a.json, announcement 1, origin.version: ",
            id="no version",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_file_place_and_field(data: bytes, said: str):
    with pytest.raises(InputError) as raised:
        read_announcements([file(THEIRS), ("a.json", data)])
    assert str(raised.value).startswith(said)
    assert len(raised.value.problems) == 1


def test_more_than_a_thousand_are_refused():
    few = [("a.json", json.dumps([THEIRS] * (MOST // 2 + 1)).encode())] * 2
    with pytest.raises(InputError, match="more than 1,000 announcements"):
        read_announcements(few)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*THEIRS, "office", "en"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(list(THEIRS)), JSON, max_size=4))
def test_whatever_stands_in_a_field_is_read_or_told(changes: dict[str, Any]):
    try:
        (found,) = read_announcements([file({**THEIRS, **changes})], "Siaya")
    except InputError as error:
        assert all(p.field.startswith("a.json") for p in error.problems)
    else:
        assert found.announcement.id == found.origin.id
