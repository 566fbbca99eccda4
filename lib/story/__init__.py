"""Stories: what each number and claim of a text is, and words to look at again. No Streamlit.

known = load_facts(load_board(PUBLIC))
check_story(story, known, generated={}), check_words(text, lists)
"""

from lib.story.reference import Reference, State
from lib.story.references import check_story, list_reasons
from lib.story.words import Mark, check_words, difficult_words

__all__ = [
    "Mark",
    "Reference",
    "State",
    "check_story",
    "check_words",
    "difficult_words",
    "list_reasons",
]
