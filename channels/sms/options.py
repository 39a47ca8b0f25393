"""What a text message depends on beside the announcement."""

from __future__ import annotations

from outreach.model.rendition import ChannelOptions


class SmsOptions(ChannelOptions):
    """Set by who sends: both promise something to people, so neither is assumed."""

    #: Whether the sender can be answered: a number or short code, not a name.
    answerable: bool = False
    #: Whether the words by which people opt out are due.
    opt_out: bool = False
