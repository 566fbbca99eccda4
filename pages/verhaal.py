"""Telling the story: words and figures that are checked, pictures, and publishing by two."""

from lib.access import Operation
from lib.ui import frame, stories, story

frame.begin("Verhaal", needs=Operation.WRITE_STORIES)
chosen = stories.chosen()
stories.box(chosen)
composed = story.compose(chosen)
if chosen and composed:
    stories.steps(composed.shown, chosen, is_kept=composed.is_kept)
