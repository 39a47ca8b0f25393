"""The leaflet for organisations: one sheet on how to join, answer, stop and ask."""
