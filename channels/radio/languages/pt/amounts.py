"""Money, in words that are right in Brazil, Portugal, Angola and Mozambique alike."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from channels.radio.languages.pt.numerals import cardinal, counted
from channels.radio.money import Currency, cents_word, currency_of

_CENTAVO = ("centavo", "centavos")
_CENTIMO = ("cêntimo", "cêntimos")
_NONE = (None, None)
CURRENCIES: Mapping[str, Currency] = MappingProxyType(
    {
        code: Currency(one=one, many=many, cent=cents[0], cents=cents[1], gender=gender)
        for code, gender, one, many, cents in [
            ("AED", "m", "dirham dos Emirados", "dirhams dos Emirados", _NONE),
            ("AOA", "m", "kwanza", "kwanzas", _CENTIMO),
            ("ARS", "m", "peso argentino", "pesos argentinos", _CENTAVO),
            ("AUD", "m", "dólar australiano", "dólares australianos", _CENTAVO),
            ("BHD", "m", "dinar do Bahrein", "dinares do Bahrein", _NONE),
            ("BIF", "m", "franco do Burundi", "francos do Burundi", _NONE),
            ("BRL", "m", "real", "reais", _CENTAVO),
            ("CAD", "m", "dólar do Canadá", "dólares do Canadá", _CENTAVO),
            ("CDF", "m", "franco congolês", "francos congoleses", _NONE),
            ("CHF", "m", "franco suíço", "francos suíços", _CENTIMO),
            ("CNY", "m", "yuan chinês", "yuans chineses", _NONE),
            ("COP", "m", "peso colombiano", "pesos colombianos", _CENTAVO),
            ("CVE", "m", "escudo cabo-verdiano", "escudos cabo-verdianos", _CENTAVO),
            ("DJF", "m", "franco do Djibuti", "francos do Djibuti", _NONE),
            ("DZD", "m", "dinar argelino", "dinares argelinos", _NONE),
            ("EGP", "f", "libra egípcia", "libras egípcias", _NONE),
            ("ETB", "m", "birr etíope", "birres etíopes", _CENTIMO),
            ("EUR", "m", "euro", "euros", _CENTIMO),
            ("GBP", "f", "libra esterlina", "libras esterlinas", ("penny", "pence")),
            ("GHS", "m", "cedi ganês", "cedis ganeses", _NONE),
            ("GNF", "m", "franco guineense", "francos guineenses", _NONE),
            ("GTQ", "m", "quetzal", "quetzais", _CENTAVO),
            ("HTG", "m", "gourde haitiano", "gourdes haitianos", _CENTIMO),
            ("INR", "f", "rupia indiana", "rupias indianas", _NONE),
            ("IQD", "m", "dinar iraquiano", "dinares iraquianos", _NONE),
            ("JOD", "m", "dinar da Jordânia", "dinares da Jordânia", _NONE),
            ("JPY", "m", "iene japonês", "ienes japoneses", _NONE),
            ("KES", "m", "xelim queniano", "xelins quenianos", _CENTAVO),
            ("KWD", "m", "dinar do Kuwait", "dinares do Kuwait", _NONE),
            ("LBP", "f", "libra libanesa", "libras libanesas", _NONE),
            ("LYD", "m", "dinar líbio", "dinares líbios", _NONE),
            ("MAD", "m", "dirham marroquino", "dirhams marroquinos", _NONE),
            ("MGA", "m", "ariary malgaxe", "ariarys malgaxes", _NONE),
            ("MRU", "f", "ouguiya mauritana", "ouguiyas mauritanas", _NONE),
            ("MXN", "m", "peso mexicano", "pesos mexicanos", _CENTAVO),
            ("MZN", "m", "metical", "meticais", _CENTAVO),
            ("NGN", "f", "naira nigeriana", "nairas nigerianas", _NONE),
            ("OMR", "m", "rial de Omã", "riais de Omã", _NONE),
            ("PEN", "m", "sol peruano", "sóis peruanos", _CENTIMO),
            ("PKR", "f", "rupia paquistanesa", "rupias paquistanesas", _NONE),
            ("QAR", "m", "rial do Catar", "riais do Catar", _NONE),
            ("RUB", "m", "rublo russo", "rublos russos", ("copeque", "copeques")),
            ("RWF", "m", "franco ruandês", "francos ruandeses", _NONE),
            ("SAR", "m", "rial saudita", "riais sauditas", _NONE),
            ("SDG", "f", "libra sudanesa", "libras sudanesas", _NONE),
            ("SOS", "m", "xelim somali", "xelins somalis", _NONE),
            ("SSP", "f", "libra sul-sudanesa", "libras sul-sudanesas", _NONE),
            ("STN", "f", "dobra", "dobras", _CENTIMO),
            ("SYP", "f", "libra síria", "libras sírias", _NONE),
            ("SZL", "m", "lilangeni", "emalangeni", _NONE),
            ("TND", "m", "dinar tunisino", "dinares tunisinos", _NONE),
            ("TZS", "m", "xelim tanzaniano", "xelins tanzanianos", _CENTAVO),
            ("UGX", "m", "xelim ugandês", "xelins ugandeses", _NONE),
            ("USD", "m", "dólar americano", "dólares americanos", _CENTAVO),
            ("XAF", "m", "franco C-F-A da África Central", "francos C-F-A da África Central", _NONE),
            ("XOF", "m", "franco C-F-A da África Ocidental", "francos C-F-A da África Ocidental", _NONE),
            ("YER", "m", "rial iemenita", "riais iemenitas", _NONE),
            ("ZAR", "m", "rand sul-africano", "rands sul-africanos", _CENTAVO),
            ("ZMW", "m", "kwacha da Zâmbia", "kwachas da Zâmbia", _NONE),
        ]
    }
)  # fmt: skip


def money(whole: int, cents: int | None, code: str) -> str:
    """Dois mil e quinhentos meticais e cinquenta centavos."""
    currency = currency_of(CURRENCIES, code, "pt")
    noun = currency.one if whole == 1 else currency.many
    words = f"{counted(whole, currency.gender)} {noun}"
    if cents is None:
        return words
    rest = f"{cardinal(cents)} {cents_word(currency, cents)}"
    return f"{words} e {rest}" if whole else rest
