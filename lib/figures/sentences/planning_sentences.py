"""Which waves and steps of the planning there are, are absent, and are to come, in sentences."""

from lib.board import Board, StepState
from lib.figures.format import listing, period, span


def wave_note(board: Board) -> str:
    """Return how old the newest wave is, and which results should be there by the planning."""
    loaded = [w.year for w in board.planning.waves if w.loaded]
    absent = absent_waves(board)
    if not loaded:
        return "nog geen meting in dit dashboard"
    years = board.today.year - loaded[-1]
    text = "van dit jaar" if years <= 0 else f"{years} jaar oud"
    if not absent:
        return text
    noun, verb = ("meting", "staat") if len(absent) == 1 else ("metingen", "staan")
    return f"{text}; de {noun} van {listing(absent)} {verb} nog niet in dit dashboard"


def absent_waves(board: Board) -> list[str]:
    """Return the years of the surveys that are over by the planning but not loaded."""
    return [str(w.year) for w in board.planning.waves if not w.loaded and w.survey_over]


def results_due(board: Board) -> str:
    """Return when the newest absent results were, or are, to come; nothing when none is absent."""
    absent = absent_waves(board)
    planned = [
        m
        for m in board.files.milestones
        if m.kind == "results" and m.wave and str(m.wave.year) in absent[-1:]
    ]
    if not planned:
        return ""
    year, when = absent[-1], period(planned[0].end)
    if planned[0].end.end < board.today:
        return (
            f"Volgens de planning zijn de resultaten van {year} er sinds het {when}. De "
            "resultaten staan nog niet in dit dashboard."
        )
    return f"De resultaten van {year} zijn gepland in het {when}."


def next_steps(board: Board) -> tuple[str, str, str]:
    """Return when, a label and what: the steps that run by the planning, else the next one."""
    now = [s for s in board.planning.steps if s.state is StepState.NOW]
    ahead = [s for s in board.planning.steps if s.state is StepState.TO_COME]
    if now:
        last = max(s.milestone.end for s in now)
        what = "; ".join(s.milestone.title for s in now)
        return f"tot en met {period(last)}", "Nu volgens de planning", what
    if ahead:
        first = ahead[0].milestone
        return span(first.start, first.end), "Volgende stap", first.title
    return "alle geweest", "Volgende stap", "alle stappen van deze beleidsperiode zijn geweest"


def planning_finding(board: Board) -> str:
    """Return where the control cycle stands today."""
    now = [s.milestone.title for s in board.planning.steps if s.state is StepState.NOW]
    ahead = [s for s in board.planning.steps if s.state is StepState.TO_COME]
    if now:
        return f"Volgens de planning is het nu tijd voor: {'; '.join(now)}."
    if ahead:
        first = ahead[0].milestone
        return f"De volgende stap is: {first.title} ({span(first.start, first.end)})."
    return "Alle stappen van deze beleidsperiode zijn geweest volgens de planning."
