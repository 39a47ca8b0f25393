"""What a page depends on beside its announcement."""

from __future__ import annotations

from channels.print.parts import Paper
from outreach.model.rendition import ChannelOptions


class PrintOptions(ChannelOptions):
    """An addressee's own, or what the broadcast offers."""

    #: The paper of the place: of ``letter`` the large poster is a tabloid sheet.
    paper: Paper = "a4"
    #: Strips to tear off a poster: None where there is room for them, True also at the
    #: cost of paragraphs of the text.
    strips: bool | None = None
