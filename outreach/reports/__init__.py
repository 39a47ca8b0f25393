"""Accountability: who was reached and how that is known, who was not, and the cost."""
