"""The map on the screen, and the list and card next to it."""
