"""Wording and pages, no logic. This file keeps a stray folder of the same name out."""
