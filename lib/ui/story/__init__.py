"""The parts of the page Verhaal: writing, checking and publishing a story."""
