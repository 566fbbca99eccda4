"""Bytes on disk to rows and tables, with every fault of a file reported at once.

Here lives what can go wrong with a file as a file: absent, too large, wrong encoding, wrong
delimiter, broken TOML. Not here: what the values mean (`schema`) and how they fit (`checks`).
"""

import csv
import io
import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from lib.catalog.fields import FrozenModel
from lib.catalog.problems import DataProblem, RowPlace, describe_validation_error, fill_message

MAX_DATA_BYTES = 5_000_000
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

    def place(self, path: Path | str, row: int = 0) -> RowPlace:
        """Return a place in a file, as a person knows it: by its path below the folder's parent."""
        return RowPlace((self.root / path).relative_to(self.root.parent).as_posix(), row)

    def add(self, path: Path | str, kind: str, *, row: int = 0, **context: object) -> None:
        """Note a problem that makes a whole file useless."""
        self.lost.add((Path(path).name, ""))
        texts = fill_message(kind, **context)._asdict()
        self.problems.append(DataProblem(self.place(path).file, row=row, **texts))

    def text(self, path: Path | str) -> str | None:
        """Return a file's text, or None after noting why it cannot be had."""
        path = self.root / path
        if not path.is_file():
            self.add(path, "absent_file")
            return None
        if path.stat().st_size > MAX_DATA_BYTES:
            self.add(path, "large_file", megabytes=MAX_DATA_BYTES // 1_000_000)
            return None
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = path.read_bytes()[: error.start]
            self.add(path, "not_utf8", row=before.count(b"\n") + 1)
            return None
        if not text.strip():
            self.add(path, "empty_file")
            return None
        return text

    def rows(self, path: Path | str, model: type[ModelT]) -> list[tuple[RowPlace, ModelT]]:
        """Return each good row with its place."""
        text = self.text(path)
        if text is None:
            return []
        records: list[list[str]] = []
        try:
            records.extend(csv.reader(io.StringIO(text, newline=""), strict=True))
        except csv.Error:
            self.add(path, "open_quote", row=len(records) + 1)
            return []
        header = [cell.strip() for cell in records[0]]
        if not self._header_is_good(path, header, model):
            self.lost.add((Path(path).name, ""))
            return []
        good: list[tuple[RowPlace, ModelT]] = []
        file = self.place(path).file
        for number, record in enumerate(records[1:], start=2):
            if not any(cell.strip() for cell in record):
                continue
            at = RowPlace(file, number)
            values = dict(zip(header, record, strict=False))
            if len(record) != len(header):
                self._lose(values, model, at.file)
                self.problems.append(
                    at.problem("number_of_columns", columns=len(header), found=len(record))
                )
                continue
            row = self.check(values, model, at=at)
            if row is not None:
                good.append((at, row))
        return good

    def _header_is_good(
        self, path: Path | str, header: list[str], model: type[FrozenModel]
    ) -> bool:
        wanted = list(model.model_fields)
        required = {name for name, field in model.model_fields.items() if field.is_required()}
        if len(header) == 1 < len(wanted) and re.search(r"[;\t]", header[0]):
            self.add(path, "other_delimiter", row=1)
            return False
        doubles = {column for column, count in Counter(header).items() if count > 1}
        at = self.place(path, 1)
        faults = [
            at.problem(kind, column=column)
            for kind, columns in (
                ("double_column", doubles),
                ("absent_column", required - set(header)),
                ("unknown_column", set(header) - set(wanted)),
            )
            for column in columns
        ]
        self.problems += faults
        return not faults

    def toml(self, path: Path | str) -> Mapping[str, Any] | None:
        """Return a TOML file's tables, or None after noting why they cannot be had."""
        text = self.text(path)
        if text is None:
            return None
        try:
            return tomllib.loads(text)
        except (ValueError, RecursionError) as error:  # a TOMLDecodeError is a ValueError
            reason = f"; de lezer zegt: {error}" if isinstance(error, ValueError) else ""
            self.add(path, "toml", reason=reason)
            return None

    def whole(self, path: Path | str, model: type[ModelT]) -> ModelT | None:
        """Return a TOML file as one model, or None after noting all that is wrong with it."""
        tables = self.toml(path)
        if tables is None:
            return None
        whole = self.check(tables, model, at=self.place(path))
        if whole is None:
            self.lost.add((Path(path).name, ""))
        return whole

    def entries(
        self, path: Path | str, key: str, model: type[ModelT]
    ) -> list[tuple[RowPlace, ModelT]]:
        """Return each good table of a TOML file that holds a list of them under one key."""
        tables = dict(self.toml(path) or {})
        values = tables.pop(key, [])
        self.problems += [self.place(path).problem("extra_forbidden", column=k) for k in tables]
        found = []
        for number, entry in enumerate(values if isinstance(values, list) else [values], 1):
            found += self.table(path, entry, model, where=f"{key} {number}")
        return found

    def table(
        self, path: Path | str, values: object, model: type[ModelT], *, where: str = ""
    ) -> list[tuple[RowPlace, ModelT]]:
        """Return one table of a file with its place; nothing after noting what is wrong."""
        at = self.place(path)
        row = self.check(values, model, at=at, where=where)
        return [(at, row)] if row else []

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
