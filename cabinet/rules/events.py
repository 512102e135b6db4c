"""Sentences of the journal."""

from audit import texts

texts.register({"rules.amended": "Правила организации: {what}, код {code}, действует с {day}"})
