"""A survey wave from an uploaded file: checked figures, and everything that is wrong with it.

    from lib.intake import read_wave
    wave = read_wave(content, name="meting.xlsx", catalog=catalog, indicator="rapportcijfer",
                     period="2025", existing={"2021"})

Not here: opening the file (`opening`), finding the figures in it (`layouts`, `cbs`), judging them
(`judge`), and storing them (`lib.store`).
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from lib.catalog import Catalog, DataProblem, DataProblemsError, Indicator, Observation, Period
from lib.intake.names import area_names, plain
from lib.intake.spreadsheet.open_file import one_table, open_file
from lib.intake.spreadsheet.sheets import Sheet, fingerprint, harmless_name
from lib.intake.survey_cbs import find_cbs_table
from lib.intake.survey_layouts import Layout, Table, find_table
from lib.intake.survey_rows import Asked, Judge, Question


@dataclass(frozen=True)
class WaveFile:
    """What a file holds of one indicator. Texts are Dutch; texts from the file are not escaped.

    `observations` are the good rows, with source `SOURCE`, which the store replaces. `problems`
    are all faults at once, sorted. `questions` are names that the user has to confirm: give the
    answers to `read_wave` as `names`. `told` is what is no fault but should be known.
    """

    name: str
    sha256: str
    indicator: str
    layout: Layout | None = None
    observations: tuple[Observation, ...] = ()
    problems: tuple[DataProblem, ...] = ()
    questions: tuple[Question, ...] = ()
    told: tuple[str, ...] = ()

    @property
    def is_ready(self) -> bool:
        """Whether the figures may be stored: nothing is wrong and nothing is left to ask."""
        return bool(self.observations) and not self.problems and not self.questions

    @property
    def periods(self) -> tuple[str, ...]:
        """The waves in the file, oldest first."""
        return tuple(p.text for p in sorted({o.period for o in self.observations}))


def read_wave(  # noqa: PLR0913 - each is a choice that the user made
    content: bytes,
    *,
    name: str,
    catalog: Catalog,
    indicator: str,
    period: str | None,
    existing: Collection[str],
    names: Mapping[str, str] | None = None,
) -> WaveFile:
    """Read an XLSX or CSV file of one indicator; never raises for what is in the file.

    `period` is the wave that the user means; None takes every wave in the file. `existing` are
    the waves that were published before. `names` says which area a name in the file means;
    an empty answer leaves its rows out.
    """
    about, sha256 = catalog.indicators[indicator], fingerprint(content)
    try:
        opened = open_file(content, name=name)
        table, unread = one_table(
            opened,
            find=_finder(catalog, about),
            header=f"wijk, en {about.short.lower()} of jaartallen",
        )
    except DataProblemsError as error:
        return WaveFile(harmless_name(name), sha256, indicator, problems=error.problems)
    answers = {plain(asked) or asked: area for asked, area in (names or {}).items()}
    asked = Asked(catalog, about, Period(period) if period else None, existing, answers)
    judge = Judge(asked, layout=table.layout, problems=set(table.problems))
    for entry in table.entries:
        judge.take(entry)
        if judge.is_hopeless:
            break
    judge.finish(table.file)
    return WaveFile(
        opened.name,
        sha256,
        indicator,
        layout=table.layout,
        observations=tuple(judge.observations.values()),
        problems=tuple(sorted(judge.problems)),
        questions=judge.questions,
        told=(*opened.told, *unread, *table.told, *judge.told()),
    )


def _finder(catalog: Catalog, indicator: Indicator) -> Callable[[Sheet], Table | None]:
    """Return the function that finds an indicator's figures in a sheet, whatever the layout."""
    key = indicator.indicator
    topics = [t.columns[key] for t in catalog.open_tables if key in t.columns]
    names = area_names(catalog, indicator=key)

    def find(sheet: Sheet) -> Table | None:
        found = find_cbs_table(sheet, topics=[*topics, indicator.name], names=names)
        return found or find_table(sheet, figure=(key, indicator.name, indicator.short))

    return find
