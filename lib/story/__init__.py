"""Stories: a draft from the data, and what a text may say. Needs no Streamlit, draws nothing.

found = facts(load_board(PUBLIC), chosen=refs)
check_numbers(text, found), check_words(text, lists), plain_language(text, lists)
"""

from lib.story.draft import Draft, draft
from lib.story.fact import Fact, FigureRef, Kind, Role
from lib.story.facts import Facts, InternalBoardError, facts, figure
from lib.story.numbers import check_numbers
from lib.story.options import Option, earlier, options
from lib.story.plain import Length, Plain, Sentence, plain_language
from lib.story.telling import alternative, tell
from lib.story.verdicts import Checked, Found
from lib.story.words import Mark, Marked, WordLists, check_words, difficult_words, word_lists

__all__ = [
    "Checked",
    "Draft",
    "Fact",
    "Facts",
    "FigureRef",
    "Found",
    "InternalBoardError",
    "Kind",
    "Length",
    "Mark",
    "Marked",
    "Option",
    "Plain",
    "Role",
    "Sentence",
    "WordLists",
    "alternative",
    "check_numbers",
    "check_words",
    "difficult_words",
    "draft",
    "earlier",
    "facts",
    "figure",
    "options",
    "plain_language",
    "tell",
    "word_lists",
]
