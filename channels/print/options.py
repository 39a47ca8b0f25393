"""What a page depends on beside its announcement."""

from __future__ import annotations

from typing import Literal

from channels.print.parts import Paper
from outreach.model.rendition import ChannelOptions


class PrintOptions(ChannelOptions):
    """An addressee's own, or what the broadcast offers."""

    #: The paper of the place: of ``letter`` the large poster is a tabloid sheet.
    paper: Paper = "a4"
    #: Strips to tear off a poster: None where there is room for them, True also at the
    #: cost of paragraphs of the text.
    strips: bool | None = None
    #: A code for phones, which needs no internet: ``auto`` texts the reply word, else rings
    #: the first phone, else keeps the date; ``event`` keeps the date.
    qr: Literal["auto", "event", "none"] = "auto"
