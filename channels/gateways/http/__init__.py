"""Text messages through any provider that takes an HTTP request, described by settings."""

from channels.gateways.http.gateway import HttpGateway
from channels.gateways.http.settings import HttpSettings

__all__ = ["HttpGateway", "HttpSettings"]
