"""Sentences of the journal."""

from audit import texts, told

texts.register({"contract.fact_recorded": "Записан факт: {title}, дата {on}"}, said={"on": texts.day})
told.register(
    {"contract.fact_recorded": "Новая запись о договоре: оплата, оферта, ход работ"},
    group="Договор",
)
