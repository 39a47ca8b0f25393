"""The alphabet and headers that gateways put on our own parts."""

from __future__ import annotations

import pytest

from channels.gateways.alphabet import headers, is_gsm7, unfit
from channels.sms import segments


def test_it_is_the_alphabet_that_the_sms_channel_counts_with() -> None:
    ours = {chr(code) for code in range(0x10000) if is_gsm7(chr(code))}

    assert ours == set(segments.BASIC + segments.EXTENSION)


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        pytest.param(("x" * 160,), None, id="a full one"),
        pytest.param(("x" * 161,), "Shorten", id="one too long"),
        pytest.param(("€" * 80,), None, id="escapes count twice"),
        pytest.param(("€" * 81,), "Shorten", id="an escape too many"),
        pytest.param(("я" * 70,), None, id="a full one of units"),
        pytest.param(("😀" * 36,), "Shorten", id="pairs count twice"),
        pytest.param(("x" * 153, "y"), None, id="full parts"),
        pytest.param(("x" * 154, "y"), "Shorten", id="a part has less room"),
        pytest.param(("x" * 153, "я"), "Shorten", id="one foreign letter changes all"),
        pytest.param(("x",) * 256, "Shorten", id="more than a header counts"),
        pytest.param(("",), "no text", id="empty"),
        pytest.param(("a\ud800",), "broken", id="half a pair"),
    ],
)
def test_only_parts_that_fit_go_out(parts: tuple[str, ...], says: str | None) -> None:
    why = unfit(parts)

    assert (why is None) if says is None else says in str(why)


def test_what_the_channel_cut_always_fits() -> None:
    for text in ("é" * 400, "👨‍👩‍👧‍👦" * 90, "ሰላም ዓለም " * 40, "[x] " * 200):
        assert unfit(segments.parts(text)) is None


def test_a_header_counts_the_parts_and_has_the_same_reference_each_time() -> None:
    first, second = headers("K7QX2M-17", 2)

    assert (first[:6], first[8:], second[8:]) == ("050003", "0201", "0202")
    assert first[6:8] == second[6:8]
    assert headers("K7QX2M-17", 2) == (first, second)
    assert headers("K7QX2M-17", 1) == ("",)
    assert len({headers(f"K7QX2M-{n}", 2)[0] for n in range(9999)}) == 256
