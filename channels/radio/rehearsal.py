"""A synthetic voice reads a script, so that staff hear what they approve; not for air."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import NamedTuple

from channels.radio.languages import speech_of
from channels.radio.words import Wording
from outreach.model.errors import CannotCarry
from outreach.model.words import language_name

PROGRAM = "espeak-ng"
#: A minute of speech takes it less than a second.
_PATIENCE = 60.0


class Voice(NamedTuple):
    """A voice of espeak-ng 1.51, and its words a minute at the language's own pace."""

    name: str
    speed: int


#: ``cmn`` reads the numbers of tones; pinyin in Latin letters reads Han rightly.
VOICES = MappingProxyType(
    {
        "am": Voice("am", 150),
        "ar": Voice("ar", 165),
        "en": Voice("en-gb", 145),
        "es": Voice("es-419", 165),
        "fr": Voice("fr-fr", 150),
        "hi": Voice("hi", 150),
        "pt": Voice("pt", 150),
        "ru": Voice("ru", 150),
        "sw": Voice("sw", 150),
        "zh": Voice("cmn-latn-pinyin", 190),
    }
)


def rehearsal(text: str, language: str, pace: float = 1.0) -> bytes:
    """``text`` read aloud: a WAV file, one channel of 16 bits at 22,050 Hz.

    It begins by saying that it is not for air. Raises CannotCarry where there is no voice,
    with what to do.
    """
    stop = speech_of(language).stop
    warning = Wording(language).label("not_for_air").casefold()
    return read_aloud(f"{warning}{stop}\n\n{text}", language, pace)


def _voice(language: str) -> Voice:
    if language not in VOICES:
        raise CannotCarry(
            f"There is no synthetic voice for {language_name(language)} ({language})."
        )
    return VOICES[language]


def read_aloud(text: str, language: str, pace: float = 1.0) -> bytes:
    """The sound of ``text`` alone; the program gets it as text and never as an option."""
    voice, program = _voice(language), shutil.which(PROGRAM)
    if program is None:
        raise CannotCarry(
            "The program espeak-ng is not on this machine: the script can't be read aloud. "
            "Install Debian's package espeak-ng."
        )
    with TemporaryDirectory() as folder:
        file = Path(folder) / "rehearsal.wav"
        speed = str(round(voice.speed * pace))
        options = ["-v", voice.name, "-s", speed, "-w", str(file), "--stdin"]
        try:
            subprocess.run(  # noqa: S603 - no shell; the options are ours
                [program, *options],
                input=text.encode(),
                timeout=_PATIENCE,
                capture_output=True,
                check=True,
            )
            return file.read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise CannotCarry(
                f"The program espeak-ng could not read the script aloud ({type(error).__name__}). "
                "Try it once more."
            ) from error
