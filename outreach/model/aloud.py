"""What a channel whose renditions are read aloud may offer beside its contract."""

from __future__ import annotations

from datetime import date
from typing import Protocol, runtime_checkable

from outreach.model.edition import Subject
from outreach.model.rendition import ChannelOptions, File, Rendition


@runtime_checkable
class IsAired(Protocol):
    """A channel whose renditions are read on air: that they were, only stations can tell."""

    def last_day(self, subject: Subject, options: ChannelOptions) -> date:
        """The last day, where the event is, on which a rendition is read. Pure."""
        ...


@runtime_checkable
class CanRehearse(Protocol):
    """A channel whose renditions a synthetic voice can read, so that staff hear them."""

    def rehearse(self, made: Rendition, language: str, options: ChannelOptions) -> File:
        """The rendition read aloud, for staff and not for listeners. Not pure: a program
        reads it. Raises CannotCarry where there is none, or no voice for the language.
        """
        ...
