"""Markup in a text: there is no word for it, so it stands in the script as it was typed."""

from __future__ import annotations

import re

from channels.radio.normaliser import Spoken, hangs_on_a_link, spoken

_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
#: Beside a tag an ampersand is markup too; without one it is said: "and".
_SIGN = re.compile(rf"({_TAG.pattern}|&(?:#?\w+;)?)")


def said(text: str, language: str) -> Spoken:
    """``text`` as it is said, with its markup as those characters and a note of each.

    Raises CannotCarry as ``spoken`` does.
    """
    if not _TAG.search(text):
        return spoken(text, language)
    whole, notes = "", []
    for number, piece in enumerate(_SIGN.split(text)):
        if number % 2:
            whole += piece
            notes.append(
                f"“{piece[:40]}” has no word: it stands in the script as it is."
            )
        elif piece.strip():
            words = spoken(piece, language)
            whole += f"{_blank(piece[0])}{words.text}{_blank(piece[-1])}"
            notes.extend(words.notes)
        else:
            whole += _blank(piece)
    return Spoken(text=whole.strip(), notes=tuple(dict.fromkeys(notes)))


def without_markup(text: str) -> str:
    """What is left to be said."""
    return _SIGN.sub(" ", text)


def breaks_off_without_a_link(sentence: str) -> bool:
    """Whether a sentence has an address in its flow, not only inside its markup."""
    return hangs_on_a_link(_TAG.sub("", sentence))


def _blank(edge: str) -> str:
    return " " if edge.isspace() else ""
