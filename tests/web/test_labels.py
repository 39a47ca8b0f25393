"""Labels for a language that Outreach has no wording in: a choice in the form."""

from __future__ import annotations

import json
from typing import Any

import pytest

from outreach.model.reading import read
from outreach.store import announcements, broadcasts, users
from tests.web.conftest import Office, example, hidden, words


@pytest.fixture
def in_tamil(office: Office) -> str:
    """An announcement in English and Tamil, and a group that reads Tamil; its id."""
    content = _everything_in_tamil(example("kisumu-water"))
    content["texts"]["ta"] = {"title": "தண்ணீர் கூட்டம்"}
    with office.store.write() as connection:
        author = users.user_by_login(connection, "author")
        assert author
        actor = author.acting_from("test")
        told = read(json.loads(json.dumps(content))).announcement
        version = announcements.add_version(connection, told, actor, office.now)
    address = {"channel": "print", "address": "P.O. Box 1\nKisumu", "language": "ta"}
    office.organisation("Tamil Group", address)
    return version.ref


def _everything_in_tamil(value: Any) -> Any:
    """Each string in several languages, in Tamil too: what stands there does not matter."""
    if isinstance(value, list):
        return [_everything_in_tamil(item) for item in value]
    if not isinstance(value, dict):
        return value
    more = {"ta": "ஊர்"} if isinstance(value.get("en"), str) else {}
    return {key: _everything_in_tamil(item) for key, item in value.items()} | more


def test_a_preview_is_made_with_the_labels_that_were_chosen(
    office: Office, in_tamil: str
) -> None:
    browser = office.browser("viewer")
    at = f"/announcements/{in_tamil}/1/preview?language=ta"

    without, chosen = browser.get(at).text, browser.get(f"{at}&labels=sw").text

    assert "There are no print labels in Tamil" in words(without)
    assert "There are no print labels in Tamil" not in words(chosen)
    assert "Mahali" in chosen
    file = f"/announcements/{in_tamil}/1/print/poster/ta/0"
    assert f'href="{file}?picture=1&amp;labels=sw"' in chosen
    assert browser.get(f"{file}?labels=sw").content.startswith(b"%PDF")
    assert browser.get(f"{file}?picture=1&labels=sw").status_code == 200


def test_a_broadcast_goes_out_with_the_labels_that_were_chosen(
    office: Office, in_tamil: str
) -> None:
    browser, at = office.browser("author"), f"/announcements/{in_tamil}/send"
    asked = {"audience": "everybody", "channels": "print", "when": "now"}

    def looked(**more: str) -> str:
        query = "&".join(f"{k}={v}" for k, v in {**asked, **more}.items())
        return browser.get(f"{at}?{query}").text

    assert "There are no print labels in Tamil" in words(looked())
    shown = looked(labels="sw")
    kept = {name: hidden(shown, name) for name in ("code", "proof", "version")}
    assert browser.send(at, {**asked, "labels": "sw", **kept}).status_code == 303

    page = browser.get(f"/broadcasts/{kept['code']}")
    assert "in Swahili, where a text’s own language has none" in words(page.text)
    with office.store.read() as connection:
        assert broadcasts.by_code(connection, kept["code"]).layout.labels == "sw"


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/announcements/{}/1/preview?labels=xx", id="of a preview"),
        pytest.param(
            "/announcements/{}/send?audience=everybody&channels=print&labels=xx",
            id="of a broadcast",
        ),
    ],
)
def test_labels_that_nobody_has_are_refused_by_name(
    office: Office, in_tamil: str, path: str
) -> None:
    answer = office.browser("author").get(path.format(in_tamil))

    assert answer.status_code == 422
    assert "has no labels. Choose from: am, ar, en" in words(answer.text)


def test_nothing_is_asked_where_every_language_has_labels(office: Office) -> None:
    ref = office.announce()

    page = office.browser("author").get(f"/announcements/{ref}/send")

    assert 'name="labels"' not in page.text
