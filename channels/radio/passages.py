"""The sentences of a text that staff wrote, as they are said."""

from __future__ import annotations

from dataclasses import dataclass

from channels.radio.markup import breaks_off_without_a_link, said
from channels.radio.sentences import sentences_in, written_sentences
from channels.radio.speech import Speech
from outreach.model.errors import CannotCarry


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text in sentences, each for itself."""

    sentences: tuple[str, ...] = ()
    #: What staff should know of what is said.
    notes: tuple[str, ...] = ()
    #: What is not said, and why.
    left_out: tuple[str, ...] = ()


def passage(text: str, speech: Speech, *, all_of_it: bool) -> Passage:
    """``text`` but for the sentences that only make sense with their address, and, unless
    ``all_of_it`` must be told, for those with something that can't be said.

    Raises CannotCarry where all of it must be told and something can't be said.
    """
    sentences: list[str] = []
    notes: list[str] = []
    left_out: list[str] = []
    for written in written_sentences(text, speech):
        if breaks_off_without_a_link(written):
            left_out.append(
                f"“{written[:80]}” is not said on the air: it has an address."
            )
            continue
        try:
            found = said(written, speech.language)
        except CannotCarry as why:
            if all_of_it:
                raise
            left_out.append(f"“{written[:80]}” is left out: {why}")
            continue
        notes.extend(found.notes)
        if found.text:
            sentences.extend(sentences_in(found.text, speech))
    return Passage(
        sentences=tuple(sentences), notes=tuple(notes), left_out=tuple(left_out)
    )
