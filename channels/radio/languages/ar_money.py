"""Money in Arabic: every currency in the four forms that its number asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType

from channels.radio.languages.ar_numbers import Counted, counted
from channels.radio.money import currency_of, no_hundredths


def _forms(noun: str, plural: str, adjective: str = "", tail: str = "") -> Counted:
    """A noun, its plural, and an adjective that agrees or words that never change."""
    feminine = noun.endswith(("ة", "ا"))
    stem = f"{noun[:-1]}ت" if feminine else noun
    dozens = noun if feminine or noun.endswith("و") else f"{noun}اً"
    agreeing = adjective and _agreeing(adjective, feminine=feminine)
    one, two, many, acc = agreeing or ("", "", "", "")
    pairs = [(noun, one), (f"{stem}ان", two), (plural, many), (dozens, acc)]
    said = [" ".join(part for part in (*pair, tail) if part) for pair in pairs]
    return Counted(
        one=said[0],
        two=said[1],
        many=said[2],
        dozens=said[3],
        gender="f" if feminine else "m",
        bare=noun,
        bare_two=f"{stem}ان",
    )


def _agreeing(adjective: str, *, feminine: bool) -> tuple[str, str, str, str]:
    """With the noun in one, two, three and eleven; things in the plural are feminine."""
    if feminine:
        return f"{adjective}ة", f"{adjective}تان", f"{adjective}ة", f"{adjective}ة"
    return adjective, f"{adjective}ان", f"{adjective}ة", f"{adjective}اً"


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency:
    """A currency's noun, and its hundredth if people use it."""

    whole: Counted
    cent: Counted | None


_CENTS = {
    name: _forms(name, plural)
    for name, plural in [
        ("سنت", "سنتات"), ("سنتيم", "سنتيمات"), ("قرش", "قروش"), ("فلس", "فلوس"), ("هللة", "هللات"),
        ("بنس", "بنسات"), ("كوبيك", "كوبيكات"), ("سنتافو", "سنتافوات"), ("درهم", "دراهم"),
    ]
}  # fmt: skip
#: Code, noun, plural, adjective, cent; dinars and the Omani rial have thousandths, and
#: no amount of ours is said in them.
_AGREEING = (
    ("AED", "درهم", "دراهم", "إماراتي", "فلس"),
    ("AOA", "كوانزا", "كوانزات", "أنغولي", None),
    ("ARS", "بيزو", "بيزوات", "أرجنتيني", "سنتافو"),
    ("AUD", "دولار", "دولارات", "أسترالي", "سنت"),
    ("BHD", "دينار", "دنانير", "بحريني", None),
    ("BIF", "فرنك", "فرنكات", "بوروندي", None),
    ("BRL", "ريال", "ريالات", "برازيلي", "سنتافو"),
    ("CAD", "دولار", "دولارات", "كندي", "سنت"),
    ("CDF", "فرنك", "فرنكات", "كونغولي", None),
    ("CHF", "فرنك", "فرنكات", "سويسري", "سنتيم"),
    ("CNY", "يوان", "يوانات", "صيني", None),
    ("COP", "بيزو", "بيزوات", "كولومبي", "سنتافو"),
    ("DJF", "فرنك", "فرنكات", "جيبوتي", None),
    ("DZD", "دينار", "دنانير", "جزائري", "سنتيم"),
    ("EGP", "جنيه", "جنيهات", "مصري", "قرش"),
    ("ETB", "بر", "برات", "إثيوبي", "سنتيم"),
    ("GBP", "جنيه", "جنيهات", "إسترليني", "بنس"),
    ("GHS", "سيدي", "سيديات", "غاني", None),
    ("GNF", "فرنك", "فرنكات", "غيني", None),
    ("GTQ", "كوتزال", "كوتزالات", "غواتيمالي", "سنتافو"),
    ("HTG", "غورد", "غوردات", "هايتي", "سنتيم"),
    ("INR", "روبية", "روبيات", "هندي", None),
    ("IQD", "دينار", "دنانير", "عراقي", None),
    ("JOD", "دينار", "دنانير", "أردني", None),
    ("JPY", "ين", "ينات", "ياباني", None),
    ("KES", "شلن", "شلنات", "كيني", "سنت"),
    ("KWD", "دينار", "دنانير", "كويتي", None),
    ("LBP", "ليرة", "ليرات", "لبناني", None),
    ("LYD", "دينار", "دنانير", "ليبي", None),
    ("MAD", "درهم", "دراهم", "مغربي", "سنتيم"),
    ("MGA", "أرياري", "أرياريات", "مدغشقري", None),
    ("MRU", "أوقية", "أوقيات", "موريتاني", None),
    ("MXN", "بيزو", "بيزوات", "مكسيكي", "سنتافو"),
    ("MZN", "متيكال", "متيكالات", "موزمبيقي", None),
    ("NGN", "نايرا", "نايرات", "نيجيري", None),
    ("OMR", "ريال", "ريالات", "عماني", None),
    ("PEN", "سول", "سولات", "بيروفي", None),
    ("PKR", "روبية", "روبيات", "باكستاني", None),
    ("QAR", "ريال", "ريالات", "قطري", "درهم"),
    ("RUB", "روبل", "روبلات", "روسي", "كوبيك"),
    ("RWF", "فرنك", "فرنكات", "رواندي", None),
    ("SAR", "ريال", "ريالات", "سعودي", "هللة"),
    ("SDG", "جنيه", "جنيهات", "سوداني", "قرش"),
    ("SOS", "شلن", "شلنات", "صومالي", None),
    ("SYP", "ليرة", "ليرات", "سوري", None),
    ("TND", "دينار", "دنانير", "تونسي", None),
    ("TZS", "شلن", "شلنات", "تنزاني", "سنت"),
    ("UGX", "شلن", "شلنات", "أوغندي", None),
    ("USD", "دولار", "دولارات", "أمريكي", "سنت"),
    ("YER", "ريال", "ريالات", "يمني", None),
)
#: Code, noun, plural, words that never change, cent.
_TAILED = (
    ("EUR", "يورو", "يورو", "", "سنت"),
    ("SSP", "جنيه", "جنيهات", "من عملة جنوب السودان", None),
    ("XAF", "فرنك", "فرنكات", "سيفا لوسط أفريقيا", None),
    ("XOF", "فرنك", "فرنكات", "سيفا لغرب أفريقيا", None),
    ("ZAR", "راند", "راندات", "من عملة جنوب أفريقيا", "سنت"),
)


def _currencies() -> Iterator[tuple[str, Currency]]:
    for code, noun, plural, adjective, cent in _AGREEING:
        whole = _forms(noun, plural, adjective=adjective)
        yield code, Currency(whole=whole, cent=_CENTS[cent] if cent else None)
    for code, noun, plural, tail, cent in _TAILED:
        whole = _forms(noun, plural, tail=tail)
        yield code, Currency(whole=whole, cent=_CENTS[cent] if cent else None)


CURRENCIES = MappingProxyType(dict(_currencies()))


#: Nouns and adjectives that a preposition changes: دولاران, أمريكيان.
DUALS = frozenset(
    word
    for currency in CURRENCIES.values()
    for noun in (currency.whole, currency.cent)
    if noun is not None
    for word in noun.two.split()
    if word.endswith("ان") and not word.startswith("ال")
)


def money(whole: int, cents: int | None, code: str) -> str:
    """ألفان وخمسمئة شلن كيني وخمسون سنتاً."""
    currency = currency_of(CURRENCIES, code, "ar")
    words = counted(whole, currency.whole)
    if cents is None:
        return words
    if currency.cent is None:
        raise no_hundredths(currency.whole.many)
    rest = counted(cents, currency.cent)
    return f"{words} و{rest}" if whole else rest
