"""Settings come from the environment; none is required, and a bad one is named."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import FrozenInstanceError, fields
from datetime import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from outreach.settings import SettingError, Settings, read_settings


def test_no_setting_is_required():
    found = read_settings({})

    assert found.database_url == "sqlite:///outreach-data/outreach.db"
    assert found.timezone == "UTC"
    assert found.approvals == 1
    assert found.currency == "USD"
    assert found.budget is None
    assert found.paper == "a4"
    assert found.sheet_price is None
    assert found.out == Path("out")
    assert found.public_url is None
    assert found.routes == {}
    assert found.quiet_hours is None
    assert found.rest_days == frozenset()
    assert found.data_dir == Path("outreach-data")


GIVEN: list[tuple[str, str, Any]] = [
    ("database_url", "postgresql://office@db/outreach", "postgresql://office@db/outreach"),
    ("timezone", "Africa/Nairobi", "Africa/Nairobi"),
    ("public_directory", "yes", True),
    ("public_directory", "No", False),
    ("approvals", "0", 0),
    ("approvals", "2", 2),
    ("country", "KE", "KE"),
    ("currency", "KES", "KES"),
    ("budget", "250.00", Decimal(250)),
    ("paper", "letter", "letter"),
    ("sheet_price", "2.50", Decimal("2.50")),
    ("out", "/srv/letters", Path("/srv/letters")),
    ("office", "Lake Network", "Lake Network"),
    ("office_phones", "+254 20 2345678, 116", "+254 20 2345678, 116"),
    ("office_address", "P.O. Box 14; Kisumu", "P.O. Box 14; Kisumu"),
    ("focal_points", "Amina | Kisumu | 116\nPeter", "Amina | Kisumu | 116\nPeter"),
    ("inbound_days", "90", 90),
    ("delivery_days", "90", 90),
    ("addressee_days", "90", 90),
    ("withdrawn_days", "90", 90),
    ("reminder_days", "90", 90),
    ("log", "json", "json"),
    ("metrics_port", "9464", 9464),
    ("backup_dir", "/mnt/stick", Path("/mnt/stick")),
    ("font_dirs", "/usr:/etc", (Path("/usr"), Path("/etc"))),
    ("backup_keep", "30", 30),
    ("backup_at", "23:45", time(23, 45)),
    ("public_url", "https://outreach.example.org/", "https://outreach.example.org"),
    (
        "routes",
        "sms=twilio,outbox  print=pack",
        {"sms": ("twilio", "outbox"), "print": ("pack",)},
    ),
    ("quiet_hours", "21:00-07:00", (time(21), time(7))),
    ("quiet_hours", " 13:00 - 14:30 ", (time(13), time(14, 30))),
    ("rest_days", "sun", frozenset([6])),
    ("rest_days", "Fri, sat", frozenset([4, 5])),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given", "found"), GIVEN)
def test_each_setting_is_read_from_its_variable(name: str, given: str, found: Any):
    settings = read_settings({f"OUTREACH_{name.upper()}": given})

    assert getattr(settings, name) == found


@pytest.mark.parametrize(("name", "given", "found"), GIVEN)
def test_each_setting_is_read_from_the_file_that_its_variable_names(
    tmp_path: Path, name: str, given: str, found: Any
):
    """Container secrets come as files, most with a newline at the end."""
    (tmp_path / "secret").write_text(given + "\n")

    settings = read_settings(
        {f"OUTREACH_{name.upper()}_FILE": str(tmp_path / "secret")}
    )

    assert getattr(settings, name) == found


def test_every_field_is_tried_above():
    tried = {name for name, _, _ in GIVEN}

    assert {field.name for field in fields(Settings)} == tried | {"values"}


@pytest.mark.parametrize(("name", "given", "found"), GIVEN)
def test_an_empty_variable_counts_as_none(name: str, given: str, found: Any):
    """Compose files pass on variables that nobody has set as empty ones."""
    empty = read_settings({f"OUTREACH_{name.upper()}": ""})

    assert getattr(empty, name) == getattr(read_settings({}), name)


BAD = [
    ("a zone nobody knows", {"OUTREACH_TIMEZONE": "Nairobi"}, "OUTREACH_TIMEZONE: “Nairobi” is not a time zone. Use a name such as Africa/Nairobi."),
    ("a path for a zone", {"OUTREACH_TIMEZONE": "../../etc/passwd"}, "OUTREACH_TIMEZONE: “../../etc/passwd” is not a time zone. Use a name such as Africa/Nairobi."),
    ("a folder for a zone", {"OUTREACH_TIMEZONE": "Africa"}, "OUTREACH_TIMEZONE: “Africa” is not a time zone. Use a name such as Africa/Nairobi."),
    ("a paper that is not made", {"OUTREACH_PAPER": "b5"}, "OUTREACH_PAPER: “b5” is neither a4 nor letter."),
    ("a word for a number", {"OUTREACH_APPROVALS": "two"}, "OUTREACH_APPROVALS: “two” is not a whole number."),
    ("less than none", {"OUTREACH_APPROVALS": "-1"}, "OUTREACH_APPROVALS: “-1” is not a whole number."),
    ("half a person", {"OUTREACH_APPROVALS": "1.5"}, "OUTREACH_APPROVALS: “1.5” is not a whole number."),
    ("a route without a gateway", {"OUTREACH_ROUTES": "sms="}, "OUTREACH_ROUTES: “sms=” is not of the form channel=gateway."),
    ("a route without a channel", {"OUTREACH_ROUTES": "=twilio"}, "OUTREACH_ROUTES: “=twilio” is not of the form channel=gateway."),
    ("a route without a sign", {"OUTREACH_ROUTES": "sms=pack twilio"}, "OUTREACH_ROUTES: “twilio” is not of the form channel=gateway."),
    ("days that are no number", {"OUTREACH_REMINDER_DAYS": "a week"}, "OUTREACH_REMINDER_DAYS: “a week” is not a whole number."),
    ("quiet from when only", {"OUTREACH_QUIET_HOURS": "21:00"}, "OUTREACH_QUIET_HOURS: “21:00” is not from when until when. Write 21:00-07:00, or nothing for none."),
    ("quiet at no hour of the day", {"OUTREACH_QUIET_HOURS": "21:00-25:00"}, "OUTREACH_QUIET_HOURS: “21:00-25:00” is not from when until when. Write 21:00-07:00, or nothing for none."),
    ("quiet all day", {"OUTREACH_QUIET_HOURS": "07:00-07:00"}, "OUTREACH_QUIET_HOURS: “07:00-07:00” is the whole day, so nothing would ever go out. Write 21:00-07:00, or nothing for none."),
    ("a day in another form", {"OUTREACH_REST_DAYS": "sunday"}, "OUTREACH_REST_DAYS: “sunday” is not a day. Write some of mon, tue, wed, thu, fri, sat, sun, such as fri,sat."),
    ("rest all week", {"OUTREACH_REST_DAYS": "mon,tue,wed,thu,fri,sat,sun"}, "OUTREACH_REST_DAYS: it names all seven days, so nothing would ever go out. Leave out a day."),
    ("neither open nor shut", {"OUTREACH_PUBLIC_DIRECTORY": "maybe"}, "OUTREACH_PUBLIC_DIRECTORY: “maybe” is neither yes nor no."),
    ("no time of day", {"OUTREACH_BACKUP_AT": "24:00"}, "OUTREACH_BACKUP_AT: “24:00” is not a time of day. Write it as 02:00."),
    ("no currency", {"OUTREACH_CURRENCY": "dollars"}, "OUTREACH_CURRENCY: “dollars” is not a currency code. Use three capital letters such as KES."),
    ("a country by its name", {"OUTREACH_COUNTRY": "Kenya"}, "OUTREACH_COUNTRY: “Kenya” is not a country code. Use two capital letters such as KE."),
    ("no budget", {"OUTREACH_BUDGET": "a lot"}, "OUTREACH_BUDGET: “a lot” is not an amount. Write it as 250.00."),
    ("less than nothing", {"OUTREACH_BUDGET": "-5"}, "OUTREACH_BUDGET: “-5” is not an amount. Write it as 250.00."),
    ("no kind of log", {"OUTREACH_LOG": "xml"}, "OUTREACH_LOG: “xml” is neither text nor json."),
    ("no backup is kept", {"OUTREACH_BACKUP_KEEP": "0"}, "OUTREACH_BACKUP_KEEP: keep 1 backup or more."),
    ("no number of backups", {"OUTREACH_BACKUP_KEEP": "a few"}, "OUTREACH_BACKUP_KEEP: “a few” is not a whole number."),
    ("a file that is not there", {"OUTREACH_TWILIO_TOKEN_FILE": "/no/such"}, "OUTREACH_TWILIO_TOKEN_FILE: can't read /no/such (No such file or directory)."),
    ("a folder for a file", {"OUTREACH_TWILIO_TOKEN_FILE": "/"}, "OUTREACH_TWILIO_TOKEN_FILE: can't read / (Is a directory)."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("environment", "sentence"), [r[1:] for r in BAD], ids=[r[0] for r in BAD]
)
def test_a_bad_setting_is_told_by_name(environment: Mapping[str, str], sentence: str):
    with pytest.raises(SettingError) as caught:
        read_settings(environment)

    assert str(caught.value) == sentence


@pytest.mark.parametrize("value_first", [True, False])
def test_the_file_wins_over_the_variable_in_either_order(
    tmp_path: Path, value_first: bool
):
    (tmp_path / "zone").write_text("Africa/Nairobi")
    both = {
        "OUTREACH_TIMEZONE": "UTC",
        "OUTREACH_TIMEZONE_FILE": str(tmp_path / "zone"),
    }
    ordered = both if value_first else dict(reversed(both.items()))

    assert read_settings(ordered).timezone == "Africa/Nairobi"


def test_a_plug_in_sees_its_own_settings_and_no_other(tmp_path: Path):
    (tmp_path / "token").write_text("secret\n")
    settings = read_settings(
        {
            "OUTREACH_MY_GATE_TOKEN_FILE": str(tmp_path / "token"),
            "OUTREACH_MY_GATE_SENDER": "+12125550164",
            "OUTREACH_MY_OTHER": "x",
            "MY_GATE_TOKEN": "not ours",
            "PATH": "/usr/bin",
        }
    )

    assert settings.of_plugin("my-gate") == {
        "token": "secret",
        "sender": "+12125550164",
    }
    assert "PATH" not in settings.values


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("sqlite:///outreach.db", "."),
        ("sqlite:////data/outreach.db", "/data"),
        ("postgresql://db/outreach", "outreach-data"),
    ],
)
def test_lock_socket_and_key_stand_beside_the_database(url: str, folder: str):
    assert read_settings({"OUTREACH_DATABASE_URL": url}).data_dir == Path(folder)


def test_the_processs_own_environment_is_read_where_none_is_given(
    monkeypatch: pytest.MonkeyPatch,
):
    for name in [n for n in os.environ if n.startswith("OUTREACH_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("OUTREACH_TIMEZONE", "Asia/Kolkata")

    assert read_settings().timezone == "Asia/Kolkata"


def test_settings_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        read_settings({}).approvals = 0  # type: ignore[misc]
