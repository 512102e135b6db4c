"""Sentences of the journal."""

from audit import texts, told

texts.register({"application.category_named": "Указана категория «{category}». Из чего следует: {source}"})
told.register({"application.category_named": "Указана категория заявки"}, group="Обращение")
