"""Which way text runs: the Unicode conformance file, and what it means on our pages."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from outreach.typesetting import Style, set_text
from outreach.typesetting.bidi import levels_of, levels_of_line, visual_order
from outreach.wording.directions import isolated, phones_isolated

SAMPLE = Path(__file__).parent / "bidi_sample.txt"
#: Debian's ``unicode-data``.
WHOLE = Path("/usr/share/unicode/BidiCharacterTest.txt")


def wrong(lines: Iterable[str]) -> tuple[int, list[str]]:
    """How many cases there are, and those whose levels or order came out otherwise."""
    cases = [line for line in lines if line.strip() and not line.startswith("#")]
    return len(cases), [case for case in cases if not _holds(case)]


def _holds(case: str) -> bool:
    """Fields: code points; direction asked for; the paragraph's; levels; order."""
    codes, _, paragraph, expected, order = case.strip().split(";")
    text = "".join(chr(int(code, 16)) for code in codes.split())
    rtl = bool(int(paragraph) % 2)
    levels = levels_of_line(text, levels_of(text, right_to_left=rtl), right_to_left=rtl)
    kept = [at for at, level in enumerate(expected.split()) if level != "x"]
    found = [levels[at] for at in kept]
    drawn = [kept[at] for at in visual_order(found)]
    return found == [int(n) for n in expected.split() if n != "x"] and drawn == [int(n) for n in order.split()]  # fmt: skip


def test_a_sample_of_the_conformance_file():
    count, failed = wrong(SAMPLE.read_text("utf-8").splitlines())

    assert count > 800
    assert len([case for case in failed if not _is_refused(case)]) <= _OTHERWISE_IN_ICU


#: Cases of the sample with a mark on a closing bracket, or of brackets a hundred deep,
#: in which ICU 77 differs.
_OTHERWISE_IN_ICU = 10


def _is_refused(case: str) -> bool:
    """Whether it has an embedding or an override, which no page takes."""
    return any(f"202{end}" in case.split(";")[0] for end in "ABCDE")


@pytest.mark.system
@pytest.mark.skipif(not WHOLE.exists(), reason="needs Debian's unicode-data")
def test_the_whole_conformance_file():
    """At least 99.9 %: with ICU 77 it is 91,676 of 91,707."""
    count, failed = wrong(WHOLE.read_text("utf-8").splitlines())

    print(f"{count - len(failed)} of {count}")
    assert count > 90_000
    assert len(failed) <= count / 1000


def drawn(text: str, language: str, width: float = 500) -> list[str]:
    """Each line as it stands on paper, left to right."""
    block = set_text(text, Style(size=12), width, language)
    return [
        "".join(cluster.text for run in line.runs for cluster in run.clusters)
        for line in block.lines
    ]


@pytest.mark.parametrize(
    ("text", "language", "seen"),
    [
        pytest.param("אבג", "he", "גבא", id="Hebrew runs to the left"),
        pytest.param("אב 12 גד", "he", "דג 12 בא", id="numbers run to the right in it"),
        pytest.param("אב UN Women גד", "he", "דג UN Women בא", id="and so do Latin words"),
        pytest.param("UN אבג", "en", "UN גבא", id="a Hebrew word in an English line"),
        pytest.param("UN אבג", "he", "גבא UN", id="a Hebrew line that begins with a Latin word"),
        pytest.param("אב.", "he", ".בא", id="the full stop stands at the left"),
        pytest.param("אב.", "en", "בא.", id="in an English line at the right"),
        pytest.param("14–12", "he", "12–14", id="why spans are put into isolates"),
        pytest.param("\u2066+254 722\u2069 אב", "he", "בא +254 722", id="a phone in an isolate keeps its groups"),
    ],
)  # fmt: skip
def test_a_line_stands_in_its_order(text, language, seen):
    (found,) = drawn(text, language)

    assert found.translate(dict.fromkeys(map(ord, "\u2066\u2069"))) == seen


def test_brackets_are_drawn_as_those_of_the_other_side():
    (line,) = set_text("(אב)", Style(size=12), 200, "he").lines
    (run,) = line.runs
    first, *_, last = run.clusters

    assert (first.text, last.text) == (")", "(")
    shapes = [run.face.font.get_nominal_glyph(ord(bracket)) for bracket in "()"]
    assert [first.glyphs[0].id, last.glyphs[0].id] == shapes


def test_levels_are_found_before_lines_are_broken():
    """A Latin name goes on in the next line as it began."""
    lines = drawn("אבג UN Women Watch דהו", "he", 75)

    assert lines == ["UN גבא", "Women", "והד Watch"]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        pytest.param("+254 722", "en", "+254 722", id="nothing to keep apart"),
        pytest.param("+254 722", "sw", "+254 722", id="a Latin language"),
        pytest.param("+254 722", "ar", "\u2068+254 722\u2069", id="a phone among Arabic"),
        pytest.param("شبكة", "en", "\u2068شبكة\u2069", id="an Arabic name among Latin"),
        pytest.param("a\u2067b", "fa", "\u2068ab\u2069", id="an isolate left open takes in what follows"),
        pytest.param("a\u2069b", "he", "\u2068ab\u2069", id="one closed twice lets out what is in it"),
        pytest.param("\u2067a\u2069", "ur", "\u2068\u2067a\u2069\u2069", id="one that is closed stays"),
        pytest.param("x", "xx", "x", id="an unknown language runs to the right"),
    ],
)  # fmt: skip
def test_a_value_goes_into_a_sentence_in_an_isolate(text, language, expected):
    assert isolated(text, language) == expected


def within(text: str) -> str:
    """In the middle of an Arabic sentence."""
    return f"اتصلوا على {text} غدا"


@pytest.mark.parametrize(
    "phone",
    [
        pytest.param("+254 722 451 983", id="after a plus"),
        pytest.param(
            "+254722451983", id="one group: its plus would stand at the other end"
        ),
        pytest.param("+20 (2) 2795-1234", id="an area in brackets"),
        pytest.param("0722 451 983", id="as it is dialled at home"),
        pytest.param("0722-451-983", id="hyphens part groups after Arabic letters too"),
        pytest.param("٠٧٢٢ ٤٥١ ٩٨٣", id="in Arabic digits"),
    ],
)
def test_a_phone_in_peoples_own_words_keeps_its_groups(phone):
    assert phones_isolated(within(phone), "ar") == within(f"\u2068{phone}\u2069")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("12-14", id="a span, which runs from the right"),
        pytest.param("2026 – 2027", id="a span of years"),
        pytest.param("0800-1700", id="two times of day"),
        pytest.param("05-05-2027", id="a date"),
        pytest.param("E/2027/0014 0015 0016", id="a document's symbol"),
        pytest.param("\u2068+254 722 451 983\u2069", id="a phone that stands in an isolate"),
        pytest.param("100 000 000", id="an amount"),
    ],
)  # fmt: skip
def test_other_numbers_in_peoples_own_words_stay_as_they_are(text):
    assert phones_isolated(within(text), "ar") == within(text)


def test_phones_in_words_that_run_to_the_right_stay_as_they_are():
    assert phones_isolated("Call +254 722 451 983", "sw") == "Call +254 722 451 983"
