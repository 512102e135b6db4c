"""Sentences of the journal."""

from audit import texts

texts.register({"page.published": "Изменён текст страницы: {slot}"})
