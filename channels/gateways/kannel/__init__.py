"""Text messages through Kannel, over its sendsms interface."""

from channels.gateways.kannel.gateway import KannelGateway
from channels.gateways.kannel.settings import KannelSettings

__all__ = ["KannelGateway", "KannelSettings"]
