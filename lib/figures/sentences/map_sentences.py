"""What a map shows, in sentences and as its text alternative."""

from collections import Counter

import pandas as pd

from lib.board import AreaValues, Board
from lib.figures.format import count, listing, number
from lib.figures.layers.layer import Layer, LayerKind
from lib.figures.sentences.change_sentences import registration_changes_finding
from lib.figures.sentences.wave_sentences import area_changes_sentence


def layer_finding(layer: Layer, *, board: Board) -> str:
    """Return what a map shows, in one sentence, in the past tense."""
    marks = layer.marks.values()
    if layer.kind is LayerKind.REGISTRATION_CHANGES:
        return registration_changes_finding(pd.Series([mark.band.verdict for mark in marks]))
    known = [mark for mark in marks if mark.value is not None]
    if not known:
        return "Er is geen cijfer om te tonen."
    match layer.kind:
        case LayerKind.RATINGS:
            found = _ratings_finding(layer)
        case LayerKind.GAPS:
            found = _gaps_finding(layer)
        case LayerKind.ANSWERS:
            found = _answers_finding(layer)
        case LayerKind.RATING_CHANGES:
            found = area_changes_sentence(board)
        case _:
            found = count_finding(layer, board=board)
    return found


def _ratings_finding(layer: Layer) -> str:
    numbers = Counter(mark.band for mark in layer.marks.values())
    parts = [
        f"{count(n, 'wijk', 'wijken') if (n := numbers[band]) else 'geen wijk'} {band.label}"
        for band in layer.bands
    ]
    return f"Bij de meting van {layer.period}: {listing(parts)}."


def _answers_finding(layer: Layer) -> str:
    values = sorted(mark.value for mark in layer.marks.values() if mark.value is not None)
    low, high = (number(v, decimals=layer.indicator.decimals) for v in (values[0], values[-1]))
    return f"Bij de meting van {layer.period}: {low} tot {high} {layer.indicator.unit} per wijk."


def _gaps_finding(layer: Layer) -> str:
    short = [mark.value for mark in layer.marks.values() if mark.value and mark.value < 0]
    if not short:
        return f"Bij de meting van {layer.period} zat geen wijk onder de ondergrens."
    furthest = number(-min(short), decimals=1)
    return (
        f"Bij de meting van {layer.period}: {count(len(short), 'wijk', 'wijken')} onder de "
        f"ondergrens, met een tekort van hoogstens {furthest} punt."
    )


def count_finding(layer: Layer, *, board: Board) -> str:
    """Return what is counted, its municipal figure, and what of it is not on the map."""
    per_area = layer.area_values
    if per_area.total is None:
        return f"Cijfers over {layer.period}. Een totaal voor de gemeente is er niet bij."
    total = number(per_area.total, decimals=layer.indicator.decimals)
    where, unit = board.municipality.name, layer.indicator.unit
    indicator = board.indicators[layer.indicator.indicator]
    counted, by_police = indicator.name, bool(indicator.tables or indicator.numerator)
    # Not 'Geregistreerde misdrijven: 6.501 misdrijven'.
    text = (
        f"In {per_area.period} registreerde de politie in {where} {total} {unit}"
        if by_police and unit.lower() in counted.lower()
        else f"{counted}: {total} {unit} in {per_area.period} in heel {where}"
    )
    if per_area.base_period:
        text += f" (inwoners van {per_area.base_period})"
    if per_area.hides:
        return f"{text}. Kleine aantallen tonen wij niet; het totaal is afgerond."
    return f"{text}.{not_located(per_area)}"


def not_located(per_area: AreaValues) -> str:
    """Return ' Daarvan staan er 45 (0,7 %) niet op de kaart.', or nothing when all are on it."""
    if not per_area.not_located or not per_area.total:
        return ""
    share = number(per_area.not_located / per_area.total * 100, decimals=1)
    return f" Daarvan staan er {number(per_area.not_located)} ({share} %) niet op de kaart."


def map_alternative(layer: Layer, *, board: Board) -> str:
    """Return a text alternative for a map: what it shows and the areas in each class."""
    parts = []
    for band in (*layer.bands, *layer.rest):
        names = [mark.name for mark in layer.marks.values() if mark.band == band]
        if names:
            parts.append(f"{band.label}: {', '.join(names)}")
    return f"{layer.title}. {layer_finding(layer, board=board)} {'. '.join(parts)}."
