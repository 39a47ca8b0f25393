"""What the public may read: nothing but what its owner agreed to publish."""

from __future__ import annotations

import pytest

from outreach.model.listing import Person, Way, of_kind, published, site_of

PHONE, OTHER, BOX = "+254300000001", "+254300000002", "P.O. Box 14\nKisumu"
AMINA = Person(name="Amina", role="Chair", listed=True)
PETER = Person(name="Peter", role=None, listed=False)


def way(address: str = PHONE, person: str | None = None, **more: bool) -> Way:
    return Way(address=address, person=person, **{"listed": True, **more})


@pytest.mark.parametrize(
    ("people", "ways", "named", "own"),
    [
        pytest.param([], [way()], {}, (PHONE,), id="the organisation's own number"),
        pytest.param([], [way(listed=False)], {}, (), id="to be written to is not to be published"),
        pytest.param([], [way(opted_out=True)], {}, (), id="who said STOP is not published either"),
        pytest.param([], [way(BOX)], {}, (BOX,), id="the organisation's own address"),
        pytest.param([], [way(BOX, listed=False)], {}, (), id="an address that nobody agreed to publish"),
        pytest.param([], [way(), way()], {}, (PHONE,), id="told once"),
        pytest.param([AMINA], [], {"Amina": ()}, (), id="a person who agreed, without a number"),
        pytest.param([PETER], [], {}, (), id="the organisation can't agree in a person's place"),
        pytest.param([AMINA], [way(person="Amina")], {"Amina": (PHONE,)}, (), id="a number beside its owner"),
        pytest.param([AMINA], [way(person="Amina", listed=False)], {"Amina": ()}, (), id="a name is no agreement on the number"),
        pytest.param([PETER], [way(person="Peter")], {}, (), id="a number of who is not named"),
        pytest.param([AMINA], [way(person="Somebody")], {"Amina": ()}, (), id="a number of no focal point"),
        pytest.param([AMINA], [way(OTHER, "Peter"), way(person="Amina")], {"Amina": (PHONE,)}, (), id="to each their own"),
        pytest.param([AMINA], [way(person="Amina", opted_out=True)], {"Amina": ()}, (), id="a person who said STOP"),
        pytest.param([AMINA], [way(BOX, "Amina")], {"Amina": ()}, (), id="a person's postal address is a home"),
        pytest.param([AMINA, PETER], [], {"Amina": ()}, (), id="each person by themselves"),
    ],
)  # fmt: skip
def test_the_rule(people, ways, named, own):
    found, addresses = published(people, ways)

    assert {person.name: person.phones for person in found} == named
    assert addresses == own


def test_a_person_keeps_the_role_and_an_email():
    (found,), _ = published([AMINA], [way("amina@lake.example", "Amina")])

    assert (found.role, found.emails) == ("Chair", ("amina@lake.example",))


def test_addresses_are_parted_by_how_they_reach():
    own = (PHONE, BOX, "desk@lake.example")

    assert [of_kind(kind, own) for kind in ("phone", "postal", "email")] == [
        (PHONE,),
        (BOX,),
        ("desk@lake.example",),
    ]


@pytest.mark.parametrize(
    ("website", "link"),
    [
        ("https://lake.example/a?b=1", "https://lake.example/a?b=1"),
        ("http://lake.example", "http://lake.example"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        (None, None),
    ],
)
def test_only_web_addresses_are_linked(website, link):
    assert site_of(website) == link
