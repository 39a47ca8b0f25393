"""What staff should know about a text message, as sentences."""

from __future__ import annotations

from collections.abc import Iterator

from channels.sms.fitting import Fitted
from channels.sms.message import Message, Piece
from channels.sms.segments import Count, count
from channels.sms.typography import replaced_in
from channels.sms.wording import reviewed
from outreach.model.words import language_name

#: As many characters as a person reads in a sentence.
_NAMED = 10


def notes(message: Message, fitted: Fitted) -> tuple[str, ...]:
    """All of them: wording, what was left out, characters and what they cost."""
    return (
        *_of_wording(message),
        *_of_drops(message, fitted),
        *_of_answers(message, fitted),
        *_of_characters(fitted),
    )


def _of_wording(message: Message) -> Iterator[str]:
    words, text = message.words.language, message.facts.language
    if words != text:
        yield (
            f"There is no SMS wording in {language_name(text)}: the labels and dates "
            f"are in {language_name(words)}."
        )
    if not reviewed(words):
        yield (
            f"The wording in {language_name(words)} has not been reviewed by a native "
            "speaker."
        )


def _of_drops(message: Message, fitted: Fitted) -> Iterator[str]:
    if message.facts.body:
        yield "A text message has the summary at most, never the long text."
    if fitted.dropped:
        size = "1 segment" if fitted.most == 1 else f"{fitted.most} segments"
        yield f"Left out to fit {size}: {', '.join(fitted.dropped)}."
    if fitted.most > 1 and fitted.over_one:
        yield (
            f"One segment can't hold it: with everything left out that may be, it is "
            f"{fitted.over_one} {'character' if fitted.over_one == 1 else 'characters'} "
            f"over. It takes {fitted.count.segments_whole}."
        )
    elif fitted.count.segments_whole > 1 and not message.full:
        yield "It takes another segment so that people have a phone to call."
    if Piece.PHONE in fitted.dropped:
        if message.reply_word:
            yield "People answer with the reply word in place of the phone."
        else:
            yield "No phone and no reply word is left: people can't ask or answer."


def _of_answers(message: Message, fitted: Fitted) -> Iterator[str]:
    if message.reply_word:
        yield (
            f"People are told to reply {message.reply_word}: send it only from a number "
            "that can be answered."
        )
    elif message.options.facts_line:
        yield "A facts line for a presenter: it has the phone, for listeners can't reply."
    elif message.keyword:
        yield (
            f"Nobody is told to reply {message.keyword}, because the sender can't be "
            "answered."
        )


def _of_characters(fitted: Fitted) -> Iterator[str]:
    if fitted.typeset != fitted.text:
        replaced = replaced_in(fitted.typeset)
        dearer = count(fitted.typeset).segments_whole
        yield (
            f"Written plainly for phones: {_named(replaced)}. As typed it would take "
            f"{dearer} {_segments(dearer)}; it takes {fitted.count.segments_whole}."
        )
    forcing = fitted.count.forcing_ucs2
    if forcing:
        yield f"Not in the phone alphabet: {_named(forcing)}. {_cost(fitted.count, fitted.text)}"


def _cost(counted: Count, text: str) -> str:
    """What the foreign characters cost: against as many from the phone alphabet."""
    stand_ins = dict.fromkeys(map(ord, counted.forcing_ucs2), "x")
    cheaper = count(text.translate(stand_ins)).segments_whole
    now = counted.segments_whole
    if now == cheaper:
        return f"That costs nothing here: {now} {_segments(now)} either way."
    return f"That makes it {now} segments; in the phone alphabet it would be {cheaper}."


def _segments(number: int) -> str:
    return "segment" if number == 1 else "segments"


def _named(characters: tuple[str, ...]) -> str:
    shown = " ".join(map(_shown, characters[:_NAMED]))
    rest = len(characters) - _NAMED
    return f"{shown} and {rest} more" if rest > 0 else shown


def _shown(character: str) -> str:
    """The character, or its number where nothing or only half of something would show."""
    visible = character.isprintable() and not character.isspace()
    return character if visible else f"U+{ord(character):04X}"
