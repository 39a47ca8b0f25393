"""What people type fits the columns it goes to: PostgreSQL refuses what SQLite takes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import Column

from outreach.directory.records import read_organisations
from outreach.model.audience import OrganisationRecord
from outreach.model.consent import Consent
from outreach.model.errors import InputError
from outreach.store import opened, users
from outreach.store.tables import (
    addressees,
    consents,
    organisation_topics,
    organisations,
)
from tests.dispatch.conftest import NOW
from tests.dispatch.conftest import settings as settings  # the fixture, here too

RECORD = {"name": "Group", "category": "ngo", "country": "KE"}
ROWS = [
    pytest.param(OrganisationRecord, "name", organisations.c.name, id="name"),
    pytest.param(OrganisationRecord, "region", organisations.c.region, id="region"),
    pytest.param(
        OrganisationRecord, "district", organisations.c.district, id="district"
    ),
    pytest.param(OrganisationRecord, "topics", organisation_topics.c.topic, id="topic"),
    pytest.param(Consent, "how", consents.c.how, id="how they agreed"),
    pytest.param(Consent, "by", consents.c.by, id="who agreed"),
    pytest.param(Consent, "source", consents.c.source, id="where it is kept"),
]


@pytest.mark.parametrize(("model", "field", "column"), ROWS)
def test_a_field_takes_what_its_column_holds_and_no_more(
    model: Any, field: str, column: Column[Any]
) -> None:
    base = (
        RECORD if model is OrganisationRecord else {"at": "2027-01-05", "how": "form"}
    )
    most = column.type.length  # type: ignore[attr-defined]

    def read(length: int) -> Any:
        text = "x" * length
        return model.model_validate(
            {**base, field: [text] if field == "topics" else text}
        )

    assert read(most)
    with pytest.raises(ValueError, match=f"at most {most} characters"):
        read(most + 1)


def test_an_address_is_as_long_as_its_column() -> None:
    most = addressees.c.address.type.length  # type: ignore[attr-defined]
    place = {"channel": "radio", "language": "en", "timezone": "Africa/Nairobi"}
    reached = [{**place, "address": "x" * (most + 1)}]
    with pytest.raises(InputError, match="address"):
        read_organisations(json.dumps([{**RECORD, "addressees": reached}]))


@pytest.mark.parametrize(("field", "most"), [("login", 120), ("name", 200)])
def test_a_user_too_long_for_its_column_is_told_so(
    settings: Any, field: str, most: int
) -> None:
    values = {"login": "ann", "name": "Ann", field: "x" * (most + 1)}
    with opened(settings) as store, store.write() as connection:
        with pytest.raises(InputError, match=f"{field}.*may have {most} characters"):
            users.add_user(connection, role="author", password=None, now=NOW, **values)
        values[field] = "x" * most
        assert users.add_user(
            connection, role="author", password=None, now=NOW, **values
        )
