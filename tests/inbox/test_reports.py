"""What a station tells of its readings becomes evidence; what is unsure also waits."""

from __future__ import annotations

import json

import pytest

from outreach.store import evidence, repeats
from outreach.store.evidence import Evidence
from tests.conftest import only_on
from tests.inbox.conftest import WRITER, Office

READING = only_on("sqlite", "how a text is read")


def kept(office: Office) -> list[tuple[int | None, list[list[str | None]] | None]]:
    rows = office.inbox.rows("SELECT number, airings FROM evidence ORDER BY id")
    loaded = (json.loads(a) if isinstance(a, str) else a for _, a in rows)
    return [(number, found) for (number, _), found in zip(rows, loaded, strict=True)]


def test_number_days_and_times_are_kept_with_the_evidence(office: Office) -> None:
    code = office.sent().code
    office.bench.later(days=12)
    said = office.says(f"RADIO {code} 3 12MAR 0700 1300 1900")
    times = ("07:00", "13:00", "19:00")
    assert kept(office) == [(3, [["2027-03-12", at] for at in times])]
    assert [code in one for one in said] == [True]
    assert office.last()[0] == "done"


@pytest.mark.parametrize(
    ("told", "number", "airings", "why"),
    [
        pytest.param(
            "3 12MAR 0700",
            3,
            [["2027-03-12", "07:00"]],
            "It says 3, and lists 1",
            id="a number that the times contradict",
        ),
        pytest.param(
            "1 31FEB 0700", 1, None, "“31feb”, “0700”", id="a day that there is not"
        ),
        pytest.param("2 twice on Friday", 2, None, "“friday”", id="words"),
    ],
)
@READING
def test_what_is_unsure_is_kept_as_told_and_waits_for_a_person(
    office: Office,
    told: str,
    number: int,
    airings: list[list[str]] | None,
    why: str,
) -> None:
    code = office.sent().code
    office.bench.later(days=12)
    office.says(f"RADIO {code} {told}")
    assert kept(office) == [(number, airings)]
    state, note = office.last()
    assert (state, why in note) == ("waiting", True)


@READING
def test_no_is_no_proof(office: Office) -> None:
    code = office.sent().code
    office.says(f"Radio {code}: no, we could not")
    assert kept(office) == []
    assert office.last() == (
        "waiting",
        f"It says that it was aired, but it also says “no” of {code}: read it.",
    )


@pytest.mark.parametrize("written", [" {}", ": {}", " {0:.3} {1}"])
@READING
def test_a_code_in_parts_hides_nothing(office: Office, written: str) -> None:
    code = office.sent().code
    office.bench.later(days=12)
    office.says(f"radio{written.format(code, code[3:])}. 1 12/3 7:00")
    assert kept(office) == [(1, [["2027-03-12", "07:00"]])]


def test_the_same_text_brought_twice_counts_once(office: Office) -> None:
    code = office.sent().code
    office.told(f"RADIO {code} 3", key="one")
    office.told(f"RADIO {code} 3", key="one")
    office.told(f"RADIO {code} 3", key="two", gateway="other")
    office.work()
    assert kept(office) == [(3, None)]


def test_a_later_report_adds_and_a_correction_stands_in_its_place(
    office: Office,
) -> None:
    broadcast = office.sent()
    office.says(f"RADIO {broadcast.code} 3")
    office.says(f"RADIO {broadcast.code} 2")
    with office.inbox.store.write() as connection:
        first, second = evidence.of_broadcast(connection, broadcast.id)
        correction = Evidence(
            broadcast_id=broadcast.id,
            organisation_id=first.organisation_id,
            grade="B",
            kind="aired",
            number=4,
            way="photo",
            at=office.bench.now,
            corrects=first.id,
        )
        evidence.add(connection, correction)
        found = evidence.of_broadcast(connection, broadcast.id)
    assert [one.number for one in found] == [3, 2, 4]
    assert [one.number for one in evidence.standing(found)] == [second.number, 4]


def test_an_occurrence_of_a_repeating_broadcast_has_a_code_of_its_own(
    office: Office,
) -> None:
    first = office.sent()
    with office.inbox.store.write() as connection:
        again = repeats.add_repeat(connection, first, "fanout", None, office.bench.now)
    office.bench.run()
    office.bench.later(days=12)
    office.says(f"RADIO {again.code} 1 12MAR 0700", WRITER)
    found = office.inbox.rows("SELECT broadcast_id, number FROM evidence")
    assert found == [(again.id, 1)]
