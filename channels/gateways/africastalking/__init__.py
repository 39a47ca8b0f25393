"""Text messages through Africa's Talking."""

from channels.gateways.africastalking.gateway import AfricastalkingGateway
from channels.gateways.africastalking.settings import AfricastalkingSettings

__all__ = ["AfricastalkingGateway", "AfricastalkingSettings"]
