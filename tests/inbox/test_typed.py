"""How staff write down who the office is, for the leaflet."""

from __future__ import annotations

import pytest

from outreach.inbox.leaflet import office_of
from outreach.model.errors import InputError
from outreach.model.leaflet import FocalPoint
from outreach.settings import read_settings


def office(**typed: str):
    return office_of(
        None, read_settings({f"OUTREACH_{k}": v for k, v in typed.items()})
    )


@pytest.mark.parametrize(
    ("typed", "phones"),
    [
        pytest.param("+254202345678", ("+254 20 2345678",), id="grouped as is usual"),
        pytest.param("+254 722 451983, +254 20 2345678;", ("+254 722 451983", "+254 20 2345678"), id="two, a mark at the end"),
        pytest.param("0800 720 553\n116", ("0800 720 553", "116"), id="lines; of the country alone"),
    ],
)  # fmt: skip
def test_phones_are_written_as_people_write_them(typed, phones):
    assert office(OFFICE_PHONES=typed).phones == phones


@pytest.mark.parametrize(
    ("typed", "point"),
    [
        ("Amina Otieno", FocalPoint(name="Amina Otieno")),
        ("Amina |  Town  Hall ", FocalPoint(name="Amina", where="Town Hall")),
        ("Amina||+254722451983", FocalPoint(name="Amina", phone="+254 722 451983")),
        ("Amina | Kisumu | 116 |", FocalPoint(name="Amina", where="Kisumu", phone="116")),
    ],
)  # fmt: skip
def test_a_focal_point_has_a_name_and_what_else_is_known(typed, point):
    found = office(
        OFFICE_ADDRESS="P.O. Box 14; Kisumu", FOCAL_POINTS=f";{typed}\n{typed}"
    )

    assert found.focal_points == (point, point)
    assert found.address == ("P.O. Box 14", "Kisumu")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        pytest.param({"OFFICE_PHONES": "call us"}, "OUTREACH_OFFICE_PHONES: “call us” can't be used. Write a phone", id="words"),
        pytest.param({"OFFICE_PHONES": "+99912"}, "OUTREACH_OFFICE_PHONES: “+99912” can't", id="no country has it"),
        pytest.param({"FOCAL_POINTS": "| Kisumu"}, "OUTREACH_FOCAL_POINTS: “| Kisumu” can't be used. Write it as", id="nobody"),
        pytest.param({"FOCAL_POINTS": "A|b|116|d"}, "Write it as name | where | phone", id="one part too many"),
        pytest.param({"FOCAL_POINTS": "A|b|c"}, "OUTREACH_FOCAL_POINTS: “c” can't", id="no phone"),
        pytest.param({"OFFICE_ADDRESS": "x" * 201}, "It may have 200 characters", id="a long line"),
        pytest.param({"OFFICE_ADDRESS": "Box\x0714"}, "has a control character", id="a bell"),
        pytest.param({"OFFICE": "\ud800"}, "OUTREACH_OFFICE: has a broken character", id="half a pair"),
        pytest.param({}, "A leaflet would name no way to reach the office. Set", id="nothing"),
        pytest.param({"FOCAL_POINTS": "Amina | Kisumu"}, "would name no way to reach", id="a person without a phone alone"),
    ],
)  # fmt: skip
def test_what_can_not_be_printed_is_named_with_its_setting(typed, said):
    with pytest.raises(InputError) as error:
        office(**typed)
    assert said in str(error.value)
