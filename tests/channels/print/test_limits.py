"""What fits on a page, at which sizes, and what staff are told of the rest."""

from __future__ import annotations

import re

import pypdfium2
import pytest

from outreach.model.errors import CannotCarry
from tests.channels.print.sample import example, page, plain
from tests.typesetting.reading import content_of, letters, text_of


def sizes_of(pdf: bytes) -> list[float]:
    """Every size of type that the page sets, in points."""
    return [float(size) for size in re.findall(r"/F\d+ ([\d.]+) Tf", content_of(pdf))]


def wordy(title: int, summary: int, paragraphs: int) -> dict:
    """An announcement of so many characters and paragraphs."""
    words = "Community water points in the villages of the lake region: who repairs? "
    text = {
        "title": (words * 5)[:title].strip(),
        "summary": (words * 20)[:summary].strip(),
        "body": "\n\n".join([words * 8] * paragraphs),
    }
    return plain(
        texts={"en": text},
        registration={
            "deadline": "2027-04-20",
            "how": ["sms", "phone", "post"],
            "keyword": "JOIN 14",
            "fee": {"amount": "0", "currency": "KES"},
            "seats": 200,
        },
    )


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize(
    ("title", "summary", "paragraphs"),
    [
        pytest.param(20, 0, 0, id="next to nothing"),
        pytest.param(300, 100, 0, id="the longest title"),
        pytest.param(60, 1200, 0, id="the longest summary"),
        pytest.param(300, 1200, 0, id="both"),
        pytest.param(300, 1200, 40, id="both and more text than fits"),
        pytest.param(60, 200, 90, id="a body of 50 kB"),
    ],
)
def test_nothing_is_under_12_points_and_nothing_needed_is_lost(
    title, summary, paragraphs, paper
):
    given = wordy(title, summary, paragraphs)
    made = page(given, paper=paper, strips=False, qr="none")
    found = letters(text_of(made.files[0].data))

    assert min(sizes_of(made.files[0].data)) >= 12
    assert letters(given["texts"]["en"]["title"]) in found
    assert letters(given["texts"]["en"]["summary"]) in found
    assert letters("+254 300000014") in found
    assert bool(made.notes) is bool(paragraphs)
    assert within_page(made.files[0].data)


def within_page(pdf: bytes) -> bool:
    """Whether every character stands 10 mm or more from the edges."""
    with pypdfium2.PdfDocument(pdf) as read:
        return all(_within(page) for page in read)


def _within(page: pypdfium2.PdfPage) -> bool:
    width, height = page.get_size()
    words = page.get_textpage()
    boxes = [words.get_charbox(n) for n in range(words.count_chars())]
    drawn = [box for box in boxes if box[2] > box[0]]
    return all(
        box[0] > 28 and box[2] < width - 28 and box[1] > 28 and box[3] < height - 28
        for box in drawn
    )


def test_the_longest_chinese_title_and_summary_fit():
    """Chinese letters are wide: 1,500 of them are the fullest page there is."""
    given = example("csw64")
    given["texts"]["zh"] |= {
        "title": ("妇女地位委员会第六十四届会议通知" * 20)[:300],
        "summary": ("委员会将审查《北京宣言》的执行情况。" * 70)[:1200],
    }

    for paper in ("a4", "letter"):
        made = page(given, "zh", paper=paper)
        found = letters(text_of(made.files[0].data))
        assert letters(given["texts"]["zh"]["summary"]) in found
        assert min(sizes_of(made.files[0].data)) >= 12
        assert len(made.files[0].data) < 60_000


def test_a_short_title_is_set_large():
    assert max(sizes_of(page(plain()).files[0].data)) >= 40


def test_what_is_left_out_is_told_to_staff():
    made = page(wordy(60, 1200, 12))

    note, *_ = made.notes
    assert re.search(r"the last \d+ of 12 paragraphs|the whole text", note)


def test_paragraphs_are_never_taken_after_one_that_was_left_out():
    text = {"title": "Water", "summary": "S" * 20, "body": "word " * 2_000 + "\nlast"}
    made = page(plain(texts={"en": text}))

    assert "last" not in made.text.splitlines()
    assert "the whole text after the summary (2 paragraphs)" in made.notes[0]


def test_what_can_not_fit_is_refused():
    contact = {"name": "N" * 500, "role": "R " * 249, "postal": "P\n" * 240 + "P"}

    with pytest.raises(CannotCarry, match="do not fit on one page at 12 points"):
        page(plain(contact=contact))


def test_a_body_of_one_endless_word_is_left_out_and_told():
    texts = {"title": "Water", "body": "x" * 60_000}

    made = page(plain(texts={"en": texts}))

    assert "the whole text after the summary (1 paragraphs)" in made.notes[0]


def test_a_page_that_would_be_too_heavy_goes_without_the_text_after_the_summary():
    """Each different Chinese letter weighs some 130 bytes, so a varied text adds up."""
    given = example("csw64")
    han = [chr(code) for code in range(0x4E00, 0x9FA5)]
    varied = [c for c in han if len(c.encode("gb2312", "ignore")) == 2]
    given["texts"]["zh"] |= {
        "summary": "".join(varied[:2_500:10]),
        "body": "".join(varied[5:2_500:10]),
    }

    made = page(given, "zh")

    assert len(made.files[0].data) < 60_000
    assert letters(given["texts"]["zh"]["summary"]) in letters(made.text)
    assert "the whole text after the summary (1 paragraphs)" in made.notes[0]


def test_staff_are_told_of_a_page_that_stays_too_heavy():
    given = example("csw64")
    han = [chr(code) for code in range(0x4E00, 0x9FA5)]
    varied = [c for c in han if len(c.encode("gb2312", "ignore")) == 2]
    given["texts"]["zh"]["summary"] = "".join(varied[:6_000:5])

    assert any("slow on a poor line" in note for note in page(given, "zh").notes)


def test_a_title_shrinks_rather_than_have_a_word_cut():
    word = "Wasserversorgungsgenossenschaft"

    made = page(plain(texts={"en": {"title": f"Die {word}"}}))

    with pypdfium2.PdfDocument(made.files[0].data) as read:
        lines = read[0].get_textpage().get_text_bounded().split()
    assert word in lines
