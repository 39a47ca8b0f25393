"""Where the labels of a sheet are, in millimetres from its top left corner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from outreach.model.errors import InputError, Problem
from outreach.model.papers import LabelSheet, PaperOptions
from outreach.typesetting.document import Page

#: Points in a millimetre.
MM = 72 / 25.4
_INCH = 25.4
#: Kept free inside each edge of a label: sheets lie up to 2 mm off in a printer.
FREE = 3.0
#: A printer that is further off has the wrong paper in it.
MOST_NUDGE = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Geometry:
    """A sheet of equal labels. Lengths are millimetres."""

    name: str
    page: Page
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    #: From one label's left edge to the next one's, and from top edge to top edge.
    across: float
    down: float

    @property
    def count(self) -> int:
        """Labels on a sheet."""
        return self.columns * self.rows

    def corner(self, place: int) -> tuple[float, float]:
        """The top left corner of label ``place``, from 0, line by line."""
        row, column = divmod(place, self.columns)
        return self.left + column * self.across, self.top + row * self.down


# L7160: two makers' public templates agree. 5160: the size is the maker's, the margins
# are those of the usual template.
GEOMETRIES: dict[LabelSheet, Geometry] = {
    "l7160": Geometry(
        name="L7160",
        page="a4",
        columns=3,
        rows=7,
        width=63.5,
        height=38.1,
        left=7.25,
        top=15.15,
        across=66.0,
        down=38.1,
    ),
    "5160": Geometry(
        name="5160",
        page="letter",
        columns=3,
        rows=10,
        width=2.625 * _INCH,
        height=1.0 * _INCH,
        left=0.1875 * _INCH,
        top=0.5 * _INCH,
        across=2.75 * _INCH,
        down=1.0 * _INCH,
    ),
}


def geometry_of(options: PaperOptions) -> Geometry:
    """The sheet that the options name. Raises InputError where they can't be."""
    problems = list(_problems(options))
    if problems:
        raise InputError(problems)
    return GEOMETRIES[options.sheet]


def _problems(options: PaperOptions) -> Iterator[Problem]:
    found = GEOMETRIES.get(options.sheet)
    if found is None:
        yield Problem("sheet", f"is none of {', '.join(GEOMETRIES)}.")
    elif not 1 <= options.start <= found.count:
        yield Problem("start", f"is from 1 to {found.count} on a sheet {found.name}.")
    if not all(-MOST_NUDGE <= by <= MOST_NUDGE for by in options.nudge):
        yield Problem("nudge", f"is at most {MOST_NUDGE:g} mm each way.")
