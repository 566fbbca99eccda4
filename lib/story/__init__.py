"""Stories: what each number and claim of a text is, and how plain it is. No Streamlit.

known = load_facts(load_board(PUBLIC))
check_story(story, known, generated={}), check_words(text, lists), plain_language(text, lists)
"""

from lib.story.plain import Length, plain_language
from lib.story.references import Reference, State, check_story, list_reasons
from lib.story.words import Mark, WordLists, check_words, difficult_words, word_lists

__all__ = [
    "Length",
    "Mark",
    "Reference",
    "State",
    "WordLists",
    "check_story",
    "check_words",
    "difficult_words",
    "list_reasons",
    "plain_language",
    "word_lists",
]
