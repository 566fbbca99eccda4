"""One row of a survey table as the file holds it. Not here: what its cells say (`survey_cells`)."""

from collections.abc import Mapping
from dataclasses import dataclass

from lib.catalog import DataProblem
from lib.intake.spreadsheet.sheets import SheetCell
from lib.intake.values import CellError


@dataclass(frozen=True)
class SurveyRow:
    """What the file says of one area in one period; `cells` by role: value, lower, upper, n.

    `topic` is what the figure is about, `group` the part of the residents that it is of.
    """

    file: str
    row: int
    area: SheetCell
    period: SheetCell | None
    status: SheetCell | None
    cells: Mapping[str, SheetCell]
    topic: str = ""
    group: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether no cell says anything, also not as part of a merged cell."""
        return all(cell.is_empty and not cell.is_shared for cell in self.cells.values())

    def problem(self, role: str, error: CellError) -> DataProblem:
        """Return the problem of one cell, at its place."""
        others = {"area": self.area, "period": self.period, "status": self.status}
        cell = others.get(role) or self.cells[role]
        return cell.problem(self.file, self.row, error)
