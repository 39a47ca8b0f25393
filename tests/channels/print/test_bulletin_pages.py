"""A bulletin's pages: two columns, whatever the edition, in any script and direction."""

from __future__ import annotations

from collections import Counter

import pypdfium2
import pytest

from tests.channels.print.sample import bulletin, edition, plain
from tests.channels.print.test_archival import heard, shown
from tests.channels.print.test_bulletin import item
from tests.channels.print.test_scripts import ARTICLE, places
from tests.typesetting.reading import letters, pages_of

_ROOM = 10 * 72 / 25.4


def told(language: str, times: int = 4) -> dict[str, str]:
    """A text in ``language``, of some length."""
    words = ARTICLE[language]
    return {"title": words[:60].strip(), "summary": words, "body": "\n\n".join([words] * times)}  # fmt: skip


EDITIONS = [
    pytest.param([item(n) for n in range(50)], ("en",), {}, id="fifty items"),
    pytest.param([plain(texts={"en": {"title": "Water", "body": "pump " * 9_000}}), item(1)], ("en",), {}, id="a paragraph over many columns"),
    pytest.param([plain(texts={"en": {"title": "Water", "body": "Who?\n\n" * 900}})], ("en",), {}, id="hundreds of paragraphs"),
    pytest.param([plain(texts={"en": {"title": "Water"}})], ("en",), {}, id="one item without any text"),
    pytest.param([plain(organizer="o" * 400, texts={"en": {"title": "x" * 290, "summary": "y" * 900, "body": "z" * 9_000}})], ("en",), {}, id="words longer than a column"),
    pytest.param([plain(id=f"a-{n}", texts={"ur": told("ur"), "en": told("en")}) for n in range(4)], ("ur", "en"), {"paper": "letter", "labels": "ar"}, id="two directions, Nastaliq's high lines, Letter"),
    pytest.param([plain(id=f"a-{n}", texts={"en": told("en"), "ar": told("ar")}) for n in range(4)], ("en", "ar"), {}, id="two directions, the other leading"),
    pytest.param([plain(id=f"k-{n}", texts={"km": told("km")}) for n in range(6)], ("km",), {"labels": "en"}, id="no blanks between words"),
]  # fmt: skip


@pytest.mark.parametrize(("items", "languages", "options"), EDITIONS)
def test_nothing_is_lost_overprinted_or_cut_off(items, languages, options):
    made = bulletin(edition(*items), *languages, **options)

    apart = str.maketrans("", "", ":·-\u2011\x02")
    read = letters("".join(one.words for one in heard(made))).translate(apart)
    assert Counter(read) == Counter(shown(made).translate(apart))
    with pypdfium2.PdfDocument(made.files[0].data) as document:
        for page in document:
            text = page.get_textpage()
            boxes = [text.get_charbox(n) for n in range(text.count_chars())]
            drawn = [box for box in boxes if box[3] > box[1]]
            assert min(left for left, *_ in drawn) >= _ROOM
            assert max(right for _, _, right, _ in drawn) <= page.get_width() - _ROOM
            assert min(bottom for _, bottom, *_ in drawn) >= _ROOM


@pytest.mark.parametrize(("items", "languages", "options"), EDITIONS)
def test_each_page_ends_with_its_foot(items, languages, options):
    made = bulletin(edition(*items), *languages, **options)

    for number, page in enumerate(pages_of(made.files[0].data), 1):
        (*_, foot) = page.splitlines()[-len(languages) :]
        assert {str(number), str(made.measure.pages)} <= {*foot.split()}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_first_column_is_where_lines_begin(language):
    """An item's first words, and its last in the second column."""
    text = {"title": "2027", "summary": ARTICLE[language], "body": "77355"}
    made = bulletin(edition(plain(texts={language: text})), language).files[0].data

    first, second = (places(made, words)[0] for words in ("Lake", "77355"))
    assert (first < 297) is (language == "en")
    assert (second < 297) is (language == "ar")


@pytest.mark.parametrize("languages", [("en",), ("sw", "en")])
def test_those_who_listen_hear_column_after_column(languages):
    texts = {language: told(language) for language in languages}
    items = [plain(id=f"w-{n}", texts=texts) for n in range(6)]
    made = bulletin(edition(*items), *languages)

    apart = str.maketrans("", "", ":·")
    read = letters("".join(one.words for one in heard(made)))
    assert made.measure.pages > 1
    assert read.translate(apart) == shown(made).translate(apart)
