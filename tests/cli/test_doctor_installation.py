"""What the doctor says of packages, versions, fonts, routes and gateways."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from outreach import registry
from outreach.cli.doctor import gateways, installation
from outreach.cli.doctor.finding import Finding
from outreach.model.contracts import GatewayError
from outreach.settings import read_settings
from outreach.typesetting import faces
from tests.fakes.plugins import RecordingGateway, fake_plugins


def wrong(found: Sequence[Finding]) -> list[str]:
    return [finding.sentence for finding in found if not finding.sound]


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        pytest.param((3, 51, 2), "known fault", id="the last with the fault"),
        pytest.param((3, 51, 3), "SQLite", id="the first without"),
    ],
)
def test_sqlite_is_told_by_its_version(
    monkeypatch: pytest.MonkeyPatch, version: tuple[int, ...], sentence: str
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    found = installation.sqlite()
    assert found.sound
    assert sentence in found.sentence


def test_sqlite_is_looked_at_only_where_it_is_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(registry, "plugins", fake_plugins)

    def said(url: str) -> str:
        settings = read_settings({"OUTREACH_DATABASE_URL": url})
        return " ".join(f.sentence for f in installation.findings(settings))

    assert "SQLite" in said("sqlite:///o.db")
    assert "SQLite" not in said("postgresql://db/o")


@pytest.mark.parametrize(
    ("version", "sound"),
    [
        pytest.param("3.11.3", True, id="the one we pin"),
        pytest.param("4.0.0a6", False, id="another interface, never finished"),
    ],
)
def test_the_scheduler_must_be_of_the_line_we_know(
    monkeypatch: pytest.MonkeyPatch, version: str, sound: bool
) -> None:
    monkeypatch.setattr(installation, "version", lambda name: version)
    assert installation.scheduler().sound is sound


def test_another_distribution_over_our_names_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    owners = {"channels": ["outreach", "Channels"], "templates": ["outreach"]}
    monkeypatch.setattr(installation, "packages_distributions", lambda: owners)
    (said,) = wrong(list(installation.own_packages()))
    assert said.startswith(
        "“channels” also comes from Channels: install Outreach in an"
    )


def gone(*_: object) -> None:
    raise FileNotFoundError("NotoSans-400.ttf")


@pytest.mark.parametrize(
    ("load", "sound"),
    [
        pytest.param(faces.face, True, id="those that are shipped"),
        pytest.param(gone, False, id="a file is missing"),
        pytest.param(lambda *_: _Empty(), False, id="a file is no font: it has no letter"),
    ],
)  # fmt: skip
def test_fonts_must_load(
    monkeypatch: pytest.MonkeyPatch, load: Callable[..., Any], sound: bool
) -> None:
    monkeypatch.setattr(installation, "face", load)
    found = installation.fonts()
    assert found.sound is sound
    assert sound or "NotoNastaliqUrdu-400 can't be read" in found.sentence


class _Empty:
    def has(self, text: str) -> bool:
        return False


@pytest.mark.parametrize(
    ("routes", "says"),
    [
        pytest.param("text=nothing", "Text: There is no gateway “nothing”", id="no such gateway"),
        pytest.param("text=recorder,nothing", "Text: There is no gateway “nothing”", id="the second of two"),
        pytest.param("text=texts paper=texts", "Paper is routed to texts, which carries no files", id="paper by text message"),
    ],
)  # fmt: skip
def test_a_route_that_leads_nowhere_is_told(
    monkeypatch: pytest.MonkeyPatch, routes: str, says: str
) -> None:
    monkeypatch.setattr(registry, "plugins", with_texts)
    found = installation.plugins(read_settings({"OUTREACH_ROUTES": routes}))
    (said,) = wrong(list(found))
    assert said.startswith(says)


class Texts(RecordingGateway):
    """Carries texts only, and can be checked."""

    name = "texts"
    label = "Texts"
    capabilities = type(RecordingGateway.capabilities)(
        freight=frozenset({"text"}),
        window=1,
        fate=RecordingGateway.capabilities.fate,
        own_id=True,
        receipts="none",
    )
    fault: Exception | None = None

    def check(self) -> None:
        if self.fault:
            raise self.fault


def with_texts() -> registry.Plugins:
    found = fake_plugins()
    return registry.Plugins(
        channels=found.channels, gateways={**found.gateways, "texts": Texts}
    )


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        pytest.param(None, "Texts would work now.", id="signed in"),
        pytest.param(GatewayError("Twilio refused. Check the token."), "Texts: Twilio refused. Check the token.", id="refused"),
        pytest.param(ZeroDivisionError("+254722000001"), "Texts: its check failed (ZeroDivisionError).", id="a stranger's mistake: told without its text"),
    ],
)  # fmt: skip
def test_each_gateway_that_can_be_checked_is(
    monkeypatch: pytest.MonkeyPatch, fault: Exception | None, sentence: str
) -> None:
    monkeypatch.setattr(registry, "plugins", with_texts)
    monkeypatch.setattr(Texts, "fault", fault)
    (found,) = gateways.findings(read_settings({}))
    assert found == Finding(fault is None, sentence)
