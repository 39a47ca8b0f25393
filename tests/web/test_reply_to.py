"""A page's code texts the office's number of the country, where it has one that is answered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from outreach.model.route import Route
from outreach.store import routes, users
from outreach.web.app import create_app
from tests.web.conftest import Office
from tests.web.test_layout import BOARD, items, planned

KENYA: dict[str, Any] = {
    "channel": "sms",
    "country": "KE",
    "gateway": "twilio",
    "sender": "+254300000099",
    "sender_kind": "number",
    "answerable": True,
}


def routed(office: Office, own: str = "", **changed: Any) -> None:
    """Texts go by Twilio, by one route; ``own`` is what its settings say of the sender."""
    values = {**office.settings.values, "OUTREACH_TWILIO_SENDER": own}
    office.settings = replace(
        office.settings, routes={"sms": ("twilio",)}, values=values
    )
    office.app = create_app(
        office.settings, office.store, lambda: office.now, office.gateways
    )
    with office.store.write() as connection:
        user = users.user_by_login(connection, "approver")
        assert user
        route = Route(**{**KENYA, **changed})
        routes.put_routes(connection, [route], user.acting_from("test"), office.now)


@pytest.mark.parametrize(
    ("changed", "number"),
    [
        pytest.param({}, "+254 300000099", id="where it takes place"),
        pytest.param({"country": "*"}, "+254 300000099", id="everywhere"),
        pytest.param({"sender": "20880", "sender_kind": "short_code"}, "20880", id="a short code"),
        pytest.param({"sender": None, "own": "+254300000099"}, "+254 300000099", id="the gateway's own"),
        pytest.param({"sender": None, "own": "254300000099"}, "+254 300000099", id="the gateway's own, without its plus"),
        pytest.param({"sender": None, "own": "99912345678"}, "+254 300000014", id="not a number of nowhere: the contact"),
        pytest.param({"country": "UG"}, "+254 300000014", id="not another country's: the contact"),
        pytest.param({"answerable": False}, "+254 300000014", id="not one that nobody reads: the contact"),
        pytest.param({"sender": "Lake", "sender_kind": "alphanumeric"}, "+254 300000014", id="not a name: the contact"),
    ],
)  # fmt: skip
def test_the_code_texts_the_number_that_is_answered(
    office: Office, changed: dict, number: str
) -> None:
    routed(office, **changed)
    office.organisation("Market Group", {**BOARD, "variants": ["large"]})
    ref = office.announce()

    (page,) = items(office, planned(office, ref))

    said = (page.rendition.text or "").replace("\u00a0", " ")
    assert f"Scan to text JOIN 14 to {number}" in said
    base = f"/announcements/{ref}/1"
    shown = office.browser("viewer").get(f"{base}/preview?language=en").text
    assert f"Scan to text JOIN 14 to {number}" in shown.replace("\u00a0", " ")
