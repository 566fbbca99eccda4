"""Showing an exhibit: on the page, in the download menu, and full screen in a presentation."""
