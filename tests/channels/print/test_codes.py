"""Codes for phones: they text, ring or keep the date, without the internet."""

from __future__ import annotations

import re

import pytest

from channels.print import codes, labels
from channels.print.options import PrintOptions
from channels.print.squares import code_for
from outreach.model.announcement import Announcement
from outreach.model.facts import facts_in
from outreach.model.rendition import Rendition
from tests.channels.print.sample import bulletin, changed, edition, made, plain
from tests.channels.print.test_limits import within_page, wordy
from tests.channels.print.test_scripts import ARTICLE, sample
from tests.typesetting.reading import content_of

JOIN = {"registration": {"how": ["sms"], "keyword": "JOIN 14"}}
MOBILE, LANDLINE = "+254 722 000 014", "+254 20 2000014"
#: Squares as one path: its unit in points, then its rectangles.
PATH = re.compile(
    r"q ([\d.]+) 0 0 -([\d.]+) [\d.]+ [\d.]+ cm ((?:\d+ \d+ \d+ 1 re )+)f Q"
)


def payload(*, options: dict | None = None, **given) -> str:
    """What a phone reads from the page."""
    facts = facts_in(Announcement.model_validate(plain(**given)), "en")
    own = labels.labels_for("en", None)
    return codes.act_of(facts, own, PrintOptions(**(options or {})))[0]


def contact(*phones: str) -> dict:
    return {"name": "Amina Otieno", "phones": phones, "postal": "P.O. Box 14"}


@pytest.mark.parametrize(
    ("given", "options", "read"),
    [
        pytest.param({**JOIN, "contact": contact(MOBILE)}, {"reply_word": "JOIN 14"}, "SMSTO:+254722000014:JOIN 14", id="the reply word"),
        pytest.param({**JOIN, "contact": contact(MOBILE)}, {}, "tel:+254722000014", id="no reply word where nobody answers"),
        pytest.param({**JOIN, "contact": contact(LANDLINE)}, {"reply_word": "JOIN 14"}, "tel:+254202000014", id="no text to a fixed line"),
        pytest.param({"registration": {"how": ["phone"]}, "contact": contact(MOBILE)}, {"reply_word": "JOIN 14"}, "tel:+254722000014", id="no text where nobody is asked for one"),
        pytest.param({**JOIN, "contact": contact(MOBILE)}, {"reply_word": "JOIN 14", "reply_to": "+254300000099"}, "SMSTO:+254300000099:JOIN 14", id="the office's number before the contact's"),
        pytest.param({**JOIN, "contact": contact(LANDLINE)}, {"reply_word": "JOIN 14", "reply_to": "20880"}, "SMSTO:20880:JOIN 14", id="a short code"),
        pytest.param({**JOIN, "contact": contact()}, {"reply_word": "JOIN 14", "reply_to": "20880"}, "SMSTO:20880:JOIN 14", id="the office's where the contact has no phone"),
        pytest.param({**JOIN, "contact": contact(MOBILE)}, {"reply_to": "20880"}, "tel:+254722000014", id="no number without a word for it"),
        pytest.param({"contact": contact(MOBILE, LANDLINE)}, {}, "tel:+254722000014", id="the first phone"),
    ],
)  # fmt: skip
def test_a_code_texts_the_reply_word_or_rings(given, options, read):
    assert payload(options=options, **given) == read


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        pytest.param({}, ["DTSTART:20270505T113000Z", "DTEND:20270505T140000Z"], id="hours in UTC"),
        pytest.param({"ends_at": None}, ["DTSTART:20270505T113000Z"], id="an open end"),
        pytest.param({"starts_at": "2027-05-05", "ends_at": "2027-05-07"}, ["DTSTART;VALUE=DATE:20270505", "DTEND;VALUE=DATE:20270508"], id="days, to the morning after"),
        pytest.param({"starts_at": "2027-05-05", "ends_at": None}, ["DTSTART;VALUE=DATE:20270505", "DTEND;VALUE=DATE:20270506"], id="one day"),
        pytest.param({"texts": {"en": {"title": "a, b; c\\d"}}}, ["SUMMARY:a\\, b\\; c\\\\d"], id="signs of the format"),
        pytest.param({"texts": {"en": {"title": "w" * 300}}}, [f"SUMMARY:{'w' * 60}…"], id="a long title in short"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("options", [{}, {"qr": "event"}], ids=["no phone", "wanted"])
def test_a_code_keeps_the_date_where_there_is_no_phone_or_it_is_wanted(
    options, given, lines
):
    phones = () if not options else (MOBILE,)

    read = payload(options=options, contact=contact(*phones), **given).split("\r\n")

    assert (read[0], read[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert [line for line in lines if line not in read] == []
    assert sum(line.startswith(("SUMMARY", "LOCATION")) for line in read) == 2


def squares_of(rendition: Rendition) -> list[tuple[float, str]]:
    """Of each code on the pages: a square's side in millimetres, and its rectangles."""
    found = PATH.findall(content_of(rendition.files[0].data))
    return [(float(side) / 72 * 25.4, path) for side, _, path in found]


@pytest.mark.parametrize(
    ("variant", "paper", "side", "count"),
    [
        ("poster", "a4", 0.8, 1),
        ("poster", "letter", 0.8, 1),
        ("poster-a3", "a4", 1.1, 1),
        ("poster-a3", "letter", 1.1, 1),
        ("handbill", "a4", 0.8, 2),
        ("large", "a4", 0.8, 1),
    ],
)
def test_a_code_is_one_path_of_squares_that_a_copier_keeps(variant, paper, side, count):
    given = plain(**JOIN)

    found = squares_of(made(variant, given, reply_word="JOIN 14", paper=paper))

    assert [round(size, 2) for size, _ in found] == [side] * count
    assert len({path for _, path in found}) == 1


def test_a_code_has_four_squares_of_white_around_and_corrects_by_level_m():
    code = code_for("SMSTO:+254722000014:JOIN 14", 1.0)

    assert code.count == 25 + 8  # version 2 in capitals and digits, by level M
    assert min(bar[0] for bar in code.bars) == min(bar[1] for bar in code.bars) == 4
    assert max(bar[0] + bar[2] for bar in code.bars) == code.count - 4
    assert max(bar[1] + bar[3] for bar in code.bars) == code.count - 4


@pytest.mark.parametrize("variant", ["poster", "poster-a3", "handbill", "large"])
@pytest.mark.parametrize("language", sorted(ARTICLE))
def test_the_words_stand_beside_a_code_in_every_script(variant, language):
    given = sample(language)
    given["texts"][language]["body"] = ""

    found = made(variant, given, language, labels="en")

    assert found.text.count("300000014") == 2
    assert squares_of(found)
    assert within_page(found.files[0].data)


@pytest.mark.parametrize(
    "made_without",
    [
        pytest.param(lambda: made("poster", plain(), qr="none"), id="not wanted"),
        pytest.param(lambda: made("poster", changed("cancellation")), id="nothing to come to"),
        pytest.param(lambda: bulletin(edition(plain())), id="in a bulletin of many"),
    ],
)  # fmt: skip
def test_a_page_has_no_code_where_it_serves_nobody(made_without):
    found = made_without()

    assert squares_of(found) == []
    assert "Scan" not in found.text


@pytest.mark.parametrize("paragraphs", [0, 3, 6, 12])
def test_a_code_costs_no_word_of_the_page(paragraphs):
    given = wordy(60, 600, paragraphs)

    bare, usual = (made("poster", given, qr=qr, strips=False) for qr in ("none", "auto"))  # fmt: skip

    lines = [line for line in usual.text.splitlines() if "Scan" not in line]
    assert lines == bare.text.splitlines()


def test_two_languages_on_a_page_share_a_code():
    texts = {code: {"title": "Water"} for code in ("en", "sw")}

    found = made("poster", plain(texts=texts), "en", "sw")

    assert len(squares_of(found)) == 1
    assert len(squares_of(made("handbill", plain(texts=texts), "en", "sw"))) == 4
