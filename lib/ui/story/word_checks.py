"""What is found of a story's words: those to look at again, and how plain they are.

Not here: how that is judged (`lib.story`), its numbers and claims (`reference_list`).
"""

import re
from collections.abc import Mapping, Sequence

from lib.board import Board
from lib.catalog.word_lists import WordLists
from lib.figures.format import listing, number
from lib.store.story.content import STORY_LABELS
from lib.story import Reference, check_words, difficult_words
from lib.story.language import ClaimKind
from lib.text.plain import Length, plain_language
from lib.text.word_patterns import either
from lib.ui import frame

UNFAVOURABLE = {ClaimKind.LOWER, ClaimKind.WORSE, ClaimKind.RANK, ClaimKind.BOTTOM}
# Only of what is better when there is less of it, or only of what is not.
OF_CRIME = {ClaimKind.RISE, ClaimKind.HIGHER, ClaimKind.TOP, ClaimKind.MOST}
OF_RATINGS = {ClaimKind.FALL}
MAX_NAMED_WORDS = 12  # long words or sentences that are named


def show_word_checks(
    board: Board, words: Mapping[str, str], references: Sequence[Reference]
) -> None:
    """Show the words of a story's parts to look at again, and how plain they are."""
    parts = {STORY_LABELS[name]: text for name, text in words.items()}
    lists = board.files.words
    _show_area_context(board, references, lists)
    _show_marked_words(parts, lists)
    _show_plain_language("\n\n".join(filter(None, words.values())), lists)


def _show_area_context(board: Board, references: Sequence[Reference], lists: WordLists) -> None:
    """Show what belongs with a neighbourhood of which something unfavourable may be claimed."""
    claimed = {area for r in references if _is_unfavourable(r, lists) for area in _find_areas(r)}
    names = [area.name for key, area in board.areas.items() if key in claimed]
    if names and lists.area_context:
        frame.show_notice(f"Dit kan ongunstig zijn voor {listing(names)}. Doe dit erbij:")
        frame.show_list(lists.area_context)


def _is_unfavourable(one: Reference, lists: WordLists) -> bool:
    nuisance = lists.origin.nuisance if lists.origin else ()
    is_crime = one.around.subjects or re.search(either(nuisance), one.sentence.text, re.IGNORECASE)
    return one.item.claim in UNFAVOURABLE | (OF_CRIME if is_crime else OF_RATINGS)


def _find_areas(one: Reference) -> Sequence[str]:
    """Return the places that a claim is of: named in its sentence, before it, or by the story."""
    around = one.around
    earlier = around.earlier_place
    return around.places or ([earlier] if earlier else around.story.areas)


def _show_marked_words(parts: Mapping[str, str], lists: WordLists) -> None:
    """Show words that claim too much, stigmatise, or name origin next to nuisance or crime."""
    rows = [
        (name, m.text, m.kind.value, m.reason, m.alternative)
        for name, text in parts.items()
        for m in check_words(text, lists)
    ]
    if rows:
        header = ("Waar", "Woord", "Soort", "Waarom niet", "Liever")
        frame.show_table(header, rows, caption="Woorden om nog eens naar te kijken")


def _show_plain_language(text: str, lists: WordLists) -> None:
    frame.show_heading("Is het gewone taal?")
    found = plain_language(text)
    frame.show_subtitle(found.summary)
    long = [s for s in found.sentences if s.length is not Length.GOOD]
    remarks = [
        f"Zin van {number(s.words)} woorden: '{s.text[:80]}…'" for s in long[:MAX_NAMED_WORDS]
    ]
    remarks += [
        f"Moeilijk woord: '{m.text}'. Liever: {m.alternative}."
        for m in difficult_words(text, lists)
    ]
    if found.long_words:
        remarks.append(
            "Lange woorden: " + ", ".join(w.text for w in found.long_words[:MAX_NAMED_WORDS]) + "."
        )
    if found.passive:
        remarks.append(
            "Lijdende vorm: " + ", ".join(w.text for w in found.passive[:MAX_NAMED_WORDS]) + "."
        )
    if remarks:
        frame.show_list(remarks)
