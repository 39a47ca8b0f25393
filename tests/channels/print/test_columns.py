"""Facts in a narrow column: the label leads in, and nothing is lost for want of width."""

from __future__ import annotations

import pytest

from channels.print.columns import ColumnSetter, with_hours
from channels.print.labels import labels_for
from channels.print.parts import Part
from channels.print.scales import ITEM
from channels.print.setting import SetPart

_WIDTH = 250.0


def fact(label: str, text: str, language: str = "en", labels: str = "en") -> SetPart:
    """A fact in a column of 250 points."""
    setter = ColumnSetter(language, labels, _WIDTH + 2 * ITEM.margin)
    return setter.set(Part(role="fact", label=label, text=text), ITEM)


def lines_of(found: SetPart) -> list[list[str]]:
    return [[str(line) for line in spot.block.lines] for spot in found.spots]


@pytest.mark.parametrize(
    ("label", "text", "lines"),
    [
        pytest.param("Fee", "free", [["Fee"], ["free"]], id="both on one line"),
        pytest.param("Place", "Town Hall, Kisumu, Kisumu County, Kenya", [["Place"], ["Town Hall, Kisumu, Kisumu County,", "Kenya"]], id="the fact goes on below"),
        pytest.param("Contact", "Amina\\n0722", [["Contact"], ["Amina", "0722"]], id="lines of its own stay so"),
        pytest.param("Seats for each organization of young women", "20", [["Seats for each organization of young", "women"], ["20"]], id="a label of two lines stands above"),
        pytest.param("Address of the meeting online", "meet.unwomen.org", [["Address of the meeting online"], ["", "meet.unwomen.org"]], id="no word is cut to stand behind a label"),
    ],
)  # fmt: skip
def test_a_label_leads_into_its_fact(label, text, lines):
    found = fact(label, text.replace("\\n", "\n"))

    assert lines_of(found) == lines
    assert found.height == max(spot.y + spot.block.height for spot in found.spots)


@pytest.mark.parametrize(
    ("language", "labels"),
    [
        pytest.param("en", "en", id="one face"),
        pytest.param("ur", "en", id="Nastaliq swings far below a Latin label"),
        pytest.param("km", "en", id="a taller script than the label's"),
        pytest.param("en", "ar", id="a taller label than the fact's script"),
    ],
)
def test_label_and_fact_stand_on_one_baseline_without_touching(language, labels):
    text = {"en": "Town Hall", "ur": "ٹاؤن ہال", "km": "សាលាក្រុង"}[language]
    label = {"en": "Place", "ar": "المكان"}[labels]

    found = fact(label, text, language, labels)

    name, said = found.spots
    one, other = (spot.y + spot.block.baseline for spot in found.spots)
    assert one == pytest.approx(other)
    assert said.x + said.block.indent > name.block.lines[0].width
    assert found.right_to_left is (language == "ur")


def test_hours_stand_on_the_line_of_the_day():
    parts = [
        Part(role="date", text="Wednesday, 5 May 2027"),
        Part(role="key", label="Time", text="14:30–17:00"),
        Part(role="key", label="Place", text="Kisumu"),
    ]

    found = with_hours(parts, labels_for("en", None))

    assert [part.text for part in found] == [
        "Wednesday, 5 May 2027, 14:30–17:00",
        "Kisumu",
    ]
    assert with_hours(found, labels_for("en", None)) == found
