"""One area in sentences: its rating, its extra effort, and what is not known about it."""

from collections.abc import Iterable, Sequence

from lib.analysis.sample_size import Answers, find_chance_difference
from lib.board import RATING, Board
from lib.catalog import Indicator
from lib.figures.format import listing, number
from lib.figures.sentences.goal_sentences import describe_distance
from lib.figures.sentences.planning_sentences import absent_waves
from lib.figures.sentences.wave_sentences import describe_wave_change
from lib.figures.vocabulary import focus_word


def area_finding(board: Board, area: str) -> str:
    """Return where an area stood at its newest wave, compared with the floor."""
    rating = board.ratings.of_area(area)
    if rating.value is None:
        return f"Van {rating.name} is geen rapportcijfer bekend ({rating.missing})."
    value = number(rating.value, decimals=1)
    change = describe_wave_change(board, area)
    text = f"Bij de meting van {board.ratings.period} gaf {rating.name} een {value}{change}."
    if board.floor is None or rating.gap_floor is None:
        return text
    floor = f"de ondergrens van {number(board.floor.value, decimals=1)}"
    return f"{text} Dat was {describe_distance(rating.gap_floor, floor)}."


def benchmark_finding(name: str, figures: Iterable[tuple[Indicator, str, str]]) -> str:
    """Return one place's figures in a sentence; of each indicator the figure in words and when."""
    figure_texts = [
        f"{text} {i.unit} in {when}"
        if text[:1].isdigit() and i.kind != "survey"
        else f"{i.short.lower()} {text} in {when}"
        for i, text, when in figures
    ]
    return f"{name}: {listing(figure_texts)}."


def extra_effort_text(board: Board, area: str) -> list[str]:
    """Return whether an area or a part of it gets extra effort, and what that means."""
    word = focus_word(internal=board.internal)
    found = board.focus_in(area)
    if not found and not board.files.focus:
        return ["Welke wijken extra inzet krijgen, is nog niet ingevuld."]
    if not found:
        return [f"Deze wijk is geen {word} in het beleid."]
    lines = []
    for focus in found:
        source = f"{board.sources[focus.source].title}, paragraaf {focus.section}"
        lines.append(
            f"Deze wijk is een {word} ({source})."
            if area in focus.areas
            else f"{focus.name} is een deel van deze wijk en krijgt extra inzet ({source}). "
            f"{focus.note}"
        )
    places = listing(["deze wijk" if area in f.areas else f.name for f in found])
    effort = board.municipality.policy.focus_effort
    return [*lines, effort.replace("{wijk}", places)] if effort else lines


def _describe_chance_difference(board: Board, area: str) -> str:
    """Return how large a difference between two waves chance can make, as far as that is known."""
    decimals, survey = board.indicators[RATING].decimals, board.municipality.survey
    error = board.ratings.estimates(board.ratings.period)[area].standard_error
    if error is not None:
        size = number(find_chance_difference(error, decimals=decimals), decimals=2)
        return (
            "Of een klein verschil met een volgende meting echt is: bij evenveel deelnemers kan "
            f"een verschil tot {size} toeval zijn."
        )
    text = "Hoe zeker het rapportcijfer is: er is geen marge bekend."
    if survey is None:
        return text
    respondents = board.ratings.of_area(area).n or survey.respondents
    error = Answers(survey.deviation).standard_error(respondents)
    size = number(find_chance_difference(error, decimals=decimals), decimals=2)
    return (
        f"{text} Bij {number(respondents)} deelnemers kan een verschil tussen twee metingen tot "
        f"ongeveer {size} toeval zijn (rekenvoorbeeld)."
    )


def unknown_about_area(board: Board, area: str) -> list[str]:
    """Return what the dashboard does not know about an area."""
    rating = board.ratings.of_area(area)
    lines = []
    if rating.value is None:
        lines.append(f"Het rapportcijfer: {rating.missing}.")
    else:
        lines.append(_describe_chance_difference(board, area))
    absent = absent_waves(board)
    if absent:
        lines.append(
            f"De uitkomst van de metingen van {listing(absent)}: nog niet in dit dashboard."
        )
    if board.ratings.changes() is None:
        lines.append("Of het cijfer stijgt of daalt: er zijn nog geen twee vergelijkbare metingen.")
    if board.registrations.changes() is None:
        lines.append("Welke soorten misdrijven en overlast er zijn: nog niet in dit dashboard.")
    unsure = [b.name for b in board.units(area, kind="cbs_buurt") if b.mapping == "uncertain"]
    if unsure:
        verb = "hoort" if len(unsure) == 1 else "horen"
        lines.append(f"Of {listing(unsure)} volgens de gemeente bij deze wijk {verb}.")
    return lines


def format_areas(board: Board, keys: Sequence[str]) -> str:
    """Return the names of areas; the whole municipality where none is named."""
    names = [board.area_names.get(key, key) for key in keys]
    return ", ".join(names) or f"heel {board.municipality.name}"
