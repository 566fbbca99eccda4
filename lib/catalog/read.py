"""Bytes on disk to rows and tables, with every fault of a file reported at once.

Here lives what can go wrong with a file as a file: absent, too large, wrong encoding, wrong
delimiter, broken TOML. Not here: what the values mean (`schema`) and how they fit (`checks`).
"""

import csv
import io
import tomllib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from lib.catalog.fields import FrozenModel
from lib.catalog.messages import describe_validation_error
from lib.catalog.problems import DataProblem, RowPlace

MAX_DATA_BYTES = 5_000_000
UNKNOWN_COLUMN = ("alleen bekende kolommen", "haal de kolom weg of verbeter de naam")
ModelT = TypeVar("ModelT", bound=FrozenModel)


class Reader:
    """Reads files under one folder and gathers the problems it meets.

    `lost` holds what could not be used, so that references to it are not reported as problems too:
    (file name, "") for a whole file, (file name, key) for one row or table.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[DataProblem] = []
        self.lost: set[tuple[str, str]] = set()

    def name(self, path: Path) -> str:
        """Return the name by which a person knows the file: its path below the folder's parent."""
        return path.relative_to(self.root.parent).as_posix()

    def add(self, path: Path, *, expected: str, fix: str, row: int = 0) -> None:
        """Note a problem that makes a whole file useless."""
        self.lost.add((path.name, ""))
        self.problems.append(DataProblem(self.name(path), expected=expected, fix=fix, row=row))

    def text(self, path: Path) -> str | None:
        """Return a file's text, or None after noting why it cannot be had."""
        if not path.is_file():
            self.add(path, expected="dit bestand", fix="zet het bestand terug")
            return None
        if path.stat().st_size > MAX_DATA_BYTES:
            self.add(
                path,
                expected=f"een bestand van hoogstens {MAX_DATA_BYTES // 1_000_000} MB",
                fix="controleer of dit het goede bestand is",
            )
            return None
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = path.read_bytes()[: error.start]
            self.add(
                path,
                row=before.count(b"\n") + 1,
                expected="tekst in UTF-8",
                fix="sla het bestand op als 'CSV UTF-8' of als UTF-8",
            )
            return None
        if not text.strip():
            self.add(path, expected="een bestand met inhoud", fix="zet de inhoud terug")
            return None
        return text

    def rows(self, path: Path, model: type[ModelT]) -> list[tuple[RowPlace, ModelT]]:
        """Return each good row with its place."""
        text = self.text(path)
        if text is None:
            return []
        records: list[list[str]] = []
        try:
            records.extend(csv.reader(io.StringIO(text, newline=""), strict=True))
        except csv.Error:
            self.add(
                path,
                row=len(records) + 1,
                expected="cellen met hoogstens één paar aanhalingstekens eromheen",
                fix="sluit het aanhalingsteken dat in deze rij begint",
            )
            return []
        header = [cell.strip() for cell in records[0]]
        if not self._header_is_good(path, header, model):
            self.lost.add((path.name, ""))
            return []
        good: list[tuple[RowPlace, ModelT]] = []
        for number, record in enumerate(records[1:], start=2):
            if not any(cell.strip() for cell in record):
                continue
            at = RowPlace(self.name(path), number)
            values = dict(zip(header, record, strict=False))
            if len(record) != len(header):
                self._lose(values, model, self.name(path))
                expected = f"{len(header)} kolommen, niet {len(record)}"
                fix = "zet tekst met komma's tussen aanhalingstekens; in getallen een punt"
                self.problems.append(at.problem(expected=expected, fix=fix))
                continue
            row = self.check(values, model, at=at)
            if row is not None:
                good.append((at, row))
        return good

    def _header_is_good(self, path: Path, header: list[str], model: type[FrozenModel]) -> bool:
        wanted = list(model.model_fields)
        if len(header) == 1 and len(wanted) > 1 and (";" in header[0] or "\t" in header[0]):
            self.add(
                path,
                row=1,
                expected="een komma tussen de kolommen",
                fix="sla het bestand op met de komma als scheidingsteken",
            )
            return False
        doubles = {column for column, count in Counter(header).items() if count > 1}
        at = RowPlace(self.name(path), 1)
        faults = [
            at.problem(column=column, expected=expected, fix=fix)
            for columns, expected, fix in (
                (doubles, "elke kolom één keer", "haal de dubbele kolom weg"),
                (set(wanted) - set(header), "deze kolom", "voeg de kolom toe"),
                (set(header) - set(wanted), *UNKNOWN_COLUMN),
            )
            for column in columns
        ]
        self.problems += faults
        return not faults

    def toml(self, path: Path) -> Mapping[str, Any] | None:
        """Return a TOML file's tables, or None after noting why they cannot be had."""
        text = self.text(path)
        if text is None:
            return None
        try:
            return tomllib.loads(text)
        except (ValueError, RecursionError) as error:  # a TOMLDecodeError is a ValueError
            reason = f"; de lezer zegt: {error}" if isinstance(error, ValueError) else ""
            self.add(path, expected="geldige TOML", fix=f"verbeter de schrijfwijze{reason}")
            return None

    def check(
        self, values: object, model: type[ModelT], *, at: RowPlace, where: str = ""
    ) -> ModelT | None:
        """Return the checked model, or None after noting all that is wrong with it."""
        try:
            return model.model_validate(values)
        except ValidationError as error:
            self.problems += describe_validation_error(error, file=at.file, row=at.row, where=where)
            self._lose(values, model, at.file)
            return None

    def _lose(self, values: object, model: type[FrozenModel], file: str) -> None:
        """Note that a row or table is lost, by its key: a model's first field."""
        key = values.get(next(iter(model.model_fields))) if isinstance(values, dict) else None
        if key and isinstance(key, str):
            self.lost.add((Path(file).name, key.strip()))
