"""Sentences of the journal."""

from typing import Any

from audit import texts

from .models import Profile

_LABELS = {field.name: str(field.verbose_name) for field in Profile._meta.fields}


def _fields(names: Any) -> str:
    return ", ".join(_LABELS.get(name, name) for name in names)


texts.register({"company.settings_changed": "Изменены данные организации: {fields}"}, said={"fields": _fields})
