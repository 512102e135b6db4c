from audit import texts

from .scopes import Scope

_WORDS = texts.labels(Scope.choices)

texts.register(
    {
        "api_key.made": "Создан ключ API «{name}»: {scopes}",
        "api_key.revoked": "Отозван ключ API «{name}»",
    },
    said={"name": str, "scopes": lambda scopes: ", ".join(map(_WORDS, scopes)).lower()},
)
