"""What a text says, in every language and however it is typed."""

from __future__ import annotations

import tomllib
import unicodedata
from collections import defaultdict
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.inbox.folding import folded
from outreach.inbox.reading import read
from outreach.inbox.vocabulary import Word

DATA = tomllib.loads((files("templates") / "inbox" / "words.toml").read_text("utf-8"))
TEN = ("en", "fr", "es", "ar", "ru", "zh", "pt", "sw", "hi", "am")
STOPS = [
    phrase.rstrip("*")
    for name in ("stop", "leave")
    for phrases in DATA[name].values()
    for phrase in phrases
]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("STOP", Word.STOP),
        ("stop sending me this nonsense", Word.STOP),
        ("Please STOP", Word.STOP),
        ("ARRÊT", Word.STOP),
        ("Arret svp", Word.STOP),
        ("DÉSABONNER", Word.STOP),
        ("ALTO", Word.STOP),
        ("Baja, por favor", Word.STOP),
        ("SAIR", Word.STOP),
        ("Acha kutuma ujumbe", Word.STOP),
        ("SIMAMA", Word.STOP),
        ("ondoa", Word.STOP),
        ("توقف", Word.STOP),
        ("تَوَقَّفْ", Word.STOP),
        ("تـوقـف", Word.STOP),
        ("إيقاف", Word.STOP),
        ("ايقاف", Word.STOP),
        ("रोकें", Word.STOP),
        ("बंद", Word.STOP),
        ("बन्द करें", Word.STOP),
        ("بند", Word.STOP),
        ("বন্ধ", Word.STOP),
        ("አቁም", Word.STOP),
        ("ዓቁም", Word.STOP),
        ("TSAYA", Word.STOP),
        ("Jooji", Word.STOP),
        ("СТОП!", Word.STOP),
        ("BERHENTI", Word.STOP),
        ("DUNG LAI", Word.STOP),
        ("DỪNG LẠI", Word.STOP),
        ("Dừng gửi tin nhắn", Word.STOP),
        ("Ngừng", Word.STOP),
        ("dur", Word.STOP),
        ("停", Word.STOP),
        ("退订", Word.STOP),
        ("退订谢谢", Word.STOP),
        ("TD", Word.STOP),
        ("LEAVE", Word.LEAVE),
        ("退出", Word.LEAVE),
        ("START", Word.START),
        ("ابدأ", Word.START),
        ("Anza", Word.START),
        ("शुरू", Word.START),
        ("ጀምር", Word.START),
        ("Help", Word.HELP),
        ("msaada tafadhali", Word.HELP),
        ("帮助", Word.HELP),
        ("እርዳታ", Word.HELP),
        ("JOIN 14", Word.JOIN),
        ("Jiunga", Word.JOIN),
        ("जुड़ें", Word.JOIN),
        ("LANG sw", Word.LANGUAGE),
        ("LUGHA Kiswahili", Word.LANGUAGE),
        ("язык русский", Word.LANGUAGE),
        ("Yes", Word.YES),
        ("Oui", Word.YES),
        ("Si", Word.YES),
        ("نعم", Word.YES),
        ("Да", Word.YES),
        ("参加", Word.YES),
        ("Sim", Word.YES),
        ("Ndiyo, tutakuja", Word.YES),
        ("हाँ", Word.YES),
        ("አዎ", Word.YES),
        ("No", Word.NO),
        ("Non", Word.NO),
        ("لا", Word.NO),
        ("Нет", Word.NO),
        ("不参加", Word.NO),
        ("Nao", Word.NO),
        ("Hapana", Word.NO),
        ("नहीं", Word.NO),
        ("አይ", Word.NO),
        ("1 yes", Word.YES),
        ("2 hapana", Word.NO),
        ("RADIO K7QX2M 3", Word.RADIO),
        ("Redio k7qx2m", Word.RADIO),
        ("RECEIVED K7QX2M 200", Word.RECEIVED),
        ("Reçu K7QX2M", Word.RECEIVED),
    ],
)
def test_a_word_in_a_language(text: str, word: Word) -> None:
    assert read(text).word is word


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("  stop  ", id="blanks"),
        pytest.param("Stop.", id="a full stop"),
        pytest.param("“STOP”", id="quotes"),
        pytest.param("*STOP*", id="stars"),
        pytest.param("STOP🙏🏽", id="an emoji with a skin tone"),
        pytest.param("🛑 STOP", id="an emoji first"),
        pytest.param("S.T.O.P.", id="letter by letter"),
        pytest.param("S T O P now", id="letters apart"),
        pytest.param("ＳＴＯＰ", id="full width"),
        pytest.param("𝐒𝐓𝐎𝐏", id="mathematical letters"),
        pytest.param("ⓈⓉⓄⓅ", id="letters in circles"),
        pytest.param("S\u200bT\u200dO\u2060P", id="zero width between"),
        pytest.param("\u202eSTOP\u202c", id="reading order turned"),
        pytest.param("\u2067STOP\u2069", id="isolates"),
        pytest.param("\ufeffSTOP", id="a byte order mark"),
        pytest.param("ST\0OP", id="NUL"),
        pytest.param("S\u0336T\u0336O\u0336P\u0336", id="struck through"),
        pytest.param("STO\u00adP", id="a soft hyphen"),
        pytest.param("STOP\r\nSent from my phone", id="a signature"),
        pytest.param("\u00a0\u3000STOP", id="foreign blanks"),
        pytest.param("\ud83dSTOP", id="half a pair"),
    ],
)
def test_stop_however_it_is_typed(typed: str) -> None:
    assert read(typed).word is Word.STOP


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "nothing"),
        ("🙏", "no word"),
        ("Where is the meeting?", "a question"),
        ("Stopping distance", "another word"),
        ("Durant la réunion", "begins like one"),
        ("dur de venir", "Turkish for stop, French for hard"),
        ("la réunion est où", "Swahili for no, French for the"),
        ("No problem, we come", "no is not all that is said"),
        ("Cancel my seat", "not the opt-out"),
        ("end time?", "not the opt-out"),
        ("停车在哪里", "parking, not stop"),
        ("बंदरगाह कहाँ है", "harbour, not stop"),
        ("Đúng", "Vietnamese for right, without its marks for stop"),
        ("Résumé de la réunion", "a summary, not the English for going on"),
        ("1 no", "digit and word differ"),
        ("2 people", "a number of people, not a no"),
        ("+254722000001", "a phone"),
    ],
)
def test_what_a_person_must_read(text: str, why: str) -> None:
    assert read(text).word is None, why


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1", 1),
        (" 2. ", 2),
        ("١", 1),
        ("۲", 2),
        ("२", 2),
        ("፩", 1),
        ("፲፪", 12),
        ("২", 2),
        ("１", 1),
        ("②", 2),
        ("1️⃣", 1),
        ("(1)", 1),
        ("1 2", None),
        ("one", None),
        ("9" * 5000, None),
    ],
)
def test_a_number_in_any_digits(text: str, number: int | None) -> None:
    assert read(text).number == number


def test_what_follows_is_kept_as_it_compares() -> None:
    assert read("RADIO k7qx2m, ٣ times").rest == ("k7qx2m", "3", "times")
    assert read("S.T.O.P. it").rest == ("it",)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("STOP", None, id="several languages have it"),
        pytest.param("ARRET", "fr", id="one has it"),
        pytest.param("ابدأ", "ar", id="one has it, in its script"),
        pytest.param("1", None, id="a digit has none"),
    ],
)
def test_the_language_of_a_word(text: str, language: str | None) -> None:
    assert read(text).language == language


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("I want you to stop", id="a word later"),
        pytest.param("we say: STOP", id="in capitals"),
        pytest.param("we say s.t.o.p.", id="letter by letter"),
        pytest.param("we 2 say s t o p now", id="letter by letter, then more"),
        pytest.param("我 要 退 订", id="Chinese, sign by sign"),
        pytest.param("cancel my seat", id="it may be a cancel"),
        pytest.param("Fin de mois", id="in French"),
        pytest.param("I said do not text me", id="a phrase later"),
        pytest.param("Je veux me désabonner", id="a French word later"),
        pytest.param("I want to leave", id="leave later"),
        pytest.param("我要退订", id="within a run of Chinese"),
        pytest.param("我想停止", id="a Chinese word that counts alone"),
        pytest.param("please get me removed: remove", id="a word that counts alone"),
        pytest.param("no more texts", id="other words, first"),
        pytest.param("I told you, not interested", id="other words, later"),
        pytest.param("don’t send me these", id="with an apostrophe"),
        pytest.param("Ya no quiero: no me envíen más", id="in Spanish"),
        pytest.param("больше не пишите", id="in Russian"),
        pytest.param("Tafadhali msinitumie tena", id="in Swahili"),
        pytest.param("请你们不要再发了", id="in Chinese"),
        pytest.param("مجھے نہیں چاہیے", id="in Urdu"),
        pytest.param("dừng", id="the Vietnamese that may be “right”"),
    ],
)
def test_a_stop_that_comes_later_is_told_to_a_person(text: str) -> None:
    found = read(text)
    assert found.word is None
    assert found.may_stop


@pytest.mark.parametrize("language", DATA["stop"])
def test_every_way_to_ask_for_no_more_is_told_to_a_person(language: str) -> None:
    """Each phrase of each language, first or behind other words, joined where they join."""
    for phrase in DATA["perhaps"][language]:
        assert read(phrase.rstrip("*")).may_stop, phrase
    han = language == "zh"
    for name in ("stop", "leave", "perhaps"):
        for phrase in DATA[name].get(language, []):
            said = f"我{phrase.rstrip('*')}了" if han else f"xxx {phrase} xxx"
            assert read(said).may_stop, phrase


@pytest.mark.parametrize(
    "text",
    ["Where is the meeting?", "停车在哪里", "We come, thanks", "1", "Oui merci", "no"],
)
def test_what_asks_for_nothing_of_the_kind(text: str) -> None:
    assert not read(text).may_stop


@pytest.mark.parametrize("word", [w for w in Word if w is not Word.CANCEL])
@pytest.mark.parametrize("language", TEN)
def test_every_word_is_there_in_every_language(word: Word, language: str) -> None:
    found = [
        *DATA[word].get(language, []),
        *DATA.get(f"{word}_alone", {}).get(language, []),
    ]
    assert found
    for phrase in found:
        said = read(phrase.rstrip("*"))
        assert said.word is word, phrase
        assert not said.rest


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        pytest.param("START", True, id="a word"),
        pytest.param("Please start, thank you!", True, id="politely"),
        pytest.param("Bonjour, commencer s'il vous plaît. Merci", True, id="in French"),
        pytest.param("S.T.A.R.T.", True, id="letter by letter"),
        pytest.param("शुरू करें", True, id="a phrase"),
        pytest.param("开始，谢谢", True, id="in Chinese"),
        pytest.param("Start time", False, id="another word"),
        pytest.param("START?", False, id="a question"),
        pytest.param("ابدأ؟", False, id="an Arabic question"),
        pytest.param("开始时间", False, id="the same run of letters goes on"),
        pytest.param("开始时间 谢谢", False, id="it goes on, politely"),
        pytest.param("Please", False, id="no word at all"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_whether_anything_else_is_said(text: str, alone: bool) -> None:
    assert read(text).alone is alone


#: What people of the languages that have stop words alone say every day.
EVERYDAY = {
    "fa": ["بله", "نه", "ممنون", "سلام"],
    "ur": ["جی ہاں", "نہیں", "شکریہ"],
    "bn": ["হ্যাঁ", "না", "ধন্যবাদ", "দয়া করে"],
    "ha": ["eh", "a'a", "na gode", "don Allah"],
    "so": ["haa", "maya", "mahadsanid", "fadlan"],
    "id": ["ya", "tidak", "terima kasih", "tolong"],
    "vi": ["đúng", "đúng rồi", "vâng", "có", "không", "cảm ơn", "xin chào"],
    "tr": ["evet", "hayır", "teşekkürler", "lütfen", "doğru"],
}


@pytest.mark.parametrize(
    "phrase",
    [
        *(
            phrase.rstrip("*")
            for name in ("yes", "yes_alone", "no", "no_alone", "polite")
            for phrases in DATA[name].values()
            for phrase in phrases
        ),
        *(phrase for phrases in EVERYDAY.values() for phrase in phrases),
    ],
)
def test_no_yes_no_or_polite_word_is_a_stop(phrase: str) -> None:
    assert read(phrase).word not in (Word.STOP, Word.LEAVE, Word.CANCEL)


def test_no_phrase_has_two_meanings() -> None:
    """But the ones that a stop word hides: STOP outranks all. What may stand between the
    times of a report is the meaning of no text.
    """
    meanings = defaultdict(set)
    for name, languages in DATA.items():
        if name == "between":
            continue
        for phrases in languages.values():
            for phrase in phrases:
                meanings[folded(phrase)].add(name.removesuffix("_alone"))
    twice = {words: names for words, names in meanings.items() if len(names) > 1}
    assert not twice


#: Accents, also those of phonetics, and what is drawn around symbols.
MARKS = [
    chr(code)
    for block in (range(0x300, 0x370), range(0x1AB0, 0x1ABF), range(0x20D0, 0x20F0))
    for code in block
    if unicodedata.category(chr(code)) in ("Mn", "Me")
]
NOTHING = [
    "\u200b",
    "\u200c",
    "\u200d",
    "\u200e",
    "\u202e",
    "\u2066",
    "\u2069",
    "\0",
    "\x07",
    "\u00ad",
    "\ufe0f",
    "\u0640",
]


@given(
    stop=st.sampled_from([s for s in STOPS if s.isascii() and " " not in s]),
    between=st.lists(
        st.text(st.sampled_from(MARKS + NOTHING), max_size=3), min_size=40, max_size=40
    ),
    upper=st.lists(st.booleans(), min_size=40, max_size=40),
    before=st.text(st.sampled_from(' .,!?\n🙏*"«'), max_size=5),
    after=st.text(max_size=40),
)
def test_stop_is_found_under_any_marks_case_and_controls(
    stop: str, between: list[str], upper: list[bool], before: str, after: str
) -> None:
    cased = (c.upper() if up else c for c, up in zip(stop, upper, strict=False))
    typed = "".join(c + extra for c, extra in zip(cased, between, strict=False))
    assert read(f"{before}{typed} {after}").word in (Word.STOP, Word.LEAVE)


@given(
    stop=st.sampled_from([s for s in STOPS if not s.isascii()]),
    hidden=st.text(st.sampled_from(NOTHING), max_size=3),
    form=st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]),
    after=st.text(max_size=40),
)
def test_stop_is_found_in_every_script_and_form(
    stop: str, hidden: str, form: str, after: str
) -> None:
    typed = hidden.join(unicodedata.normalize(form, stop))  # type: ignore[arg-type]
    assert read(f"{typed} {after}").word in (Word.STOP, Word.LEAVE)


@given(st.text(st.characters(), max_size=300))
def test_any_text_is_read(text: str) -> None:
    found = read(text)
    assert all(found.words)
    assert len(found.rest) <= len(found.words)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\ufdfa" * 100_000, id="each becomes eighteen"),
        pytest.param("please " * 50_000, id="polite without end"),
        pytest.param("a\u0301" * 50_000, id="marks"),
        pytest.param("s " * 50_000, id="letters"),
        pytest.param("\ud800" * 100_000, id="half pairs"),
        pytest.param("\0" * 100_000, id="NUL"),
    ],
)
def test_a_hundred_thousand_characters(text: str) -> None:
    assert read(text).word is None


def test_the_reference_shows_words_that_are_there() -> None:
    page = (Path(__file__).parents[2] / "docs/reference/keywords.md").read_text("utf-8")
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if "|" in line]
    heads, shown = rows[0][1:], rows[2:]
    assert len(shown) == 18
    for row in shown:
        for head, cell in zip(heads, row[1:], strict=False):
            for phrase in filter(None, cell.strip("| ").split(", ")):
                assert read(phrase).word == head.lower(), phrase
