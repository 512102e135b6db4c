"""Sentences of the journal."""

from audit import texts

texts.register({"company.settings_changed": "Изменены данные организации: {fields}"})
