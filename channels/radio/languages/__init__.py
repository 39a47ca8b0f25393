"""One module per language. A new one is three files here and in its tests: the module,
its lexicon, and what it was read through for (``tests/channels/radio/said``); its wording
is ``templates/locale/<language>/radio.po``, its pace a line of ``rates.csv``.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from channels.radio.languages import am, ar, en, es, fr, hi, pt, ru, sw, zh
from channels.radio.speech import Speech
from outreach.model.errors import CannotCarry
from outreach.model.words import language_name

SPEECHES: Mapping[str, Speech] = MappingProxyType(
    {
        module.SPEECH.language: module.SPEECH
        for module in (am, ar, en, es, fr, hi, pt, ru, sw, zh)
    }
)


def speech_of(language: str) -> Speech:
    """The language's module. Raises CannotCarry: English never stands in for another."""
    if language not in SPEECHES:
        raise CannotCarry(
            f"There is no speech module for {language_name(language)} ({language}) yet."
        )
    return SPEECHES[language]
