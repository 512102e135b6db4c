from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "cabinet.exchange"
    verbose_name = "Обмен данными"

    def ready(self) -> None:
        from . import events, registry  # noqa: F401
        from .books import applicants, applications, documents

        for book in (applications.BOOK, applicants.BOOK, documents.BOOK):
            registry.register(book)
