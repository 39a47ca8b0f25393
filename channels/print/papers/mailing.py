"""Mailing labels: one for each parcel, in the parcels' order, sheet after sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from channels.print.papers.addresses import Fitter, lines_of
from channels.print.papers.geometry import MM, Geometry, geometry_of
from outreach.model.errors import CannotCarry
from outreach.model.papers import Dispatch, Paper, PaperOptions, Parcel
from outreach.model.rendition import File
from outreach.typesetting import Sheets

#: The strip above the labels, which is thrown away: what the sheet is, for who prints it.
_STRIP_SIZE, _STRIP_DOWN = 7.0, 9.0
#: Organisations named in one sentence; of more it says how many.
_NAMED = 5


def labels(
    dispatch: Dispatch, parcels: Iterable[Parcel], options: PaperOptions
) -> Paper:
    """The sheets as PDF. A parcel of no copies has no label.

    Raises CannotCarry naming those whose address does not fit, unless they are to be left
    out, which is noted; InputError where there is no label at all.
    """
    run = _Run(dispatch, options)
    for parcel in parcels:
        if parcel.copies:
            run.add(parcel)
    refused = _refused(run.refused)
    if refused and not options.leave_out:
        raise CannotCarry(
            f"{' '.join(refused)} Let these labels be left out (--leave-out) and write "
            "them by hand."
        )
    if not run.made:
        raise CannotCarry(" ".join(["There is no label to print.", *refused]))
    file = File(name="pdf", media_type="application/pdf", data=run.sheets.finish())
    return Paper(file=file, notes=tuple(refused))


class _Run:
    """Labels on their way onto sheets."""

    def __init__(self, dispatch: Dispatch, options: PaperOptions) -> None:
        self.geometry = geometry_of(options)
        self.made = 0
        #: What does not fit: organisation and reason.
        self.refused: list[tuple[str, str]] = []
        self._code = dispatch.code
        self._nudge = options.nudge
        self._place = options.start - 1
        self._sheet = 0
        self.sheets = Sheets(
            title=f"Labels {dispatch.code}", language="en", page=self.geometry.page
        )
        self._fitter = Fitter(self.sheets, self.geometry)

    def add(self, parcel: Parcel) -> None:
        """Put the label at the next free place."""
        try:
            fitted = self._fitter.fit(lines_of(parcel), parcel.language)
        except CannotCarry as error:
            self.refused.append((parcel.name, str(error)))
            return
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


def _refused(found: Sequence[tuple[str, str]]) -> list[str]:
    said = [f"The address of {name} does not fit: {why}" for name, why in found]
    more = len(said) - _NAMED
    return said[:_NAMED] + ([f"So it is with {more:,} more."] if more > 0 else [])
