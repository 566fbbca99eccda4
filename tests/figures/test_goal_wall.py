"""The goal as large as a wall: its figures, and what stands under them."""

from defusedxml.ElementTree import fromstring

from lib.figures.goal_wall import draw_goal_wall
from lib.figures.rating_charts import RatingPoint


def test_it_has_both_figures_the_distance_and_the_margin() -> None:
    drawn = draw_goal_wall(
        RatingPoint(7.2, "2021"),
        RatingPoint(7.4, "2026"),
        distance="0,2 punt tekort",
        margin="geen marge bekend",
    )
    assert [text.text for text in fromstring(drawn).findall(".//{*}text")] == [
        "7,2",
        "7,4",
        "meting 2021",
        "0,2 punt tekort",
        "doel voor 2026",
        "geen marge bekend",
    ]
