"""What a text message is made of, and what it can do without."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from channels.sms.options import SmsOptions
from channels.sms.wording import Wording
from outreach.model.facts import Facts


class Piece(StrEnum):
    """What a message can do without, as staff are told that it was left out."""

    LINK = "the link"
    GREETING = "the greeting"
    PROGRAMME = "the programme"
    SPEAKER = "the speakers"
    REPLACED = "what it replaces"
    SUMMARY = "the summary"
    TRAVEL = "the travel support"
    ACCESS = "the accessibility"
    DIRECTIONS = "the directions"
    SEATS = "the seats"
    OPENS = "when registration opens"
    POST = "the postal address"
    ORIGIN = "the office that it came from"
    REGION = "the region"
    PHONES = "the further phones"
    NAME = "the contact's name"
    KEYWORD = "the registration keyword"
    YEAR = "the year"
    END_TIME = "the end time"
    FEE = "the fee"
    DEADLINE = "the registration deadline"
    PHONE = "the phone"


Dropped: TypeAlias = frozenset[Piece]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One announcement in one language, to be written with more or fewer of its pieces."""

    facts: Facts
    options: SmsOptions
    words: Wording
    #: Whether days are written in full.
    full: bool

    @property
    def cancelled(self) -> bool:
        """Whether the event is off: then nobody is told how to register."""
        return self.facts.notice == "cancellation"

    @property
    def keyword(self) -> str | None:
        """The word that registers."""
        registration = self.facts.registration
        word = self.options.reply_word or (registration and registration.keyword)
        return None if self.cancelled or not word else line(word)

    @property
    def reply_word(self) -> str | None:
        """The word to answer with; None where no answer would arrive, or others hear it."""
        told = self.options.answerable and not self.options.facts_line
        return self.keyword if told else None

    @property
    def opts_out_by_phone(self) -> bool:
        """Whether a call is the only way to get no more messages."""
        return self.options.opt_out and not self.options.answerable


def line(text: str) -> str:
    """``text`` on one line."""
    return " ".join(text.split("\n"))
