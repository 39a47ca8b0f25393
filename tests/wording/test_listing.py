"""Names in one line, as each language parts them."""

from __future__ import annotations

import pytest

from outreach.wording.listing import labelled, listed


@pytest.mark.parametrize(
    ("language", "alike", "expected"),
    [
        pytest.param("en", True, "A, B", id="a comma"),
        pytest.param("am", True, "A፣ B", id="a comma of its own script"),
        pytest.param("ar", True, "\u2068A\u2069، \u2068B\u2069", id="that of Arabic, and neither name turns the other"),
        pytest.param("zh", False, "A，B", id="in Chinese between a name and what it is"),
        pytest.param("zh-Hans", True, "A、B", id="in Chinese another mark among things of a kind"),
    ],
)  # fmt: skip
def test_a_language_has_its_comma(language, alike, expected):
    assert listed(["A", "B"], language, alike=alike) == expected


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        pytest.param("Code", "Code: KW27", id="Latin"),
        pytest.param("代码", "代码：KW27", id="Chinese: as wide as its letters"),
        pytest.param(
            "\u2068代码\u2069", "\u2068代码\u2069：KW27", id="a label set apart"
        ),
        pytest.param("رمز", "رمز: KW27", id="Arabic"),
        pytest.param("ኮድ", "ኮድ፦ KW27", id="Amharic: a colon of its own"),
    ],
)
def test_a_label_has_the_colon_of_its_letters(label, expected):
    assert labelled(label, "KW27") == expected
