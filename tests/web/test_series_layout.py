"""How the editions of a series are set: labels, paper and a second language of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from outreach.model.layout import Layout
from outreach.store.broadcasts import Broadcast
from tests.typesetting.reading import text_of
from tests.web.conftest import Office, words
from tests.web.test_labels import in_tamil
from tests.web.test_layout import BOARD, items, paper_of
from tests.web.test_series import FORM, approve, newest, send

__all__ = ["in_tamil"]


def issued(office: Office, ref: str, language: str, **layout: str) -> Broadcast:
    """The broadcast of the first edition of a series in ``language``, which tells of ``ref``."""
    author = office.browser("author")
    send(author, ref, channels=["print"], labels="en")
    approve(office, newest(office))
    office.run()
    form = {**FORM, "channels": ["print"], "language": language, **layout}
    answer = author.send("/series", form)
    assert answer.status_code == 303, words(answer.text)
    office.now += timedelta(days=56)
    office.run()
    return newest(office)


@pytest.mark.parametrize("typed", ["Tamil", "ta", "தமிழ்"])
def test_a_series_in_a_language_without_labels_takes_stated_ones(
    office: Office, in_tamil: str, typed: str
) -> None:
    planned = issued(office, in_tamil, typed, labels="en")

    assert planned.edition_id
    assert planned.layout == Layout(labels="en")
    (bulletin,) = items(office, planned)
    assert (bulletin.variant, bulletin.languages) == ("bulletin", ("ta",))
    assert "Contact" in text_of(bulletin.rendition.files[0].data)


def test_an_edition_is_set_as_its_series_is(office: Office) -> None:
    office.organisation("Market Group", {**BOARD, "language": "sw"})
    ref = office.announce()

    planned = issued(office, ref, "Swahili", paper="letter", second_language="English")

    assert planned.layout == Layout(paper="letter", second_language="en")
    (bulletin,) = items(office, planned)
    assert bulletin.languages == ("sw", "en")
    assert paper_of(bulletin.rendition.files[0].data) == "letter"
    viewer = office.browser("viewer")
    assert "in Swahili and English, 30 days ahead" in words(viewer.get("/series").text)
    shown = viewer.get(f"/editions/{planned.edition_id}").text
    file = f"/editions/{planned.edition_id}/print/bulletin/0"
    assert f'href="{file}?paper=letter&amp;second_language=en"' in shown
    other = viewer.get(f"/editions/{planned.edition_id}?paper=a4").text
    assert f'href="{file}?paper=a4"' in other


def test_a_series_of_a_country_is_headed_in_both_languages(office: Office) -> None:
    office.organisation("Market Group", {**BOARD, "language": "sw"})

    planned = issued(office, office.announce(), "sw", region="", second_language="en")

    (bulletin,) = items(office, planned)
    assert text_of(bulletin.rendition.files[0].data).count("Kenya") >= 2


def test_what_has_a_text_in_one_of_the_two_languages_is_not_told(
    office: Office,
) -> None:
    office.organisation("Market Group", BOARD)

    planned = issued(office, office.announce(), "en", second_language="fr")

    assert planned.edition_id is None, "there was nothing to make an edition of"
