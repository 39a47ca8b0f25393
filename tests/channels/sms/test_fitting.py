"""What is dropped, in which order, and what never is."""

from __future__ import annotations

import pytest

from channels.sms import SmsOptions
from channels.sms.segments import count
from outreach.model.errors import CannotCarry
from tests.channels.sms.sample import LANGUAGES, in_english, workshop

NUMBER = SmsOptions(answerable=True)


def _note(rendition, beginning: str) -> str:
    return next((n for n in rendition.notes if n.startswith(beginning)), "")


def test_a_text_with_room_for_all_leaves_nothing_out(sms):
    made = sms.render(in_english(), ("en",), "short", SmsOptions())

    assert made.measure.segments == 1
    assert not _note(made, "Left out")


ORDER = [
    ("the link", "More: https://w.example"),
    ("the greeting", "You are invited."),
    ("the programme", "14:30 Opening"),
    ("the speakers", "With: Wanjiru"),
    ("the year", "2027"),
    ("the end time", "-17:00"),
    ("the phone", "Tel +254722000014"),
]


def _padded(length: int):
    """A meeting with every piece of the issue's order, and a title of ``length``."""
    return in_english(
        title="x" * length,
        ends_at="2027-05-05T17:00",
        url="https://w.example",
        registration={"keyword": "JOIN 14"},
        programme=[{"at": "14:30", "title": "Opening", "speaker": "Wanjiru"}],
    )


def test_pieces_go_in_the_order_that_staff_are_promised(sms):
    """Each longer title drops as many of the first pieces as it must, never another."""
    seen = set()
    for length in range(1, 230):
        text = sms.render(_padded(length), ("en",), "short", NUMBER).text or ""
        if count(text).segments > 1:
            break
        kept = [words in text for _, words in ORDER]
        kept[3] = kept[3] or kept[2]  # a programme names its speakers
        first = kept.index(True) if True in kept else len(kept)

        assert all(kept[first:]), (length, text)
        seen.add(first)
    assert seen >= set(range(1, 8))


def test_every_drop_is_said(sms):
    made = sms.render(_padded(60), ("en",), "short", NUMBER)
    said = _note(made, "Left out to fit 1 segment")

    for piece, words in ORDER:
        assert (piece in said) == (words not in (made.text or "")), piece


KEPT = {
    "en": ("Lake Region Women's Network", "5 May", "09:00", "Town Hall", "Kisumu"),
    "fr": ("Réseau des femmes du lac", "5 mai", "09:00", "Mairie", "Kisumu"),
    "es": ("Red de Mujeres del Lago", "5 may", "09:00", "Ayuntamiento", "Kisumu"),
    "ar": ("شبكة نساء البحيرة", "5 مايو", "09:00", "دار البلدية", "كيسومو"),
    "ru": ("Сеть женщин озера", "5 мая", "09:00", "Ратуша", "Кисуму"),
    "zh": ("湖区妇女网络", "5月5日", "09:00", "市政厅", "基苏木"),
    "sw": ("Mtandao wa Wanawake wa Ziwa", "5 Mei", "saa 3:00 asubuhi", "Kisumu"),
    "pt": ("Rede de Mulheres do Lago", "5 de mai", "09:00", "Sala da Vila", "Kisumu"),
    "hi": ("झील क्षेत्र महिला नेटवर्क", "5 मई", "09:00", "नगर भवन", "किसुमु"),
    "am": ("የሐይቅ ክልል ሴቶች መረብ", "ሜይ 5", "ከጠዋቱ 3:00 ሰዓት", "ማዘጋጃ ቤት", "ኪሱሙ"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("answerable", [True, False])
def test_date_time_place_organizer_and_opt_out_are_never_dropped(
    sms, language, answerable
):
    options = SmsOptions(answerable=answerable, opt_out=True)
    text = sms.render(workshop(), (language,), "short", options).text or ""

    assert all(words in text for words in KEPT[language])
    assert "STOP" in text if answerable else "+254722000014" in text


def test_a_reply_word_stands_only_where_it_can_arrive(sms):
    meeting = in_english(registration={"keyword": "JOIN 14"})

    assert "reply JOIN 14" in sms.render(meeting, ("en",), "full", NUMBER).text
    assert "reply" not in sms.render(meeting, ("en",), "full", SmsOptions()).text


def test_the_broadcasts_reply_word_comes_before_the_announcements_keyword(sms):
    meeting = in_english(registration={"keyword": "JOIN 14"})
    options = SmsOptions(answerable=True, reply_word="YES 7")

    assert "reply YES 7" in sms.render(meeting, ("en",), "full", options).text


def test_another_segment_comes_before_the_loss_of_the_only_contact(sms):
    made = sms.render(in_english("x" * 110), ("en",), "short", SmsOptions())

    assert made.measure.segments == 2
    assert "+254722000014" in (made.text or "")
    assert "It takes another segment so that people have a phone to call." in made.notes


def test_the_only_contact_goes_last_and_staff_are_told(sms):
    made = sms.render(in_english("x" * 247), ("en",), "short", SmsOptions())

    assert "Tel" not in (made.text or "")
    assert (
        "No phone and no reply word is left: people can't ask or answer." in made.notes
    )


def test_a_short_text_over_one_segment_says_by_how_much(sms):
    made = sms.render(in_english("x" * 120), ("en",), "short", SmsOptions())

    # Lake Network · title · Wed 5 May, 14:30 · Town Hall, Kisumu
    over = 12 + 1 + 120 + 1 + 16 + 1 + 17 - 160
    assert _note(made, "One segment can't hold it").endswith(
        f"it is {over} characters over. It takes 2."
    )


@pytest.mark.parametrize(
    ("title", "message"),
    [
        pytest.param(
            "x" * 300,
            "The short text in English is 42 characters too long for 2 segments, with "
            "everything left out that may be. Shorten the title, the organizer or the "
            "venue, or use “full”, which takes 3 segments.",
            id="the phone alphabet",
        ),
        pytest.param(
            "ж" * 230,
            "The short text in English is 10 characters too long for 4 segments, with "
            "everything left out that may be. Shorten the title, the organizer or the "
            "venue, or use “full”, which takes 5 segments.",
            id="any other",
        ),
    ],
)
def test_a_text_that_cant_fit_says_by_how_much_and_offers_the_next_size(
    sms, title, message
):
    with pytest.raises(CannotCarry) as refused:
        sms.render(in_english(title), ("en",), "short", SmsOptions())

    assert str(refused.value) == message


@pytest.mark.parametrize("length", range(12, 200, 7))
@pytest.mark.parametrize("language", ["en", "sw", "fr"])
def test_the_size_that_is_offered_is_the_one_that_is_made(sms, language, length):
    """In “full” the day is written out, so it may take one more."""
    title = {language: {"title": "x" * 300}}
    meeting = in_english("x", texts=title, organizer="y" * length)

    with pytest.raises(CannotCarry) as refused:
        sms.render(meeting, (language,), "short", SmsOptions())
    made = sms.render(meeting, (language,), "full", SmsOptions())

    assert f"takes {made.measure.segments} segments" in str(refused.value)


def test_a_text_that_no_size_holds_is_offered_radio_or_print(sms):
    meeting = in_english(
        "ж" * 300, organizer="ж" * 500, venue={"locality": "ж" * 500, "country": "KE"}
    )

    for variant in ("short", "full"):
        with pytest.raises(CannotCarry, match="or use radio or print"):
            sms.render(meeting, ("en",), variant, SmsOptions())


def test_the_longest_summary_gives_way_in_a_full_text(sms):
    meeting = in_english(
        texts={"en": {"title": "Water", "summary": "ж" * 1200, "body": "ж" * 60_000}}
    )
    made = sms.render(meeting, ("en",), "full", SmsOptions())

    assert (made.measure.segments or 99) <= 10
    assert "the summary" in _note(made, "Left out to fit 10 segments")
    assert _note(made, "A text message has the summary at most")


@pytest.mark.parametrize(
    ("title", "encoding", "text"),
    [
        pytest.param("Women’s “day” – 5…", "gsm7", 'Women\'s "day" - 5...', id="all"),
        pytest.param("a\u00a0b\u202fc", "gsm7", "a b c", id="no-break spaces"),
        pytest.param("co\u00adop\u200b", "gsm7", "coop", id="hidden characters"),
        pytest.param("Women’s fête – 5", "ucs2", "Women’s fête – 5", id="left alone"),
        pytest.param("می\u200cخواهم ’", "ucs2", "می\u200cخواهم ’", id="Persian joiner"),
        pytest.param("sa\u0303o", "ucs2", "são", id="one character, not a and ~"),
        pytest.param("e\u0301", "gsm7", "é", id="composed, it is in the alphabet"),
        pytest.param("vidéo ß Ç", "gsm7", "vidéo ß Ç", id="nothing to do"),
    ],
)
def test_typography_is_replaced_only_if_all_then_fits_the_phone_alphabet(
    sms, title, encoding, text
):
    made = sms.render(in_english(title), ("en",), "short", SmsOptions())

    assert made.measure.encoding == encoding
    assert f"\n{text}\n" in (made.text or "")
    assert "?" not in (made.text or "")


def test_characters_that_cost_are_named_with_their_price(sms):
    made = sms.render(in_english("Fête ç " * 8), ("en",), "short", SmsOptions())

    assert _note(made, "Not in the phone alphabet") == (
        "Not in the phone alphabet: ê ç. That makes it 2 segments; in the phone alphabet "
        "it would be 1."
    )


def test_replaced_typography_is_named_with_what_it_saves(sms):
    made = sms.render(in_english("Women’s day – 5"), ("en",), "short", SmsOptions())

    assert _note(made, "Written plainly for phones") == (
        "Written plainly for phones: ’ –. As typed it would take 2 segments; it takes 1."
    )
