"""Bringing in another office's announcements: under whose id, in place of what, by whom."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from outreach.directory.others import read_announcements
from outreach.dispatch import bringing
from outreach.model.errors import InputError
from outreach.store import announcements, broadcasts, origins
from outreach.store.tables import audit
from tests.conftest import only_on
from tests.dispatch.conftest import CONTENT, Bench

OURS = "Kisumu office"


def theirs(ref: str = "water-day", version: int | None = 1, **changes: Any) -> Any:
    office = changes.pop("office", "Nairobi office")
    origin = {"office": office, "id": ref, "version": version}
    return {**CONTENT, "id": ref, "origin": origin, **changes}


def correction(ref: str, of: str, **changes: Any) -> Any:
    return theirs(ref, notice="correction", replaces=of, **changes)


def bring(bench: Bench, *values: Any, prefix: str = "") -> list[bringing.Placed]:
    came = read_announcements([("a.json", json.dumps(values).encode())])
    settings = replace(bench.settings, office=OURS)
    with bench.store.write() as connection:
        placed = bringing.place(connection, settings, came, prefix)
        bringing.bring(connection, settings, placed, bench.author, bench.now)
    return placed


def stored(bench: Bench, ref: str) -> list[announcements.Version]:
    with bench.store.read() as connection:
        return announcements.versions(connection, ref)


def test_it_is_kept_with_whose_it_is_and_nothing_goes_out(bench: Bench):
    bench.phones(1)
    (placed,) = bring(bench, theirs(version=3))
    assert placed.said == "water-day: of Nairobi office, version 3 there."
    (version,) = stored(bench, "water-day")
    assert version.announcement.content["origin"] == theirs(version=3)["origin"]
    assert version.created_by == bench.author.user_id
    bench.run()
    with bench.store.read() as connection:
        assert broadcasts.newest(connection) == []
        acts = connection.execute(
            audit.select().where(audit.c.act == "import announcement")
        ).all()
    assert [(a.object, a.detail["office"]) for a in acts] == [
        ("water-day", "Nairobi office")
    ]


def test_it_goes_out_once_approved_and_a_newer_version_voids_that(bench: Bench):
    bench.phones(1)
    bring(bench, theirs())
    planned = bench.approved()
    assert bench.state(planned) == "approved"
    bring(bench, theirs(version=2, organizer="Another network"))
    assert bench.state(planned) == "waiting"


@pytest.mark.parametrize(
    ("before", "given", "numbers", "said"),
    [
        pytest.param([theirs()], [theirs()], 1, "It is here already.", id="the same again"),
        pytest.param(
            [theirs()], [theirs(version=2, host="H")], 2, "version 2 there.", id="newer"
        ),
        pytest.param(
            [theirs(version=None)], [theirs(version=None, host="H")], 2,
            "of Nairobi office.", id="an office that does not count its versions",
        ),
        pytest.param(
            [], [theirs(), theirs(version=2, host="H")], 2, "version 2 there.",
            id="two versions in one file",
        ),
    ],
)  # fmt: skip
@only_on("sqlite", "the same statements on both")
def test_a_known_id_of_the_same_office_makes_a_version(
    bench: Bench, before: list[Any], given: list[Any], numbers: int, said: str
):
    for value in before:
        bring(bench, value)
    assert bring(bench, *given)[-1].said.endswith(said)
    assert len(stored(bench, "water-day")) == numbers


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        pytest.param(
            theirs("ours"), "id", "“ours” is already an announcement of your own office.",
            id="an id of ours",
        ),
        pytest.param(
            theirs("known", office="Siaya office"), "id",
            "“known” is already an announcement of Nairobi office.", id="of a third office",
        ),
        pytest.param(
            theirs("known", 1), "origin.version", "1 is older than 2, which is here.",
            id="older than what is here",
        ),
        pytest.param(
            theirs("known", 2, host="H"), "origin.version",
            "2 came already with other words.", id="one version, two contents",
        ),
        pytest.param(
            correction("fix", "gone"), "replaces", "“gone” of Nairobi office did not come",
            id="what it replaces is not here",
        ),
        pytest.param(
            correction("fix", "ours"), "replaces", "“ours” of Nairobi office did not come",
            id="it replaces nothing of ours that has the same id",
        ),
        pytest.param(
            theirs("x", office="KISUMU office"), "origin.office", "is your own office",
            id="what is ours comes back",
        ),
    ],
)  # fmt: skip
@only_on("sqlite", "the same statements on both")
def test_what_can_not_have_its_place_is_told_and_nothing_goes_in(
    bench: Bench, given: Any, field: str, said: str
):
    bench.announce(id="ours")
    bring(bench, theirs("known", 2))
    with pytest.raises(InputError) as raised:
        bring(bench, theirs("sound"), given)
    (problem,) = raised.value.problems
    assert problem.field == f"a.json, announcement 2, {field}"
    assert problem.message.startswith(said)
    assert stored(bench, "sound") == []


def test_a_prefix_keeps_apart_what_has_one_id_and_is_known_without_it(bench: Bench):
    bench.announce(id="water-day", organizer="Ours")
    bring(bench, theirs(), prefix="nbo-")
    (again,) = bring(bench, theirs(version=2, host="H"))
    assert again.announcement.id == "nbo-water-day"
    (fix,) = bring(bench, correction("fix", "water-day"))
    assert fix.announcement.replaces == "nbo-water-day"
    assert [v.announcement.organizer for v in stored(bench, "water-day")] == ["Ours"]


@only_on("sqlite", "the same statements on both")
def test_what_is_replaced_goes_in_before_what_replaces_it(bench: Bench):
    chain = [
        correction("third", "second"),
        correction("second", "first"),
        theirs("first"),
    ]
    assert [one.announcement.id for one in bring(bench, *chain)] == [
        "first", "second", "third"
    ]  # fmt: skip
    with bench.store.read() as connection:
        assert announcements.replacing(connection, "first") == "second"


def test_what_our_office_changes_is_a_version_of_ours_and_theirs_is_still_known(
    bench: Bench,
):
    bring(bench, theirs())
    bench.announce()  # as it stands in the form: no word is other
    assert len(stored(bench, "water-day")) == 1
    bench.announce(host="Our hall")
    _, ours = stored(bench, "water-day")
    assert ours.announcement.origin is not None
    assert ours.announcement.origin.changed
    (again,) = bring(bench, theirs())
    assert again.here
    assert len(stored(bench, "water-day")) == 2
    (newer,) = bring(bench, theirs(version=2, url="https://a.example"))
    assert "Your office had changed it" in newer.said
    with bench.store.read() as connection:
        assert [v.number for v in origins.came(connection, "water-day")] == [1, 3]


@pytest.mark.parametrize(
    ("changed", "office", "version"),
    [
        pytest.param(False, "Nairobi office", 4, id="passed on as it came"),
        pytest.param(True, OURS, 2, id="with a change of ours it is ours"),
    ],
)
@only_on("sqlite", "the same statements on both")
def test_what_is_given_out_says_whose_it_is(
    bench: Bench, changed: bool, office: str, version: int
):
    bring(bench, theirs(version=4), prefix="nbo-")
    if changed:
        bench.announce(id="nbo-water-day", host="Our hall")
    settings = replace(bench.settings, office=OURS)
    with bench.store.read() as connection:
        (out,) = bringing.given_out(connection, settings, ["nbo-water-day"])
    ref = "nbo-water-day" if changed else "water-day"
    assert out["id"] == ref
    assert out["origin"] == {"office": office, "id": ref, "version": version}


@only_on("sqlite", "the same statements on both")
def test_what_one_office_gives_out_another_brings_in_with_what_it_replaces(
    bench: Bench,
):
    bench.announce(id="ours")
    bench.announce(id="fix", notice="cancellation", replaces="ours")
    settings = replace(bench.settings, office="Siaya office")
    with bench.store.read() as connection:
        out = bringing.given_out(connection, settings, ["ours", "fix"])
    with pytest.raises(InputError, match="already an announcement of your own office"):
        bring(bench, *out)
    found = bring(bench, *out, prefix="sia-")
    assert [(o.announcement.id, o.announcement.replaces) for o in found] == [
        ("sia-ours", None),
        ("sia-fix", "sia-ours"),
    ]


@only_on("sqlite", "the same statements on both")
def test_an_office_without_a_name_gives_nothing_out(bench: Bench):
    bench.announce()
    with (
        bench.store.read() as connection,
        pytest.raises(InputError, match="Set OUTREACH_OFFICE"),
    ):
        bringing.given_out(connection, bench.settings, ["water-day"])
