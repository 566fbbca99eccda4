"""Slides (PPTX) with charts and tables that can be edited."""
