"""The test page: outlines of the labels and a ruler, to hold against a sheet of labels."""

from __future__ import annotations

from channels.print.papers.finishing import paper_of
from channels.print.papers.geometry import FREE, MM, Geometry, geometry_of
from channels.print.papers.mailing import corner
from outreach.model.papers import Dispatch, Paper, PaperOptions
from outreach.typesetting import Sheets

_THIN, _SIZE = 0.5, 8.0
#: Of the rulers; each of their ticks is a millimetre.
ACROSS, DOWN = 100, 50


def outline(dispatch: Dispatch, options: PaperOptions) -> Paper:
    """One page on plain paper, moved by the nudge as the labels are. Raises InputError."""
    geometry = geometry_of(options)
    sheets = Sheets(
        title=f"Test page {geometry.name}", language="en", page=geometry.page
    )
    for place in range(geometry.count):
        _label(sheets, geometry, place, options)
    x, y = corner(geometry, 0, options.nudge)
    _ruler_across(sheets, x + FREE * MM, y + geometry.height / 2 * MM)
    x, y = corner(geometry, geometry.columns * 2, options.nudge)
    _ruler_down(sheets, x + geometry.width / 2 * MM, y + FREE * MM)
    _words(sheets, geometry, options)
    return paper_of(sheets)


def _label(
    sheets: Sheets, geometry: Geometry, place: int, options: PaperOptions
) -> None:
    x, y = corner(geometry, place, options.nudge)
    sheets.box(x, y, geometry.width * MM, geometry.height * MM, _THIN)
    inner = (geometry.width - 2 * FREE) * MM, (geometry.height - 2 * FREE) * MM
    sheets.dashed(x + FREE * MM, y + FREE * MM, *inner)
    said = str(place + 1)
    sheets.words([said], _SIZE, _SIZE, x + (FREE + 1) * MM, y + (FREE + 4) * MM)


def _ruler_across(sheets: Sheets, x: float, y: float) -> None:
    sheets.rule(x, y, ACROSS * MM, _THIN)
    for at in range(ACROSS + 1):
        long = _tick(at)
        sheets.box(x + at * MM, y - long, 0, long, _THIN)
        if at % 10 == 0:
            sheets.words([str(at)], 6, 6, x + at * MM + 1, y + 7)
    sheets.words([f"{ACROSS} mm"], _SIZE, _SIZE, x + 2 * MM, y + 6 * MM)


def _ruler_down(sheets: Sheets, x: float, y: float) -> None:
    sheets.box(x, y, 0, DOWN * MM, _THIN)
    for at in range(DOWN + 1):
        sheets.rule(x, y + at * MM, _tick(at), _THIN)
        if at % 10 == 0:
            sheets.words([str(at)], 6, 6, x - 9, y + at * MM + 2)
    sheets.words([f"{DOWN} mm"], _SIZE, _SIZE, x + 5 * MM, y + 7 * MM)


def _tick(at: int) -> float:
    if at % 10 == 0:
        return 4 * MM
    return (3 if at % 5 == 0 else 2) * MM


def _words(sheets: Sheets, geometry: Geometry, options: PaperOptions) -> None:
    """What to do with the page, in the label above the last row's middle one."""
    right, down = options.nudge
    place = geometry.count - geometry.columns * 2 + 1
    x, y = corner(geometry, place, options.nudge)
    lines = [
        f"{geometry.name}: print at 100 %.",
        "Not “fit to page”. The rulers must",
        f"be {ACROSS} and {DOWN} mm long.",
        "Hold it with a sheet of labels against",
        f"the light. Nudge now: {right:g},{down:g} mm.",
    ]
    size = 7.0
    sheets.words(lines, size, size * 1.15, x + 9 * MM, y + 7.5 * MM)
