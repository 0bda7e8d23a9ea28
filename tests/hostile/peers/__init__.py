"""Runs of the real command against servers that others wrote, with the verdicts that are kept."""
