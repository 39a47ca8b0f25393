"""Whether Kannel would take a text now, without sending one. Without an answer, both
raise NotWritten or CutOff.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from channels.gateways.kannel.answers import meaning
from channels.gateways.kannel.settings import KannelSettings
from channels.gateways.web import Web
from channels.gateways.window import Stop, masked
from outreach.model.contracts import GatewayError

_SMSC = re.compile(r"^\s+(?:\S+)\[(?P<id>[^\]]*)\]\s+.*?\((?P<state>[a-z-]+)", re.M)


async def check_user(web: Web, settings: KannelSettings) -> None:
    """Ask for a text to nobody: Kannel knows the user, then misses the number (400)."""
    head = {
        "X-Kannel-Username": settings.username,
        "X-Kannel-Password": settings.password.get_secret_value(),
        "X-Kannel-To": "",
        "X-Kannel-From": settings.sender or "0",
        "Content-Type": "text/plain; charset=UTF-8",
    }
    answer = await web.request("POST", settings.url, headers=head)
    if answer.status == 400 and "receiver" in answer.text:
        return
    said = meaning(answer.status, answer.text, route_works=False)
    if isinstance(said, Stop):
        raise GatewayError(said.message, permanent=said.permanent)
    raise GatewayError(
        f"Kannel answered with HTTP {answer.status}: try again in a few minutes."
    )


async def check_routes(web: Web, settings: KannelSettings) -> None:
    """Read the status page, where there is its address: our route must be online."""
    if settings.status_url is None:
        return
    secret = settings.status_password
    password = quote(secret.get_secret_value() if secret else "", safe="")
    url = f"{settings.status_url}/status.txt?password={password}"
    answer = await web.request("GET", url)
    page = answer.text
    if answer.status != 200 or not page.startswith("Kannel"):
        raise GatewayError(
            f"Kannel's status page refused ({masked(page)[:40]}). Check "
            "OUTREACH_KANNEL_STATUS_URL and OUTREACH_KANNEL_STATUS_PASSWORD.",
            permanent=True,
        )
    found = {m["id"]: m["state"] for m in _SMSC.finditer(page)}
    _check_online(found, settings.smsc)


def _check_online(found: dict[str, str], smsc: str | None) -> None:
    if smsc is not None and smsc not in found:
        raise GatewayError(
            f"Kannel has no smsc-id “{smsc}”. Check OUTREACH_KANNEL_SMSC.",
            permanent=True,
        )
    states = [found[smsc]] if smsc else list(found.values())
    if "online" not in states:
        raise GatewayError(
            "Kannel has no connection to the operator now. See its bearerbox log."
        )
