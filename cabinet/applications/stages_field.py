"""The question about stages of power: rows, each with its dates, its power and its reliability."""

import json
import re
from collections.abc import Mapping
from typing import Any

from django.forms.widgets import Widget

from cabinet.rules.pack import Pack
from ui import forms

from .answers import STAGE_PARTS, reliabilities, stage_in_words, stored

STAGES_LIMIT = 20
TYPED_LIMIT = 40  # characters of a cell


class StageRows(Widget):
    """Every row that is filled in and one more to be filled; a row that is emptied is gone."""

    template_name = "applications/stage_rows.html"

    def __init__(self, parts: Mapping[str, Any]) -> None:
        super().__init__()
        self.parts = parts
        self.has_more = False  # «Добавить этап» was pressed

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        row_of = re.compile(rf"{re.escape(name)}-(\d{{1,3}})-({'|'.join(STAGE_PARTS)})")
        rows: dict[int, dict[str, str]] = {}
        for key in data:
            if found := row_of.fullmatch(key):
                typed = str(data[key]).replace("\x00", "").strip()[:TYPED_LIMIT]
                rows.setdefault(int(found[1]), {})[found[2]] = typed
        if not rows and isinstance(data.get(name), str):  # kept as it was typed
            return self.format_value(data[name])
        filled = [rows[number] for number in sorted(rows) if any(rows[number].values())]
        return filled[:STAGES_LIMIT]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data

    def words(self, data: Any, name: str) -> str:
        """What was typed, as a draft keeps it while it makes no sense yet."""
        return json.dumps(self.value_from_datadict(data, None, name), ensure_ascii=False)

    def format_value(self, value: Any) -> list[dict[str, str]]:
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                value = []
        return [row for row in value or [] if isinstance(row, dict)]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        kept = self.format_value(value)
        count = min(len(kept) + (self.has_more or not kept), STAGES_LIMIT)
        context["widget"]["rows"] = [self._row(name, number, kept) for number in range(count)]
        context["widget"]["may_add"] = count < STAGES_LIMIT
        return context

    def _row(self, name: str, number: int, kept: list[dict[str, str]]) -> dict[str, Any]:
        row = kept[number] if number < len(kept) else {}
        cells = []
        for part, field in self.parts.items():
            cell = f"{name}-{number}-{part}"
            shown = _as_typed(field, row.get(part, ""))
            cells.append({
                "id": f"id_{cell}",
                "label": field.label,
                "html": field.widget.render(cell, shown, {"id": f"id_{cell}", "class": "input"}),
                "suffix": getattr(field, "suffix", ""),
            })  # fmt: skip
        return {"number": number + 1, "cells": cells}


class StagesField(forms.CharField):
    """Answers a list of rows as the database keeps them."""

    is_rows = True  # drawn by a template of its own

    def __init__(self, *, pack: Pack, **kwargs: Any) -> None:
        from .fields import power_field  # the two make each other's fields

        self.pack = pack
        classes = [(one.code, one.label) for one in reliabilities(pack)]
        self.parts: dict[str, Any] = {
            "design_on": forms.DateField(label="Проект до", required=False),
            "operation_on": forms.DateField(label="Ввод в работу", required=False),
            "power": power_field(pack.power),
            "reliability": forms.ChoiceField(label="Категория", choices=[("", "Выберите"), *classes], required=False),
        }
        self.parts["power"].label = pack.power.label
        super().__init__(widget=StageRows(self.parts), **kwargs)

    def clean(self, value: Any) -> list[dict[str, str]]:
        rows, errors = [], []
        for number, typed in enumerate(self.widget.format_value(value), start=1):
            row: dict[str, str] = {}
            for part, field in self.parts.items():
                try:
                    answer = field.clean(typed.get(part, ""))
                except forms.ValidationError as refusal:
                    errors += [f"Этап {number}. {_sentence(field, message)}" for message in refusal.messages]
                    continue
                if answer:
                    row[part] = stored(answer)
            if not row.get("power") and not errors:
                errors.append(f"Этап {number}. Введите {self.pack.power.asked} этапа")
            if row.get("design_on", "") > row.get("operation_on", "9"):
                errors.append(f"Этап {number}. Ввод в работу не может быть раньше проекта")
            rows.append(row)
        if errors:
            raise forms.ValidationError(errors)
        return rows

    def prepare_value(self, value: Any) -> Any:
        return value

    def in_words(self, value: Any) -> str:
        rows = self.widget.format_value(value)
        return "; ".join(stage_in_words(row, number, self.pack) for number, row in enumerate(rows, start=1))


def _as_typed(field: Any, value: str) -> Any:
    """A kept cell as a person writes it: 01.03.2027 and 15,5. What makes no sense stays as it was typed."""
    try:
        answer = field.clean(value)
    except forms.ValidationError:
        return value
    if answer is None:
        return value
    shown = field.prepare_value(answer)
    return str(shown).replace(".", ",") if isinstance(field, forms.DecimalField) else shown


def _sentence(field: Any, message: str) -> str:
    return f"{field.label}: {message[:1].lower()}{message[1:]}" if isinstance(field, forms.DateField) else message
