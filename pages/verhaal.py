"""Telling the story: words and figures that are checked, pictures, and publishing by two."""

from lib.access import Operation
from lib.ui import frame
from lib.ui.story import claim_desk, editor, workflow

frame.begin_page("Verhaal", needs=Operation.WRITE_STORIES)
chosen = workflow.find_chosen_story()
workflow.show_worklist()
workflow.show_story_box(chosen)
if chosen and chosen.story.is_answer:
    composed = claim_desk.show_answer(chosen)
else:
    composed = editor.show_story_editor(chosen)
if chosen and composed and (form := composed.form):
    workflow.show_story_steps(composed.board, chosen, seen=form.seen, is_saved=composed.is_saved)
claim_desk.show_claim_desk()
