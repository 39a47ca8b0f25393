"""Tests of the radio channel."""
