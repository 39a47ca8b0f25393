"""Occurrences, and the ticker that fires them."""
