"""Sentences of the journal."""

from audit import texts

from .models import Slot

texts.register({"page.published": "Изменён текст страницы: {slot}"}, said={"slot": texts.labels(Slot.choices)})
