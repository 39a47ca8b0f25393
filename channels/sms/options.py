"""What a text message depends on beside the announcement."""

from __future__ import annotations

from outreach.model.rendition import ChannelOptions


class SmsOptions(ChannelOptions):
    """The first two are set by who sends: both promise something to people, so neither is
    assumed.
    """

    #: Whether the sender can be answered: a number or short code, not a name.
    answerable: bool = False
    #: Whether the words by which people opt out are due.
    opt_out: bool = False
    #: For a presenter who reads it out: at most two segments, and the phone to call in
    #: place of the reply word, for listeners can't answer it.
    facts_line: bool = False
