"""Areas at the floor, in sentences: the policy's own rule, what the margins allow, and chances."""

from lib.analysis.floor import FloorPosition
from lib.board import Board, Rating
from lib.catalog import Target
from lib.figures.format import count, listing, margin, number
from lib.figures.vocabulary import FLOOR_LABELS

# A chance in plain words: the nearest of these.
PLAIN_CHANCES = {
    parts: parts[0] / parts[1]
    for parts in ((1, 10), (1, 5), (1, 4), (1, 3), (1, 2), (2, 3), (3, 4), (4, 5), (9, 10))
}
LEAST_CHANCE, MOST_CHANCE = 0.05, 0.95
MANY_NAMES = 6
CERTAINTY_SENTENCES = {
    FloorPosition.SURELY_BELOW: "De hele marge lag eronder: de wijk zat zeker onder de ondergrens.",
    FloorPosition.WITHIN_MARGIN: "De ondergrens lag binnen de marge: het verschil kan toeval zijn.",
    FloorPosition.SURELY_ABOVE: "De hele marge lag erboven: de wijk zat zeker boven de ondergrens.",
}
JUDGED = tuple(CERTAINTY_SENTENCES)
POSITION_WORDS = {position: FLOOR_LABELS[position] for position in JUDGED} | {
    FloorPosition.NO_MARGIN: "zonder bekende marge"
}


def format_chance(chance: float) -> str:
    """Return a chance from 0 to 1 in plain words: '3 van de 4'."""
    if chance < LEAST_CHANCE:
        return "minder dan 1 van de 20"
    if chance > MOST_CHANCE:
        return "meer dan 19 van de 20"
    parts = min(PLAIN_CHANCES, key=lambda known: abs(PLAIN_CHANCES[known] - chance))
    return f"{parts[0]} van de {parts[1]}"


def area_ratings_finding(board: Board, *, floor: Target, target: Target) -> str:
    """Return how many areas were under the floor by the published rating, and what margins say."""
    rows = board.ratings.newest()
    below = int((rows["gap_floor"] < 0).sum())
    rule = (
        f"Bij de meting van {board.ratings.period} {'zat' if below == 1 else 'zaten'} {below} van "
        f"de {rows['value'].notna().sum()} wijken onder de ondergrens van "
        f"{number(floor.value, decimals=1)}."
    )
    goal = number(target.value, decimals=1)
    about = f"Het doel van {goal} geldt voor het gemiddelde, niet voor elke wijk."
    return " ".join(filter(None, (rule, describe_positions(board), about)))


def describe_positions(board: Board) -> str:
    """Return which areas were surely under the floor, within the margin and surely above it.

    Nothing while no area has a margin: the caveat of the figure says so.
    """
    rows = board.ratings.newest().sort_values("name")
    if board.floor is None or not rows["position"].isin(JUDGED).any():
        return ""
    floor = number(board.floor.value, decimals=1)
    parts = [
        f"{count(len(names), 'wijk', 'wijken')} {words.format(floor=floor)}{_name_few(names)}"
        for position, words in POSITION_WORDS.items()
        if (names := list(rows.loc[rows["position"] == position, "name"]))
    ]
    return f"Met de marge erbij: {listing(parts)}."


def _name_few(names: list[str]) -> str:
    return f" ({listing(names)})" if len(names) <= MANY_NAMES else ""


def describe_rating_margin(rating: Rating) -> str:
    """Return the margin and respondents of a rating; nothing of no rating."""
    if rating.value is None:
        return ""
    return margin(rating.lower, rating.upper, respondents=rating.n, decimals=1)


def describe_certainty(rating: Rating) -> str:
    """Return an area's margin and what it says of the floor; nothing of no rating."""
    text = describe_rating_margin(rating)
    sentence = f"{text[0].upper()}{text[1:]}." if text else ""
    return f"{sentence} {CERTAINTY_SENTENCES.get(rating.position, '')}".strip()


def describe_chance_below(rating: Rating, *, floor: Target) -> str:
    """Return the chance that an area was really under the floor; nothing where none is known."""
    if rating.chance_below is None:
        return ""
    return (
        f"Kans dat de wijk echt onder {number(floor.value, decimals=1)} zat: "
        f"{format_chance(rating.chance_below)}."
    )


def describe_unlikely(areas: int) -> str:
    """Return of how many areas the chance to be under the floor is small; nothing of none."""
    if not areas:
        return ""
    others = "andere wijk" if areas == 1 else "andere wijken"
    return f"Van {number(areas)} {others} is die kans {format_chance(0)}."


def chances_finding(board: Board, *, floor: Target) -> str:
    """Return the chances of all areas together, for internal readers; nothing without margins."""
    chances, value = board.ratings.floor_chances, number(floor.value, decimals=1)
    if chances is None:
        return ""
    return (
        f"De kans dat alle {len(chances.below)} wijken met een cijfer echt op of boven {value} "
        f"zaten, was {format_chance(chances.all_above)}. Verandert er niets, dan is de kans "
        f"{format_chance(chances.any_falls)} dat bij een volgende meting met evenveel deelnemers "
        f"alleen door toeval minstens één wijk onder {value} komt die er nu niet onder staat."
    )
