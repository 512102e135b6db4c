"""Sentences of the journal."""

from audit import texts

texts.register({"contract.fact_recorded": "Записан факт: {title}, дата {on}"}, said={"on": texts.day})
