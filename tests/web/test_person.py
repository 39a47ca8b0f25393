"""The page Person: looked for, handed over, erased; for administrators alone."""

from __future__ import annotations

import json

import pytest

from tests.web.conftest import Office, words

PHONE = {"who": "+254300000001"}


@pytest.fixture
def there(office: Office) -> Office:
    office.neighbours()
    return office


def test_what_is_held_is_counted_handed_over_and_erased(there: Office) -> None:
    browser = there.browser("administrator")
    assert "Number, e-mail" in words(browser.get("/person").text)
    found = words(browser.send("/person", PHONE).text)
    assert "Women of the Lake" in found
    assert "1 address, 1 consent" in found
    made = browser.send("/person/json", PHONE)
    assert json.loads(made.text)["person"]["addresses"] == ["+254300000001"]
    assert "We agree." in browser.send("/person/text", PHONE).text
    unsure = browser.send("/person/erase", PHONE)
    assert (unsure.status_code, "is not ticked" in unsure.text) == (422, True)
    done = browser.send("/person/erase", {**PHONE, "sure": "yes"})
    assert "Erased: 1 address, 1 consent." in words(done.text)
    page = words(browser.get("/organisations/1").text)
    assert "+254300000001" not in page
    assert "+254300000002" in page


@pytest.mark.parametrize(
    ("form", "says"),
    [
        pytest.param({"who": ""}, "is empty", id="nobody"),
        pytest.param({"who": "0722 451983"}, "no country code", id="whose"),
        pytest.param(
            {"who": "Ann", "organisation": "Radio Lake"}, "is nobody", id="a stranger"
        ),
        pytest.param({"who": "<b>", "organisation": "<i>"}, "&lt;b&gt;", id="markup"),
    ],
)
def test_what_can_not_be_found_is_said_and_kept(
    there: Office, form: dict[str, str], says: str
) -> None:
    answer = there.browser("administrator").send("/person", form)
    assert answer.status_code == 422
    assert says in answer.text


@pytest.mark.parametrize("path", ["/person", "/person/json", "/person/erase"])
def test_it_is_for_administrators(there: Office, path: str) -> None:
    answer = there.browser("approver").send(path, {**PHONE, "sure": "yes"})
    assert answer.status_code == 403
