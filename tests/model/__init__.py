"""Tests of the words and contracts."""
