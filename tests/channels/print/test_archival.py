"""Each printed page: PDF/A-2b, and read out in the order of its words."""

from __future__ import annotations

from collections import Counter

import pytest

from outreach.model.rendition import Rendition
from tests.channels.print.sample import bulletin, edition, example, made, page, plain
from tests.channels.print.test_bulletin import item
from tests.typesetting.reading import letters
from tests.typesetting.tags import Read, faults_of, read_aloud, unowned

CSW64, KISUMU = example("csw64"), example("kisumu-water")
SIX = ("ar", "en", "es", "fr", "ru", "zh")


def shown(rendition: Rendition) -> str:
    """Its words without the marks of direction and the colons after labels, which pages
    do not show.
    """
    assert rendition.text is not None
    marks = dict.fromkeys(map(ord, "\u200e\u200f\u2066\u2067\u2068\u2069"))
    return letters(rendition.text.translate(marks))


def heard(rendition: Rendition) -> list[Read]:
    (file,) = rendition.files
    assert faults_of(file.data) == []
    assert unowned(file.data) == []
    return read_aloud(file.data)


PAGES = [
    *(pytest.param(lambda p, x=x: page(CSW64, x, paper=p), id=f"poster-{x}") for x in SIX),
    *(pytest.param(lambda p, x=x: page(KISUMU, x, paper=p), id=f"poster-{x}") for x in ("sw",)),
    *(pytest.param(lambda p, x=x: bulletin(edition(CSW64), x, paper=p), id=f"bulletin-{x}") for x in SIX),
    pytest.param(lambda p: bulletin(edition(KISUMU), "sw", "en", paper=p), id="bulletin-sw-en"),
    *(pytest.param(lambda p, v=v: made(v, KISUMU, "sw", "en", paper=p), id=v) for v in ("poster", "poster-a3", "handbill", "large")),
    pytest.param(lambda p: page(plain(notice="cancellation", replaces="water-26"), paper=p), id="cancellation"),
]  # fmt: skip


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("make", PAGES)
def test_a_page_is_an_archive_file_and_says_all_its_words(make, paper):
    rendition = make(paper)

    read = "".join(one.words for one in heard(rendition))
    apart = str.maketrans("", "", ":：·()[]«»<>")  # ours, and those that bidi mirrors
    assert Counter(letters(read).translate(apart)) == Counter(shown(rendition).translate(apart))  # fmt: skip


def test_a_poster_has_one_heading_its_title():
    read = heard(page(KISUMU))

    titles = [one.words for one in read if one.path.endswith("H1")]
    assert titles == [KISUMU["texts"]["en"]["title"]]
    assert {one.path.split("/")[1] for one in read} == {"H1", "P"}


def test_a_poster_is_read_in_the_order_of_its_words():
    poster = page(plain())

    read = letters("".join(one.words for one in heard(poster)))
    assert read.replace(":", "") == shown(poster).replace(":", "")


def test_labels_in_another_language_say_so():
    given = plain(texts={"yo": {"title": "Omi abúlé", "summary": "Ta ni?"}})

    read = heard(page(given, "yo", labels="en"))
    spans = {one.words: one.language for one in read}
    assert spans["Place"] == "en"
    assert spans["Omi abúlé"] == "yo"


def test_a_bulletin_of_many_pages_is_one_tree():
    """Headings of items in order, one calendar whose head is read once, no feet of pages."""
    count = 40
    many = bulletin(edition(*(item(number) for number in range(count))))
    assert (many.measure.pages or 0) > 4

    read = heard(many)
    headings = [one.words for one in read if one.path.endswith("H2")]
    assert headings == ["Calendar", *(f"{n + 1}. {item(n)['texts']['en']['title']}" for n in range(count))]  # fmt: skip
    assert sum(one.path.endswith("TH") for one in read) == 4
    assert sum(one.path.endswith("TD") for one in read) == 4 * count
    assert not any("Page" in one.words for one in read)


def test_each_language_of_a_bulletin_is_named():
    read = heard(bulletin(edition(KISUMU), "sw", "en"))

    languages = Counter(one.language for one in read)
    assert languages["sw"] == languages["en"]
    by_words = {one.words: one.language for one in read}
    assert by_words["Kalenda"] == "sw" and by_words["Calendar"] == "en"
