"""Counting and cutting, against the standard's rules."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from channels.sms.segments import BASIC, EXTENSION, count, limit, parts

FAMILY = "👩\u200d👩\u200d👧"

ROWS = [
    pytest.param("", "gsm7", 1, 1, 0, id="nothing is one segment of no units"),
    pytest.param("a" * 160, "gsm7", 1, 1, 160, id="160 septets are one segment"),
    pytest.param("a" * 161, "gsm7", 2, 2, 161, id="161 septets are two"),
    pytest.param("a" * 306, "gsm7", 2, 2, 306, id="two parts of 153"),
    pytest.param("a" * 307, "gsm7", 3, 3, 307, id="one over two parts"),
    pytest.param("€" * 80, "gsm7", 1, 1, 160, id="an extension takes two septets"),
    pytest.param("a" * 159 + "[", "gsm7", 2, 2, 161, id="the bracket is the 161st"),
    pytest.param("€" * 153, "gsm7", 3, 3, 306, id="ceil(306/153) says 2: pairs say 3"),
    pytest.param(
        "a" * 152 + "€" + "a" * 152, "gsm7", 3, 3, 306, id="a pair at the cut moves on"
    ),
    pytest.param("Ç", "gsm7", 1, 1, 1, id="the capital cedilla is in the alphabet"),
    pytest.param("ç", "ucs2", 1, 1, 1, id="the small one is not"),
    pytest.param("\f", "gsm7", 1, 1, 2, id="form feed is in the extension"),
    pytest.param("\x1b", "ucs2", 1, 1, 1, id="the escape is no character"),
    pytest.param("\x00", "ucs2", 1, 1, 1, id="NUL is not in the alphabet"),
    pytest.param("`", "ucs2", 1, 1, 1, id="nor is the grave accent"),
    pytest.param("ж" * 70, "ucs2", 1, 1, 70, id="70 units are one segment"),
    pytest.param("ж" * 71, "ucs2", 2, 2, 71, id="71 units are two"),
    pytest.param("ж" * 134, "ucs2", 2, 2, 134, id="two parts of 67"),
    pytest.param("ж" * 135, "ucs2", 3, 3, 135, id="one over two parts"),
    pytest.param("😀" * 35, "ucs2", 1, 1, 70, id="an emoji takes two units"),
    pytest.param("😀" * 67, "ucs2", 3, 3, 134, id="67 is odd: 33 emoji a part"),
    pytest.param("𞤀" * 36, "ucs2", 2, 2, 72, id="so does a letter of Adlam"),
    pytest.param(
        "a" * 66 + "e\u0301" * 35, "ucs2", 3, 3, 136, id="a mark goes with its letter"
    ),
    pytest.param(
        "क्षि" * 33 + "ж" * 2,
        "ucs2",
        2,
        3,
        134,
        id="a conjunct stays whole and costs one",
    ),
    pytest.param(FAMILY * 16, "ucs2", 2, 2, 128, id="families of eight units"),
    pytest.param(
        FAMILY * 16 + "жжжжжж", "ucs2", 2, 3, 134, id="whole families cost one more"
    ),
    pytest.param(
        "a" * 152 + "\r\n" + "a" * 152, "gsm7", 2, 3, 306, id="CR LF is one cluster"
    ),
    pytest.param("a" + "\u0301" * 100, "ucs2", 2, 2, 101, id="a cluster over one part"),
    pytest.param("\ud83d", "ucs2", 1, 1, 1, id="half a pair is a unit"),
]


@pytest.mark.parametrize(("text", "encoding", "strict", "whole", "units"), ROWS)
def test_a_text_takes(text, encoding, strict, whole, units):
    found = count(text)

    assert (found.encoding, found.units) == (encoding, units)
    assert (found.segments, found.segments_whole) == (strict, whole)
    assert len(parts(text)) == whole


def test_the_alphabet_has_127_and_10_characters():
    assert len(set(BASIC)) == len(BASIC) == 127
    assert len(set(EXTENSION)) == len(EXTENSION) == 10
    assert not set(BASIC) & set(EXTENSION)


def test_the_characters_that_force_ucs2_are_named_once_in_order():
    assert count("ça é ê ça ж").forcing_ucs2 == ("ç", "ê", "ж")
    assert count("déjà €").forcing_ucs2 == ()


@pytest.mark.parametrize(
    ("text", "first"),
    [
        pytest.param("a" * 152 + "€" + "a" * 9, "a" * 152, id="escape pair"),
        pytest.param("a" * 66 + "😀" + "a" * 9, "a" * 66, id="surrogate pair"),
        pytest.param("ж" * 66 + "e\u0301" + "ж" * 9, "ж" * 66, id="letter and mark"),
        pytest.param("ж" * 64 + FAMILY + "ж" * 9, "ж" * 64, id="joined emoji"),
        pytest.param("ж" * 65 + "🇰🇪" + "ж" * 9, "ж" * 65, id="flag of two letters"),
    ],
)
def test_a_part_ends_before_what_belongs_together(text, first):
    assert parts(text)[0] == first


def test_flags_in_a_row_are_cut_between_flags():
    assert all(len(part) % 2 == 0 for part in parts("🇰🇪" * 40))


TEXTS = st.text(
    st.one_of(
        st.sampled_from(
            "ab €[{\r\nçжकि्षन😀🇰\u0301\u200d\ufe0f👩👧\u200f\u0600\x1b\x00"
        ),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=400,
)
PHONE_TEXTS = st.text(st.sampled_from(BASIC + EXTENSION * 5), max_size=700)
ANY = st.one_of(TEXTS, PHONE_TEXTS)


@given(ANY)
@example("a" + "\u0301" * 300)
def test_parts_joined_are_the_text(text):
    assert "".join(parts(text)) == text


@given(ANY)
def test_no_part_is_over_its_limit(text):
    found, cut = count(text), parts(text)
    most = limit(found.encoding, 1) if len(cut) == 1 else limit(found.encoding, 2) // 2

    assert all(_units(part, found.encoding) <= most for part in cut)
    assert len(cut) == found.segments_whole


@given(ANY)
def test_whole_clusters_never_take_fewer_parts(text):
    found = count(text)

    assert found.segments <= found.segments_whole


@given(ANY, st.sampled_from("a€ж😀\u0301\n\u200d"))
def test_another_character_never_lowers_the_strict_count(text, more):
    assert count(text + more).segments >= count(text).segments


@given(ANY)
def test_the_count_is_that_of_packing_one_character_after_another(text):
    assert count(text).segments == _packed_slowly(text)


def _units(text: str, encoding: str) -> int:
    if encoding == "gsm7":
        return sum(2 if c in EXTENSION else 1 for c in text)
    return sum(2 if ord(c) > 0xFFFF else 1 for c in text)


def _packed_slowly(text: str) -> int:
    """The standard read aloud: the reference that the fast way is held to."""
    foreign = set(text) - set(BASIC + EXTENSION)
    encoding, single, multi = ("ucs2", 70, 67) if foreign else ("gsm7", 160, 153)
    if _units(text, encoding) <= single:
        return 1
    used, segments = 0, 1
    for character in text:
        needs = _units(character, encoding)
        if used + needs > multi:
            used, segments = 0, segments + 1
        used += needs
    return segments


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a" * 100_000, id="plain"),
        pytest.param("€" * 100_000, id="extension"),
        pytest.param("😀" * 50_000, id="emoji"),
        pytest.param("a" + "\u0301" * 100_000, id="one giant cluster"),
        pytest.param(FAMILY * 20_000, id="joined emoji"),
        pytest.param("\u200d" * 100_000, id="joiners alone"),
        pytest.param("\u0600" * 100_000, id="prefixes alone"),
    ],
)
def test_a_text_of_100_000_characters_is_counted_in_a_second(text):
    begun = time.perf_counter()
    count(text)

    assert "".join(parts(text)) == text
    assert time.perf_counter() - begun < 2
