"""Catalogues are read from .po files; a language without one is refused."""

from __future__ import annotations

import io
import sys
from collections import Counter
from collections.abc import Iterator
from gettext import c2py
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from outreach.model.errors import CannotCarry
from outreach.wording.catalogues import catalogue, languages_with

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
PLURALS = {
    "en": ("nplurals=2; plural=(n != 1)", ["seat", "seats"]),
    "ru": (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && "
        "(n%100<12 || n%100>14) ? 1 : 2)",
        ["место", "места", "мест"],
    ),
    "zh": ("nplurals=1; plural=0", ["个座位"]),
}


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A third party's package with a "pigeon" domain in three languages."""
    root = tmp_path / "outreach_loft_wording"
    for language, (rule, forms) in PLURALS.items():
        folder = root / "locale" / language
        folder.mkdir(parents=True)
        plural = f'"Plural-Forms: {rule};\\n"\n'
        words = "".join(f'msgstr[{n}] "{form}"\n' for n, form in enumerate(forms))
        entry = f'\nmsgid "seat"\nmsgid_plural "seats"\n{words}'
        (folder / "pigeon.po").write_text(HEAD + plural + entry, encoding="utf-8")
    (root / "__init__.py").write_text("")
    (root / "locale" / "fr").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    yield root.name
    sys.modules.pop(root.name, None)
    languages_with.cache_clear()
    catalogue.cache_clear()


def test_a_language_has_a_domain_when_its_file_is_there(package: str):
    assert languages_with("pigeon", package) == {"en", "ru", "zh"}
    assert languages_with("drum", package) == frozenset()


@pytest.mark.parametrize(
    ("language", "number", "word"),
    [
        ("en", 1, "seat"),
        ("en", 2, "seats"),
        ("ru", 1, "место"),
        ("ru", 3, "места"),
        ("ru", 11, "мест"),
        ("ru", 21, "место"),
        ("zh", 5, "个座位"),
    ],
)
def test_plurals_follow_the_languages_own_rule(
    package: str, language: str, number: int, word: str
):
    found = catalogue(language, "pigeon", package).ngettext("seat", "seats", number)

    assert found == word


@pytest.mark.parametrize("language", ["fr", "am"], ids=["an empty folder", "no folder"])
def test_a_language_without_a_catalogue_is_refused_never_told_in_english(
    package: str, language: str
):
    name = {"fr": "French", "am": "Amharic"}[language]

    with pytest.raises(CannotCarry) as caught:
        catalogue(language, "pigeon", package)

    assert str(caught.value) == f"There is no pigeon wording in {name} ({language})."


def test_a_package_without_catalogues_has_no_language():
    assert languages_with("pigeon", "channels") == frozenset()


LOCALE = Path(__file__).parents[2] / "templates" / "locale"
OURS = sorted((path.parent.name, path.stem) for path in LOCALE.glob("*/*.po"))


@pytest.mark.parametrize(("language", "domain"), OURS)
def test_each_of_our_catalogues_compiles_and_keeps_every_placeholder(
    language: str, domain: str
):
    """A lost {day} would send people to a meeting without one."""
    found = read_po(io.BytesIO((LOCALE / language / f"{domain}.po").read_bytes()))
    entries = [entry for entry in found if entry.id]
    says_its_number = _forms_of_one_number(found.plural_expr)

    assert catalogue(language, domain)
    assert entries
    for entry in entries:
        wanted = [_fields(form) for form in _of(entry.id)]
        for place, words in enumerate(_of(entry.string)):
            left_out = (
                {"count"} if entry.pluralizable and place in says_its_number else set()
            )
            assert not words or _fields(words) | left_out in wanted, words


def _forms_of_one_number(rule: str) -> set[int]:
    """Arabic's "two seats" is one word: a form for one number alone may leave it out."""
    uses = Counter(map(c2py(rule), range(1000)))
    return {form for form, times in uses.items() if times == 1}


def _of(words: str | tuple[str, ...]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}
