"""Dispatch papers: labels, lists, slips and the print-room pack."""
