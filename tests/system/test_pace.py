"""Debian's espeak-ng as a clock: the rates are what it gives, within what it rounds."""

from __future__ import annotations

import shutil

import pytest

from benchmarks.radio_clock import seconds_of, version
from benchmarks.radio_fit import fitted
from channels.radio.timing import RATES

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(
        not shutil.which("espeak-ng"), reason="espeak-ng is not installed"
    ),
]


@pytest.mark.parametrize("language", ["fr", "zh"])
def test_a_rate_is_what_the_fit_gives(language: str) -> None:
    """With a letter of a sentence more or less, which a change of wording may bring."""
    if version() != "1.51":
        pytest.skip("the rates were fitted on espeak-ng 1.51")
    found, stored = fitted(language), RATES[language]
    assert found.letter == pytest.approx(stored.letter, abs=0.0006)
    for name in ("comma", "stop", "end"):
        assert getattr(found, name) == pytest.approx(getattr(stored, name), abs=0.02)


def test_silence_around_the_words_is_not_counted() -> None:
    word, padded = seconds_of(["Water.", "\n\n\nWater.\n\n\n"], "en")
    assert 0.2 < word < 0.8
    assert padded == pytest.approx(word, abs=0.05)
