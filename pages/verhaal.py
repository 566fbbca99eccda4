"""Telling the story: words and figures that are checked, pictures, and publishing by two."""

from lib.access import Operation
from lib.ui import frame
from lib.ui.story import editor, workflow

frame.begin_page("Verhaal", needs=Operation.WRITE_STORIES)
chosen = workflow.chosen()
workflow.box(chosen)
composed = editor.compose(chosen)
if chosen and composed:
    workflow.steps(composed.shown, chosen, is_kept=composed.is_kept)
