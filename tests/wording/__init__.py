"""Tests of catalogues and templates."""
