"""Text messages through an Android phone that runs SMS Gateway for Android."""

from channels.gateways.smsgate.gateway import SmsgateGateway
from channels.gateways.smsgate.settings import SmsgateSettings

__all__ = ["SmsgateGateway", "SmsgateSettings"]
