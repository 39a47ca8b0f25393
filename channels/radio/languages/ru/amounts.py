"""Money, percentages, fractions and units, in the case that stands before them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import regex

from channels.radio.languages.ru.grammar import governed
from channels.radio.languages.ru.numerals import cardinal, few, one
from channels.radio.money import currency_of
from channels.radio.patterns import any_of
from channels.radio.speech import in_range
from outreach.model.errors import CannotCarry


@dataclass(frozen=True, slots=True, kw_only=True)
class Coin:
    """What stands beside one, beside two to four, and beside five."""

    one: str
    few: str
    many: str
    gender: str = "m"

    def with_number(self, n: int) -> str:
        """Две тысячи рублей, двадцать одна копейка."""
        noun = self.one if one(n) else self.few if few(n) else self.many
        return f"{cardinal(n, 'nom', self.gender)} {noun}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """A currency and its hundredth, if people use it."""

    whole: Coin
    cent: Coin | None


def _coin(one: str, few: str, many: str, gender: str = "m") -> Coin:
    return Coin(one=one, few=few, many=many, gender=gender)


def _of(adjective: str, noun: str, ending: str, ending_of_many: str, tail: str = "") -> Coin:  # fmt: skip
    """A masculine with an adjective: кенийский шиллинг, шиллинга, шиллингов."""
    base, _, last = noun.partition("|")
    words = [(f"{adjective}ий", last), (f"{adjective}их", ending), (f"{adjective}их", ending_of_many)]  # fmt: skip
    return _coin(*(f"{word} {base}{end}{tail}" for word, end in words))


_CENT = _coin("цент", "цента", "центов")
_CENTAVO = _coin("сентаво", "сентаво", "сентаво")
_CENTIME = _coin("сантим", "сантима", "сантимов")
_KOPECK = _coin("копейка", "копейки", "копеек", "f")
MONEY: Mapping[str, Money] = MappingProxyType(
    {
        code: Money(whole=whole, cent=cent)
        for code, whole, cent in [
            ("AED", _of("эмиратск", "дирхам", "а", "ов"), None),
            ("AMD", _of("армянск", "драм", "а", "ов"), None),
            ("AOA", _coin("ангольская кванза", "ангольские кванзы", "ангольских кванз", "f"), None),
            ("ARS", _coin("аргентинское песо", "аргентинских песо", "аргентинских песо", "n"), _CENTAVO),
            ("AUD", _of("австралийск", "доллар", "а", "ов"), _CENT),
            ("BHD", _of("бахрейнск", "динар", "а", "ов"), None),
            ("BIF", _of("бурундийск", "франк", "а", "ов"), None),
            ("BRL", _of("бразильск", "реал", "а", "ов"), _CENTAVO),
            ("BYN", _of("белорусск", "рубл|ь", "я", "ей"), _KOPECK),
            ("CAD", _of("канадск", "доллар", "а", "ов"), _CENT),
            ("CDF", _of("конголезск", "франк", "а", "ов"), None),
            ("CHF", _of("швейцарск", "франк", "а", "ов"), _CENTIME),
            ("CNY", _of("китайск", "юан|ь", "я", "ей"), None),
            ("COP", _coin("колумбийское песо", "колумбийских песо", "колумбийских песо", "n"), _CENTAVO),
            ("DJF", _of("джибутийск", "франк", "а", "ов"), None),
            ("DZD", _of("алжирск", "динар", "а", "ов"), None),
            ("EGP", _of("египетск", "фунт", "а", "ов"), None),
            ("ETB", _of("эфиопск", "быр", "а", "ов"), None),
            ("EUR", _coin("евро", "евро", "евро"), _CENT),
            ("GBP", _coin("фунт стерлингов", "фунта стерлингов", "фунтов стерлингов"), _coin("пенни", "пенса", "пенсов")),
            ("GHS", _of("ганск", "седи", "", ""), None),
            ("GNF", _of("гвинейск", "франк", "а", "ов"), None),
            ("GTQ", _of("гватемальск", "кетсал|ь", "я", "ей"), _CENTAVO),
            ("HTG", _of("гаитянск", "гурд", "а", "ов"), _CENTIME),
            ("INR", _coin("индийская рупия", "индийские рупии", "индийских рупий", "f"), None),
            ("IQD", _of("иракск", "динар", "а", "ов"), None),
            ("JOD", _of("иорданск", "динар", "а", "ов"), None),
            ("JPY", _coin("японская иена", "японские иены", "японских иен", "f"), None),
            ("KES", _of("кенийск", "шиллинг", "а", "ов"), _CENT),
            ("KGS", _of("киргизск", "сом", "а", "ов"), None),
            ("KWD", _of("кувейтск", "динар", "а", "ов"), None),
            ("KZT", _coin("тенге", "тенге", "тенге"), None),
            ("LBP", _of("ливанск", "фунт", "а", "ов"), None),
            ("LYD", _of("ливийск", "динар", "а", "ов"), None),
            ("MAD", _of("марокканск", "дирхам", "а", "ов"), None),
            ("MDL", _of("молдавск", "ле|й", "я", "ев"), None),
            ("MGA", _of("малагасийск", "ариари", "", ""), None),
            ("MRU", _coin("мавританская угия", "мавританские угии", "мавританских угий", "f"), None),
            ("MXN", _coin("мексиканское песо", "мексиканских песо", "мексиканских песо", "n"), _CENTAVO),
            ("MZN", _of("мозамбикск", "метикал", "а", "ов"), None),
            ("NGN", _coin("нигерийская найра", "нигерийские найры", "нигерийских найр", "f"), None),
            ("OMR", _of("оманск", "риал", "а", "ов"), None),
            ("PEN", _of("перуанск", "сол|ь", "я", "ей"), _CENTAVO),
            ("PKR", _coin("пакистанская рупия", "пакистанские рупии", "пакистанских рупий", "f"), None),
            ("QAR", _of("катарск", "риал", "а", "ов"), None),
            ("RUB", _coin("рубль", "рубля", "рублей"), _KOPECK),
            ("RWF", _of("руандийск", "франк", "а", "ов"), None),
            ("SAR", _coin("саудовский риял", "саудовских рияла", "саудовских риялов"), None),
            ("SDG", _of("суданск", "фунт", "а", "ов"), None),
            ("SOS", _of("сомалийск", "шиллинг", "а", "ов"), None),
            ("SSP", _of("южносуданск", "фунт", "а", "ов"), None),
            ("SYP", _of("сирийск", "фунт", "а", "ов"), None),
            ("TJS", _of("таджикск", "сомони", "", ""), None),
            ("TND", _of("тунисск", "динар", "а", "ов"), None),
            ("TZS", _of("танзанийск", "шиллинг", "а", "ов"), _CENT),
            ("UAH", _coin("гривна", "гривны", "гривен", "f"), _KOPECK),
            ("UGX", _of("угандийск", "шиллинг", "а", "ов"), None),
            ("USD", _coin("доллар США", "доллара США", "долларов США"), _CENT),
            ("UZS", _of("узбекск", "сум", "а", "ов"), None),
            ("XAF", _of("центральноафриканск", "франк", "а", "ов", " К-Ф-А"), None),
            ("XOF", _of("западноафриканск", "франк", "а", "ов", " К-Ф-А"), None),
            ("YER", _of("йеменск", "риал", "а", "ов"), None),
            ("ZAR", _of("южноафриканск", "рэнд", "а", "ов"), _CENT),
        ]
    }
)  # fmt: skip
_PARTS = (("десятая", "десятых"), ("сотая", "сотых"), ("тысячная", "тысячных"))
#: Words of the nominative to their genitive, but for nouns beside one, which differ.
_GENITIVES: Mapping[str, str] = MappingProxyType(
    {cardinal(n, "nom", g): cardinal(n, "gen", g)
     for g in "mfn" for n in (*range(20), *range(20, 100, 10), *range(100, 1000, 100))}
    | {"тысяча": "тысячи", "тысячи": "тысяч", "миллион": "миллиона", "миллиона": "миллионов",
       "миллиард": "миллиарда", "миллиарда": "миллиардов", "целая": "целой", "евро": "евро", "тенге": "тенге"}
    | {part: f"{part[:-2]}ой" for part, _ in _PARTS}
    | {coin.few: coin.many for money in MONEY.values() for coin in (money.whole, money.cent) if coin}
)  # fmt: skip
_ALONE = frozenset(coin.one for money in MONEY.values() for coin in (money.whole, money.cent) if coin) - {"евро", "тенге"}  # fmt: skip


def money(whole: int, cents: int | None, code: str) -> str:
    """Две тысячи пятьсот рублей пятьдесят копеек."""
    currency = currency_of(MONEY, code, "ru")
    words = currency.whole.with_number(whole)
    if cents is None:
        return words
    if currency.cent is None:
        raise CannotCarry(
            f"An amount in {currency.whole.many} has no hundredths. Round the amount."
        )
    rest = currency.cent.with_number(cents)
    return f"{words} {rest}" if whole else rest


def fraction(whole: int, decimals: str) -> str:
    """Две целых пять десятых. Raises CannotCarry below thousandths."""
    if len(decimals) > len(_PARTS):
        raise CannotCarry(
            f"{whole},{decimals} has more than three decimals. Round the number."
        )
    single, several = _PARTS[len(decimals) - 1]
    n = int(decimals)
    of_whole = "целая" if one(in_range(whole)) else "целых"
    head = f"{cardinal(whole, 'nom', 'f')} {of_whole}"
    return f"{head} {cardinal(n, 'nom', 'f')} {single if one(n) else several}"


def is_fraction(words: str) -> bool:
    """Whether words end as a fraction, beside which a noun is in its genitive."""
    return words.endswith(tuple(part for pair in _PARTS for part in pair))


def percent(words: str) -> str:
    """After the number's words in the nominative: двадцать один процент."""
    last = words.split()[-1]
    if is_fraction(words) or last in ("два", "три", "четыре"):
        return f"{words} процента"
    return f"{words} {'процент' if last == 'один' else 'процентов'}"


def inflected(words: str, before: str) -> str:
    """An amount in the case that the words before it ask for, or a refusal."""
    asked = governed(before) or {"nom"}
    if "nom" in asked:
        return words
    if "acc" in asked:
        return _accusative(words)
    if "gen" not in asked or any(words.endswith(coin) for coin in _ALONE):
        raise CannotCarry(
            f"The case of “{words}” after “{before.split()[-1]}” can't be told in Russian. "
            "Write the amount in words."
        )
    pattern = rf"(?<!\w)(?:{any_of(_GENITIVES)})(?!\w)"
    return regex.sub(pattern, lambda found: _GENITIVES[found[0]], words)


def _accusative(words: str) -> str:
    """Only what is feminine and single differs: одну тысячу."""
    words = regex.sub(r"\bодна тысяча\b", "одну тысячу", words)
    found = regex.search(r"\bодна (?!целая)", words)
    if found:
        raise CannotCarry(
            f"The case of “{words}” can't be told in Russian. Write the amount in words."
        )
    return words.replace("одна целая", "одну целую").replace("одна десятая", "одну десятую")  # fmt: skip
