"""The office's lexicon on its page: edited by authors, heard in the next preview."""

from __future__ import annotations

import pytest

from tests.web.conftest import Office

LINE = {
    "language": "en",
    "written": "Kisumu",
    "spoken": "the lake city",
    "respelling": "",
}


def test_a_line_is_heard_in_the_next_preview(office: Office) -> None:
    ref, author = office.announce(), office.browser("author")
    preview = f"/announcements/{ref}/1/preview?language=en"
    assert "the lake city" not in author.get(preview).text

    assert author.send("/lexicon", LINE).status_code == 303
    assert "the lake city" in author.get("/lexicon").text
    assert "the lake city" in author.get(preview).text

    key = {"language": "en", "written": "Kisumu"}
    assert author.send("/lexicon/remove", key).status_code == 303
    assert "the lake city" not in author.get(preview).text


def test_a_line_is_replaced_and_filled_in_for_changing(office: Office) -> None:
    author = office.browser("author")
    author.send("/lexicon", LINE)
    author.send("/lexicon", {**LINE, "spoken": "our city"})
    shown = author.get("/lexicon?language=en&written=Kisumu").text
    assert "the lake city" not in shown
    assert 'value="our city"' in shown


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param({"spoken": ""}, "Fill in one of them", id="says nothing"),
        pytest.param({"language": "xx"}, "Language", id="no such language"),
        pytest.param({"written": " "}, "Written", id="nothing is written"),
        pytest.param({"spoken": "x" * 121}, "Said", id="too long"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(
    office: Office, change: dict[str, str], said: str
) -> None:
    answer = office.browser("author").send("/lexicon", {**LINE, **change})
    assert answer.status_code == 422
    assert said in answer.text
    kept = {**LINE, **change}["written"].strip()
    assert f'value="{kept}' in answer.text


def test_a_viewer_reads_it_and_changes_nothing(office: Office) -> None:
    viewer = office.browser("viewer")
    assert '<form method="post" action="/lexicon' not in viewer.get("/lexicon").text
    assert viewer.send("/lexicon", LINE).status_code == 403
