"""Sentences of the journal."""

from audit import texts

texts.register(
    {
        "tariff.entered": "Введён тариф: {title}",
        "tariff.withdrawn": "Тариф снят: {title}",
    }
)
