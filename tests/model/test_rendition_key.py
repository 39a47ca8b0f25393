"""A rendition's key: equal ingredients, equal key; any other ingredient, another key."""

from __future__ import annotations

from typing import Any

import pytest

from outreach.model.canonical import canonical_json
from outreach.model.edition import Edition
from outreach.model.rendition import ChannelOptions, Measure, rendition_key
from tests.model.samples import announcement


class Paced(ChannelOptions):
    """Options as a channel would bring them."""

    pace: float = 1.0


BASE: dict[str, Any] = {
    "channel": "radio",
    "revision": "1",
    "subject": announcement(),
    "languages": ("en",),
    "variant": "30",
    "options": Paced(),
}
EDITION = Edition.model_validate(
    {
        "number": 1,
        "region": "Nyanza",
        "period_from": "2027-05-01",
        "period_to": "2027-05-31",
        "items": [announcement()],
    }
)
OTHER = [
    ("another channel", {"channel": "sms"}),
    ("other templates, fonts or lexicon", {"revision": "2"}),
    ("another text", {"subject": announcement(texts={"en": {"title": "Other"}})}),
    ("another place", {"subject": announcement(venue={"locality": "Siaya", "country": "KE"})}),
    ("a correction", {"subject": announcement(notice="correction", replaces="x")}),
    ("an edition of it", {"subject": EDITION}),
    ("the next edition", {"subject": EDITION.model_copy(update={"number": 2})}),
    ("another language", {"languages": ("sw",)}),
    ("two languages", {"languages": ("en", "sw")}),
    ("the other language first", {"languages": ("sw", "en")}),
    ("another variant", {"variant": "60"}),
    ("another code", {"options": Paced(code="AB12")}),
    ("another pace", {"options": Paced(pace=0.95)}),
    ("the word of another reply", {"options": Paced(reply_word="JOIN 14")}),
    ("labels in another language", {"options": Paced(labels="fr")}),
]  # fmt: skip


def test_equal_ingredients_give_an_equal_key():
    again = BASE | {"subject": announcement(), "options": Paced(pace=1.0)}

    assert rendition_key(**again) == rendition_key(**BASE)
    assert len(rendition_key(**BASE)) == 64


def test_each_ingredient_makes_another_key():
    keys = {why: rendition_key(**BASE | changed) for why, changed in OTHER}

    assert len({rendition_key(**BASE), *keys.values()}) == len(keys) + 1


def test_the_order_in_which_fields_were_given_makes_no_difference():
    assert canonical_json({"b": 1, "a": "é"}) == '{"a":"é","b":1}'


def test_what_json_lacks_has_no_canonical_form():
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical_json(float("nan"))


def test_a_measure_tells_only_what_its_channel_counts():
    assert Measure(seconds=0.0).content == {"seconds": 0.0}
    assert Measure(segments=2, encoding="gsm7", parts=("a", "b")).content == {
        "segments": 2,
        "encoding": "gsm7",
        "parts": ["a", "b"],
    }


def test_an_edition_has_the_languages_that_all_its_items_have():
    swahili = announcement(texts={"sw": {"title": "x"}})

    both = EDITION.model_copy(update={"items": (announcement(), swahili)})

    assert EDITION.languages == ("en", "sw")
    assert both.languages == ("sw",)
