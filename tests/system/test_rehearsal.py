"""Rehearsals by Debian's espeak-ng: sound in every language, as long as the estimate."""

from __future__ import annotations

import io
import shutil
import wave

import pytest

from channels.radio import RadioChannel
from channels.radio.languages import SPEECHES
from channels.radio.options import RadioOptions
from channels.radio.rehearsal import rehearsal
from tests.channels.radio.samples import TEXTS, announcement

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(
        not shutil.which("espeak-ng"), reason="espeak-ng is not installed"
    ),
]
#: The estimate is good to 5 percent; a voice that spells Chinese takes a third longer.
NEAR = 0.2


@pytest.mark.parametrize("language", sorted(SPEECHES.keys() & TEXTS.keys()))
def test_a_voice_reads_the_script(language: str) -> None:
    channel, options = RadioChannel(), RadioOptions()
    made = channel.render(announcement(), (language,), "full", options)
    file = channel.rehearse(made, language, options)
    with wave.open(io.BytesIO(file.data)) as sound:
        form = sound.getnchannels(), sound.getsampwidth(), sound.getframerate()
        frames = sound.readframes(sound.getnframes())
    assert form == (1, 2, 22050)
    assert any(frames), "it is silent"
    warning = len(rehearsal("", language))
    seconds = (len(file.data) - warning) / 22050 / 2
    assert made.measure.seconds
    assert seconds == pytest.approx(made.measure.seconds, rel=NEAR)
