"""Pages in every script: mirrored where lines begin at the right, whole, and light."""

from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from channels.print.scales import ITEM
from tests.channels.print.sample import bulletin, edition, example, page, plain
from tests.typesetting.reading import letters, text_of
from tests.typesetting.test_pictures import MOST, difference, opened

GOLDEN = Path(__file__).parent / "golden"
ARTICLE = {
    language: article["text"]
    for language, article in json.loads(
        (Path(__file__).parents[2] / "typesetting" / "udhr_article1.json").read_text("utf-8")
    ).items()
}  # fmt: skip
#: Titles for those of the samples that were looked at; no native speaker has read them.
TITLES = {
    "am": "የመንደር ውሃ፡ ማን ይጠግናል?",
    "hi": "गाँव के पानी के नल: मरम्मत कौन करेगा?",
    "km": "ចំណុចទឹកក្នុងភូមិ៖ តើអ្នកណាជួសជុល?",
    "th": "จุดจ่ายน้ำของหมู่บ้าน: ใครเป็นผู้ซ่อม",
}


def sample(language: str) -> dict:
    """An announcement with Article 1 for its summary and its text."""
    article = ARTICLE[language]
    title = TITLES.get(language, article[:40].rsplit(" ", 1)[0])
    texts = {"title": title, "summary": article, "body": f"{article}\n\n{article}"}
    registration = {"deadline": "2027-04-20", "how": ["sms", "phone"], "keyword": "JOIN 14"}  # fmt: skip
    return plain(texts={language: texts}, registration=registration)


def places(pdf: bytes, words: str) -> tuple[float, float]:
    """Left and right edge, in points, of where ``words`` first stand on the first page."""
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[0].get_textpage()
        at, count = text.search(words).get_next()
        boxes = [text.get_charbox(n) for n in range(at, at + count)]
    return min(box[0] for box in boxes), max(box[2] for box in boxes)


@pytest.mark.parametrize("language", ["ar", *TITLES])
def test_a_poster_looks_as_it_was_approved(language):
    made = page(example("csw64"), "ar") if language == "ar" else page(sample(language), language, labels="en")  # fmt: skip
    found, golden = opened(made.files[0].data), GOLDEN / f"poster.{language}.png"
    if os.environ.get("UPDATE_GOLDEN"):
        found.quantize(16).save(golden, optimize=True)

    assert difference(found, Image.open(golden)) < MOST


@pytest.mark.parametrize("language", sorted(ARTICLE))
def test_a_poster_says_all_of_it_and_weighs_little(language):
    made = page(sample(language), language, labels="en", code="KW27", reply_word="JOIN 14", strips=False)  # fmt: skip

    found = letters(text_of(made.files[0].data))
    assert all(letters(word) in found for word in ("300000014", "KW27", "JOIN"))
    # marks at the end of a right-to-left word are put elsewhere by readers
    words = [
        w for w in ARTICLE[language].split() if not any(map(unicodedata.combining, w))
    ]
    assert [w for w in words if letters(w.strip(".,;")) not in found] == []
    assert made.measure.bytes < 60_000
    assert not any("kB" in note for note in made.notes)


@pytest.mark.parametrize("language", sorted(ARTICLE))
def test_the_longest_title_and_summary_are_whole_on_a_poster(language):
    """300 and 1,200 characters, at 12 points or more, in under 60 kB."""
    much = " ".join([ARTICLE[language]] * 12)
    texts = {"title": much[:300].strip(), "summary": much[:1200].strip(), "body": much}

    made = page(plain(texts={language: texts}), language, labels="en")

    assert made.measure.pages == 1
    assert made.measure.bytes < 60_000


@pytest.mark.parametrize(
    ("language", "begins_right"), [("fa", True), ("he", True), ("th", False)]
)
def test_labels_stand_where_lines_begin(language, begins_right):
    made = page(sample(language), language, labels="en")

    left, right = places(made.files[0].data, "Place")
    assert (right > 595 - 50) is begins_right
    assert (left < 50) is not begins_right


def test_the_columns_of_an_arabic_calendar_stand_from_right_to_left():
    hours = {"starts_at": "2020-03-09T10:00", "ends_at": "2020-03-20T18:00"}
    made = bulletin(edition(example("csw64") | hours, region="كيسومو"), "ar")

    columns = [
        places(made.files[0].data, name) for name in ("اليوم", "الوقت", "المكان")
    ]
    assert columns[0][1] > 595 - 50
    assert [right for _, right in columns] == sorted((right for _, right in columns), reverse=True)  # fmt: skip


@pytest.mark.parametrize(
    "languages", [("en",), ("ar", "en"), ("ur", "ar"), ("my", "km")]
)
def test_the_foot_of_a_bulletin_stays_in_the_margins(languages):
    """However high its lines are."""
    texts = {language: sample(language)["texts"][language] for language in languages}
    made = bulletin(edition(plain(texts=texts)), *languages, labels="ar")

    with pypdfium2.PdfDocument(made.files[0].data) as document:
        text = document[0].get_textpage()
        boxes = [text.get_charbox(n) for n in range(text.count_chars())]
    assert min(bottom for _, bottom, _, top in boxes if top > bottom) >= ITEM.margin - 1


@pytest.mark.parametrize("language", ["ar", "fa", "he", "ur"])
def test_a_phone_keeps_its_groups_among_right_to_left_letters(language):
    made = page(plain(texts={language: {"title": ARTICLE[language][:40]}}), language, labels="en")  # fmt: skip

    lefts = [places(made.files[0].data, group)[0] for group in ("+254", "300000014")]
    assert lefts == sorted(lefts)


@pytest.mark.parametrize("role", ["title", "summary", "body"])
@pytest.mark.parametrize("language", ["ar", "fa", "he", "ur"])
def test_so_does_one_in_peoples_own_words(language, role):
    word = ARTICLE[language].split()[0]
    told = {"title": word, role: f"{word} +44 7911 123456 {word}"}

    made = page(plain(texts={language: told}), language, labels="en")

    lefts = [places(made.files[0].data, group)[0] for group in ("44", "7911", "123456")]
    assert lefts == sorted(lefts)


def test_labels_in_another_language_stand_beside_dates_in_the_texts_own():
    made = page(sample("hi"), "hi", labels="fr")

    assert "बुधवार, 5 मई 2027" in made.text
    assert "Lieu: Town Hall, Kisumu, केन्या" in made.text
