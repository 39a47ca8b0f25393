"""Where one sentence ends and the next begins."""

from __future__ import annotations

import pytest

from channels.radio.languages import speech_of
from channels.radio.sentences import sentences_in, written_sentences


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        pytest.param("en", "Ask Dr. Otieno. Call us.", ["Ask Dr. Otieno.", "Call us."], id="en: a title"),
        pytest.param("en", "Ask J. R. Otieno. Call us.", ["Ask J. R. Otieno.", "Call us."], id="en: initials"),
        pytest.param("en", "It is Plan B. The rest waits.", ["It is Plan B.", "The rest waits."], id="en: a letter says which one"),
        pytest.param("en", "Amina K. Otieno comes.", ["Amina K. Otieno comes."], id="en: an initial in a name"),
        pytest.param("en", "Room 3 B. Bring a pen.", ["Room 3 B.", "Bring a pen."], id="en: a letter after a number"),
        pytest.param("es", "En la sala B. Venga.", ["En la sala B.", "Venga."], id="es: a letter says which one"),
        pytest.param("fr", "Le plan B. Venez.", ["Le plan B.", "Venez."], id="fr: a letter says which one"),
        pytest.param("pt", "No bloco B. Venha.", ["No bloco B.", "Venha."], id="pt: a letter says which one"),
        pytest.param("ru", "В зале Б. Приходите.", ["В зале Б.", "Приходите."], id="ru: a letter says which one, in any case"),
        pytest.param("ru", "Стихи А. С. Пушкина.", ["Стихи А. С. Пушкина."], id="ru: initials"),
        pytest.param("sw", "Chumba B. Karibu.", ["Chumba B.", "Karibu."], id="sw: a letter says which one"),
        pytest.param("hi", "कमरा B. आइए।", ["कमरा B.", "आइए।"], id="hi: no names have Latin initials"),
        pytest.param("es", "Habla la Dra. Gómez. Venga.", ["Habla la Dra. Gómez.", "Venga."], id="es: a title"),
        pytest.param("fr", "Avec M. Diop. Venez.", ["Avec M. Diop.", "Venez."], id="fr: a title"),
        pytest.param("en", "Come in St. 5 people came.", ["Come in St. 5 people came."], id="en: a title and a figure"),
        pytest.param("en", "Come at 5. 40 came.", ["Come at 5.", "40 came."], id="a figure may begin one"),
        pytest.param("en", "It is, etc. and so on.", ["It is, etc. and so on."], id="a small letter begins none"),
        pytest.param("fr", "Il va. œuvrer.", ["Il va. œuvrer."], id="nor does a small letter with a mark"),
        pytest.param("zh", "请来（见附件。）欢迎！3人。", ["请来（见附件。）", "欢迎！", "3人。"], id="zh: no blank between; a bracket goes with its sentence"),
        pytest.param("zh", "他说：“好。”走了。。", ["他说：“好。”", "走了。。"], id="zh: a quote closes after its mark"),
        pytest.param("hi", "डॉ. अमीना आएँगी। 5 लोग आए।", ["डॉ. अमीना आएँगी।", "5 लोग आए।"], id="hi: danda; a title"),
    ],
)  # fmt: skip
def test_written_sentences_end_where_they_end(
    language: str, text: str, expected: list[str]
) -> None:
    assert written_sentences(text, speech_of(language)) == expected


def test_spoken_sentences_begin_with_a_capital_and_end_with_a_mark() -> None:
    speech = speech_of("en")
    assert sentences_in("come at noon. Ask Dr. Otieno", speech) == ["Come at noon.", "Ask Dr. Otieno."]  # fmt: skip
    assert sentences_in("come\nand ask!", speech) == ["Come.", "And ask!"]
