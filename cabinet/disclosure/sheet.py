"""The published table as a file for spreadsheets, written while it is sent."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cabinet.rules.pack import PublicStage
from documents.zip_stream import cell
from tenancy.company import inside

from .queries import Row, steps_of

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"  # without it Excel reads another encoding


def lines_of(row: Row, stages: Sequence[PublicStage]) -> list[str]:
    """What the stages of this row say, in the order of the columns; an earlier edition may lack one."""
    said = {line.number: line.said for line in row[1]}
    return [said.get(stage.number, "") for stage in stages]


def written(found: Any, stages: Sequence[PublicStage], *, company: Any) -> Iterator[str]:
    """The company is told: a response is sent when the request no longer belongs to one."""
    yield BOM + _csv([["Номер заявки", *(f"{stage.number}. {stage.title}" for stage in stages)]])
    steps = steps_of(found)
    while True:
        with inside(company):
            step = next(steps, None)
            if step is None:
                return
            text = _csv([row[0].number, *lines_of(row, stages)] for row in step)
        yield text


def _csv(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([cell(value.replace("\N{NO-BREAK SPACE}", " ")) for value in row] for row in rows)
    return text.getvalue()
