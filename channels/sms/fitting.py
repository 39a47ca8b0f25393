"""Fitting a message to its variant: what is dropped, in which order, and when it can't fit."""

from __future__ import annotations

from dataclasses import dataclass, replace

from channels.sms.lines import write, written
from channels.sms.message import Message, Piece
from channels.sms.segments import Count, count, limit
from outreach.model.errors import CannotCarry
from outreach.model.words import language_name

#: The most segments of a ``full`` message: providers refuse more than 1,600 characters.
MOST = 10
#: The most of a ``short`` one. One is the aim, but the default of a broadcast must not be
#: refused because a title is long or the language has no phone alphabet.
MOST_SHORT = {"gsm7": 2, "ucs2": 4}
#: The most of a facts line: what a presenter takes in at a glance.
MOST_FACTS = 2

_ORDER = (
    Piece.LINK,
    Piece.GREETING,
    Piece.PROGRAMME,
    Piece.SPEAKER,
    Piece.REPLACED,
    Piece.OPENS,
    Piece.SEATS,
    Piece.POST,
    Piece.TRAVEL,
    Piece.ACCESS,
    Piece.DIRECTIONS,
    Piece.SUMMARY,
    Piece.PHONES,
    Piece.NAME,
    Piece.ORIGIN,
    Piece.REGION,
    Piece.KEYWORD,
    Piece.YEAR,
    Piece.END_TIME,
)
_UNNAMED = (Piece.FEE, Piece.DEADLINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A text, what it left out, and the ``most`` segments that it was fitted to."""

    text: str
    #: The same text with the typography that staff gave it.
    typeset: str
    count: Count
    dropped: tuple[Piece, ...]
    most: int
    #: How many units the text that says least is over one segment; 0 where it fits.
    over_one: int = 0

    @property
    def fits(self) -> bool:
        """Whether the count that is billed is within ``most``."""
        return self.count.segments_whole <= self.most


def order(message: Message) -> tuple[Piece, ...]:
    """What is dropped, first to last; date, time, place, organizer, opt-out never are.

    Where a reply word takes its place, the phone goes before fee and deadline; where
    nothing does, it is the last to go; a facts line is of no use without it.
    """
    if message.options.facts_line:
        return (*_ORDER, *_UNNAMED)
    if message.reply_word:
        return (*_ORDER, Piece.PHONE, *_UNNAMED)
    return (*_ORDER, *_UNNAMED, Piece.PHONE)


def fit(message: Message, variant: str) -> Fitted:
    """The message in the fewest segments that ``variant`` allows, one if it can.

    Another segment comes before the loss of the only contact: a text that nobody can
    answer or ask about is no bargain. Raises CannotCarry, with by how much the text is
    over and what to do.
    """
    return _full(message) if variant == "full" else _short(message)


def _full(message: Message) -> Fitted:
    """A facts line that is too long with days in full has them short."""
    most, forms = _capped(message, MOST), [message]
    if message.options.facts_line:
        forms.append(replace(message, full=False))
    for form in forms:
        fitted = _dropping(form, most, order(form))
        if fitted.fits:
            return fitted
    raise CannotCarry(_too_long(message, "full", fitted))


def _short(message: Message) -> Fitted:
    pieces, safe = order(message), _safe(message)
    least = _dropping(message, 1, pieces)
    most = _most_short(message, least)
    over_one = max(0, least.count.units - limit(least.count.encoding, 1))
    for allowed, droppable in (
        *((n, safe) for n in range(1, most + 1)),
        (most, pieces),
    ):
        fitted = _dropping(message, allowed, droppable)
        # Keeping more may bring in a character that costs the phone alphabet.
        if fitted.fits and allowed <= _most_short(message, fitted):
            return replace(fitted, over_one=over_one)
    raise CannotCarry(_too_long(message, "short", fitted))


def _safe(message: Message) -> tuple[Piece, ...]:
    """What can go without the last way to ask or answer."""
    pieces = order(message)
    if message.reply_word:
        return pieces
    return tuple(piece for piece in pieces if piece is not Piece.PHONE)


def _most_short(message: Message, fitted: Fitted) -> int:
    return _capped(message, MOST_SHORT[fitted.count.encoding])


def _capped(message: Message, most: int) -> int:
    return min(most, MOST_FACTS) if message.options.facts_line else most


def _dropping(message: Message, most: int, pieces: tuple[Piece, ...]) -> Fitted:
    """The message with ``pieces`` dropped until it fits ``most``, or all of them."""
    gone, held, text = [], frozenset[Piece](), write(message)
    for piece in pieces:
        if count(text).segments_whole <= most:
            break
        held |= {piece}
        without = write(message, held)
        if without != text:
            gone.append(piece)
        text = without
    return Fitted(
        text=text,
        typeset=written(message, held),
        count=count(text),
        dropped=tuple(gone),
        most=most,
    )


def _too_long(message: Message, variant: str, fitted: Fitted) -> str:
    over = fitted.count.units - limit(fitted.count.encoding, fitted.most)
    size = "1 segment" if fitted.most == 1 else f"{fitted.most} segments"
    # Packing may waste a place in each part, so a text can be over without being longer.
    by = f"{over} characters" if over > 1 else "1 character"
    language = language_name(message.facts.language)
    return (
        f"The {variant} text in {language} is {by} too long for {size}, with everything "
        f"left out that may be. Shorten the title, the organizer or the venue, or use "
        f"{_next(message, variant)}."
    )


def _next(message: Message, variant: str) -> str:
    if message.options.facts_line:
        return "a script on paper"
    if variant == "short":
        larger = _dropping(replace(message, full=True), MOST, order(message))
        if larger.fits:
            return f"“full”, which takes {larger.count.segments_whole} segments"
    return "radio or print"
