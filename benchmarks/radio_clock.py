"""espeak-ng as a clock: how long its voice reads a text, without silence around it."""

from __future__ import annotations

import shutil
import subprocess
import wave
from array import array
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from itertools import takewhile

from benchmarks.ratio import NotRun
from channels.radio.rehearsal import PROGRAM, VOICES, read_aloud

#: A hundredth of the loudest that 16 bits hold: what is below it is silence.
_SILENT = 328


def seconds_of(texts: Sequence[str], language: str) -> list[float]:
    """Seconds of each, from its first sound to its last, at the language's own pace."""
    with ThreadPoolExecutor() as readers:
        return list(readers.map(lambda text: _seconds(text, language), texts))


def version() -> str:
    """The program's version, such as ``1.51``. Raises NotRun without it."""
    program = shutil.which(PROGRAM)
    if program is None:
        raise NotRun(f"{PROGRAM} is not on this machine. Install Debian's package.")
    said = subprocess.run(
        [program, "--version"], capture_output=True, text=True, check=True
    )
    return said.stdout.partition(": ")[2].split()[0]


def voice_of(language: str) -> str:
    """The voice and its words a minute: ``en-gb 145``."""
    voice = VOICES[language]
    return f"{voice.name} {voice.speed}"


def _seconds(text: str, language: str) -> float:
    with wave.open(BytesIO(read_aloud(text, language))) as sound:
        samples = array("h", sound.readframes(sound.getnframes()))
        rate = sound.getframerate()
    heard = len(samples) - _silence(samples) - _silence(reversed(samples))
    return float(max(0, heard) / rate)


def _silence(samples: Iterable[int]) -> int:
    return sum(1 for _ in takewhile(lambda sample: abs(sample) < _SILENT, samples))
