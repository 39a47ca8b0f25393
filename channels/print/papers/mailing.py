"""Mailing labels: one for each parcel, in the parcels' order, sheet after sheet."""

from __future__ import annotations

from collections.abc import Iterable

from channels.print.papers.addresses import Fitter, lines_of
from channels.print.papers.finishing import paper_of
from channels.print.papers.geometry import MM, Geometry, geometry_of
from channels.print.papers.refusing import Refusals
from outreach.model.papers import Dispatch, Paper, PaperOptions, Parcel
from outreach.typesetting import Sheets

#: The strip above the labels, which is thrown away: what the sheet is, for who prints it.
_STRIP_SIZE, _STRIP_DOWN = 7.0, 9.0


def labels(
    dispatch: Dispatch, parcels: Iterable[Parcel], options: PaperOptions
) -> Paper:
    """The sheets as PDF. A parcel of no copies has no label.

    Raises CannotCarry naming those whose address does not fit, unless they are to be left
    out, which is noted; InputError where there is no label at all.
    """
    run = _Run(dispatch, options)
    refusals = Refusals("label")
    for parcel in parcels:
        if parcel.copies:
            with refusals.noting(parcel):
                run.add(parcel)
    return paper_of(run.sheets, refusals.settle(options, run.made))


class _Run:
    """Labels on their way onto sheets."""

    def __init__(self, dispatch: Dispatch, options: PaperOptions) -> None:
        self.geometry = geometry_of(options)
        self.made = 0
        self._code = dispatch.code
        self._nudge = options.nudge
        self._place = options.start - 1
        self._sheet = 0
        self.sheets = Sheets(
            title=f"Labels {dispatch.code}", language="en", page=self.geometry.page
        )
        self._fitter = Fitter(self.sheets, self.geometry)

    def add(self, parcel: Parcel) -> None:
        """Put the label at the next free place. Raises CannotCarry where it does not fit."""
        fitted = self._fitter.fit(lines_of(parcel), parcel.language)
        if self._place == self.geometry.count:
            self.sheets.new_page()
            self._place = 0
        if self._place == 0 or not self.made:
            self._sheet += 1
            self._strip()
        x, y = corner(self.geometry, self._place, self._nudge)
        fitted.draw(self.sheets, x, y)
        self._place += 1
        self.made += 1

    def _strip(self) -> None:
        said = (
            f"{self._code}, {self.geometry.name}, sheet {self._sheet}. Print at 100 %, "
            "not fitted to the page."
        )
        x = (self.geometry.left + self._nudge[0]) * MM
        self.sheets.words([said], _STRIP_SIZE, _STRIP_SIZE, x, _STRIP_DOWN * MM)


def corner(
    geometry: Geometry, place: int, nudge: tuple[float, float]
) -> tuple[float, float]:
    """The top left corner of a label in points, moved by ``nudge``."""
    x, y = geometry.corner(place)
    return (x + nudge[0]) * MM, (y + nudge[1]) * MM
