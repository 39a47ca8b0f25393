"""Printed pages."""

from channels.print.channel import PrintChannel
from channels.print.options import PrintOptions

__all__ = ["PrintChannel", "PrintOptions"]
