"""Nouns that figures stand beside: their gender, and the forms of those that units have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import regex

from channels.radio.languages.ru.numerals import Case, Forms, beside, cardinal, forms
from channels.radio.speech import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """What a noun asks of the number beside it."""

    gender: str
    #: Whether it names persons: their accusative is the genitive.
    living: bool = False
    #: Whether it is a masculine with a feminine's endings: мужчина.
    feminine_endings: bool = False
    #: Whether its number stands by itself, not in the genitive after another noun.
    apart: bool = False


#: Beginnings of nouns, with the vowel of the ending left out.
_KNOWN: Mapping[str, Noun] = MappingProxyType(
    {
        stem: noun
        for noun, stems in [
            (Noun(gender="m", living=True),
             "участник человек люд представител делегат житель жител ребён дет студент фермер учител активист "
             "гост волонтёр волонтер журналист эксперт лидер член подрост сотрудник инвалид врач друг"),
            (Noun(gender="m", living=True, feminine_endings=True), "мужчин судь юнош старост старшин дедушк"),
            (Noun(gender="f", living=True), "женщин девушк девочк участниц дочер сестр матер активистк учительниц"),
            (Noun(gender="m"),
             "год лет час день дн месяц метр километр гектар килограмм литр раз город район дом колод "
             "процент этап пункт вопрос экземпляр семинар проект язык округ дол пол автобус комплект пут"),
            (Noun(gender="f"),
             "минут секунд недел стран организаци деревн групп школ сем семь област стать сесси лекци встреч "
             "тысяч делегаци пар штук книг ноч част больниц станци общин сет кварти комнат рол площад экскурси выставк бесед команд вакци консультаци кроват"),
            (Noun(gender="n"),
             "сел объединени учреждени ведомств заседани мероприяти занятие заняти общежити событи отделени "
             "предприяти сообществ собрани объявлени предложени имен врем задани письм лиц государств"),
            (Noun(gender="n", apart=True), "мест"),
            (Noun(gender="m", apart=True), "рубл доллар шиллинг франк фунт юан сом тенге евро миллион миллиард"),
            (Noun(gender="f", apart=True), "рупи копе гривн"),
        ]
        for stem in listed(stems)
    }
)  # fmt: skip
_LONGEST_ENDING = 3
_AGENT = regex.compile(r"(?:тел|ник|чик|щик)(?:[ьяюе]|ем|[ауе]|ом)?$")


def noun_of(word: str) -> Noun | None:
    """A known noun in any of its forms; None for one that is not known."""
    if _AGENT.search(word):
        return Noun(gender="m", living=True)
    for length in range(len(word), max(len(word) - _LONGEST_ENDING, 2) - 1, -1):
        if word[:length] in _KNOWN:
            return _KNOWN[word[:length]]
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A noun with all its forms."""

    singular: Forms
    plural: Forms
    gender: str = "m"

    def with_number(self, n: int, case: Case) -> str:
        """Пять процентов, пяти процентам."""
        noun = beside(n, case, self.singular, self.plural)
        return f"{cardinal(n, case, self.gender)} {noun}"


def _unit(stem: str) -> Unit:
    return Unit(
        singular=forms(f"{stem} {stem}а {stem}у {stem} {stem}ом {stem}е"),
        plural=forms(f"{stem}ы {stem}ов {stem}ам {stem}ы {stem}ами {stem}ах"),
    )


PERCENT = _unit("процент")
#: What is written short after a figure, to what it stands for.
UNITS: Mapping[str, Unit] = MappingProxyType(
    {
        "%": PERCENT,
        "км": _unit("километр"),
        "м": _unit("метр"),
        "га": _unit("гектар"),
        "кг": _unit("килограмм"),
        "л": _unit("литр"),
        "ч": Unit(
            singular=forms("час часа часу час часом часе"),
            plural=forms("часы часов часам часы часами часах"),
        ),
        "мин": Unit(
            singular=forms("минута минуты минуте минуту минутой минуте"),
            plural=forms("минуты минут минутам минуты минутами минутах"),
            gender="f",
        ),
        "чел": Unit(
            singular=forms("человек человека человеку человека человеком человеке"),
            plural=forms("люди человек людям человек людьми людях"),
        ),
    }
)
#: Thousands and more that are written short.
GREAT: Mapping[str, tuple[int, str]] = MappingProxyType(
    {"тыс": (1000, "тысячи"), "млн": (10**6, "миллиона"), "млрд": (10**9, "миллиарда")}
)
