"""The template environment: strict, and HTML only where a page asks for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import TemplateNotFound, UndefinedError

from outreach.wording.environment import environment


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A third party's package with one template, of its own name for the cache's sake."""
    name = f"outreach_{tmp_path.name.replace('-', '_')}"
    folder = tmp_path / name / "pigeon"
    folder.mkdir(parents=True)
    (folder.parent / "__init__.py").write_text("")
    (folder / "note.txt").write_text(
        "{% if loud %}\n  {{ title }}!\n{% endif %}\nend\n"
    )
    (folder.parent / "secret.txt").write_text("not for templates")
    monkeypatch.syspath_prepend(tmp_path)
    return name


def test_markup_in_a_text_stays_the_letters_that_it_is(package: str):
    template = environment("pigeon", package).get_template("note.txt")

    assert template.render(loud=True, title="<b>&") == "  <b>&!\nend"


def test_a_page_escapes_what_people_wrote(package: str):
    template = environment("pigeon", package, html=True).get_template("note.txt")

    assert template.render(loud=True, title="<b>&") == "  &lt;b&gt;&amp;!\nend"


def test_a_name_that_is_missing_is_an_error_never_a_blank(package: str):
    template = environment("pigeon", package).get_template("note.txt")

    with pytest.raises(UndefinedError, match="'title' is undefined"):
        template.render(loud=True)


def test_no_template_reaches_out_of_its_folder(package: str):
    with pytest.raises(TemplateNotFound):
        environment("pigeon", package).get_template("../secret.txt")
