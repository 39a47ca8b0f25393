"""The leaflet of an office: on its page, and by command."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from outreach.cli.leaflet import leaflet
from outreach.inbox import leaflet as making
from outreach.model.errors import InputError
from outreach.model.route import Route
from outreach.settings import read_settings
from outreach.store import routes, users
from tests.typesetting.reading import text_of
from tests.web.conftest import Browser, Office, words

TYPED = {
    "OUTREACH_OFFICE": "Lake Office",
    "OUTREACH_OFFICE_PHONES": "+254 20 2345678",
    "OUTREACH_OFFICE_ADDRESS": "P.O. Box 14; Kisumu",
    "OUTREACH_FOCAL_POINTS": "Amina Otieno | Town Hall | +254 722 451983",
}
MODEM = {"OUTREACH_ROUTES": "sms=smsgate", "OUTREACH_SMSGATE_SENDER": "+254711000001"}
TWILIO = {"OUTREACH_ROUTES": "sms=twilio"}


def put(office: Office, country: str, **values: Any) -> None:
    """A route by Twilio."""
    sender = {"sender": "+254711000001", "sender_kind": "number", "answerable": True}
    route = Route(
        channel="sms", country=country, gateway="twilio", **{**sender, **values}
    )
    with office.store.write() as connection:
        user = users.user_by_login(connection, "approver")
        assert user
        routes.put_routes(connection, [route], user.acting_from("test"), office.now)


NAME = {"sender": "LAKE", "sender_kind": "alphanumeric", "answerable": False}
SHORT = {"sender": "22141", "sender_kind": "short_code"}


@pytest.mark.parametrize(
    ("table", "country", "number"),
    [
        pytest.param({"KE": {}}, None, "+254 711 000001", id="the only country"),
        pytest.param({"KE": {}, "UG": {}}, None, "+254 711 000001", id="one number for all"),
        pytest.param({"KE": SHORT}, "KE", "22141", id="a short code"),
        pytest.param({"KE": {"sender": "254711000001"}}, None, "+254 711 000001", id="its plus left out"),
        pytest.param({"KE": {}, "UG": NAME}, "UG", None, id="a name can't be answered"),
        pytest.param({"KE": {}, "UG": NAME}, "KE", "+254 711 000001", id="a number can"),
        pytest.param({"KE": {}}, "TZ", None, id="no texts go there"),
        pytest.param({"+254": {}}, "KE", "+254 711 000001", id="by calling code"),
        pytest.param({"+254": {}}, None, "+254 711 000001", id="the only calling code"),
        pytest.param({"*": NAME}, None, None, id="a name everywhere"),
        pytest.param({}, None, None, id="no route"),
    ],
)  # fmt: skip
def test_the_number_is_one_that_people_there_can_answer(office, table, country, number):
    for place, values in table.items():
        put(office, place, **values)
    settings = read_settings({**TYPED, **TWILIO})
    with office.store.read() as connection:
        assert making.office_of(connection, settings, country).text_to == number


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"KE": {}, "UG": SHORT}, "Say the country of the leaflet: KE, UG."),
        ({"KE": {}, "*": NAME}, "Say the country of the leaflet: KE, or any other."),
    ],
)
def test_where_numbers_differ_the_country_is_asked_for(office, table, said):
    for place, values in table.items():
        put(office, place, **values)
    settings = read_settings({**TYPED, **TWILIO})
    with office.store.read() as connection, pytest.raises(InputError) as error:
        making.office_of(connection, settings)
    assert said in str(error.value)


def browser(office: Office, **more: str) -> Browser:
    """A viewer of an office that has typed in who it is."""
    settings = replace(office.settings, **_fields({**TYPED, **more}))
    return Office(settings, office.store, office.gateways).browser("viewer")


def _fields(typed: dict[str, str]) -> dict[str, Any]:
    found = read_settings(typed)
    names = ("office", "office_phones", "office_address", "focal_points", "routes", "values")  # fmt: skip
    return {name: getattr(found, name) for name in names}


def test_the_page_offers_the_sheet_and_says_what_to_know(office):
    seen = browser(office, **MODEM)
    first = seen.get("/leaflet")
    assert "leaflet.pdf" not in first.text

    page = seen.get("/leaflet?language=sw&second=en&paper=letter&country=")
    assert page.status_code == 200
    assert "No native speaker has reviewed the Swahili labels" in words(page.text)
    assert "2 pages, to be printed on both sides" in words(page.text)
    at = "/leaflet.pdf?language=sw&amp;second=en&amp;paper=letter"
    assert f'href="{at}"' in page.text
    file = seen.get(at.replace("&amp;", "&"))
    assert 'filename="leaflet.sw-en.pdf"' in file.headers["content-disposition"]
    assert "+254 711 000001" in text_of(file.content)
    picture = seen.get("/leaflet.png?language=sw")
    assert picture.headers["content-type"] == "image/png"


def test_pages_lead_to_it(office):
    assert 'href="/leaflet"' in browser(office).get("/organisations").text


def test_what_is_lacking_is_said_on_the_page(office):
    page = words(office.browser("viewer").get("/leaflet?language=fr").text)
    assert "A leaflet would name no way to reach the office." in page

    page = words(
        browser(office, OUTREACH_FOCAL_POINTS="").get("/leaflet?language=en").text
    )
    assert "It does not offer texting" in page
    assert "It names no focal point: set OUTREACH_FOCAL_POINTS." in page


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        pytest.param("language=de", 422, "There is no leaflet in German.", id="no wording"),
        pytest.param("language=en&second=en", 422, "Name them once each", id="one twice"),
        pytest.param("language=en&country=Kenya", 422, "country: is no country", id="no country"),
        pytest.param("language=%3Cb%3E", 422, "no leaflet in &lt;b&gt;", id="markup"),
        pytest.param("language=en&paper=a5", 404, "", id="no such paper"),
    ],
)  # fmt: skip
def test_what_can_not_be_made_is_told(office, asked, status, said):
    seen = browser(office, **MODEM)
    answer = seen.get(f"/leaflet?{asked}")

    assert answer.status_code == seen.get(f"/leaflet.pdf?{asked}").status_code == status
    assert said in answer.text


def outreach(office: Office, *arguments: str, **settings: str) -> Result:
    environment = {
        "OUTREACH_DATABASE_URL": office.settings.database_url,
        "OUTREACH_OUT": str(office.settings.out),
        **settings,
    }
    return CliRunner().invoke(leaflet, arguments, env=environment)


def test_the_command_writes_it_beside_a_server(office, tmp_path: Path):
    put(office, "KE", **SHORT)
    done = outreach(
        office, "--language", "sw", "--language", "en", "--country", "KE",
        "--out", f"{tmp_path}/sheets", **TYPED, **TWILIO,
    )  # fmt: skip

    assert done.exit_code == 0, done.output
    path = tmp_path / "sheets" / "leaflet.sw-en.pdf"
    assert done.stdout == f"{path}\n"
    assert text_of(path.read_bytes()).count("22141") == 2
    assert done.stderr.startswith("note: No native speaker has reviewed the Swahili")


def test_the_command_needs_no_database(tmp_path: Path):
    environment = {"OUTREACH_DATABASE_URL": f"sqlite:///{tmp_path}/x/none.db", "OUTREACH_OUT": str(tmp_path)}  # fmt: skip
    done = CliRunner().invoke(
        leaflet, ["--language", "en"], env={**environment, **TYPED}
    )

    assert done.exit_code == 0, done.output
    assert "It does not offer texting" in done.stderr
    assert "Please call us or send us a letter." in text_of((tmp_path / "leaflet.en.pdf").read_bytes())  # fmt: skip
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        pytest.param([], 2, "--language", id="no language"),
        pytest.param(["--language", "../x"], 1, "There is no leaflet in", id="no language of ours"),
        pytest.param(["--language", "en", "--paper", "a5"], 2, "letter", id="no such paper"),
        pytest.param(["--language", "en", "--country", "K"], 1, "is no country", id="no country"),
    ],
)  # fmt: skip
def test_the_command_says_what_is_wrong(office, arguments, code, said):
    done = outreach(office, *arguments, **TYPED)

    assert done.exit_code == code
    assert said in (done.output + str(done.exception))
    assert not list(office.settings.out.glob("*"))
