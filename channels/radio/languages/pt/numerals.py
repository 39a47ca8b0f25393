"""Numerals that agree in gender, and thousands of millions as all who speak Portuguese
understand them: a bilhão is a thousand times more in Lisbon, Luanda and Maputo.
"""

from __future__ import annotations

from types import MappingProxyType

import regex

from channels.radio.agreement import Nouns, genders
from channels.radio.numbers import spell
from channels.radio.speech import in_range, listed
from outreach.model.errors import CannotCarry

_MILLIARD = 10**9
_MOST_ORDINAL = 1_999
#: Between a number and the noun that it shares with another.
_SECOND = regex.compile(r"^ (?:a|e|ou|até) \d{1,6}(?![\w.,:])")
NOUNS = Nouns(
    language="pt",
    known=MappingProxyType(
        genders(
            "dia dias mapa mapas problema problemas programa programas tema temas sistema "
            "sistemas idioma idiomas homem homens país países mês meses jovem jovens líder "
            "líderes participante participantes representante representantes estudante "
            "estudantes habitante habitantes docente docentes bebé bebés bebê bebês lugar "
            "lugares local locais hospital hospitais animal animais metical meticais real reais "
            "dólar dólares xelim xelins euro euros painel painéis hectare hectares cliente clientes "
            "cêntimo cêntimos por-cento pé pés jornal jornais canal canais casal casais sinal sinais "
            "quintal quintais documento milhar milhares milhão milhões bilhão bilhões agente agentes filme filmes nome nomes",
            "mulher mulheres mão mãos foto fotos flor flores classe classes sede sedes rede redes "
            "noite noites tarde tardes mãe mães vez vezes lei leis parte partes base bases "
            "criança crianças pessoa pessoas região regiões ordem ordens viagem viagens cidade "
            "cidades reunião reuniões tribo tribos árvore árvores ponte pontes equipe equipes",
        )
    ),
    endings=(
        ("ista", ""), ("istas", ""), ("ma", ""), ("mas", ""), ("nte", ""), ("ntes", ""),
        ("ção", "f"), ("ções", "f"), ("são", "f"), ("sões", "f"), ("dade", "f"), ("dades", "f"),
        ("tude", "f"), ("tudes", "f"), ("gem", "f"), ("gens", "f"), ("ice", "f"), ("ices", "f"),
        ("dor", "m"), ("dores", "m"), ("tor", "m"), ("tores", "m"), ("sor", "m"), ("sores", "m"),
        ("ão", ""), ("ões", ""), ("ães", ""), ("mento", "m"), ("mentos", "m"),
        ("a", "f"), ("as", "f"), ("o", "m"), ("os", "m"),
    ),
    stops=frozenset(
        listed(
            "a as à às ao aos o os com da das de do dos desde durante e em na nas no nos não ou "
            "para por pela pelo que se sem sob sobre um uma é foi são está estão até mas mais "
            "menos já entre"
        )
    ),
)  # fmt: skip


def cardinal(n: int, gender: str = "m") -> str:
    """On its own or in a gender: vinte e um, duzentas e uma."""
    kind = f"spellout-cardinal-{'feminine' if gender == 'f' else 'masculine'}"
    if in_range(n) < _MILLIARD:
        return spell("pt", kind, n)
    millions, rest = divmod(n, 10**6)
    head = f"{spell('pt', 'spellout-cardinal-masculine', millions)} milhões"
    # as it stands after two millions, so that "e" is where CLDR has it
    tail = spell("pt", kind, 2 * 10**6 + rest).removeprefix("dois milhões")
    return head + tail


def counted(n: int, gender: str) -> str:
    """Before a noun; "de" after a round million."""
    words = cardinal(n, gender)
    return f"{words} de" if n and n % 1_000_000 == 0 else words


def count(n: int, _before: str, after: str) -> str:
    """Agreeing with the noun that follows, if its form depends on it: uma ou duas mulheres."""
    after = _SECOND.sub("", after)
    masculine, feminine = cardinal(n), cardinal(n, "f")
    if n and n % 1_000_000 == 0:
        return counted(n, "m") if NOUNS.follows(after) else masculine
    if masculine == feminine:
        return masculine
    return feminine if NOUNS.gender(after) == "f" else masculine


def ordinal(n: int, gender: str = "m") -> str:
    """Vigésimo primeiro, vigésima primeira. Raises CannotCarry where few could say it."""
    if not 1 <= n <= _MOST_ORDINAL:
        raise CannotCarry(f"{n} has no ordinal that people say. Write it in words.")
    kind = "feminine" if gender == "f" else "masculine"
    return spell("pt", f"spellout-ordinal-{kind}", n)
