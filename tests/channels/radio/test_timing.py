"""How long a script takes: the laws of the estimate, and the file of its rates."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.radio_corpus import Part, facts, languages
from channels.radio.languages import SPEECHES, speech_of
from channels.radio.rehearsal import VOICES
from channels.radio.timing import RATES, Features, features, pause, rates_text, seconds
from outreach.model.errors import CannotCarry

LANGUAGES = sorted(RATES)
language_codes = st.sampled_from(LANGUAGES)
#: What scripts are made of, in a few scripts; no hyphens, which may spell a word.
spoken = st.text("abé ,:;—አ፣፦नि、，水ы،م\n", max_size=40)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", Features(0, 0, 0, 0), id="nothing takes no time"),
        pytest.param("Ab, cd.", Features(4, 1, 0, 1), id="after one end nobody waits"),
        pytest.param("Ab. Cd!", Features(4, 0, 1, 2), id="two ends are one pause"),
        pytest.param("Ab… Cd?!", Features(4, 0, 1, 2), id="marks that stand together"),
        pytest.param("12 %", Features(0, 0, 0, 0), id="digits: say them first"),
        pytest.param("U-N", Features(6, 0, 0, 0), id="a spelt letter is read by name"),
        pytest.param(
            "दिन-व",
            Features(4, 0, 0, 0),
            id="a letter behind a vowel sign is within a word",
        ),
        pytest.param("well-known", Features(9, 0, 0, 0), id="a hyphen spells no word"),
        pytest.param("नि।", Features(2, 0, 0, 1), id="vowel signs count, a danda ends"),
        pytest.param("አ፣ አ፤ አ፥ አ፦ አ።", Features(5, 4, 0, 1), id="Ethiopic marks"),
        pytest.param("水、水，水：水。", Features(4, 3, 0, 1), id="Chinese marks"),
        pytest.param("م، م؛ م؟", Features(3, 2, 0, 1), id="Arabic marks"),
        pytest.param("Ab – cd — ef", Features(6, 2, 0, 0), id="a dash is a pause"),
    ],
)
def test_what_takes_time_is_counted(text: str, expected: Features) -> None:
    assert features(text) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_seconds_are_the_formula(language: str) -> None:
    rate = RATES[language]
    expected = 6 * rate.letter + rate.comma + 2 * rate.stop + 3 * rate.end
    assert seconds("Ab, cd. E! F?", language) == pytest.approx(expected)


@given(language_codes, spoken, st.sampled_from(["a", ",", "."]))
def test_more_text_never_takes_less(language: str, text: str, more: str) -> None:
    assert seconds(text + more, language) >= seconds(text, language)


@given(language_codes, st.lists(spoken, min_size=1, max_size=5))
def test_a_script_is_its_sentences_and_the_pauses_between(
    language: str, texts: list[str]
) -> None:
    """So what a sentence costs is known without the others."""
    sentences = [f"a{text}b{speech_of(language).stop}" for text in texts]
    alone = sum(seconds(sentence, language) for sentence in sentences)
    pauses = pause(language) * (len(sentences) - 1)
    assert seconds("\n".join(sentences), language) == pytest.approx(alone + pauses)


@given(language_codes, spoken, st.floats(0.7, 1.3))
def test_the_pace_scales_it_all(language: str, text: str, pace: float) -> None:
    assert seconds(text, language, pace) * pace == pytest.approx(seconds(text, language))  # fmt: skip
    assert pause(language, pace) * pace == pytest.approx(pause(language))


def test_a_language_without_measured_pace_is_refused() -> None:
    with pytest.raises(CannotCarry, match=r"Hausa \(ha\)"):
        seconds("Sannu", "ha")


def test_every_language_that_is_spoken_has_a_rate() -> None:
    assert RATES.keys() >= SPEECHES.keys()


@pytest.mark.parametrize("row", list(csv.DictReader(io.StringIO(rates_text()))))
def test_a_rate_was_measured_on_the_voice_that_is_rehearsed(row: dict[str, str]) -> None:  # fmt: skip
    """A voice or speed that is changed leaves its rate stale: fit it anew."""
    assert (row["voice"], int(row["speed"])) == VOICES[row["language"]]
    assert row["clock"].startswith("espeak-ng ")
    rate = RATES[row["language"]]
    assert min(rate.letter, rate.comma, rate.stop) > 0 <= rate.end


@pytest.mark.parametrize("language", languages())
def test_the_pace_is_not_tested_on_what_it_was_fitted_on(language: str) -> None:
    def told(part: Part) -> set[str | None]:
        texts = [(f.title, f.summary, f.body) for f in facts(language, part)]
        names = [
            (f.organizer, f.venue_name, f.locality, f.contact_name)
            for f in facts(language, part)
        ]
        return {words for one in (*texts, *names) for words in one} - {None}

    assert len(facts(language, "test")) >= 12
    assert not told("fit") & told("test")


def test_every_language_has_announcements_to_fit_on() -> None:
    assert set(languages()) == SPEECHES.keys()
