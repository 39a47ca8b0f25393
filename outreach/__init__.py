"""Outreach: one announcement becomes texts, radio scripts and printed pages."""
