"""What a page depends on beside its announcement."""

from __future__ import annotations

from typing import Annotated, Literal

import phonenumbers
from pydantic import AfterValidator, StringConstraints

from channels.print.parts import Paper
from outreach.model.rendition import ChannelOptions


def _dialled(number: str) -> str:
    try:
        if number.startswith("+"):
            phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        raise ValueError("no country has its calling code") from None
    return number


Texted = Annotated[
    str,
    StringConstraints(pattern=r"^(\+[1-9][0-9]{4,14}|[0-9]{3,8})$"),
    AfterValidator(_dialled),
]


class PrintOptions(ChannelOptions):
    """An addressee's own, or what the broadcast offers."""

    #: The paper of the place: of ``letter`` the large poster is a tabloid sheet.
    paper: Paper = "a4"
    #: Strips to tear off a poster: None where there is room for them, True also at the
    #: cost of paragraphs of the text.
    strips: bool | None = None
    #: The number that takes the reply word, in the international form or as a short code;
    #: None: the contact's first phone.
    reply_to: Texted | None = None
    #: A code for phones, which needs no internet: ``auto`` texts the reply word, else rings
    #: the first phone, else keeps the date; ``event`` keeps the date.
    qr: Literal["auto", "event", "none"] = "auto"
