"""Free text turned into words: what staff wrote, as it is said."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, partial

import regex

from channels.radio.languages import speech_of
from channels.radio.lexicon import acronym, lexicon
from channels.radio.patterns import maybe
from channels.radio.rules import rules_of
from channels.radio.speech import Rule, Speech, Writing
from outreach.model.errors import CannotCarry

_LINK = regex.compile(
    r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}|"
    r"(?<![\w.-])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,8}\.(?:org|com|net|int|info|edu|gov)\b(?:\.[a-z]{2}\b)?(?:/\S*)?",
    regex.I,
)
_SYMBOL_OF_A_DOCUMENT = r"\b[A-Z]{1,4}(?=[\w./]{0,60}\d)(?:/[A-Z0-9.]{1,20}){1,8}\b"
_DOTTED = regex.compile(r"\b(?:[A-Z]\.){2,}")
_LONG_FIGURE = regex.compile(r"\d[\d., ]{99}")
_BULLET = regex.compile(r"^[ \t]*[•‣▪◦*·–—-]\s+", regex.M)
_ASIDE = regex.compile(r"\s*[(\[（【]\s*([^()\[\]（）【】]*?)\s*[)\]）】]")
_SILENT = regex.compile(
    r"[\u00ad\u061c\u0640\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufe0f]"
)
#: Signs of figures in Arabic writing, and the same in figures that all write.
_SIGNS_OF_FIGURES = str.maketrans("٪٫٬", "%.,")
_COMMAS = ",،፣，、"
_STOPS = ".;:!?؛؟።፤。；：！？"
_LONE_CAPITAL = regex.compile(r"(?<!\w)[A-Z](?!\w)")
_LETTERED = regex.compile(r"(?<!\w)(\d{1,4})(\p{Lu})(?!\w)")
_NUMBERED = regex.compile(r"(?<!\w)(\p{Lu}{1,5})-?(\d{1,4})(?!\w)")
#: A longer number in an address is a code, not a count.
_LONGEST_COUNTED = 3
#: All that may stand in a READ block beside letters, marks and blanks.
MARKS = frozenset(",.;:!?¡¿'’-\n ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Text as words, and what staff should know about how it came about."""

    text: str
    notes: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def spoken(text: str, language: str) -> Spoken:
    """``text`` as it is said. Raises CannotCarry naming what there is no word for.

    Web and e-mail addresses and document symbols are dropped with a note.
    """
    speech = speech_of(language)
    notes: list[str] = []
    _refuse_shouting(text, language)
    _refuse_long_figures(text)
    text = _without_links(_tidied(text, speech.writing), speech.writing, notes)
    text = _short_forms(text, language)
    text = _figures(text, speech, notes)
    text = _signs(text, speech)
    text = _acronyms(text, language, notes)
    text = _named(text, speech.writing)
    text = _smooth(text, speech.writing)
    refuse_unsayable(text, speech)
    return Spoken(text=text, notes=tuple(dict.fromkeys(notes)))


def spoken_address(text: str, language: str) -> Spoken:
    """A postal address as it is said: post codes digit by digit, no number counts."""
    speech = speech_of(language)
    writing = speech.writing

    def said(found: regex.Match[str]) -> str:
        if len(found[0]) > _LONGEST_COUNTED:
            digits = (speech.cardinal(int(digit)) for digit in found[0])
            return writing.gap.join(digits)
        return speech.cardinal(int(found[0]))

    start, end = rf"{writing.start}(?<![.,:/+-])", rf"{writing.end}(?![/:-])(?![.,]\d)"
    text = text.translate(_table(writing.alike))
    text = regex.sub(rf"{start}(\d{{4,6}})-(\d{{4,6}}){end}", r"\1, \2", text)
    return spoken(regex.sub(rf"{start}\d+{end}", said, text), language)


def hangs_on_a_link(sentence: str) -> bool:
    """Whether a sentence has an address in its flow, without which it breaks off."""
    return bool(_LINK.search(_parted(_ASIDE.sub("", sentence))))


def _table(pairs: Mapping[str, str]) -> dict[int, str]:
    return {ord(written): meant for written, meant in pairs.items()}


def _tidied(text: str, writing: Writing) -> str:
    text = _SILENT.sub(
        "", unicodedata.normalize("NFC", text).translate(_table(writing.alike))
    )
    text = regex.sub(r"[^\S\n]+", " ", text)
    text = text.translate(str.maketrans("‘ʼ′", "’’'"))
    text = regex.sub(r"\d", lambda found: str(int(found[0])), text)
    text = text.translate(_SIGNS_OF_FIGURES)
    text = text if writing.blanks else _parted(text)
    text = regex.sub(r" {2,}", " ", text)
    return _BULLET.sub("", regex.sub(r"\n\s+", "\n", text))


def _parted(text: str) -> str:
    """Blanks around what is in Latin letters, none around figures.

    A blank that was typed between two words of a writing without blanks is kept.
    """
    text = regex.sub(r"(?<=[^\x00-\x7f]) +(?=[^\x00-\x7f])", "\u3000", text)
    text = regex.sub(r"(?<=[^\x00-\x7f]) (?=\d)|(?<=\d) (?=[^\x00-\x7f])", "", text)
    return regex.sub(r"[!-~]+", _between_blanks, text)


def _between_blanks(found: regex.Match[str]) -> str:
    return f" {found[0]} " if regex.search("[A-Za-z]", found[0]) else found[0]


def _refuse_shouting(text: str, language: str) -> None:
    """All capitals hide which words are acronyms."""
    words = regex.findall(r"[^\W\d_]{2,}", text)
    capitals = (word for word in words if all(map(str.isupper, word)))
    loud = [word for word in capitals if word not in lexicon(language)]
    if len(words) >= 3 and len(loud) * 2 > len(words):
        raise CannotCarry(
            f"“{text[:40]}” is in capitals: acronyms can't be told from words. Write it in small letters."
        )


def _refuse_long_figures(text: str) -> None:
    """What is no figure people say would cost the patterns time that grows as its square."""
    if found := _LONG_FIGURE.search(text):
        raise CannotCarry(
            f"“{found[0][:40]} …” is too long a number to be said. Take it out."
        )


def _without_links(text: str, writing: Writing, notes: list[str]) -> str:
    symbol = _symbol(writing.after_symbol)
    for pattern, what in [(_LINK, "address"), (symbol, "symbol")]:
        for found in pattern.finditer(text):
            kept = found[0].rstrip(".,;:!?)")
            notes.append(f"The {what} “{kept[:80]}” is not said on the air.")
        text = pattern.sub(_trailing, text)
    return text


@cache
def _symbol(after: str) -> regex.Pattern[str]:
    return regex.compile(_SYMBOL_OF_A_DOCUMENT + maybe(after, before=" ?"))


def _trailing(found: regex.Match[str]) -> str:
    """The punctuation that ended a link belongs to the sentence."""
    return found[0][len(found[0].rstrip(".,;:!?)")) :]


@cache
def _short(language: str) -> regex.Pattern[str]:
    dotted = [w for w in lexicon(language) if not w.isalpha() or not w.isupper()]
    names = "|".join(map(regex.escape, sorted(dotted, key=len, reverse=True)))
    lead = _lead(speech_of(language).writing)
    return regex.compile(rf"(?<!\w)({lead})({names})(?!\w)")


def _lead(writing: Writing) -> str:
    """A pattern of the short word that may be written together with what follows."""
    return f"[{writing.joined}]?" if writing.joined else ""


def _short_forms(text: str, language: str) -> str:
    """Abbreviations with dots or small letters, which no capitals give away."""
    speech = speech_of(language)

    def said(found: regex.Match[str]) -> str:
        words = lexicon(language)[found[2]].spoken
        return speech.joined(found[1], words) if found[1] else words

    text = _short(language).sub(said, text)
    return _DOTTED.sub(lambda found: found[0].replace(".", ""), text)


@cache
def _rules(language: str) -> tuple[Rule, ...]:
    return rules_of(speech_of(language))


def _figures(text: str, speech: Speech, notes: list[str]) -> str:
    for rule in _rules(speech.language):
        text = rule.pattern.sub(_reading(rule.read), text)

    def numbered(found: regex.Match[str]) -> str:
        letters = found[1]
        if len(letters) > 1:
            letters, note = acronym(letters, speech.language)
            notes.extend([note] if note else [])
        return f"{letters} {speech.cardinal(int(found[2]))}"

    text = _LETTERED.sub(lambda m: f"{speech.cardinal(int(m[1]))} {m[2]}", text)
    return _NUMBERED.sub(numbered, text)


def _reading(
    read: Callable[[regex.Match[str]], str | None],
) -> Callable[[regex.Match[str]], str]:
    def replaced(found: regex.Match[str]) -> str:
        words = read(found)
        return found[0] if words is None else words

    return replaced


def _signs(text: str, speech: Speech) -> str:
    for sign, word in speech.signs.items():
        text = regex.sub(rf"\s*{regex.escape(sign)}\s*", f" {word} ", text)
    text = _ASIDE.sub(partial(_aside, comma=speech.comma), text)
    text = regex.sub(r"\s+[\u2010-\u2015-]+\s+|[\u2012-\u2015]|…", speech.comma, text)
    return (
        regex.sub(r"[“”„«»\"]", "", text).replace("\u2010", "-").replace("\u2011", "-")
    )


def _aside(found: regex.Match[str], comma: str) -> str:
    return f"{comma}{found[1]}{comma.rstrip()}" if regex.search(r"\w", found[1]) else ""


def _named(text: str, writing: Writing) -> str:
    """Lone capitals of another script by their names."""
    return _LONE_CAPITAL.sub(lambda m: writing.letters.get(m[0], m[0]), text)


def _acronyms(text: str, language: str, notes: list[str]) -> str:
    speech = speech_of(language)

    def said(found: regex.Match[str]) -> str:
        lead, word = found.groups()
        if not word.isupper():
            return found[0]
        spoken_word, note = acronym(word, language)
        notes.extend([note] if note else [])
        return speech.joined(lead, spoken_word) if lead else spoken_word

    return _words(language).sub(said, text)


@cache
def _words(language: str) -> regex.Pattern[str]:
    lead = _lead(speech_of(language).writing)
    return regex.compile(rf"(?<![^\W_])({lead})([^\W\d_]{{2,}})(?![^\W_])")


def _smooth(text: str, writing: Writing) -> str:
    """One blank between words, no orphaned commas."""
    if not writing.blanks:
        text = regex.sub(r" +(?=[^\x00-\x7f])|(?<=[^\x00-\x7f]) +", "", text)
    lines = (regex.sub(r"\s+", " ", line).strip() for line in text.split("\n"))
    text = "\n".join(line for line in lines if line)
    text = regex.sub(rf"(?: ?([{_COMMAS}]))+", r"\1", text)
    text = regex.sub(rf"[{_COMMAS}](?= ?[{_STOPS}]|$)", "", text, flags=regex.M)
    text = regex.sub(rf" +([{_COMMAS}{_STOPS}])(?!\w)", r"\1", text)
    text = regex.sub(rf"([{_STOPS}])(?: ?[{_COMMAS}])+", r"\1", text)
    text = regex.sub(rf"^[{_COMMAS};:؛፤፡；：. ]+", "", text, flags=regex.M).strip()
    return text.translate(_table(writing.own_marks))


def refuse_unsayable(text: str, speech: Speech) -> None:
    """Raise CannotCarry on the first digit, symbol or letter of another script."""
    for word in text.split():
        for character in word:
            if reason := _unsayable(character, speech.writing):
                raise CannotCarry(
                    f"“{word[:60]}” can't be said: {reason}. Write it in words."
                )


def _unsayable(character: str, writing: Writing) -> str | None:
    category = unicodedata.category(character)
    if character in MARKS | writing.sayable or category[0] == "M":
        return None
    if category[0] == "L":
        name = unicodedata.name(character, "")
        return None if name.startswith(writing.scripts) else "it is in another script"
    if category[0] == "N":
        return "it has a figure with no sure reading"
    return f"there is no word for “{character}”"
