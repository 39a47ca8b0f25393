"""Printed pages."""

from channels.print.channel import PrintChannel, PrintOptions

__all__ = ["PrintChannel", "PrintOptions"]
