"""Rules between rows and between files. Not here: what one row can break alone (`schema`)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from lib.catalog.check_open_tables import check_open
from lib.catalog.open_tables import OpenTable
from lib.catalog.problems import DataProblem
from lib.catalog.routes import RESERVED
from lib.catalog.schema import (
    RATING,
    Area,
    Focus,
    Indicator,
    Milestone,
    Municipality,
    Observation,
    Organisation,
    Source,
    Status,
    Target,
    Theme,
)

Numbered = tuple[str, int]  # file, row
PARENT_KIND = {"area": "municipality", "cbs_wijk": "area", "cbs_buurt": "cbs_wijk"}
CLOSE_ENOUGH = 60
MOST_CLASSES = 5  # as many as there are colours for counts


@dataclass(frozen=True)
class Parts:
    """Everything that was read, each row with the file and row that it came from.

    `cited` are the sources named in files without rows; `lost` what could not be used: see
    `Reader`.
    """

    def is_lost(self, file: str, key: str = "") -> bool:
        """Tell whether a file, or the row with a key, was told to be unusable already."""
        return (file, "") in self.lost or (file, key) in self.lost

    municipality: Municipality | None
    areas: list[tuple[Numbered, Area]]
    focus: list[tuple[Numbered, Focus]]
    sources: list[tuple[Numbered, Source]]
    indicators: list[tuple[Numbered, Indicator]]
    targets: list[tuple[Numbered, Target]]
    milestones: list[tuple[Numbered, Milestone]]
    observations: list[tuple[Numbered, Observation]]
    organisation: Organisation | None
    themes: list[tuple[Numbered, Theme]]
    theme_folders: Collection[str]
    open_tables: list[tuple[Numbered, OpenTable]]
    shapes: tuple[str, Collection[str]] | None
    focus_shapes: tuple[str, Collection[str]] | None
    cited: list[tuple[Numbered, str]]
    lost: Collection[tuple[str, str]]


def check_all(parts: Parts) -> Iterator[DataProblem]:
    """Yield every problem between rows and files."""
    yield from check_unique(parts)
    yield from check_areas(parts)
    yield from check_references(parts)
    yield from check_observations(parts)
    yield from check_sums(parts)
    yield from check_indicators(parts)
    yield from check_targets(parts)
    yield from check_themes(parts)
    yield from check_milestones(parts)
    yield from check_shapes(parts)
    yield from check_open(parts.indicators, parts.open_tables, parts.municipality)


def suggestion(wanted: str, areas: Mapping[str, Area]) -> str:
    """Return 'bedoelt u …?' in Dutch for an unknown area, or what to do when nothing is near."""
    names = {text: key for key, a in areas.items() for text in (key, a.name, *a.aliases)}
    best = process.extractOne(wanted, list(names), scorer=fuzz.WRatio, score_cutoff=CLOSE_ENOUGH)
    if best:
        return f"bedoelt u '{names[best[0]]}'? Schrijf de sleutel zo"
    return "gebruik een sleutel uit areas.csv"


def check_unique(parts: Parts) -> Iterator[DataProblem]:
    """Each key stands once; an observation's key is indicator, area, period and source."""
    keyed: list[tuple[Numbered, str, str]] = [
        *[(at, "area", row.area) for at, row in parts.areas],
        *[(at, "focus", row.focus) for at, row in parts.focus],
        *[(at, "source", row.source) for at, row in parts.sources],
        *[(at, "target", row.target) for at, row in parts.targets],
        *[(at, "milestone", row.milestone) for at, row in parts.milestones],
        *[
            (
                at,
                "indicator + area + period + source",
                f"{o.indicator} + {o.area} + {o.period} + {o.source}",
            )
            for at, o in parts.observations
        ],
    ]
    first: dict[tuple[str, str], Numbered] = {}
    for (file, row), column, key in keyed:
        where = first.setdefault((column, key), (file, row))
        if where != (file, row):
            yield DataProblem(
                file,
                row=row,
                column=column,
                value=key,
                expected=f"elke sleutel één keer (staat al in {where[0]}, rij {where[1]})",
                fix="haal een van de twee rijen weg",
            )
    names: dict[str, str] = {}
    for (file, row), area in parts.areas:
        for name in {area.name, *area.aliases} if area.kind == "area" else ():
            if names.setdefault(name.casefold(), area.area) != area.area:
                yield DataProblem(
                    file,
                    row=row,
                    column="aliases",
                    value=name,
                    expected=f"een naam die niet ook bij '{names[name.casefold()]}' hoort",
                    fix="haal de naam bij een van de twee weg",
                )


def check_areas(parts: Parts) -> Iterator[DataProblem]:
    """One municipality, and every other unit under a parent of the right kind, given above it."""
    seen: dict[str, str] = {}
    for (file, row), area in parts.areas:
        wanted = PARENT_KIND.get(area.kind)
        parent = area.parent or ""
        if wanted and seen.get(parent) != wanted and not parts.is_lost("areas.csv", parent):
            yield DataProblem(
                file,
                row=row,
                column="parent",
                value=parent,
                expected=f"de sleutel van een {wanted} die hoger in het bestand staat",
                fix="verbeter 'parent' of zet de rij lager",
            )
        seen[area.area] = area.kind
    code = parts.municipality.code if parts.municipality else ""
    if code and not parts.is_lost("areas.csv", code):
        found = [a.area for _, a in parts.areas if a.kind == "municipality"]
        if found != [code]:
            yield DataProblem(
                parts.areas[0][0][0] if parts.areas else "areas.csv",
                column="kind",
                value=", ".join(found),
                expected=f"precies één gemeente, met code {code}",
                fix="maak 'area' gelijk aan 'code' in gemeente.toml",
            )


def check_references(parts: Parts) -> Iterator[DataProblem]:
    """Whatever is named in one file exists in the other."""
    tables = {t.id: t for _, t in parts.open_tables}
    sources = {s.source for _, s in parts.sources} | {t.source for t in tables.values()}
    indicators = {i.indicator for _, i in parts.indicators}
    areas = {a.area: a for _, a in parts.areas}
    steps = {m.milestone for _, m in parts.milestones}
    organisation = parts.organisation
    partners = {p.key for p in organisation.partner} if organisation else set()
    threads = {t.key for t in organisation.thread} if organisation else set()
    wanted: list[tuple[Numbered, str, str, Collection[str], str]] = [
        (at, "source", key, sources, "sources.csv") for at, key in parts.cited
    ]
    for at, focus in parts.focus:
        wanted.append((at, "source", focus.source, sources, "sources.csv"))
        wanted += [(at, "areas", key, areas, "areas.csv") for key in focus.areas]
    for at, step in parts.milestones:
        wanted.append((at, "source", step.source, sources, "sources.csv"))
    for at, target in parts.targets:
        wanted.append((at, "source", target.source, sources, "sources.csv"))
        wanted.append((at, "indicator", target.indicator, indicators, "indicators.toml"))
    for at, indicator in parts.indicators:
        wanted += [(at, "preferred", key, sources, "sources.csv") for key in indicator.preferred]
        wanted += [(at, "tables", key, tables, "opendata.toml") for key in indicator.tables]
        wanted += [(at, "themes", key, parts.theme_folders, "themes") for key in indicator.themes]
        wanted += [
            (at, "numerator, denominator", key, indicators, "indicators.toml")
            for key in (indicator.numerator, indicator.denominator)
            if key
        ]
    for at, theme in parts.themes:
        wanted.append((at, "indicator", theme.indicator, indicators, "indicators.toml"))
        wanted += [(at, "milestones", key, steps, "milestones.csv") for key in theme.milestones]
        wanted += [(at, "source", key, sources, "sources.csv") for key in theme.sources]
        for approach in theme.approach:
            wanted += [
                (at, "partners", k, partners, "organisation.toml") for k in approach.partners
            ]
            wanted += [(at, "threads", k, threads, "organisation.toml") for k in approach.threads]
    for (file, row), column, key, known, home in wanted:
        if key in known or parts.is_lost(home, key):
            continue
        fix = f"verbeter de sleutel, of voeg hem toe aan {home}"
        yield DataProblem(
            file,
            row=row,
            column=column,
            value=key,
            expected=f"een sleutel uit {home}",
            fix=suggestion(key, areas) if known is areas else fix,
        )


def check_observations(parts: Parts) -> Iterator[DataProblem]:
    """Each figure has a known indicator, area and source, a fitting level, and is in range."""
    areas = {a.area: a for _, a in parts.areas}
    sources = {s.source for _, s in parts.sources}
    indicators = {i.indicator: i for _, i in parts.indicators}
    statuses: dict[str, dict[bool, Numbered]] = defaultdict(dict)
    for (file, row), o in parts.observations:
        statuses[o.indicator].setdefault(o.status is Status.FICTITIOUS, (file, row))
        indicator = indicators.get(o.indicator)
        is_unknown = indicator is None and not parts.is_lost("indicators.toml", o.indicator)
        if is_unknown or (indicator and indicator.kind == "rate"):
            yield DataProblem(
                file,
                row=row,
                column="indicator",
                value=o.indicator,
                expected="een indicator uit indicators.toml die niet berekend wordt",
                fix="verbeter de sleutel",
            )
        if o.source not in sources and not parts.is_lost("sources.csv", o.source):
            yield DataProblem(
                file,
                row=row,
                column="source",
                value=o.source,
                expected="een bron uit sources.csv",
                fix="voeg de bron toe of verbeter de sleutel",
            )
        if o.area not in areas:
            if not parts.is_lost("areas.csv", o.area):
                yield DataProblem(
                    file,
                    row=row,
                    column="area",
                    value=o.area,
                    expected="een gebied uit areas.csv",
                    fix=suggestion(o.area, areas),
                )
        elif indicator and areas[o.area].kind not in indicator.levels:
            yield DataProblem(
                file,
                row=row,
                column="area",
                value=o.area,
                expected=f"een gebied van het niveau {', '.join(indicator.levels)}",
                fix="verbeter het gebied, of 'levels' in indicators.toml",
            )
        if indicator:
            yield from _range_problems(file, row, o, indicator)
            yield from _decimals_problem(file, row, o, indicator)
    for key, first in statuses.items():
        if len(first) > 1:
            file, row = first[True]
            yield DataProblem(
                file,
                row=row,
                column="status",
                value=key,
                expected="alleen echte of alleen fictieve cijfers van één indicator",
                fix="haal de fictieve cijfers weg",
            )


def _decimals_problem(
    file: str, row: int, o: Observation, indicator: Indicator
) -> Iterator[DataProblem]:
    """Refuse a survey value with more decimals than are published: goals are judged on those."""
    if indicator.kind != "survey" or o.value is None:
        return
    if abs(round(o.value, indicator.decimals) - o.value) > 1e-9:  # noqa: PLR2004 - float noise
        yield DataProblem(
            file,
            row=row,
            column="value",
            value=f"{o.value:g}",
            expected=f"een getal met hoogstens {indicator.decimals} decimaal, zoals gepubliceerd",
            fix="rond af zoals de bron het cijfer publiceert",
        )


def _range_problems(
    file: str, row: int, o: Observation, indicator: Indicator
) -> Iterator[DataProblem]:
    if indicator.kind in {"count", "stock"} and o.value is not None and o.value % 1:
        yield DataProblem(
            file,
            row=row,
            column="value",
            value=f"{o.value:g}",
            expected="een heel getal",
            fix="schrijf duizendtallen zonder punt, en laat decimalen weg",
        )
    low, high = indicator.range or (0.0, float("inf"))
    for column, value in (("value", o.value), ("lower", o.lower), ("upper", o.upper)):
        if value is None or low <= value <= high:
            continue
        tenth = value / 10
        fix = "verbeter het getal"
        if indicator.range and low <= tenth <= high:
            fix = f"bedoelt u {tenth:g}? Schrijf het met een punt"
        limits = f"{low:g} of meer" if not indicator.range else f"van {low:g} tot en met {high:g}"
        yield DataProblem(
            file,
            row=row,
            column=column,
            value=f"{value:g}",
            expected=f"een {indicator.unit} {limits}",
            fix=fix,
        )


def check_sums(parts: Parts) -> Iterator[DataProblem]:
    """Hold the sum of the parts against the municipality: it never exceeds it.

    The problem is told at the municipality's row: which part is too high, nobody can tell.
    """
    kinds = {a.area: a.kind for _, a in parts.areas}
    counts = {i.indicator for _, i in parts.indicators if i.kind in {"count", "stock"}}
    totals: dict[tuple[str, str], tuple[float, Numbered]] = {}
    # indicator and period -> per level and source, so that two sources are never added up
    sums: dict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    for at, o in parts.observations:
        if o.indicator not in counts or o.value is None or o.area not in kinds:
            continue
        key = (o.indicator, o.period.text)
        if kinds[o.area] == "municipality":
            totals[key] = max(totals.get(key, (0.0, at)), (o.value, at))
        else:
            sums[key][kinds[o.area], o.source] += o.value  # type: ignore[assignment]
    for key, (total, (file, row)) in totals.items():
        for (level, source), amount in sums.get(key, {}).items():
            if amount > total:
                yield DataProblem(
                    file,
                    row=row,
                    column="value",
                    value=f"{total:g}",
                    expected=f"een totaal van {key[0]} {key[1]} van ten minste de som over "
                    f"{level} ({source}): {amount:g}",
                    fix="controleer het totaal en de delen",
                )


def check_indicators(parts: Parts) -> Iterator[DataProblem]:
    """See that there is a rating, and that counts have as many classes as there are colours."""
    if not parts.is_lost("indicators.toml") and RATING not in {
        i.indicator for _, i in parts.indicators
    }:
        yield DataProblem(
            "indicators.toml",
            value=RATING,
            expected="deze indicator",
            fix="voeg hem toe: het rapportcijfer is de kern van het dashboard",
        )
    for (file, row), indicator in parts.indicators:
        # Classes of figures that `make data` brings follow from the figures.
        mapped = indicator.kind in {"count", "rate"} and not indicator.tables
        if mapped and not 1 <= len(indicator.breaks) < MOST_CLASSES:
            yield DataProblem(
                file,
                row=row,
                column=f"{indicator.indicator}.breaks",
                value=str(len(indicator.breaks)),
                expected=f"1 tot en met {MOST_CLASSES - 1} grenzen",
                fix="geef de ondergrenzen van de klassen op de kaart",
            )


def check_targets(parts: Parts) -> Iterator[DataProblem]:
    """See that goals are of the rating, one of each kind, and fit together."""
    by_scope: dict[str, Target] = {}
    known = {i.indicator for _, i in parts.indicators}
    for (file, row), target in parts.targets:
        faults = {
            "indicator": target.indicator in known - {RATING} and f"de indicator {RATING}",
            "scope": target.scope in by_scope and "één doel van elke soort",
            "judged_on": target.judged_on <= target.baseline_period
            and "een meting na 'baseline_period'",
        }
        by_scope.setdefault(target.scope, target)
        for column, expected in faults.items():
            if expected:
                yield DataProblem(
                    file,
                    row=row,
                    column=column,
                    value=getattr(target, column),
                    expected=expected,
                    fix="verbeter het doel",
                )
    mean, floor = by_scope.get("municipality"), by_scope.get("every_area")
    if mean and floor and floor.value > mean.value:
        yield DataProblem(
            "targets.toml",
            column="value",
            value=f"{floor.value:g}",
            expected=f"een ondergrens van hoogstens het doel ({mean.value:g})",
            fix="verbeter een van de twee",
        )


def check_themes(parts: Parts) -> Iterator[DataProblem]:
    """See that no theme takes an address of the app."""
    for (file, row), theme in parts.themes:
        if theme.slug.lower() in RESERVED:
            yield DataProblem(
                file,
                row=row,
                value=theme.slug,
                expected="een mapnaam die niet al een adres van het dashboard is",
                fix="geef de map een andere naam",
            )


def check_milestones(parts: Parts) -> Iterator[DataProblem]:
    """See that steps end after they start, and that only surveys and results name a wave."""
    for (file, row), step in parts.milestones:
        if step.end.end < step.start.start:
            yield DataProblem(
                file,
                row=row,
                column="end",
                value=step.end.text,
                expected="een periode na 'start'",
                fix="verwissel 'start' en 'end'",
            )
        if (step.kind in {"survey", "results"}) != (step.wave is not None):
            yield DataProblem(
                file,
                row=row,
                column="wave",
                value=step.wave.text if step.wave else "",
                expected="een meting bij 'survey' en 'results', en anders niets",
                fix="vul de meting in of maak de cel leeg",
            )


def check_shapes(parts: Parts) -> Iterator[DataProblem]:
    """Every area in the map has a row and the other way round; so do focus neighbourhoods."""
    areas = {a.area for _, a in parts.areas if a.kind == "area"}
    is_whole = "areas.csv" not in {file for file, _ in parts.lost}
    outlined = {f.focus for _, f in parts.focus if not set(f.areas) <= areas}
    for shapes, wanted, home in (
        (parts.shapes, areas, "areas.csv"),
        (parts.focus_shapes if is_whole else None, outlined, "focus.csv"),
    ):
        if shapes is None or parts.is_lost(home):
            continue
        file, keys = shapes
        for key in sorted(wanted - set(keys)):
            yield DataProblem(
                file,
                value=key,
                expected=f"een vlak voor elke rij van {home}",
                fix="maak het bestand opnieuw met python -m lib.catalog.build_geo",
            )
        for key in sorted(k for k in set(keys) - wanted if not parts.is_lost(home, k)):
            yield DataProblem(
                file,
                value=key,
                expected=f"alleen vlakken die in {home} staan",
                fix=f"voeg de rij toe aan {home} of maak het bestand opnieuw",
            )
