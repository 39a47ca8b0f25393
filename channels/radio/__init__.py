"""Radio: scripts that fit their slot, every figure in words."""

from channels.radio.channel import RadioChannel

__all__ = ["RadioChannel"]
