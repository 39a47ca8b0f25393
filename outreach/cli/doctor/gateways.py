"""Whether each gateway that could carry something would work now."""

from __future__ import annotations

from collections.abc import Iterator

from outreach import registry
from outreach.cli.doctor.finding import Finding, fine, must
from outreach.model.contracts import CanCheck, Gateway, GatewayError
from outreach.model.errors import InputError
from outreach.settings import Settings


def findings(settings: Settings) -> Iterator[Finding]:
    """Each gateway whose settings are there; a route to one that lacks some is told
    with its channel.
    """
    for name, kind in registry.plugins().gateways.items():
        try:
            gateway = registry.gateway(name, settings)
        except InputError:
            continue
        if isinstance(gateway, CanCheck):
            yield _checked(gateway, kind.label)


def _checked(gateway: CanCheck, label: str) -> Finding:
    try:
        gateway.check()
    except GatewayError as error:
        return must(f"{label}: {error}")
    except Exception as error:  # noqa: BLE001  # a bulkhead: it may be a stranger's
        return must(f"{label}: its check failed ({type(error).__name__}).")
    finally:
        _close(gateway)
    return fine(f"{label} would work now.")


def _close(gateway: CanCheck | Gateway) -> None:
    if callable(close := getattr(gateway, "close", None)):
        close()
