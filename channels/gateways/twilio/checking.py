"""Signing in to Twilio without sending anything: its own account is fetched."""

from __future__ import annotations

from typing import Any

from twilio.base.exceptions import (  # type: ignore[import-untyped]
    TwilioException,
    TwilioRestException,
)

from channels.gateways.twilio.answers import refusal
from channels.gateways.window import Stop
from outreach.model.contracts import GatewayError


async def check_account(client: Any) -> None:
    """Raises GatewayError where the account may not send; NotWritten or CutOff without an
    answer.
    """
    try:
        account = await client.api.accounts(client.username).fetch_async()
    except TwilioRestException as error:
        raise _refused(error) from None
    except (TwilioException, ValueError, TypeError, AttributeError, KeyError):
        raise GatewayError(
            "Twilio answered something that can't be read. Check OUTREACH_TWILIO_BASE_URL."
        ) from None
    if account.status not in (None, "active"):
        raise GatewayError(
            f"The Twilio account is {account.status}: ask Twilio.", permanent=True
        )


def _refused(error: Any) -> GatewayError:
    said = refusal("", error.status, error.code, error.msg)
    if isinstance(said, Stop):
        return GatewayError(said.message, permanent=said.permanent)
    return GatewayError(
        f"Twilio answered with HTTP {error.status}: try again in a few minutes."
    )
