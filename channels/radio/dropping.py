"""What is dropped when a slot is full, in which order, and what staff call it."""

from __future__ import annotations

#: What is dropped first comes first, after the link, which is never said. The order of
#: link, greeting, programme, speaker, year and end time is that of text messages.
DROP_ORDER = (
    "greeting", "body", "country", "directions", "access", "travel", "programme",
    "speaker", "ways", "seats", "name", "summary", "room", "year", "end_time",
    "again", "fee", "deadline", "title",
)  # fmt: skip
#: A notice that it is off invites nobody.
NOT_OF_A_CANCELLATION = frozenset(
    [
        "body",
        "directions",
        "access",
        "travel",
        "programme",
        "speaker",
        "ways",
        "seats",
        "fee",
        "deadline",
        "end_time",
        "summary",
    ]
)
#: What stands in one sentence, so that neither has a length of its own.
SHARE_A_SENTENCE = frozenset(["end_time", "year"])
#: What people decide by. Where it can't be said it is mended first, not left out.
MUST_BE_SAYABLE = frozenset(["title", "room", "again", "fee", "deadline", "end_time"])
#: What staff call each thing that can be left out.
NAMES = {
    "body": "the text", "directions": "the directions", "access": "the access", "travel": "the travel support",
    "programme": "the programme", "speaker": "the speakers", "ways": "the ways to register", "seats": "the seats",
    "summary": "the summary", "name": "the contact's name", "country": "the region and country",
    "room": "the room", "year": "the year", "end_time": "the end time", "fee": "the fee",
    "deadline": "the deadline", "title": "the title",
}  # fmt: skip
