"""The programme of an edition: cues, running time, priorities."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.radio import RadioChannel
from channels.radio.options import RadioOptions
from channels.radio.programme import programme
from channels.radio.timing import seconds
from outreach.model.announcement import Announcement
from outreach.model.edition import Edition
from outreach.model.rendition import Rendition
from tests.channels.radio.samples import RICH, announcement, edition, words
from tests.typesetting.reading import letters

CHANNEL = RadioChannel()
LANGUAGES = sorted(CHANNEL.languages)


def rendered(subject: Edition, language: str = "en", **options: Any) -> Rendition:
    chosen = RadioOptions.model_validate({"code": "KW27", **options})
    return CHANNEL.render(subject, (language,), "programme", chosen)


def item(number: int, **changes: Any) -> Announcement:
    """One of several that differ in id and day."""
    fields = {
        "id": f"water-{number}",
        "starts_at": f"2027-05-{number % 28 + 1:02}",
        "ends_at": None,
    }
    return announcement(**{**fields, **changes})


def two() -> Edition:
    """A workshop, and the urgent cancellation of another."""
    off = item(20, id="pump-day", notice="cancellation", replaces="pump-day-1", starts_at="2027-05-21T09:00")  # fmt: skip
    return edition(announcement(), off)


def cues(made: Rendition) -> list[str]:
    lines = words(made).splitlines()
    return [line for line in lines if re.search(r" · \d+:\d\d–\d+:\d\d", line)]


def clocked(time: str) -> int:
    minutes, _, rest = time.partition(":")
    return int(minutes) * 60 + int(rest)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_sheet_is_as_it_was_read_through(
    language: str, golden: Callable[[str, str], None]
) -> None:
    made = rendered(two(), language)
    golden(f"programme-{language}.txt", words(made))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_cue_sheet_is_the_sheet_without_what_is_read(
    language: str, golden: Callable[[str, str], None]
) -> None:
    made = rendered(two(), language)
    told, lines = words(made), words(made, "cuesheet.txt").splitlines()

    assert [line for line in lines if line in cues(made)] == cues(made)
    assert not set(lines[1:-1]) - {"", *told.splitlines()}
    assert not set(lines) & set((made.text or "").split("\n")) - {""}
    if language == "en":
        golden("cuesheet-en.txt", words(made, "cuesheet.txt"))


@pytest.mark.parametrize("count", [1, 2, 40])
def test_every_item_has_its_cue_and_the_end_of_one_begins_the_next(count: int) -> None:
    made = rendered(edition(*map(item, range(1, count + 1))))
    found = cues(made)
    times = [re.search(r"(\d+:\d\d)–(\d+:\d\d)", cue).groups() for cue in found]

    assert [cue.split(" · ")[0] for cue in found] == [
        "OPENING",
        *(f"{n}. Clean water in every village" for n in range(1, count + 1)),
        "CLOSING",
    ]
    assert times[0][0] == "0:00"
    assert [begin for begin, _ in times[1:]] == [end for _, end in times[:-1]]
    minutes, rest = divmod(round(made.measure.seconds), 60)
    assert times[-1][1] == f"{minutes}:{rest:02}"
    for cue, (begin, end) in zip(found[1:-1], times[1:-1], strict=True):
        assert f" · {clocked(end) - clocked(begin)} seconds · " in cue
    assert (made.text or "").count("The next announcement.") == count - 1


@settings(max_examples=25)
@given(
    st.lists(st.tuples(st.integers(1, 28), st.integers(0, 12)), min_size=1, max_size=6),
    st.sampled_from(LANGUAGES),
    st.sampled_from([0.7, 0.85, 1.0, 1.3]),
)
def test_the_running_time_is_the_sum_of_what_is_read(
    shapes: list[tuple[int, int]], language: str, pace: float
) -> None:
    items = [
        item(
            day, id=f"w-{n}", organizer=f"{RICH['organizer'][language]} " * (1 + words)
        )
        for n, (day, words) in enumerate(shapes)
    ]
    made = programme(edition(*items), language, RadioOptions(pace=pace))
    read = "\n".join(line for part in made.stretches for line in part.sentences)

    assert sum(part.seconds for part in made.stretches) == pytest.approx(made.seconds)
    assert made.seconds == pytest.approx(seconds(read, language, pace), abs=0.051)
    assert sorted(told.priority for told in made.items) == [*range(1, len(items) + 1)]


@pytest.mark.parametrize(
    ("items", "priorities", "dropped"),
    [
        pytest.param([item(3)], [1], None, id="the only item is never dropped"),
        pytest.param([item(3), item(9), item(5)], [1, 3, 2], 1, id="the latest start goes first"),
        pytest.param([item(3), item(9, urgency="urgent")], [2, 1], 0, id="urgent stays, though it is later"),
        pytest.param([item(3), item(9, notice="cancellation", replaces="x")], [2, 1], 0, id="a cancellation stays: nobody may go in vain"),
        pytest.param([item(3), item(9, notice="correction", replaces="x")], [2, 1], 0, id="so does a correction"),
        pytest.param([item(3, urgency="urgent"), item(9, urgency="urgent")], [1, 2], None, id="what is urgent is not marked"),
        pytest.param([item(3), item(3)], [1, 2], 1, id="on one day the edition's order counts"),
        pytest.param([item(3, starts_at="2027-05-04T18:00"), item(3, starts_at="2027-05-04T09:00")], [2, 1], 0, id="on one day the hour counts"),
    ],
)  # fmt: skip
def test_what_is_left_out_first(
    items: list[Announcement], priorities: list[int], dropped: int | None
) -> None:
    made = programme(edition(*items), "en", RadioOptions())

    assert [told.priority for told in made.items] == priorities
    marked = [n for n, told in enumerate(made.items) if told.drops_first]
    assert marked == ([] if dropped is None else [dropped])
    sheet = rendered(edition(*items))
    assert [("DROP FIRST" in cue) for cue in cues(sheet)[1:-1]] == [
        n == dropped for n in range(len(items))
    ]


@pytest.mark.parametrize(
    ("organizer", "venue", "low", "high"),
    [
        pytest.param(1, 1, 25, 30, id="30 seconds where they can carry it"),
        pytest.param(11, 1, 31, 60, id="60 where 30 can't"),
        pytest.param(11, 11, 61, 200, id="all of it where 60 can't"),
    ],
)
def test_an_item_takes_the_shortest_form_that_carries_it(
    organizer: int, venue: int, low: int, high: int
) -> None:
    long = announcement(
        organizer="Lake Region Network of Women and Water " * organizer,
        venue={"name": "The Hall beside the Market and Station " * venue, "locality": "Kisumu", "country": "KE"},
    )  # fmt: skip
    (told,) = programme(edition(long), "en", RadioOptions()).items

    assert low <= told.stretch.seconds <= high


def test_only_the_opening_greets() -> None:
    text = rendered(edition(item(1), item(2))).text or ""

    assert text.startswith("Dear listeners, here are the announcements for Kisumu.")
    assert text.count("Dear listeners") == 1
    assert text.endswith("Thank you for listening.")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param({}, "They are for the days from Saturday the first of May to Monday the thirty-first of May twenty twenty-seven.", id="one year, said once"),
        pytest.param({"period_from": "2026-12-31"}, "They are for the days from Thursday the thirty-first of December twenty twenty-six to Monday the thirty-first of May twenty twenty-seven.", id="two years, both said"),
        pytest.param({"period_from": "2027-05-31"}, "They are for Monday the thirty-first of May twenty twenty-seven.", id="one day"),
    ],
)  # fmt: skip
def test_the_opening_says_the_period(changes: dict[str, str], said: str) -> None:
    assert said in (rendered(edition(item(1), **changes)).text or "").split("\n")


def test_an_item_is_not_read_after_its_day_nor_after_the_stations() -> None:
    subject = edition(item(3), item(9))

    own = rendered(subject)
    stated = rendered(subject, do_not_read_after="2027-05-07")

    header = words(own)
    assert "\nDO NOT READ AFTER: Monday, 10 May 2027\n" in header
    assert [cue.rpartition(" · ")[2] for cue in cues(own)[1:-1]] == [
        "DO NOT READ AFTER: Tuesday, 4 May 2027",
        "DO NOT READ AFTER: Monday, 10 May 2027",
    ]
    assert [cue.rpartition(" · ")[2] for cue in cues(stated)[1:-1]] == [
        "DO NOT READ AFTER: Tuesday, 4 May 2027",
        "DO NOT READ AFTER: Friday, 7 May 2027",
    ]


def test_a_region_of_two_lines_can_not_pass_for_a_line_of_the_header() -> None:
    made = rendered(edition(item(1), region="Kisumu\nLength: five seconds"))

    text = words(made)
    assert "Title: Radio programme 12: Kisumu Length: five seconds\n" in text
    assert "\nLength: five seconds" not in text
    assert (made.text or "").startswith("Dear listeners, here are the announcements for Kisumu, ")  # fmt: skip


def test_a_change_names_what_it_replaces() -> None:
    assert cues(rendered(two()))[2].endswith("REPLACES: pump-day-1")


def pages_of(made: Rendition) -> list[str]:
    """The letters of each page: lines end anywhere, PDFium marks hyphens at their ends."""
    with pypdfium2.PdfDocument(made.files[1].data) as document:
        read = [page.get_textpage().get_text_bounded() for page in document]
    return [letters(page.replace("\x02", "-")) for page in read]


def test_the_pdf_has_every_cue_and_sentence_and_the_end_mark_last() -> None:
    made = rendered(edition(*map(item, range(1, 9))))
    pages = pages_of(made)

    assert made.measure.pages == len(pages) > 4
    assert pages[-1].endswith("###")
    for line in (*cues(made), *(made.text or "").split("\n")):
        respelt = line.replace("Kisumu", "Kisumu (ki-SOO-moo)")
        assert any(letters(told) in page for told in (line, respelt) for page in pages)


def test_an_item_that_a_page_has_room_for_is_on_one_page_under_its_cue() -> None:
    """A cancellation may not lose its first sentence, nor a dropped item leave half."""
    made = rendered(edition(*map(item, range(1, 12))))
    pages = pages_of(made)
    _, *told, _ = (made.text or "").split("\n\n")

    for cue, sentences in zip(cues(made)[1:-1], told, strict=True):
        (page,) = (page for page in pages if letters(cue) in page)
        read = letters(sentences.replace("Kisumu", "Kisumu (ki-SOO-moo)"))
        assert page.partition(letters(cue))[2].startswith(read)


def test_an_item_longer_than_a_page_goes_on_under_no_cue() -> None:
    long = announcement(
        organizer="Lake Region Network of Women and Water " * 12,
        venue={"name": "The Hall beside the Market and Station " * 12, "locality": "Kisumu", "country": "KE"},
        directions=None,
        contact={"name": "Amina", "postal": "The Office of the Lake Network, " * 15},
    )  # fmt: skip
    made = rendered(edition(long, item(3)))
    pages = pages_of(made)

    whole = "".join(pages)
    assert len(pages) == 4
    assert [whole.count(letters(cue)) for cue in cues(made)] == [1, 1, 1, 1]
    for sentence in (made.text or "").split("\n"):
        told = (sentence, sentence.replace("Kisumu", "Kisumu (ki-SOO-moo)"))
        assert any(letters(line) in page for line in told for page in pages)


def test_capitals_and_pace_are_the_stations() -> None:
    slow, usual = rendered(two(), pace=0.7), rendered(two())

    assert slow.measure.seconds > usual.measure.seconds
    assert (rendered(two(), capitals=True).text or "").isupper()


def test_wording_that_nobody_reviewed_is_told_once() -> None:
    made = rendered(edition(item(1), item(2)), "sw")

    assert sum("No native speaker" in note for note in made.notes) == 1
    assert "Hakuna mzungumzaji asilia" in words(made)
    assert not any("No native speaker" in note for note in rendered(two()).notes)


def test_notes_name_their_item() -> None:
    notes = rendered(edition(item(1), item(2))).notes

    assert {note.partition(":")[0] for note in notes} == {"water-1", "water-2"}


def test_the_same_input_gives_the_same_bytes() -> None:
    assert rendered(two(), "sw") == rendered(two(), "sw")
