"""Sign-off sheets: what to text when a parcel has arrived, and lines to sign on.

The text is RECEIVED in the recipient's language, the broadcast's code, and a number: the
inbox takes it as evidence.
"""

from __future__ import annotations

from collections.abc import Iterable

from channels.print.papers.finishing import paper_of
from channels.print.papers.forms import HEAD, Form, Stack
from channels.print.papers.geometry import geometry_of
from channels.print.papers.refusing import Refusals
from channels.print.papers.slips import about
from channels.print.papers.wording import notes_of, wording_for
from outreach.model.papers import Dispatch, Paper, PaperOptions, Parcel
from outreach.typesetting import Sheets
from outreach.wording.labels import Labels


def receipts(
    dispatch: Dispatch, parcels: Iterable[Parcel], options: PaperOptions
) -> Paper:
    """The sheets as PDF, several to a page. Raises CannotCarry and InputError as labels."""
    page = geometry_of(options).page
    stack = Stack(Sheets(title=f"Receipts {dispatch.code}", language="en", page=page))
    wordings: dict[str, Labels] = {}
    refusals = Refusals("sign-off sheet")
    for parcel in parcels:
        if not parcel.copies:
            continue
        wording = wordings.setdefault(parcel.language, wording_for(parcel))
        with refusals.noting(parcel):
            stack.add(_form(dispatch, parcel, wording, stack.width))
    left_out = refusals.settle(options, stack.forms)
    return paper_of(stack.sheets, (*left_out, *notes_of(wordings)))


def _form(dispatch: Dispatch, parcel: Parcel, wording: Labels, width: float) -> Form:
    form = Form(wording.language, width)
    form.head(wording("Receipt"), dispatch.code)
    about(form, dispatch, parcel, wording)
    form.pair(wording("Copies"), f"{parcel.copies:,}")
    form.gap(6)
    form.text(_where(dispatch, parcel, wording))
    form.text(answer(dispatch.code, parcel.copies, wording), HEAD, bold=True)
    form.text(
        wording(
            "Instead of {copies}, write how many have arrived.",
            copies=str(parcel.copies),
        )
    )
    form.text(wording("If you cannot text, fill in this sheet and send it back to us."))
    form.blank(wording("Number received"), wording("Number posted or handed on"))
    form.blank(wording("Date"), wording("Name"), wording("Signature"))
    return form


def answer(code: str, copies: int, wording: Labels) -> str:
    """What is typed. As it stands on a phone: with no marks of direction in it."""
    return f"{wording('RECEIVED')} {code} {copies}"


def _where(dispatch: Dispatch, parcel: Parcel, wording: Labels) -> str:
    if phone := dispatch.phone_in(parcel.country):
        return wording("When this has arrived, text this to {phone}:", phone=phone)
    return wording(
        "When this has arrived, text this to the number that we write to you from:"
    )
