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
            ("AOA", "የአንጎላ ኩዋንዛ", None),
            ("ARS", "የአርጀንቲና ፔሶ", None),
            ("AUD", "የአውስትራሊያ ዶላር", "ሳንቲም"),
            ("BHD", "የባህሬን ዲናር", None),
            ("BIF", "የቡሩንዲ ፍራንክ", None),
            ("BRL", "የብራዚል ሪል", "ሳንቲም"),
            ("CAD", "የካናዳ ዶላር", "ሳንቲም"),
            ("CDF", "የኮንጎ ፍራንክ", None),
            ("CHF", "የስዊዘርላንድ ፍራንክ", "ሳንቲም"),
            ("CNY", "የቻይና ዩዋን", None),
            ("COP", "የኮሎምቢያ ፔሶ", None),
            ("DJF", "የጅቡቲ ፍራንክ", None),
            ("DZD", "የአልጄሪያ ዲናር", None),
            ("EGP", "የግብፅ ፓውንድ", None),
            ("ERN", "የኤርትራ ናቅፋ", "ሳንቲም"),
            ("ETB", "ብር", "ሳንቲም"),
            ("EUR", "ዩሮ", "ሳንቲም"),
            ("GBP", "የእንግሊዝ ፓውንድ", "ፔኒ"),
            ("GHS", "የጋና ሲዲ", None),
            ("GNF", "የጊኒ ፍራንክ", None),
            ("GTQ", "የጓቲማላ ኩቲዛል", None),
            ("HTG", "የሃያቲ ጓርዴ", None),
            ("INR", "የህንድ ሩፒ", None),
            ("IQD", "የኢራቅ ዲናር", None),
            ("JOD", "የጆርዳን ዲናር", None),
            ("JPY", "የጃፓን የን", None),
            ("KES", "የኬንያ ሺሊንግ", "ሳንቲም"),
            ("KWD", "የኩዌት ዲናር", None),
            ("LBP", "የሊባኖስ ፓውንድ", None),
            ("LYD", "የሊቢያ ዲናር", None),
            ("MAD", "የሞሮኮ ድርሃም", None),
            ("MGA", "የማዳጋስካር አሪያሪ", None),
            ("MRU", "የሞሪቴኒያ ኦውጉያ", None),
            ("MXN", "የሜክሲኮ ፔሶ", "ሳንቲም"),
            ("MZN", "የሞዛምቢክ ሜቲካል", None),
            ("NGN", "የናይጄሪያ ናይራ", None),
            ("OMR", "የኦማን ሪያል", None),
            ("PEN", "የፔሩ ሶል", None),
            ("PKR", "የፓኪስታን ሩፒ", None),
            ("QAR", "የኳታር ሪያል", None),
            ("RUB", "የሩሲያ ሩብል", None),
            ("RWF", "የሩዋንዳ ፍራንክ", None),
            ("SAR", "የሳዑዲ ሪያል", None),
            ("SDG", "የሱዳን ፓውንድ", None),
            ("SOS", "የሶማሊያ ሺሊንግ", None),
            ("SSP", "የደቡብ ሱዳን ፓውንድ", None),
            ("SYP", "የሶሪያ ፓውንድ", None),
            ("TND", "የቱኒዚያ ዲናር", None),
            ("TZS", "የታንዛኒያ ሺሊንግ", "ሳንቲም"),
            ("UGX", "የኡጋንዳ ሺሊንግ", None),
            ("USD", "የአሜሪካ ዶላር", "ሳንቲም"),
            ("XAF", "የመካከለኛው አፍሪካ ሴፋ ፍራንክ", None),
            ("XOF", "የምዕራብ አፍሪካ ሴፋ ፍራንክ", None),
            ("YER", "የየመን ሪያል", None),
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
