"""Figures as facts: each with its place, period and source, for texts that refer to them."""
