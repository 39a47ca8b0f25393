"""French."""

from __future__ import annotations

from datetime import date, time
from types import MappingProxyType

import regex

from channels.radio.agreement import Nouns, genders
from channels.radio.languages.fr_money import CURRENCIES
from channels.radio.money import cents_word, currency_of
from channels.radio.numbers import spell
from channels.radio.speech import Rule, Speech, Writing, in_range, listed
from outreach.model.errors import CannotCarry

DAYS = listed("lundi mardi mercredi jeudi vendredi samedi dimanche")
MONTHS = listed(
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
)
NOUNS = Nouns(
    language="fr",
    known=MappingProxyType(
        genders(
            "million millions milliard milliards millier milliers homme hommes jour jours mois an ans enfant enfants jeune jeunes membre "
            "membres participant participants représentant représentants délégué délégués "
            "pays village villages siège sièges franc francs dollar dollars euro euros "
            "shilling shillings atelier ateliers kilomètre kilomètres mètre mètres point "
            "points comité comités été étés côté côtés traité traités député députés "
            "musée musées lycée lycées trophée trophées groupe groupes quartier quartiers "
            "kilo kilos hectare hectares élève élèves livret livrets centre centres "
            "organisme organismes district districts bénévole bénévoles silence silences "
            "stand stands forum forums site sites",
            "femme femmes fille filles personne personnes place places heure heures "
            "minute minutes semaine semaines école écoles ville villes salle salles table "
            "tables langue langues page pages image images plage plages chose choses voix "
            "fois famille familles séance séances ferme fermes mère mères région régions "
            "réunion réunions zone zones commune communes communauté communautés",
        )
    ),
    endings=(
        ("tion", "f"),
        ("tions", "f"),
        ("sion", "f"),
        ("sions", "f"),
        ("té", "f"),
        ("tés", "f"),
        ("ette", "f"),
        ("ettes", "f"),
        ("ance", "f"),
        ("ances", "f"),
        ("ence", "f"),
        ("ences", "f"),
        ("ment", "m"),
        ("ments", "m"),
        ("isme", "m"),
        ("ismes", "m"),
        ("eau", "m"),
        ("eaux", "m"),
        ("teur", "m"),
        ("teurs", "m"),
        ("trice", "f"),
        ("trices", "f"),
        ("euse", "f"),
        ("euses", "f"),
    ),
    stops=frozenset(
        listed(
            "a à ainsi au aux avec d dans de depuis des du en est et jusque mais ni non ont ou "
            "par pas plus pour puis que qui sans selon seront sont sur"
        )
    ),
)


def _traditional(words: str) -> str:
    """Spelling as readers learnt it, the same all through: vingt et un, deux cents."""
    return words.replace("quatre-vingt-et-", "quatre-vingt-").replace("-et-", " et ")


def cardinal(n: int) -> str:
    """On its own: vingt et un."""
    return counted_bare(n, "m")


def counted_bare(n: int, gender: str) -> str:
    """In the gender of what is counted: vingt et une."""
    kind = "feminine" if gender == "f" else "masculine"
    return _traditional(spell("fr", f"spellout-cardinal-{kind}", in_range(n)))


def counted(n: int, gender: str) -> str:
    """Before a noun; "de" after a round million."""
    words = counted_bare(n, gender)
    return f"{words} de" if n and n % 1_000_000 == 0 else words


_VOWEL = r"[aeiouyâàéèêëîïôœ]|h(?:abitant|omme|eure|ectare|ôte|ôpita|éritier)"


def _elided(words: str) -> str:
    """Un million d’euros."""
    return regex.sub(rf"\bde (?={_VOWEL})", "d’", words, flags=regex.I)


def _read_century(found: regex.Match[str]) -> str:
    """The Roman numerals of centuries and sessions: XXIe, XIXe."""
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in found[1]]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return ordinal(sum(-v if v < after else v for v, after in pairs))


def _read_millions(found: regex.Match[str]) -> str:
    return f"{cardinal(int(regex.sub(r'[^0-9]', '', found[1])))} d’"


def count(n: int, _before: str, after: str) -> str:
    """Agreeing with the noun that follows, if its form depends on it."""
    masculine, feminine = counted_bare(n, "m"), counted_bare(n, "f")
    if n and n % 1_000_000 == 0:
        return counted(n, "m") if NOUNS.follows(after) else masculine
    if masculine == feminine:
        return masculine
    return feminine if NOUNS.gender(after) == "f" else masculine


def ordinal(n: int, gender: str = "m") -> str:
    """Premier, première, vingt et unième."""
    if n < 1:
        raise CannotCarry(f"{n} has no ordinal. Write it in words.")
    kind = "feminine" if gender == "f" else "masculine"
    return _traditional(spell("fr", f"spellout-ordinal-{kind}", in_range(n, 999_999)))


def day_of_month(day: int, month: int, of_year: int | None) -> str:
    """Cinq mai; only the first is an ordinal."""
    number = "premier" if day == 1 else cardinal(day)
    words = f"{number} {MONTHS[month - 1]}"
    return f"{words} {cardinal(of_year)}" if of_year is not None else words


def day(when: date, with_year: bool) -> str:
    """Mercredi cinq mai."""
    of_year = when.year if with_year else None
    return f"{DAYS[when.weekday()]} {day_of_month(when.day, when.month, of_year)}"


def clock(moment: time) -> str:
    """The 24-hour clock, as French radio says it: quatorze heures trente."""
    hour, minute = moment.hour, moment.minute
    if (hour, minute) == (0, 0):
        return "minuit, au début de la journée"
    if (hour, minute) == (12, 0):
        return "midi"
    words = f"{counted_bare(hour, 'f')} {'heure' if hour < 2 else 'heures'}"
    return f"{words} {counted_bare(minute, 'f')}" if minute else words


def digits(group: str) -> str:
    """Pairs as the numbers they are (zéro six, quarante-deux), others digit by digit."""
    if len(group) == 2:
        return cardinal(int(group)) if group[0] != "0" else _each(group)
    if len(group) == 4:
        return f"{digits(group[:2])} {digits(group[2:])}"
    return _each(group)


def _each(group: str) -> str:
    return " ".join(cardinal(int(digit)) for digit in group)


def money(whole: int, cents: int | None, code: str) -> str:
    """Deux mille cinq cents shillings kényans et cinquante cents."""
    currency = currency_of(CURRENCIES, code, "fr")
    noun = currency.one if whole < 2 else currency.many
    words = _elided(f"{counted(whole, currency.gender)} {noun}")
    if cents is None:
        return words
    rest = f"{counted(cents, 'm')} {cents_word(currency, cents)}"
    return f"{words} et {rest}" if whole else rest


def _read_ordinal(found: regex.Match[str]) -> str | None:
    n, mark = int(found[1]), found[2]
    if mark in ("er", "re", "ère", "ers", "res") and n != 1:
        raise CannotCarry(f"“{found[0]}” is not an ordinal. Write it in words.")
    words = ordinal(n, "f" if mark in ("re", "ère", "res") else "m")
    return f"{words}s" if mark.endswith("s") else words


WRITING = Writing(
    whole=r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d{1,3}(?:\.\d{3}){2,}|\d{1,3}(?:,\d{3}){2,}|\d+",
    decimal_sign=",",
    months=MappingProxyType({name: n for n, name in enumerate(MONTHS, 1)}),
    after_day="er",
    after_hour="h",
    parts_of_day=MappingProxyType(
        {"du matin": False, "de l’après-midi": True, "du soir": True}
    ),
    before_letter=(
        r"plan|option|salle|bloc|annexe|groupe|porte|aile|section|partie|classe|niveau|"
        r"catégorie|type|zone|bâtiment|terminal|équipe|ligne|formulaire|vitamine|hépatite"
    ),
    titles="Dr|M|MM|Mme|Mlle|Pr|Prof|St|Ste",
    scales="mille|millions?|milliards?",
    money_signs=MappingProxyType(
        {"€": "EUR", "£": "GBP", "US$": "USD", "F CFA": "XOF", "FCFA": "XOF"}
    ),
)

SPEECH = Speech(
    language="fr",
    reviewed=False,
    writing=WRITING,
    cardinal=cardinal,
    count=count,
    ordinal=ordinal,
    day=day,
    day_of_month=day_of_month,
    bare_day=lambda n: cardinal(n) if n > 1 else ordinal(n),
    year=cardinal,
    clock=clock,
    digits=digits,
    money=money,
    point="virgule",
    decimals_by_digit=False,
    percent=lambda words: f"{words} pour cent",
    plus="plus",
    extension="poste",
    to="à",
    signs=MappingProxyType({"&": "et", "+": "plus", "=": "égale"}),
    rules=(
        Rule(
            pattern=regex.compile(r"\b(\d{1,4})(ers?|ère|res?|ème|èmes|nd|nde|es?)\b"),
            read=_read_ordinal,
        ),
        Rule(
            pattern=regex.compile(r"\b(X{0,3}(?:IX|IV|V?I{1,3}|V|X))(?:e|ème)\b"),
            read=_read_century,
        ),
        Rule(
            pattern=regex.compile(
                rf"(?<![\w.,:/-])([1-9]\d{{0,2}}(?:[ \u00a0\u202f.,]?000){{2,}}) (?={_VOWEL})",
                regex.I,
            ),
            read=_read_millions,
        ),
    ),
)
