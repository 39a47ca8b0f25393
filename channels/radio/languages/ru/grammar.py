"""The case a figure takes between the words beside it, or a refusal where none is sure."""

from __future__ import annotations

from types import MappingProxyType

import regex

from channels.radio.languages.ru.heads import Head, read_head
from channels.radio.languages.ru.numerals import CASES, Case, cardinal, few, one
from channels.radio.speech import listed
from outreach.model.errors import CannotCarry

Cases = frozenset[Case]
_ALL: Cases = frozenset(CASES)
#: The cases that a word asks of the number after it.
_GOVERNING: MappingProxyType[str, Cases] = MappingProxyType(
    {
        word: frozenset(case for case in CASES if case in cases)
        for words, cases in [
            ("для до от из без около более менее свыше после больше меньше у кроме среди "
             "против ради вместо порядка вокруг старше младше моложе выше ниже дальше ближе "
             "раньше позже позднее количестве числе размере течение возрасте участие участии "
             "участием представители представителей представителям представителями жители жителей "
             "делегаты делегатов достигает достигнет достигшие касается", ["gen"]),
            ("к ко благодаря", ["dat"]),
            ("по", ["acc", "dat"]),
            ("с со", ["gen", "ins"]),
            ("над перед между", ["ins"]),
            ("под за", ["acc", "ins"]),
            ("в во на", ["acc", "pre"]),
            ("о об при", ["pre"]),
            ("через про спустя сумму стоит стоят составляет составит составят принимает примут примет "
             "приглашаем приглашает приглашают ждём ждем получит получат получают займёт займет собрал "
             "собрала соберёт соберет пройдёт пройдет длится продлится длились вмещает вместит имеет имеют "
             "открывает откроет проводит проведёт проведет построили построил построит объединяет "
             "продолжительностью стоимостью", ["acc"]),
            ("есть будет будут был была было были имеется имеются осталось остались работает работают "
             "участвует участвуют участвовали участвовало прошло придут пришли приедут приехали "
             "собрались соберутся выступят выступит выделено открыто живёт живут нужно нужны надо "
             "требуется требуются стоимость взнос цена плата билет скидка сумма грант бюджет стипендия "
             "всё это вот здесь там", ["nom"]),
            ("как что чем если где когда час каждые последние следующие ближайшие первые", ["nom", "acc"]),
        ]
        for word in listed(words)
    }
)  # fmt: skip
#: Words that leave the case to the word before them.
_TRANSPARENT = frozenset(
    listed("всего только лишь ещё еще уже ровно примерно почти минимум максимум не")
)
#: Words whose figure is a name: it stays as one counts.
_LABELS = regex.compile(
    r"(?:зал|комнат|кабинет|дом|аудитори|номер|корпус|квартир|офис|автобус|маршрут|школ|"
    r"страниц|глав|стать|пункт|раздел|том|част|блок|ящик|вариант|верси|строени|телефон)"
    r"[аеыуюяийь]?м?|№"
)
#: After these there is no noun that the number belongs to.
_STOPS = frozenset(
    listed(
        "в во на с со до от из к ко по и или а но для о об при за под над через утра дня вечера ночи "
        "не что как если чтобы где когда есть будет будут был была было были уже ещё еще"
    )
)
#: A count and its noun, before another of the same case: для 30 женщин и 20 мужчин.
_COORDINATED = regex.compile(
    r"(?<![\w.,])\d(?:[ \u00a0]?\d)*+(?: [^\W\d_]+){1,2}(?:, | и )$"
)
#: Reading a long text back from each of its figures would take its square.
_MOST_BEFORE = 200
_BEFORE = regex.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*|№)[ \u00a0\u202f«„“\"(]*$")
_AFTER = regex.compile(r"[ \u00a0\u202f«„“\"]+([^\W\d_]+)(?:[ \u00a0\u202f]+([^\W\d_]+))?")  # fmt: skip


def near(before: str) -> str:
    """The end of what stands before a figure: no more than can govern it."""
    if len(before) <= _MOST_BEFORE:
        return before
    return f"я{before[-_MOST_BEFORE:]}"  # a letter, so that the cut is no beginning


def governed(before: str) -> Cases | None:
    """The cases that the words before a figure ask for; None where they don't tell."""
    if other := _COORDINATED.search(near(before)):
        return governed(near(before)[: other.start()])
    found = _BEFORE.search(near(before))
    if found is None:
        return _at_a_start(before)
    word = found[1].lower()
    if word in _TRANSPARENT:
        return governed(near(before)[: found.start()])
    if word in _GOVERNING:
        return _GOVERNING[word]
    verb = len(word) > 5 and word.endswith(("тся", "лись", "лось", "лась"))
    return frozenset({"nom"}) if verb else None


def _at_a_start(before: str) -> Cases | None:
    """Nothing governs the first word of a clause; a comma may pass a case on."""
    rest = near(before).rstrip()
    first = not rest or rest[-1] in '.!?:;(«„“"\n—–-'
    return frozenset({"nom"}) if first else None


def is_label(before: str) -> bool:
    """Whether the figure is a name: зал 5, дом 12."""
    found = _BEFORE.search(near(before))
    return found is not None and _LABELS.fullmatch(found[1].lower()) is not None


def alone(before: str) -> Case:
    """The case of a number without a noun, as of a unit that stands for one."""
    asked = governed(before) or {"nom"}
    preferred: tuple[Case, ...] = ("nom", "acc", "gen", "dat", "ins", "pre")
    return next(case for case in preferred if case in asked)


def _unless_stop(word: str | None) -> str:
    return "" if word is None or word.lower() in _STOPS else word.lower()


def may_be_genitive(n: int, after: str) -> bool:
    """Whether the noun after ``n``, if there is one, may be in the genitive."""
    head = _head(n, after)
    return head is None or any(offer.case == "gen" for offer in head.offers(n))


def _head(n: int, after: str) -> Head | None:
    found = _AFTER.match(after)
    if found is None or found[1].lower() in _STOPS:
        return None
    return read_head(n, found[1].lower(), _unless_stop(found[2]))


def _refuse_without_noun(n: int, before: str) -> None:
    """Осталось 1: of what gender is not written."""
    gendered = one(n) or (few(n) and n % 10 == 2)
    subject = "nom" in (governed(before) or ()) and _at_a_start(before) is None
    if gendered and subject:
        raise CannotCarry(
            f"The gender of the number {n} after “{before.split()[-1]}” can't be told in "
            "Russian. Write what is counted, or the number in words."
        )


def beside_words(n: int, before: str, after: str) -> str:
    """The number agreeing with the noun after it in the case that both ask for."""
    if is_label(before):
        return cardinal(n)
    head = _head(n, after)
    if head is None:
        _refuse_without_noun(n, before)
        return cardinal(n, alone(before))
    asked = governed(before) or (
        frozenset[Case]({"nom", "acc"}) if head.apart else _ALL
    )
    offered = {offer.words(n) for offer in head.offers(n) if offer.case in asked}
    if len(offered) != 1:
        raise CannotCarry(
            f"The case of the number {n} before “{head.adjective or head.noun}” can't be "
            "told in Russian. Write the number in words."
        )
    return offered.pop()
