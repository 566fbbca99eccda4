"""A goal as large as a wall: where the municipality stood, and where it wants to be.

Not here: the road between the two on a page (`rating_charts`).
"""

from lib.figures import palette
from lib.figures.format import number
from lib.figures.rating_charts import RatingPoint
from lib.figures.svg_parts import svg_document, svg_group, svg_rectangle, svg_text

WIDTH, HEIGHT = 1240, 430
FIGURE_TYPE, WORD_TYPE, SMALL_TYPE = 250, 44, 32
FIGURE_LINE, WORD_LINE, SMALL_LINE = 240, 330, 385  # where each line of type stands
NOW, MIDDLE, GOAL = 250, 620, 990
ARROW = "M530 155H680V130L735 165L680 200V175H530Z"


def draw_goal_wall(now: RatingPoint, goal: RatingPoint, *, distance: str, margin: str) -> str:
    """Return the newest rating, an arrow, and the goal; `distance` and `margin` are in words."""
    numbers = [
        svg_text(number(now.value, decimals=1), x=NOW, y=FIGURE_LINE, fill=palette.INK),
        svg_text(number(goal.value, decimals=1), x=GOAL, y=FIGURE_LINE, fill=palette.ACCENT),
    ]
    words = [
        svg_text(f"meting {now.year}", x=NOW, y=WORD_LINE),
        svg_text(distance, x=MIDDLE, y=FIGURE_LINE + 20),
        svg_text(f"doel voor {goal.year}", x=GOAL, y=WORD_LINE),
    ]
    drawn = (
        svg_rectangle(width=WIDTH, height=HEIGHT, fill=palette.PAPER)
        + f'<path d="{ARROW}" fill="{palette.ACCENT}"/>'
        + svg_group(*numbers, font_size=FIGURE_TYPE, font_weight=700)
        + svg_group(*words, font_size=WORD_TYPE)
        + svg_text(margin, x=NOW, y=SMALL_LINE, font_size=SMALL_TYPE, fill=palette.QUIET)
    )
    return svg_document(
        svg_group(drawn, text_anchor="middle"), width=WIDTH, height=HEIGHT, font_size=WORD_TYPE
    )
