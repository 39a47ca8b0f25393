"""Files by e-mail, with their words in the message itself."""

from channels.gateways.email.gateway import EmailGateway
from channels.gateways.email.settings import EmailSettings

__all__ = ["EmailGateway", "EmailSettings"]
