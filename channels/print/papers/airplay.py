"""Airplay logs: what was read when, to be signed; and how to text it instead.

The text is RADIO in the station's language, the code that stands on the script, how often,
a day and times: the inbox takes it as evidence. The delivery's number tells the times of a
repeating broadcast apart.
"""

from __future__ import annotations

from collections.abc import Iterable

from channels.print.papers.finishing import paper_of
from channels.print.papers.forms import HEAD, Form, Stack
from channels.print.papers.geometry import geometry_of
from channels.print.papers.refusing import Refusals
from channels.print.papers.wording import languages_of, notes_of, what, wording_for
from outreach.model.contracts import BundleItem
from outreach.model.papers import Dispatch, Paper, PaperOptions, Parcel
from outreach.typesetting import Sheets
from outreach.wording.dates import locale_of
from outreach.wording.labels import Labels

#: The channel whose renditions are read on air.
CHANNEL = "radio"
#: Readings that one log holds; fewer where many names leave no room for more.
ROWS = 10
_FEWER = range(ROWS, 3, -2)
#: Of the width: day, time, programme, initials.
_SHARES = (0.2, 0.16, 0.4, 0.24)
#: Languages whose readers know Latin letters write the example's month, others its number.
_LATIN = frozenset({"en", "es", "fr", "pt", "sw"})


def airplay(
    dispatch: Dispatch, parcels: Iterable[Parcel], options: PaperOptions
) -> Paper:
    """The logs as PDF, one for each station. Raises CannotCarry and InputError as labels."""
    page = geometry_of(options).page
    title = f"Airplay logs {dispatch.code}"
    stack = Stack(Sheets(title=title, language="en", page=page))
    wordings: dict[str, Labels] = {}
    refusals = Refusals("airplay log")
    for parcel in parcels:
        scripts = scripts_of(parcel)
        if not scripts:
            continue
        wording = wordings.setdefault(parcel.language, wording_for(parcel))
        with refusals.noting(parcel):
            for rows in _FEWER:
                form = _form(dispatch, parcel, scripts, wording, stack.width, rows)
                if stack.holds(form):
                    break
            stack.add(form)
    left_out = refusals.settle(options, stack.forms)
    return paper_of(stack.sheets, (*left_out, *notes_of(wordings)))


def scripts_of(parcel: Parcel) -> list[BundleItem]:
    """What of a parcel is read on air."""
    return [item for item in parcel.bundle if item.channel == CHANNEL and item.copies]


def answer(code: str, wording: Labels) -> str:
    """What is typed, three readings on 12 March. As it stands on a phone: with no marks of
    direction in it.
    """
    language = wording.language
    month = locale_of(language).months["format"]["abbreviated"][3].strip(".").upper()
    day = f"12{month}" if language in _LATIN else "12/3"
    return f"{wording('RADIO')} {code} 3 {day} 0700 1300 1900"


def _form(
    dispatch: Dispatch,
    parcel: Parcel,
    scripts: list[BundleItem],
    wording: Labels,
    width: float,
    rows: int,
) -> Form:
    form = Form(wording.language, width)
    form.head(wording("Airplay log"), dispatch.approved_code)
    form.pair(wording("Station"), "\n".join([parcel.name, *parcel.others]))
    _, title = dispatch.title_in((wording.language, parcel.language))
    form.pair(wording("About"), title)
    form.pair(wording("Issue"), dispatch.number)
    form.pair(wording("What"), _scripts(scripts, wording))
    form.pair(wording("From"), f"{dispatch.office}\n{parcel.id}")
    form.gap(4)
    form.grid(
        [
            wording("Date"),
            wording("Time"),
            wording("Programme"),
            wording("Presenter’s initials"),
        ],
        _SHARES,
        rows,
    )
    form.blank(wording("Name"), wording("Signature"), wording("Stamp"))
    form.gap(4)
    form.text(_where(dispatch, parcel, wording))
    form.text(answer(dispatch.approved_code, wording), HEAD, bold=True)
    form.text(wording("That is: how often it was read, the date, and each time."))
    form.text(
        wording("If you cannot text, send us this sheet or a photo of it, or call us.")
    )
    return form


def _scripts(scripts: list[BundleItem], wording: Labels) -> str:
    lines = (
        f"{what(item, wording)}, {languages_of(item, wording.language)}"
        for item in scripts
    )
    return "\n".join(lines)


def _where(dispatch: Dispatch, parcel: Parcel, wording: Labels) -> str:
    if phone := dispatch.phone_in(parcel.country):
        return wording("After the last reading, text this to {phone}:", phone=phone)
    return wording(
        "After the last reading, text this to the number that we write to you from:"
    )
