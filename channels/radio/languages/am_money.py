"""Money in Amharic."""

from __future__ import annotations

from types import MappingProxyType

from channels.radio.languages.am_numbers import cardinal
from channels.radio.money import Currency, cents_word, currency_of

CURRENCIES = MappingProxyType(
    {
        code: Currency(one=name, many=name, cent=cent, cents=cent)
        for code, name, cent in [
            ("AED", "የኢምሬትስ ድርሃም", None),
            ("AUD", "የአውስትራሊያ ዶላር", "ሳንቲም"),
            ("BIF", "የቡሩንዲ ፍራንክ", None),
            ("BRL", "የብራዚል ሪል", "ሳንቲም"),
            ("CAD", "የካናዳ ዶላር", "ሳንቲም"),
            ("CDF", "የኮንጎ ፍራንክ", None),
            ("CHF", "የስዊዘርላንድ ፍራንክ", "ሳንቲም"),
            ("CNY", "የቻይና ዩዋን", None),
            ("DJF", "የጅቡቲ ፍራንክ", None),
            ("EGP", "የግብፅ ፓውንድ", None),
            ("ERN", "የኤርትራ ናቅፋ", "ሳንቲም"),
            ("ETB", "ብር", "ሳንቲም"),
            ("EUR", "ዩሮ", "ሳንቲም"),
            ("GBP", "የእንግሊዝ ፓውንድ", "ፔኒ"),
            ("INR", "የህንድ ሩፒ", None),
            ("JPY", "የጃፓን የን", None),
            ("KES", "የኬንያ ሺሊንግ", "ሳንቲም"),
            ("MXN", "የሜክሲኮ ፔሶ", "ሳንቲም"),
            ("NGN", "የናይጄሪያ ናይራ", None),
            ("RUB", "የሩሲያ ሩብል", None),
            ("RWF", "የሩዋንዳ ፍራንክ", None),
            ("SAR", "የሳዑዲ ሪያል", None),
            ("SDG", "የሱዳን ፓውንድ", None),
            ("SOS", "የሶማሊያ ሺሊንግ", None),
            ("SSP", "የደቡብ ሱዳን ፓውንድ", None),
            ("TZS", "የታንዛኒያ ሺሊንግ", "ሳንቲም"),
            ("UGX", "የኡጋንዳ ሺሊንግ", None),
            ("USD", "የአሜሪካ ዶላር", "ሳንቲም"),
            ("XAF", "የመካከለኛው አፍሪካ ሴፋ ፍራንክ", None),
            ("XOF", "የምዕራብ አፍሪካ ሴፋ ፍራንክ", None),
            ("ZAR", "የደቡብ አፍሪካ ራንድ", "ሳንቲም"),
        ]
    }
)


def money(whole: int, cents: int | None, code: str) -> str:
    """ሁለት ሺህ አምስት መቶ ብር ከሃምሳ ሳንቲም."""
    currency = currency_of(CURRENCIES, code, "am")
    words = f"{cardinal(whole)} {currency.many}"
    if cents is None:
        return words
    rest = f"{cardinal(cents)} {cents_word(currency, cents)}"
    return f"{words} ከ{rest}" if whole else rest
