"""Which area and which wave a row is about; what is double, missing, or there already.

Nothing is guessed: a name that is not known becomes a question. Not here: whether the cells hold a
figure (`figures`).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from lib.catalog import (
    Catalog,
    DataProblem,
    DataProblemsError,
    Indicator,
    Observation,
    Period,
    Status,
)
from lib.intake.names import LONGEST_NAME, Names, area_names, plain
from lib.intake.spreadsheet.sheets import MAX_FINDINGS, RIGHT_FILE, too_much
from lib.intake.survey_cells import Figures, fault, figures_of
from lib.intake.survey_layouts import Entry, Layout
from lib.intake.values import CellError, day_told, period, shown, tidy

SOURCE = "import"
MAX_QUESTIONS = 50
MOST_SHOWN = 20
# What a survey table calls the row of the whole municipality.
TOTALS = frozenset({"totaal", "gemeente", "gemeentetotaal", "totaalgemeente", "gemiddelde"})
Key = tuple[str, str]  # area, period


@dataclass(frozen=True)
class Question:
    """A name that no area has; `candidates` are keys of areas, the likeliest first."""

    name: str
    file: str
    row: int
    candidates: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """What the user wants from the file: see `lib.intake.wave.read_wave`."""

    catalog: Catalog
    indicator: Indicator
    period: Period | None
    existing: Collection[str]
    answers: Mapping[str, str]


@dataclass
class Judge:
    """Takes entries one by one; gathers figures, problems and what to tell."""

    asked: Asked
    layout: Layout
    observations: dict[Key, Observation] = field(default_factory=dict)
    problems: set[DataProblem] = field(default_factory=set)
    _names: Names = field(init=False)
    _rows: dict[Key, int] = field(default_factory=dict)
    _unknown: dict[str, Entry] = field(default_factory=dict)
    _wrong: dict[str, Entry] = field(default_factory=dict)
    _left_out: set[str] = field(default_factory=set)
    _skipped: set[str] = field(default_factory=set)
    _dates: dict[str, str] = field(default_factory=dict)
    _renamed: dict[str, str] = field(default_factory=dict)
    _formulas: int = 0
    _is_undated: bool = False

    def __post_init__(self) -> None:
        self._names = area_names(self.asked.catalog, indicator=self.asked.indicator.indicator)

    def take(self, entry: Entry) -> None:
        """Judge one entry."""
        cells, name = entry.figures.values(), tidy(shown(entry.area.value))
        is_empty = not any(c.value is not None or c.is_formula or c.is_shared for c in cells)
        is_left_out = self._answer(name) == ""
        if is_left_out or (is_empty and not self._names.key(name)):
            self._skipped.update({name} - {""})
        if is_left_out or is_empty:
            return
        when = self._period(entry)
        if when and self.asked.period not in {None, when}:
            if self.layout != "long":  # such a table holds earlier waves too
                self._left_out.add(when.text)
                return
            self._wrong.setdefault(when.text, entry)
        area = self._area(entry, name)
        figures = None
        try:
            figures = figures_of(entry, indicator=self.asked.indicator)
        except DataProblemsError as error:
            self.problems.update(error.problems)
        self._formulas += sum(c.is_formula for c in cells)
        if area and when:
            self._keep(entry, (area, when.text), figures)

    @property
    def is_hopeless(self) -> bool:
        """Whether so much is wrong that there is no use in reading on."""
        return self._findings > MAX_FINDINGS or len(self._unknown) > MAX_QUESTIONS

    def finish(self, file: str) -> None:
        """Judge what only the whole file shows."""
        self._judge_waves(file)
        if self._findings > MAX_FINDINGS:
            self.problems.add(too_much(file))
        if len(self._unknown) > MAX_QUESTIONS:
            self._unknown.clear()
            expected = f"namen van wijken; meer dan {MAX_QUESTIONS} zijn onbekend"
            self.problems.add(DataProblem(file, expected=expected, fix=RIGHT_FILE))
        if not self._rows and not self.problems and not self._unknown:
            wanted = f"cijfers van de meting {self.asked.period}" if self._left_out else "cijfers"
            fix = "vul bij ten minste één wijk het cijfer in"
            self.problems.add(DataProblem(file, expected=wanted, fix=fix))
        self._refuse_mixture(file)

    @property
    def questions(self) -> tuple[Question, ...]:
        """The names that the user has to explain."""
        return tuple(
            Question(name, entry.file, entry.row, self._candidates(name))
            for name, entry in self._unknown.items()
        )

    def told(self) -> tuple[str, ...]:
        """Return what is no fault, but should be known before the figures are used."""
        dates = [f"{day} als meting {when}" for day, when in self._dates.items()]
        skipped = sorted(self._skipped - set(self._unknown))
        told = [
            ("Datums zijn gelezen als meting: ", dates),
            ("Namen zijn gelezen als wijk: ", list(self._renamed.values())),
            ("Andere metingen in het bestand, niet gelezen: ", sorted(self._left_out)),
            ("Overgeslagen rijen: ", [f"'{name}'" for name in skipped]),
            *([] if self._unknown or self.layout == "cbs" else self._absent()),
        ]
        found = [start + _some(items) + "." for start, items in told if items]
        if self._is_undated:
            found.append(f"Het bestand noemt geen meting: gelezen als {self.asked.period}.")
        if self._formulas:
            found.append(f"Cellen met een formule: {self._formulas}. De uitkomst is gebruikt.")
        return tuple(found)

    @property
    def _findings(self) -> int:
        return len(self.problems) + len(self._skipped)

    @property
    def _waves(self) -> list[str]:
        return sorted({when for _, when in self._rows} - set(self._wrong))

    def _answer(self, name: str) -> str | None:
        return self.asked.answers.get(plain(name) or name)

    def _judge_waves(self, file: str) -> None:
        for when, entry in self._wrong.items():
            self.problems.add(
                DataProblem(
                    file,
                    row=entry.row,
                    column=entry.period.column if entry.period else "",
                    value=when,
                    expected=f"de meting {self.asked.period}, zoals u hebt gekozen",
                    fix="kies bij het inlezen de andere meting, of haal deze rijen weg",
                )
            )
        for when in set(self._waves) & set(self.asked.existing):
            self.problems.add(
                DataProblem(
                    file,
                    value=when,
                    expected="een meting die er nog niet is",
                    fix="zet het vinkje bij 'verbeterde versie', of kies een ander bestand",
                )
            )

    def _absent(self) -> list[tuple[str, list[str]]]:
        levels = {"municipality", "area"} & set(self.asked.indicator.levels)
        expected = [a for a in self.asked.catalog.areas.values() if a.kind in levels]
        return [
            (
                f"Zonder cijfer in de meting {when}: ",
                [a.name for a in expected if (a.area, when) not in self._rows],
            )
            for when in self._waves
        ]

    def _period(self, entry: Entry) -> Period | None:
        if entry.period is None:
            self._is_undated = self.asked.period is not None
            if not self._is_undated:
                self.problems.add(
                    DataProblem(
                        entry.file,
                        column="meting",
                        expected="een kolom met de meting",
                        fix="voeg de kolom toe, met in elke rij het jaar",
                    )
                )
            return self.asked.period
        value = entry.period.value
        try:
            when = period(value, like=self.asked.period)
        except CellError as error:
            self.problems.add(fault(entry, entry.period, expected=error.expected, fix=error.fix))
            return None
        if day := day_told(value):
            self._dates[day] = when.text
        return when

    def _area(self, entry: Entry, name: str) -> str | None:
        expected = ""
        if not name:
            expected = "de naam van een wijk"
        elif len(name) > LONGEST_NAME:
            expected = f"een naam van hoogstens {LONGEST_NAME} tekens"
        if expected:
            fix = "schrijf de naam van de wijk in deze cel"
            self.problems.add(fault(entry, entry.area, expected=expected, fix=fix))
            return None
        key = self._names.key(name) or self._names.key(self._answer(name) or "")
        if key is None:
            self._unknown.setdefault(name, entry)
            return None
        area = self.asked.catalog.areas[key]
        if plain(name) not in {plain(known) for known in (key, area.name, *area.aliases)}:
            self._renamed[name] = f"'{name}' als {area.name}"
        return key

    def _keep(self, entry: Entry, key: Key, figures: Figures | None) -> None:
        row = self._rows.setdefault(key, entry.row)
        if row != entry.row or key in self.observations:
            expected = f"elke wijk één keer per meting (staat al in rij {row})"
            fix = "haal een van de twee rijen weg"
            self.problems.add(fault(entry, entry.area, expected=expected, fix=fix))
        elif figures is not None:
            self.observations[key] = Observation(
                indicator=self.asked.indicator.indicator,
                area=key[0],
                period=Period(key[1]),
                value=figures.value,
                lower=figures.lower,
                upper=figures.upper,
                n=figures.n,
                source=SOURCE,
                status=figures.status,
                missing=figures.missing,
                note="",
            )

    def _candidates(self, name: str) -> tuple[str, ...]:
        near = self._names.near(name)
        whole = self.asked.catalog.municipality.code
        return (whole, *(key for key in near if key != whole)) if plain(name) in TOTALS else near

    def _refuse_mixture(self, file: str) -> None:
        """Tell when made-up figures would stand beside real ones, of the file or the catalog."""
        survey = self.asked.catalog.survey
        known = survey.loc[survey["indicator"] == self.asked.indicator.indicator, "status"]
        statuses = {o.status.value for o in self.observations.values()} | set(known)
        if Status.FICTITIOUS.value in statuses and len(statuses) > 1:
            self.problems.add(
                DataProblem(
                    file,
                    column="status",
                    value=Status.FICTITIOUS,
                    expected="alleen echte of alleen fictieve cijfers van één onderwerp",
                    fix="kies de status die past bij de cijfers die er al staan",
                )
            )


def _some(items: list[str]) -> str:
    """Return the first items, and how many more there are."""
    more = len(items) - MOST_SHOWN
    return ", ".join(items[:MOST_SHOWN]) + (f" en nog {more}" if more > 0 else "")
