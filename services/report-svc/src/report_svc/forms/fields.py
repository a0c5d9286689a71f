"""The columns (栏目) of a form. One of them may be a table of its own, whose rows a village adds as it needs them."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, StrictBool, StrictFloat, StrictInt, StrictStr, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from report_svc.elements.kinds import Kind, normalised
from report_svc.forms.cells import Cell, Column, is_empty

ROWS = "行数"
"""What stands for the number of a table's rows in rules and totals: `合作社名册/行数`."""
MOST_ROWS = 200
_NUMBERS = (Kind.COUNT, Kind.QUANTITY, Kind.PERCENT)
Rows = list[dict[str, Cell]]
# Told in words: of a choice between a cell and a list of maps, generators of Java clients make what does not compile.
_SHOWN = WithJsonSchema({"description": "yes or no, a number, a text or null; of a table its rows, each by column"})
Value = Annotated[Cell | Rows, _SHOWN]
StrictCell = StrictBool | StrictInt | StrictFloat | StrictStr | None
StrictValue = Annotated[StrictCell | Annotated[list[dict[str, StrictCell]], Field(max_length=MOST_ROWS)], _SHOWN]
"""A value as it comes in: a cell, or the rows of a table."""


class RowColumn(Column):
    """A column of a table within a form. Its domain is its own: a data element is said of a village, not of a row."""

    choices: list[Annotated[str, Field(min_length=1, max_length=60)]] = Field([], max_length=50, title="可选值")
    minimum: float | None = Field(None, title="最小值")
    maximum: float | None = Field(None, title="最大值")

    @model_validator(mode="after")
    def _one_domain(self) -> Self:
        kind = self.settled().kind
        if self.choices and kind is not Kind.TEXT:
            raise PydanticCustomError("row_column_domain", "只有文字栏目可以设可选值")
        if (self.minimum is not None or self.maximum is not None) and kind not in _NUMBERS:
            raise PydanticCustomError("row_column_domain", "只有数值栏目可以设上下限")
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise PydanticCustomError("row_column_domain", "最小值不得大于最大值")
        return self


class FormField(Column):
    """One column of a form; with `columns` it is a table, whose rows have them."""

    element: str | None = Field(
        None, max_length=60, title="数据元", description="data element (数据元) behind the column"
    )
    columns: list[RowColumn] = Field(
        [], max_length=30, title="表格栏目", description="what each row of the table says; none: a single value"
    )
    most_rows: int | None = Field(
        None, ge=2, le=MOST_ROWS, title="最多行数",
        description="of a table; so many rows are reckoned as what the form may cost",
    )  # fmt: skip

    @model_validator(mode="after")
    def _one_or_many(self) -> Self:
        if bool(self.columns) is not (self.most_rows is not None):
            raise PydanticCustomError("table_rows", "表格须写明栏目和最多行数，其他栏目不写")
        if self.columns and (self.unit or self.kind or self.element):
            raise PydanticCustomError("table_of_cells", "表格本身没有计量单位、类型和数据元，请写在表格的栏目上")
        names = [normalised(column.name) for column in self.columns]
        if len(set(names)) < len(names) or normalised(ROWS) in names:
            raise PydanticCustomError("table_columns", f"表格中有同名栏目，或栏目名为“{ROWS}”")
        return self

    def settled(self) -> Self:
        """The same field with its kind decided, or those of its table's columns."""
        if self.columns:
            return self.model_copy(update={"columns": [column.settled() for column in self.columns]})
        return super().settled()

    @property
    def cells(self) -> int:
        """How many cells a village fills for it at most."""
        return len(self.columns) * (self.most_rows or 0) or 1

    @property
    def key(self) -> str:
        """What makes two fields ask for the same thing: the element, otherwise the normalised name."""
        return f"element:{self.element}" if self.element else f"name:{normalised(self.name)}"

    @property
    def keys(self) -> frozenset[str]:
        """Everything that it asks for: a table for what its columns do, whatever it is called."""
        return frozenset(f"name:{normalised(column.name)}" for column in self.columns) or frozenset({self.key})

    @property
    def figures(self) -> list[str]:
        """What a table's rows come to, by name: how many there are, and the sum of each column that adds up."""
        if not self.columns:
            return []
        return [f"{self.name}/{ROWS}", *(f"{self.name}/{each.name}" for each in self.columns if each.counts)]

    def standing_for(self, merged: Mapping[str, str]) -> "FormField":
        """The same field with the data element that a merged one stands for now."""
        successor = merged.get(self.element or "")
        return self.model_copy(update={"element": successor}) if successor else self

    def fault(self, value: Value) -> str | None:
        """The stable code of what is wrong with a value; None when it is acceptable. Empty is incomplete, not wrong."""
        return next((code for _, code in self.faults(value)), None)

    def faults(self, value: Value) -> Iterator[tuple[tuple[str, ...], str]]:
        """Everything that is wrong with a value: where (row from 0, column; nothing for the whole) and what."""
        if not self.columns:
            code = self.fault_of_cell(value)
            if code is not None:
                yield (), code
        elif is_empty(value):
            return
        elif not isinstance(value, list):
            yield (), "wrong_type"
        elif len(value) > (self.most_rows or 0):
            yield (), "too_many_rows"
        else:
            for number, row in enumerate(value):
                for name, code in self._faults_of_row(row):
                    yield (str(number), *name), code

    def _faults_of_row(self, row: Mapping[str, Cell]) -> Iterator[tuple[tuple[str, ...], str]]:
        if all(map(is_empty, row.values())):
            yield (), "row_empty"
        known = {column.name: column for column in self.columns}
        for name, cell in row.items():
            code = known[name].fault_of_cell(cell) if name in known else "unknown_field"
            if code is not None:
                yield (name,), code

    def lacks(self, value: Value) -> bool:
        """Whether something compulsory is empty. A table without rows says that there is nothing to list."""
        if is_empty(value):
            return self.required
        needed = [column.name for column in self.columns if column.required]
        return isinstance(value, list) and any(is_empty(row.get(name)) for row in value for name in needed)


def tidied(values: Mapping[str, Value]) -> dict[str, Value]:
    """The same values, their rows without empty cells: so they are equal when they say the same."""
    return {
        name: [{key: cell for key, cell in row.items() if not is_empty(cell)} for row in value]
        if isinstance(value, list) else value
        for name, value in values.items()
    }  # fmt: skip


def with_figures(fields: Iterable[FormField], values: Mapping[str, Value]) -> dict[str, Value]:
    """The values, and beside each table what its rows come to (`FormField.figures`)."""
    found = dict(values)
    for field in fields:
        rows = values.get(field.name)
        if not field.columns or not isinstance(rows, list):
            continue
        found[f"{field.name}/{ROWS}"] = len(rows)
        for column in field.columns:
            numbers = [Decimal(str(row[column.name])) for row in rows if _adds(row.get(column.name))]
            if column.counts and (numbers or not rows):
                found[f"{field.name}/{column.name}"] = exact(sum(numbers, Decimal(0)))
    return found


def exact(amount: Decimal) -> int | float:
    """A sum as JSON has it: whole where it is whole."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _adds(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)
