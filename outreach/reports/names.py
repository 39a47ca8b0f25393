"""What reports call things that the ledger knows by code."""

from __future__ import annotations

from outreach import registry
from outreach.model.places import country_name
from outreach.model.states import State

CATEGORIES = {
    "ngo": "Non-governmental organisations",
    "popular_organisation": "Popular organisations",
    "media": "Media",
    "local_authority": "Local authorities",
    "business": "Business",
    "research": "Research",
}
WOMEN_LED = {True: "Led by women", False: "Not led by women", None: "Not said"}

#: Where neither the gateway nor we wrote down a reason.
_UNSAID = {
    State.SUPPRESSED: "they have opted out",
    State.CANCELLED: "the broadcast was cancelled or replaced",
    State.EXPIRED: "the event was over",
    State.UNKNOWN: "the gateway has not told what became of it",
}


def reason_of(state: State, code: str | None, detail: str | None) -> str:
    """Why a delivery was missed, in the gateway's words where it said any."""
    said = " ".join(filter(None, (code, detail)))
    return said or _UNSAID.get(state, "no reason was given")


def channel_label(name: str) -> str:
    """A channel's label; its name where the channel has gone."""
    found = registry.plugins().channels.get(name)
    return found.label if found else name


def place_name(country: str, region: str | None) -> str:
    """A place as staff call it: "Kisumu County, Kenya"."""
    named = country_name(country) or country
    return f"{region}, {named}" if region else f"{named}, no region"


def proven_by() -> dict[str, str]:
    """What evidence proves of each channel: that it was aired, or that copies came."""
    channels = registry.plugins().channels
    on_air = registry.aired_channels()
    paper = {n: "received" for n, c in channels.items() if c.freight == "files"}
    return {**paper, **dict.fromkeys(on_air, "aired")}
