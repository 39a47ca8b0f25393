"""The bulletin: every item whole, in order, on as many pages as it takes."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.model.edition import Edition
from outreach.model.errors import CannotCarry
from outreach.model.facts import facts_in
from tests.channels.print.sample import bulletin, changed, edition, example, plain
from tests.channels.print.test_limits import sizes_of
from tests.typesetting.reading import content_of, letters, pages_of, text_of

GOLDEN = Path(__file__).parent / "golden"
EDITIONS = [
    *((("csw64",), language) for language in ("ar", "fr", "es", "ru", "zh")),
    (("csw64", "kisumu-water"), "en"),
    (("kisumu-water",), "sw"),
]
#: Also in two languages at once.
PRINTED = [*((names, (language,)) for names, language in EDITIONS), (("kisumu-water", "kisumu-water"), ("sw", "en"))]  # fmt: skip


def of_examples(names: tuple[str, ...]) -> Edition:
    return edition(*map(example, names), region="Kisumu")


def item(number: int, **changes: object) -> dict:
    """One of many short announcements, all different."""
    title = f"Meeting number {number} of the village water committees"
    text = {"title": title, "summary": "Who repairs the pumps? " * 6, "body": f"Bring the record book {number}.\n\nAll are welcome."}  # fmt: skip
    return plain(
        id=f"water-{number}",
        starts_at=f"2027-05-{number % 28 + 1:02}T14:30",
        ends_at=None,
        contact={"name": f"Focal point {number}", "phones": [f"+2543000{number:05}"]},
        texts={"en": text},
        **changes,
    )


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize(("names", "languages"), PRINTED)
def test_the_examples_print_as_their_goldens(names, languages, paper):
    """Lines as they stand on the pages, then what staff are told."""
    made = bulletin(of_examples(names), *languages, paper=paper, code="KW27")

    pages = [page.replace("\r\n", "\n") for page in pages_of(made.files[0].data)]
    found = "\n\n".join([*pages, *(f"Note: {note}" for note in made.notes), ""])
    golden = GOLDEN / f"bulletin.{'-'.join(languages)}.{paper}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_bytes(found.encode())
    assert found.encode() == golden.read_bytes()


@pytest.mark.parametrize(("names", "language"), [e for e in EDITIONS if e[1] != "ar"])
def test_the_text_is_the_words_on_the_pages(names, language):
    """In their order, but for signs between words, and what stands on every page. Of Arabic,
    readers guess the order within a line.
    """

    def words(text: str) -> str:
        return re.sub(r"[:：·\-\u2011\x02\ufffe\u2068\u2069]", "", letters(text))

    made = bulletin(of_examples(names), language)
    pages = [re.sub(r"\r?\n[^\n]*\Z", "", p) for p in pages_of(made.files[0].data)]

    assert words(made.text) == words("".join(pages))


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 40), st.integers(0, 1100), st.integers(0, 9), st.booleans()
        ),
        min_size=1,
        max_size=8,
    )
)
def test_every_item_is_whole_and_no_heading_stands_alone(shapes):
    """Title, day, contact, summary and body of each; the last line is never a heading."""
    items = []
    for number, (title, summary, paragraphs, long) in enumerate(shapes, 1):
        text = {
            "title": f"T{number} " + "water " * title,
            "summary": ("pump " * 300)[:summary].strip(),
            "body": "\n".join(f"P{number}-{n} " + "word " * (900 if long else 40) for n in range(paragraphs)),
        }  # fmt: skip
        items.append(item(number) | {"texts": {"en": text}})
    subject = edition(*items)
    made = bulletin(subject)
    pages = pages_of(made.files[0].data)
    whole = letters("".join(re.sub(r"\r?\n[^\n]*\Z", "", page) for page in pages))

    for announcement in subject.items:
        facts = facts_in(announcement, "en")
        for fact in (facts.title, facts.summary, facts.body, facts.contact_name, facts.phones[0]):  # fmt: skip
            assert letters(fact) in whole
        assert f"{facts.starts_at:%A},{facts.starts_at.day}May2027" in whole
    for page in pages:
        last = page.splitlines()[-2]
        assert not re.match(r"Workshop · |T\d|water|\w+, \d+ May 2027$|Time|Place", last)  # fmt: skip


@pytest.mark.parametrize("count", [1, 2, 40])
def test_items_stand_in_their_order_and_the_calendar_in_that_of_dates(count):
    items = [item(n) for n in range(count, 0, -1)]

    lines = bulletin(edition(*items)).text.splitlines()

    numbers = [int(found[1]) for line in lines if (found := re.match(r"\d+\. Meeting number (\d+)", line))]  # fmt: skip
    rows = [line for line in lines if re.search(r" · \d+\. Meeting", line)]
    days = [int(re.search(r"(\d+) May", row)[1]) for row in rows]
    assert numbers == list(range(count, 0, -1))
    assert (len(rows), days) == (count, sorted(days))


def test_pages_grow_with_the_items():
    twenty, forty = (
        bulletin(edition(*map(item, range(1, n + 1)))).measure.pages for n in (20, 40)
    )

    assert abs(forty - 2 * twenty) <= 1
    assert twenty >= 4


def test_the_head_of_the_calendar_stands_again_on_its_next_page():
    made = bulletin(edition(*map(item, range(1, 41))))
    first, second, *_ = pages_of(made.files[0].data)

    head = "Day Time Event Place"
    assert head in " ".join(first.split())
    assert " ".join(second.split()).startswith(head)


def test_each_page_has_its_number_and_the_masthead_stands_once():
    pages = pages_of(bulletin(edition(*map(item, range(1, 9))), code="KW27").files[0].data)  # fmt: skip

    for number, page in enumerate(pages, 1):
        assert page.endswith(f"Bulletin · No. 12 · Page {number} of {len(pages)}")
    assert (
        pages[0]
        .replace("\r\n", "\n")
        .startswith(
            "Bulletin No. 12\nKisumu County\nSaturday, 1 May 2027 – Monday, 31 May 2027 Code: KW27\n"
        )
    )
    assert "".join(pages).count("KW27") == 1


def test_nothing_is_under_12_points_and_all_fonts_are_inside():
    made = bulletin(edition(*map(item, range(1, 9))))
    content = content_of(made.files[0].data)

    assert min(sizes_of(made.files[0].data)) >= 12
    assert content.count("/FontFile2") == len(set(re.findall(r"/FontName\s*/(\S+)", content)))  # fmt: skip
    assert "Helvetica" not in content
    assert made.measure.bytes == len(made.files[0].data)


def test_a_longest_title_is_whole_in_calendar_and_item():
    title = ("Community water points in the villages of the lake region " * 6)[:300]

    made = bulletin(edition(plain(texts={"en": {"title": title.strip()}})))

    found = letters(text_of(made.files[0].data))
    assert found.count(letters(title)) == 2
    assert made.notes == ()


@pytest.mark.parametrize(
    ("changes", "row"),
    [
        pytest.param({}, "Wed 5 May · 14:30 · 1. Village water · Town Hall, Kisumu", id="day and time"),
        pytest.param({"starts_at": "2027-05-05", "ends_at": None}, "Wed 5 May · 1. Village water · Town Hall, Kisumu", id="a day without a time"),
        pytest.param({"ends_at": "2027-05-07T12:00"}, "Wed 5 May – Fri 7 May · 14:30 · 1. Village water · Town Hall, Kisumu", id="several days"),
        pytest.param({"starts_at": "2028-01-03", "ends_at": None}, "Mon 3 Jan 2028 · 1. Village water · Town Hall, Kisumu", id="another year than the period's"),
        pytest.param({"venue": {"locality": "Kisumu", "country": "KE"}}, "Wed 5 May · 14:30 · 1. Village water · Kisumu", id="no venue"),
        pytest.param({"notice": "cancellation", "replaces": "water-26"}, "Wed 5 May · 14:30 · 1. Cancelled: Village water · Town Hall, Kisumu", id="nobody sets out for what is off"),
    ],
)  # fmt: skip
def test_a_row_of_the_calendar(changes, row):
    assert row in bulletin(edition(plain(**changes))).text.splitlines()


def test_a_notice_in_a_bulletin_says_what_it_replaces():
    lines = bulletin(edition(changed("correction"), plain())).text.splitlines()

    assert lines[lines.index("Correction") + 1] == "Replaces: water-27"
    assert lines.count("Correction") == 1


@pytest.mark.parametrize(
    "text", ["<b>bold</b> & <i>more", '<img src="/etc/hostname">', "{title} %s {0} {{ x }}"]
)  # fmt: skip
def test_text_is_never_markup(text):
    given = plain(
        organizer=text,
        contact={"name": text},
        texts={"en": {"title": text, "summary": text, "body": text}},
    )

    made = bulletin(edition(given, region=text))

    assert letters(text_of(made.files[0].data)).count(letters(text)) == 7


def test_the_same_input_gives_the_same_bytes():
    subject = edition(*map(item, range(1, 6)))

    assert bulletin(subject) == bulletin(subject)


@pytest.mark.parametrize(
    ("subject", "language", "said"),
    [
        pytest.param(edition(plain(), plain(id="maji-27", texts={"sw": {"title": "Maji"}})), "en", "^maji-27 has no text in English", id="an item lacks the language"),
        pytest.param(edition(plain(), plain(id="maji-27", organizer={"sw": "Mtandao"})), "en", "^maji-27: organizer has no form in English", id="an item lacks a name"),
        pytest.param(edition(plain(), plain(id=None, texts={"sw": {"title": "Maji"}})), "en", "^“Maji”: The announcement has no text", id="an item without an id"),
        pytest.param(edition(plain(id="drops-27", texts={"en": {"title": "Water \U0001f4a7"}})), "en", "^drops-27: No font here has .* DROPLET", id="an item has a letter that no font has"),
        pytest.param(edition(plain(), region={"sw": "Kisumu"}), "en", "region has no name in English", id="the region lacks the language"),
        pytest.param(edition(plain(texts={"pt": {"title": "Água"}})), "pt", r"\(--labels\)", id="no labels"),
    ],
)  # fmt: skip
def test_what_can_not_be_printed_is_refused_with_its_item(subject, language, said):
    with pytest.raises(CannotCarry, match=said):
        bulletin(subject, language)


def test_two_languages_stand_together_item_by_item():
    both = [{"en": {"title": f"Water {n}"}, "sw": {"title": f"Maji {n}"}} for n in (1, 2)]  # fmt: skip
    subject = edition(*(plain(texts=texts) for texts in both))

    made = bulletin(subject, "sw", "en", code="KW27")

    lines = made.text.splitlines()
    titles = [line for line in lines if re.match(r"\d\. ", line)]
    assert titles == ["1. Maji 1", "1. Water 1", "2. Maji 2", "2. Water 2"]
    assert [line for line in lines if "No. 12" in line or "Na. 12" in line] == [
        "Jarida · Na. 12",
        "Bulletin · No. 12",
    ]
    assert made.text.count("KW27") == 1
    assert "Wednesday, 5 May 2027, 14:30–17:00" in lines
    assert (
        "Jumatano, 5 Mei 2027, 14:30 (saa 8:30 mchana) – 17:00 (saa 11:00 jioni)"
        in lines
    )
    for number, page in enumerate(pages_of(made.files[0].data), 1):
        assert page.splitlines()[-2:] == [
            f"Jarida · Na. 12 · Ukurasa {number} kati ya {made.measure.pages}",
            f"Bulletin · No. 12 · Page {number} of {made.measure.pages}",
        ]
    assert len(made.notes) == 1


def test_an_item_that_lacks_the_second_language_is_named():
    with pytest.raises(CannotCarry, match=r"^water-27 has no text in Swahili"):
        bulletin(edition(plain()), "en", "sw")


def test_a_language_without_labels_prints_under_stated_ones():
    texts = {"pt": {"title": "Água nas aldeias", "summary": "Não falte."}}

    lines = bulletin(edition(plain(texts=texts)), "pt", labels="fr").text.splitlines()

    assert lines[0] == "Bulletin · N° 12"
    assert "quarta-feira, 5 de maio de 2027, 14:30–17:00" in lines
