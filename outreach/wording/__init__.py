"""Wording: catalogues, local dates and the template environment."""
