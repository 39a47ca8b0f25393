"""Strips to tear off a poster: whom to call or text, in any script, and never in the way."""

from __future__ import annotations

import re

import pytest

from channels.print.content import parts_of
from channels.print.drawing import words_of
from channels.print.labels import labels_for
from channels.print.options import PrintOptions
from channels.print.parts import Rank
from outreach.model.announcement import Announcement
from outreach.model.facts import facts_in
from tests.channels.print.sample import changed, example, made, plain
from tests.channels.print.test_limits import sizes_of, within_page, wordy
from tests.channels.print.test_scripts import ARTICLE, sample
from tests.typesetting.reading import content_of, letters, text_of

#: The matrix of text that is read from the foot of the page upwards.
_TURNED = re.compile(r"q 0 1 -1 0 [\d.]+ [\d.]+ cm(.*?)\nQ", re.DOTALL)


def strips_on(pdf: bytes) -> list[str]:
    """What draws each strip, but for the marks of artifacts around it."""
    return [strip.strip() for strip in _TURNED.findall(content_of(pdf))]


@pytest.mark.parametrize("variant", ["poster", "poster-a3"])
@pytest.mark.parametrize("language", sorted(ARTICLE))
def test_a_poster_with_room_has_equal_strips_in_every_script(variant, language):
    given = sample(language)
    given["texts"][language]["body"] = ""

    found = made(variant, given, language, labels="en", reply_word="JOIN 14", qr="none")

    pdf = found.files[0].data
    strips = strips_on(pdf)
    assert 3 <= len(strips) <= 10
    assert len(set(strips)) == 1
    assert letters(text_of(pdf)).count(letters("300000014")) == 1 + len(strips)
    assert text_of(pdf).count("JOIN") == 2 + len(strips)
    assert found.notes == () or "strips" not in found.notes[0]
    assert min(sizes_of(pdf)) >= 12
    assert within_page(pdf)


@pytest.mark.parametrize(
    ("given", "options"),
    [
        pytest.param(plain(), {"strips": False}, id="not wanted"),
        pytest.param(plain(contact={"name": "A", "postal": "P.O. Box 1"}), {}, id="nobody to call or text"),
        pytest.param(changed("cancellation"), {}, id="nothing to come to"),
    ],
)  # fmt: skip
def test_a_poster_has_no_strips_where_they_serve_nobody(given, options):
    found = made("poster", given, **options)

    assert strips_on(found.files[0].data) == []
    assert found.notes == ()


def test_a_reply_word_alone_is_enough():
    given = plain(contact={"name": "A", "postal": "P.O. Box 1"})

    found = made("poster", given, reply_word="JOIN 14")

    assert strips_on(found.files[0].data)


def test_strips_cost_no_word_of_the_page_unless_staff_want_them():
    given = wordy(60, 600, 3)
    bare, usual, wanted = (
        made("poster", given, strips=strips) for strips in (False, None, True)
    )

    assert usual.text == bare.text
    assert strips_on(usual.files[0].data) == []
    assert "the strips to tear off" in usual.notes[0]
    assert strips_on(wanted.files[0].data)
    assert "strips" not in wanted.notes[0]
    assert "paragraphs" in wanted.notes[0]
    assert usual.notes[1] == "Strips would take the place of: a paragraph."
    assert wanted.notes[1] == "The strips took the place of: a paragraph."
    lost = set(bare.text.splitlines()) - set(wanted.text.splitlines())
    assert lost == {given["texts"]["en"]["body"].split("\n")[0].strip()}


@pytest.mark.parametrize("name", ["csw64", "kisumu-water"])
def test_strips_that_are_wanted_cost_nothing_that_is_needed(name):
    """A full page gives up its text and lesser facts, and staff are told which."""
    bare, wanted = (made("poster", example(name), strips=strips) for strips in (False, True))  # fmt: skip
    facts = facts_in(Announcement.model_validate(example(name)), "en")
    parts = parts_of(facts, labels_for("en", None), PrintOptions())
    kept = words_of(part for part in parts if part.rank <= Rank.REGISTRATION)

    assert strips_on(wanted.files[0].data)
    assert set(kept.splitlines()) <= set(wanted.text.splitlines())
    gone = set(bare.text.splitlines()) - set(wanted.text.splitlines())
    assert not gone or "Left off the poster" in wanted.notes[0]


def test_strips_of_two_languages_take_turns():
    texts = {code: {"title": title} for code, title in (("en", "Water"), ("ar", "الماء"))}  # fmt: skip

    strips = strips_on(made("poster", plain(texts=texts), "en", "ar").files[0].data)

    assert len(set(strips)) == 2
    assert strips[0::2] == [strips[0]] * len(strips[0::2])
    assert strips[1::2] == [strips[1]] * len(strips[1::2])


@pytest.mark.parametrize("language", ["en", "zh", "ar", "ru"])
def test_a_long_title_is_cut_at_a_word_and_says_so(language):
    title = example("csw64")["texts"][language]["title"]

    found = made("poster", plain(texts={language: {"title": f"{title} {title} {title}"}}), language)  # fmt: skip

    pdf = found.files[0].data
    count = len(strips_on(pdf))
    assert count >= 3
    assert text_of(pdf).replace("...", "…").count("…") == count


def test_strips_are_not_read_twice():
    """What they say stands above them."""
    found = made("poster", plain(), qr="none")

    assert found.text.count("300000014") == 1
    assert content_of(found.files[0].data).count("/Artifact") > 1
