"""Sentences of the journal."""

from audit import texts

texts.register({"application.entered": "Заявка внесена сотрудником, источник: {source}, получена {received}"})
