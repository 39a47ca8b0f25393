"""How high letters' bodies are, as our faces draw them."""

from __future__ import annotations

import pytest
import uharfbuzz as hb

from outreach.typesetting import body_of
from outreach.typesetting.faces import face, families, script_of_language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("en", "x", id="Latin"),
        pytest.param("ru", "н", id="Cyrillic"),
        pytest.param("el", "ο", id="Greek"),
        pytest.param("he", "ב", id="Hebrew"),
        pytest.param("hi", "क", id="Devanagari, to the line on top"),
        pytest.param("bn", "ক", id="Bengali"),
        pytest.param("ta", "ப", id="Tamil"),
        pytest.param("am", "ለ", id="Ethiopic"),
        pytest.param("th", "น", id="Thai"),
        pytest.param("lo", "ມ", id="Lao"),
        pytest.param("km", "ក", id="Khmer"),
        pytest.param("my", "က", id="Burmese"),
        pytest.param("zh", "口", id="Chinese: a letter that is but a frame"),
        pytest.param("ar", "ـفـ", id="Arabic: the eye of a joined letter"),
        pytest.param("fa", "ـعـ", id="Persian: the same"),
        pytest.param("ur", "ـفـ", id="Urdu, in Nastaliq"),
    ],
)
@pytest.mark.parametrize("weight", [400, 700])
def test_a_body_is_as_high_as_is_said(language, text, weight):
    chosen = face(families(language, script_of_language(language))[0], weight)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(chosen.font, buffer)

    # of a letter in pieces the dot may be the highest: bodies stand on the line
    inks = [chosen.inks[info.codepoint] for info in buffer.glyph_infos]
    height = max(above for above, below in inks if below >= 0) / chosen.upem
    assert height >= body_of(language)
    assert (
        weight != 400
        or language not in ("en", "ar")
        or height < body_of(language) * 1.1
    )
