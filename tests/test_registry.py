"""Plug-ins are found by entry point; a broken one is told and takes nothing else down."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from outreach import registry
from outreach.model.errors import InputError
from outreach.settings import read_settings

CHANNEL = """
from outreach.model.contracts import Variant
from outreach.model.rendition import ChannelOptions

class Pigeon:
    name = "pigeon"
    label = "Pigeon post"
    variants = (Variant(name="leg", label="Around the leg"),)
    languages = frozenset({"en"})
    options_type = ChannelOptions
    freight = "text"
    revision = "1"

    def render(self, subject, languages, variant, options):
        raise NotImplementedError
"""
GATEWAY = """
from outreach.model.contracts import Capabilities, Fate, GatewaySettings

class LoftSettings(GatewaySettings):
    token: str
    birds: int = 1

class Loft:
    name = "loft"
    label = "Pigeon loft"
    settings_type = LoftSettings
    capabilities = Capabilities(
        freight=frozenset({"text"}), window=1, fate=Fate.HOLD, own_id=False, receipts="none"
    )

    def __init__(self, settings):
        self.settings = settings

    def send(self, window):
        return []
"""
Install = Callable[..., None]


@pytest.fixture
def ours() -> tuple[set[str], set[str]]:
    """The names of our own channels and gateways, with no stranger about."""
    registry.plugins.cache_clear()
    found = registry.plugins()
    return set(found.channels), set(found.gateways)


@pytest.fixture
def install(
    ours: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Install]:
    """Puts a distribution on the path: its module, and what its entry points name.

    Ours are looked up before: the standard library remembers what a folder had.
    """
    modules: list[str] = []

    def put(
        name: str, module: str, group: str = registry.CHANNELS, **entries: str
    ) -> None:
        code = name.replace("-", "_")
        modules.append(code)
        (tmp_path / f"{code}.py").write_text(module)
        info = tmp_path / f"{code}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
        )
        lines = [f"{entry} = {code}:{thing}" for entry, thing in entries.items()]
        (info / "entry_points.txt").write_text("\n".join([f"[{group}]", *lines]) + "\n")
        importlib.invalidate_caches()

    monkeypatch.syspath_prepend(tmp_path)
    registry.plugins.cache_clear()
    yield put
    registry.plugins.cache_clear()
    for code in modules:
        sys.modules.pop(code, None)


def test_a_third_partys_channel_stands_beside_ours(install: Install, ours):
    install("outreach-pigeon", CHANNEL, pigeon="Pigeon")

    found = registry.plugins()

    assert set(found.channels) == ours[0] | {"pigeon"}
    assert registry.channel("pigeon").label == "Pigeon post"


def test_a_third_partys_gateway_stands_beside_ours(install: Install, ours):
    install("outreach-loft", GATEWAY, registry.GATEWAYS, loft="Loft")

    assert set(registry.plugins().gateways) == ours[1] | {"loft"}


BROKEN = [
    ("its module raises", "1 / 0", "x", "Pigeon", "ZeroDivisionError: division by zero"),
    ("its module ends the process", "import sys; sys.exit('bye')", "x", "Pigeon", "SystemExit: bye"),
    ("its module does not parse", "def", "x", "Pigeon", "SyntaxError: invalid syntax"),
    ("its module wants what is not installed", "import no_such_module", "x", "Pigeon", "ModuleNotFoundError: No module named 'no_such_module'"),
    ("its class is not there", CHANNEL, "pigeon", "Dove", "AttributeError: module 'outreach_stranger' has no attribute 'Dove'"),
    ("its constructor raises", CHANNEL + "\n    def __init__(self):\n        raise OSError('no bird')", "pigeon", "Pigeon", "OSError: no bird"),
    ("its constructor wants something", CHANNEL + "\n    def __init__(self, bird):\n        pass", "pigeon", "Pigeon", "TypeError: Pigeon.__init__() missing 1 required positional argument: 'bird'"),
    ("it lacks members", CHANNEL.replace("revision", "version").replace("freight", "load"), "pigeon", "Pigeon", "TypeError: it lacks freight, revision"),
    ("it is not a class", CHANNEL + "\nPigeon = None", "pigeon", "Pigeon", "TypeError: 'NoneType' object is not callable"),
    ("it goes by another name than its entry", CHANNEL, "dove", "Pigeon", "TypeError: its name is “pigeon”, its entry point’s is “dove”; they must be equal"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("module", "entry", "thing", "reason"),
    [pytest.param(*row, id=why) for why, *row in BROKEN],
)
def test_a_broken_channel_is_told_by_name_distribution_and_reason(
    install: Install, ours, module: str, entry: str, thing: str, reason: str
):
    install("outreach-stranger", module, **{entry: thing})

    found = registry.plugins()

    [broken] = [b for b in found.broken if b.distribution == "outreach-stranger"]
    assert broken.group == registry.CHANNELS
    assert broken.name == entry
    assert broken.reason.startswith(reason)
    assert (set(found.channels), set(found.gateways)) == ours


def test_a_gateway_that_lacks_members_is_told(install: Install, ours):
    module = GATEWAY.replace("def send", "def dispatch").replace("label", "title")
    install("outreach-stranger", module, registry.GATEWAYS, loft="Loft")

    found = registry.plugins()

    assert set(found.gateways) == ours[1]
    assert registry.Broken(
        group=registry.GATEWAYS,
        name="loft",
        distribution="outreach-stranger",
        reason="TypeError: it lacks label, send",
    ) in found.broken  # fmt: skip


def test_nobody_takes_the_name_of_one_of_ours(install: Install, ours):
    """A stranger's “radio” must not speak in the place of ours."""
    name = "radio"
    install("a-stranger", CHANNEL.replace("pigeon", name), **{name: "Pigeon"})

    found = registry.plugins()

    told = [b.reason for b in found.broken if b.distribution == "a-stranger"]
    if name in ours[0]:
        assert found.channels[name].label != "Pigeon post"
        assert told == ["TypeError: another distribution already has this name"]
    assert name in found.channels


def test_of_two_strangers_with_one_name_one_works_and_one_is_told(install: Install):
    install("pigeon-one", CHANNEL, pigeon="Pigeon")
    install("pigeon-two", CHANNEL, pigeon="Pigeon")

    found = registry.plugins()

    told = [b for b in found.broken if b.name == "pigeon"]
    assert [b.reason for b in told] == [
        "TypeError: another distribution already has this name"
    ]
    assert "pigeon" in found.channels


def test_an_unknown_channel_is_told_with_those_there_are(install: Install):
    install("outreach-pigeon", CHANNEL, pigeon="Pigeon")

    with pytest.raises(
        InputError, match=r"There is no channel “fax”\. There are: .*pigeon"
    ):
        registry.channel("fax")


def test_an_unknown_gateway_is_told_with_those_there_are(install: Install):
    install("outreach-loft", GATEWAY, registry.GATEWAYS, loft="Loft")

    with pytest.raises(
        InputError, match=r"There is no gateway “fax”\. There are: .*loft"
    ):
        registry.gateway("fax", read_settings({}))


GATEWAY_SETTINGS = [
    ("a setting left out", {}, "OUTREACH_LOFT_TOKEN: is not set; the gateway loft needs it."),
    ("a setting of the wrong kind", {"OUTREACH_LOFT_TOKEN": "t", "OUTREACH_LOFT_BIRDS": "many"}, "OUTREACH_LOFT_BIRDS: "),
]  # fmt: skip


@pytest.mark.parametrize(
    ("environment", "told"),
    [r[1:] for r in GATEWAY_SETTINGS],
    ids=[r[0] for r in GATEWAY_SETTINGS],
)
def test_a_gateways_bad_setting_is_told_by_its_name(
    install: Install, environment: dict[str, str], told: str
):
    install("outreach-loft", GATEWAY, registry.GATEWAYS, loft="Loft")

    with pytest.raises(InputError) as caught:
        registry.gateway("loft", read_settings(environment))

    assert str(caught.value).startswith(told)


def test_a_gateway_gets_its_own_settings_and_the_shared_ones(install: Install):
    install("outreach-loft", GATEWAY, registry.GATEWAYS, loft="Loft")
    environment = {
        "OUTREACH_LOFT_TOKEN": "secret",
        "OUTREACH_OUT": "/tmp/letters",  # noqa: S108  # a name; nothing is written
        "OUTREACH_PUBLIC_URL": "https://outreach.example.org/",
    }

    made = registry.gateway("loft", read_settings(environment))

    got = made.settings  # type: ignore[attr-defined]
    assert (got.token, got.birds) == ("secret", 1)
    assert str(got.out) == "/tmp/letters"  # noqa: S108
    assert got.public_url == "https://outreach.example.org"


def test_a_channel_goes_by_the_gateway_that_the_routes_name(install: Install):
    install("outreach-pigeon", CHANNEL, pigeon="Pigeon")
    channel = registry.channel("pigeon")

    assert (
        registry.route(channel, read_settings({"OUTREACH_ROUTES": "pigeon=loft"}))
        == "loft"
    )


def test_a_gateway_that_needs_settings_is_never_chosen_unasked(install: Install):
    install("outreach-pigeon", CHANNEL, pigeon="Pigeon")
    install(
        "outreach-loft", GATEWAY.replace('"loft"', '"aa"'), registry.GATEWAYS, aa="Loft"
    )

    chosen = None
    try:
        chosen = registry.route(registry.channel("pigeon"), read_settings({}))
    except InputError as error:
        assert "Set OUTREACH_ROUTES=pigeon=GATEWAY." in str(error)

    assert chosen != "aa"
