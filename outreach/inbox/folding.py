"""A text as words that compare: without case, marks, hidden characters and punctuation."""

from __future__ import annotations

import unicodedata

import regex

#: Longer texts are read no further: nobody hides a word behind so many characters.
_READ = 20_000
#: Hidden characters and what some keyboards put between letters; not white space.
_HIDDEN = regex.compile(
    r"[\p{Cf}\p{Cs}\p{Cn}\p{Co}\u0640'’‘‛`´ʹʻʼʽˈ]|(?![\t\n\r])\p{Cc}"
)
#: Scripts whose marks are accents or vowel points that people leave out. In the others
#: (Devanagari, Bengali …) marks are vowels: without them words would be other words.
_ACCENTED = (
    r"\p{Latin}\p{Cyrillic}\p{Greek}\p{Arabic}\p{Hebrew}\p{Ethiopic}\p{Han}\p{Armenian}"
    r"\p{Georgian}\p{N}"
)
_ACCENTS = regex.compile(
    r"[\p{M}&&[\p{Script=Inherited}\p{Script=Common}\p{Script=Arabic}"
    r"\p{Script=Ethiopic}\p{Script=Cyrillic}\p{Script=Hebrew}]]",
    regex.V1,
)
_MARKS = regex.compile(rf"(?<=[{_ACCENTED}]|^|[^\p{{L}}\p{{M}}])\p{{M}}+", regex.V1)
#: Chinese puts no space before a code or a digit.
_WORDS = regex.compile(r"\p{Han}+|[[\p{L}\p{M}\p{N}]--\p{Han}]+", regex.V1)
_NUKTA = 7
#: Letters that one keyboard has and another has not, or that sound alike.
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("ىیئې", "ي"),
        **dict.fromkeys("ةۀہھە", "ه"),
        **dict.fromkeys("کڪ", "ك"),
        "ؤ": "و",
        "ٱ": "ا",
        "ء": "",
        "đ": "d",
        "ð": "d",
        "ı": "i",
        "ł": "l",
        "ø": "o",
        "æ": "ae",
        "œ": "oe",
        "ɓ": "b",
        "ɗ": "d",
        "ƙ": "k",
        "ƴ": "y",
        "\u0901": "\u0902",
        "\u0981": "\u0982",
        **dict.fromkeys("ሃሐሓኀኃኻ", "ሀ"),
        **dict.fromkeys("ኣዐዓ", "አ"),
        # Whole families: their second to seventh forms, one by one.
        **{
            chr(old + form): chr(new + form)
            for old, new in (
                (0x1210, 0x1200),
                (0x1280, 0x1200),
                (0x1220, 0x1230),
                (0x12D0, 0x12A0),
                (0x1340, 0x1338),
            )
            for form in (1, 2, 4, 5, 6)
        },
        "ሠ": "ሰ",
        "ሣ": "ሳ",
        "ፀ": "ጸ",
        "ፃ": "ጻ",
    }
)
#: Ethiopic numerals below a hundred add up: ፲፪ is 12.
_ETHIOPIC = regex.compile(r"[\u1369-\u137a]+")


def folded(text: str) -> tuple[str, ...]:
    """The words of ``text``, in order, as they compare. Never raises.

    "  ar-RÊT! ١٤" is ("ar", "ret", "14").
    """
    return tuple(_WORDS.findall(plain(text)))


def plain(text: str) -> str:
    """``text`` as it compares, with its punctuation. Never raises.

    "  ar-RÊT! ١٤" is "  ar-ret! 14".
    """
    bare = _bare(_bare(_HIDDEN.sub("", text[:_READ])).casefold())
    bare = "".join(c for c in bare if unicodedata.combining(c) != _NUKTA)
    return _in_digits(_ETHIOPIC.sub(_number, bare.translate(_ALIKE)))


def _bare(text: str) -> str:
    """Without hidden characters and accents; some of those casefold to letters."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text))
    return str(_MARKS.sub("", _ACCENTS.sub("", _HIDDEN.sub("", apart))))


def _number(found: regex.Match[str]) -> str:
    return str(int(sum(unicodedata.numeric(sign) for sign in found[0])))


def _in_digits(text: str) -> str:
    """Digits of any script as ours."""
    return "".join(
        str(unicodedata.digit(c)) if unicodedata.digit(c, None) is not None else c
        for c in text
    )
