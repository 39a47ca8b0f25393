"""Labels: from catalogues, complete, and never English in another language's place."""

from __future__ import annotations

import ast
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from channels.print import (
    PrintOptions,
    bulletin,
    calendar,
    codes,
    columns,
    content,
    large,
    masthead,
    registration,
    strips,
)
from outreach.model.announcement import Announcement
from outreach.model.errors import CannotCarry
from outreach.wording.catalogues import languages_with
from outreach.wording.labels import REVIEWER, Labels
from tests.channels.print.sample import CHANNEL, edition, example, page, plain

LANGUAGES = sorted(languages_with("print"))


def _asked_for() -> set[str]:
    """Every label that the code asks for: constants given to ``labels`` or ``fact``."""
    modules = (content, registration, masthead, bulletin, calendar, columns, large, codes, strips)  # fmt: skip
    trees = [ast.parse(Path(m.__file__).read_text("utf-8")) for m in modules]
    calls = [n for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Call)]
    found = {
        call.args[0].value
        for call in calls
        if _name_of(call.func) in ("labels", "fact")
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }
    tables = {*content._KINDS.values(), *registration._WAYS.values()}
    return found | tables | {"Document", "Code", "Day"}


def _name_of(called: ast.expr) -> str | None:
    """``labels``, ``self.labels`` and ``bulletin.labels`` are one."""
    return getattr(called, "id", None) or getattr(called, "attr", None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_every_label_and_no_other(language):
    path = files("templates") / "locale" / language / "print.po"
    with path.open("rb") as file:
        entries = {m.id: m.string for m in read_po(file, locale=language) if m.id}

    reviewer = entries.pop(REVIEWER)
    assert set(entries) == _asked_for()
    assert all(entries.values())
    assert bool(reviewer) is (language == "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_label_keeps_its_fields(language):
    path = files("templates") / "locale" / language / "print.po"
    with path.open("rb") as file:
        for message in read_po(file, locale=language):
            if message.id and message.string:
                assert message.id.count("{") == message.string.count("{")
                for field in ("{day}", "{time}", "{first}", "{last}", "{replaces}", "{keyword}", "{number}", "{page}", "{pages}"):  # fmt: skip
                    assert (field in message.id) == (field in message.string)


def test_labels_that_nobody_reviewed_are_told_to_the_approver():
    (note,) = [n for n in page(example("csw64"), "fr").notes if "reviewed" in n]

    assert note.startswith("No native speaker has reviewed the French labels")
    assert not [n for n in page(example("csw64"), "en").notes if "reviewed" in n]


def portuguese() -> dict:
    """An announcement in a language that has no labels."""
    return plain(texts={"pt": {"title": "Água nas aldeias", "summary": "Não falte."}})


def test_a_language_without_labels_says_which_can_be_chosen():
    with pytest.raises(
        CannotCarry, match=r"\(--labels\): ar, en, es, fr, ru, sw, zh\."
    ):
        page(portuguese(), "pt")


def test_a_language_without_labels_prints_its_own_text_and_dates():
    made = page(portuguese(), "pt", labels="fr")

    assert "quarta-feira, 5 de maio de 2027" in made.text
    assert "Lieu: Town Hall, Kisumu, Quênia" in made.text


def test_labels_in_a_language_that_has_none_are_refused():
    with pytest.raises(CannotCarry, match="no print labels in German"):
        page(portuguese(), "pt", labels="de")


def test_stated_labels_do_not_replace_those_of_the_language():
    assert "Place: Town Hall" in page(plain(), labels="fr").text


def test_a_label_that_a_catalogue_lacks_is_refused():
    with pytest.raises(CannotCarry, match="wording in French lacks “No such label”"):
        Labels("fr", "print")("No such label")


@pytest.mark.parametrize(
    ("languages", "variant", "said"),
    [
        pytest.param(("en",), "leaflet", "no printed page “leaflet”", id="a variant to come"),
        pytest.param(("en",), "bulletin", "made of an edition", id="a bulletin of one announcement"),
        pytest.param(("en", "fr", "es"), "poster", "in one language or in two", id="three languages"),
        pytest.param(("en", "en"), "handbill", "Name them once each", id="one language twice"),
        pytest.param(("sw",), "poster", "no text in Swahili", id="a language without a text"),
    ],
)  # fmt: skip
def test_what_the_channel_does_not_make_is_refused(languages, variant, said):
    announcement = Announcement.model_validate(plain())

    with pytest.raises(CannotCarry, match=said):
        CHANNEL.render(announcement, languages, variant, PrintOptions())


@pytest.mark.parametrize(
    ("languages", "variant", "said"),
    [
        pytest.param(("en",), "poster", "not of an edition", id="a poster"),
        pytest.param(("en", "sw", "fr"), "bulletin", "one language or in two", id="three languages"),
        pytest.param(("en", "en"), "bulletin", "once each", id="one language twice"),
        pytest.param((), "bulletin", "one language or in two", id="no language"),
    ],
)  # fmt: skip
def test_what_is_not_made_of_an_edition_is_refused(languages, variant, said):
    with pytest.raises(CannotCarry, match=said):
        CHANNEL.render(edition(plain()), languages, variant, PrintOptions())


def test_ways_to_register_and_phones_are_parted_as_chinese_parts_things_of_a_kind():
    registration = {"how": ["sms", "phone", "post"], "keyword": "JOIN 14"}
    contact = {"name": "Amina Otieno", "role": "联络人", "phones": ["+254300000014", "+254300000015"]}  # fmt: skip
    texts = {"zh": {"title": "水"}}

    made = page(plain(texts=texts, registration=registration, contact=contact), "zh")

    assert "JOIN\u00a014、电话、邮寄" in made.text
    assert "+254\u00a0300000014、+254\u00a0300000015" in made.text
    assert "Amina Otieno，联络人" in made.text
