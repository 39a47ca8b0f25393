"""Text messages through Twilio, or a server that speaks Twilio's Messages API."""

from channels.gateways.twilio.gateway import TwilioGateway
from channels.gateways.twilio.settings import TwilioSettings

__all__ = ["TwilioGateway", "TwilioSettings"]
