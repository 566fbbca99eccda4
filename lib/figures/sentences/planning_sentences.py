"""Which waves and steps of the planning there are, are absent, and are to come, in sentences."""

from lib.board import Board, StepState
from lib.catalog import Milestone
from lib.figures.format import listing, period, span
from lib.figures.vocabulary import NOT_FILLED_IN


def describe_age(board: Board, year: int) -> str:
    """Return how old a wave is today: '5 jaar oud'."""
    years = board.today.year - year
    return "van dit jaar" if years <= 0 else f"{years} jaar oud"


def absent_waves(board: Board) -> list[str]:
    """Return the years of the surveys that are over by the planning but not loaded."""
    return [str(w.year) for w in board.planning.waves if not w.loaded and w.survey_over]


def describe_absent_waves(board: Board) -> str:
    """Return which waves are absent, and when the newest was, or is, to come; else nothing."""
    absent = absent_waves(board)
    if not absent:
        return ""
    lead = f"Nog niet in dit dashboard: {listing(absent)}."
    planned = [
        m
        for m in board.files.milestones
        if m.kind == "results" and m.wave and str(m.wave.year) in absent[-1:]
    ]
    if not planned:
        return lead
    year, when = absent[-1], period(planned[0].end)
    if planned[0].end.end < board.today:
        return f"{lead} Volgens de planning zijn de resultaten van {year} er sinds het {when}."
    return f"{lead} De resultaten van {year} zijn gepland in het {when}."


def next_steps(board: Board) -> tuple[str, str, str]:
    """Return what, a label and when: the step that began last by the planning, else the next."""
    now, ahead = (_find_steps(board, state) for state in (StepState.NOW, StepState.TO_COME))
    if now:
        newest = max(now, key=lambda m: m.start.start)
        others = "; ".join(m.short_title for m in now if m != newest)
        also = f"; ook: {others}" if others else ""
        return newest.short_title, "Nu, volgens de planning", f"{period(newest.end)}{also}"
    if ahead:
        return ahead[0].short_title, "Volgende stap", span(ahead[0].start, ahead[0].end)
    if not board.planning.steps:
        return NOT_FILLED_IN, "Planning", "de stappen staan nog niet in dit dashboard"
    return "alle stappen geweest", "Volgende stap", "in deze beleidsperiode, volgens de planning"


def _find_steps(board: Board, state: StepState) -> list[Milestone]:
    return [step.milestone for step in board.planning.steps if step.state is state]


def planning_finding(board: Board) -> str:
    """Return where the control cycle stands today."""
    now, ahead = (_find_steps(board, state) for state in (StepState.NOW, StepState.TO_COME))
    if now:
        return f"Volgens de planning is het nu tijd voor: {'; '.join(m.title for m in now)}."
    if ahead:
        first = ahead[0]
        return f"De volgende stap is: {first.title} ({span(first.start, first.end)})."
    if not board.planning.steps:
        return f"De planning is {NOT_FILLED_IN}."
    return "Alle stappen van deze beleidsperiode zijn geweest volgens de planning."
