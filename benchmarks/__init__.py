"""Benchmarks: each ratio with both of its numbers, the raw limit from the same run."""
