"""How pages are set, from the terminal; with the real channels."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from outreach import registry
from tests.cli.conftest import Run
from tests.cli.test_office import staffed
from tests.web.test_layout import paper_of

__all__ = ["staffed"]

REAL = registry.plugins


@pytest.fixture
def rendered(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(registry, "plugins", REAL)
    return run


@pytest.mark.parametrize(
    ("flags", "office_has", "printed"),
    [
        pytest.param([], "", "a4", id="nobody says"),
        pytest.param([], "letter", "letter", id="the office's"),
        pytest.param(["--paper", "letter"], "", "letter", id="chosen"),
        pytest.param(["--paper", "a4"], "letter", "a4", id="chosen before the office's"),
    ],
)  # fmt: skip
def test_a_page_is_rendered_on_the_paper_that_was_chosen(
    rendered: Run,
    file: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
    flags: list[str],
    office_has: str,
    printed: str,
) -> None:
    monkeypatch.setenv("OUTREACH_PAPER", office_has)

    done = rendered(
        "render", file(), "--channel", "print", "--variant", "poster",
        "--language", "en", "--out", "out", *flags,
    )  # fmt: skip

    assert (done.code, done.err) == (0, "")
    assert paper_of(Path("out/water-day.print.poster.en.pdf").read_bytes()) == printed


@pytest.mark.parametrize(
    ("country", "said"),
    [
        pytest.param("KE", "call zero seven two two", id="heard at home"),
        pytest.param("UG", "call plus two five four", id="heard abroad"),
        pytest.param("", "call plus two five four", id="nobody says where"),
    ],
)
def test_a_phone_is_said_as_it_is_dialled_where_the_office_is(
    rendered: Run,
    file: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
    country: str,
    said: str,
) -> None:
    monkeypatch.setenv("OUTREACH_COUNTRY", country)
    contact = {"name": "Amina", "phones": ["+254722451983"]}

    done = rendered(
        "render", file(contact=contact), "--channel", "radio", "--variant", "30",
        "--language", "en",
    )  # fmt: skip

    assert (done.code, done.err) == (0, "")
    assert said in done.out


@pytest.mark.parametrize("command", ["render", "broadcast"])
def test_a_paper_that_is_not_made_is_wrong_usage(
    run: Run, file: Callable[..., str], command: str
) -> None:
    done = run(command, file(), "--paper", "b5")

    assert done.code == 2
    assert "'b5' is not one of 'a4', 'letter'" in done.err


def test_a_broadcast_keeps_how_its_pages_are_set(
    staffed: Run, file: Callable[..., str]
) -> None:
    staffed("announce", file(), "--as", "ann")
    wanted = ("--paper", "letter", "--second-language", "sw", "--labels", "en")

    code = staffed("broadcast", "water-day", *wanted, "--as", "ann").out.strip()

    assert (
        "Pages: labels in English where a text's own language has none, "
        "on letter where an addressee has no other, in Swahili too.\n"
    ) in staffed("report", code).out


def test_a_second_language_that_is_not_there_is_refused(
    staffed: Run, file: Callable[..., str]
) -> None:
    staffed("announce", file(), "--as", "ann")

    done = staffed("broadcast", "water-day", "--second-language", "fr", "--as", "ann")

    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("second_language: is none of en, sw,")
