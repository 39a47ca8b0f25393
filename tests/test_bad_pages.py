"""What nobody should type, by every door: the right page, or one clear sentence.

The doors are the form, the terminal and the library that both stand on.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from channels.print import PrintChannel, PrintOptions
from outreach import registry
from outreach.model.errors import OutreachError
from outreach.model.reading import read
from tests.channels.print.sample import plain
from tests.cli.conftest import Run, run
from tests.typesetting.reading import content_of, letters, text_of
from tests.web.conftest import Browser, Office, office, settings, words
from tests.web.test_writing import TYPED

__all__ = ["office", "run", "settings"]

REAL = registry.plugins
#: It stands between the text of two pages.
FOOT = r"(Villagewater|Waterpoints)·Page\d+of\d+"
NINE = "\n".join(f"Line {number}" for number in range(1, 10))


@dataclass(frozen=True)
class Came:
    """What came of it: a page, or a sentence."""

    page: bytes | None
    said: str


Door = Callable[[str, str], Came]


def put(field: str, text: str) -> dict[str, Any]:
    """The sample with ``text`` in a field, by its dotted path."""
    value = json.loads(json.dumps(plain()))
    *above, last = field.split(".")
    inner = value
    for name in above:
        inner = inner[name]
    inner[last] = text
    return value


def by_library(field: str, text: str) -> Came:
    try:
        reading = read(put(field, text))
        made = PrintChannel().render(
            reading.announcement, ("en",), "large", PrintOptions()
        )
    except OutreachError as error:
        return Came(None, str(error))
    return Came(made.files[0].data, " ".join(map(str, reading.notes)))


@pytest.fixture
def by_terminal(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Door:
    monkeypatch.setattr(registry, "plugins", REAL)
    flags = ("--channel", "print", "--variant", "large", "--out", "out")

    def go(field: str, text: str) -> Came:
        (tmp_path / "a.json").write_text(json.dumps(put(field, text)), "utf-8")
        done = run("render", "a.json", *flags)
        assert done.code in (0, 1)
        made = tmp_path / "out/water-27.print.large.en.pdf"
        return Came(made.read_bytes() if made.exists() else None, done.err)

    return go


@pytest.fixture
def by_form(office: Office) -> Door:
    def go(field: str, text: str) -> Came:
        author = office.browser("author")
        typed = {**TYPED, field: text, "do": "preview", "token": author.token()}
        answer = author.client.post(
            "/write",
            content=urlencode(typed, encoding="utf-8", errors="surrogatepass"),
            headers={"content-type": "application/x-www-form-urlencoded"},
        )
        if answer.status_code != 303:
            assert answer.status_code in (413, 422)
            return Came(None, words(answer.text))
        return previewed(author, answer.headers["location"])

    return go


def previewed(author: Browser, at: str) -> Came:
    shown = author.get(at)
    assert shown.status_code == 200
    page = author.get(at.replace("preview", "print/large/en/0"))
    pdf = page.content if page.status_code == 200 else None
    return Came(pdf, words(shown.text if pdf else page.text))


#: Why it is here, where it is typed, what, and what stands on the page.
PAGES = [
    ("markup is words", "texts.en.title", "Bring <b>water</b>", "Bring <b>water</b>"),
    ("an image of a file of ours is words", "texts.en.summary", '<img src="/etc/hostname">', '<img src="/etc/hostname">'),
    ("a sign that begins an entity", "texts.en.title", "Water & land", "Water & land"),
    ("an entity is words, not its sign", "texts.en.body", "&amp; &#60; &lt;b&gt;", "&amp; &#60; &lt;b&gt;"),
    ("a word longer than any line", "texts.en.body", "x" * 50_000, "x" * 50_000),
    ("a bidi override is taken out", "texts.en.title", "Water \u202etnioP", "Water tnioP"),
    ("decomposed letters are composed", "texts.en.title", "Re\u0301union a\u0300 Que\u0301bec", "Réunion à Québec"),
    ("the longest title", "texts.en.title", "Water for us all " * 17 + "in Kisumu!!", "Water for us all " * 17 + "in Kisumu!!"),
    ("an address of nine lines", "contact.postal", NINE, NINE),
]  # fmt: skip

#: Why it is here, where it is typed, what, and what is said of it.
SENTENCES = [
    ("a word of 100 kB", "texts.en.body", "x" * 100_000, r"is too long. It may have 60,000 characters"),
    ("a text of 1 MB in one paragraph", "texts.en.body", "water " * 175_000, r"too long. All texts together may have 150,000|larger than a form of this site"),
    ("half of a pair of surrogates", "texts.en.title", "Water \ud83d", r"has a broken character. Type that word again"),
    ("a sign that no font has", "texts.en.title", "Water \U0001f6b0", r"No font here has “\U0001f6b0” \(U\+1F6B0"),
    ("a title of 301 characters", "texts.en.title", "x" * 301, r"is too long. It may have 300 characters"),
]  # fmt: skip


@pytest.fixture(params=["form", "terminal", "library"])
def door(request: pytest.FixtureRequest) -> Door:
    if request.param == "library":
        return by_library
    found: Door = request.getfixturevalue(f"by_{request.param}")
    return found


@pytest.mark.parametrize(
    ("field", "text", "read_back"), [row[1:] for row in PAGES], ids=[r[0] for r in PAGES]
)  # fmt: skip
def test_it_is_the_right_page(
    door: Door, field: str, text: str, read_back: str
) -> None:
    came = door(field, text)

    assert came.page, came.said
    said = re.sub(FOOT, "", letters(text_of(came.page)))
    assert letters(read_back) in said
    assert "/Subtype /Image" not in content_of(came.page)


@pytest.mark.parametrize(
    ("field", "text", "said"), [row[1:] for row in SENTENCES], ids=[r[0] for r in SENTENCES]
)  # fmt: skip
def test_it_is_one_clear_sentence(door: Door, field: str, text: str, said: str) -> None:
    began = time.perf_counter()

    came = door(field, text)

    assert came.page is None
    assert re.search(said, came.said), came.said[:1000]
    assert "Traceback" not in came.said
    assert time.perf_counter() - began < 20, "no input takes the office down"
