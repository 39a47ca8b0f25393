"""Text messages through gammu-smsd: a modem on a USB port, and no internet."""

from channels.gateways.gammu.gateway import GammuGateway
from channels.gateways.gammu.settings import GammuSettings

__all__ = ["GammuGateway", "GammuSettings"]
