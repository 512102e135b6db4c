"""Sentences of the journal."""

from audit import texts

texts.register({"application.category_named": "Указана категория «{category}». Из чего следует: {source}"})
