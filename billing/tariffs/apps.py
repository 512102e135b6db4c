from django.apps import AppConfig


class TariffsConfig(AppConfig):
    name = "billing.tariffs"
    verbose_name = "Тарифы"

    def ready(self) -> None:
        from cabinet.applications import price

        from . import events  # noqa: F401  (sentences of the journal)
        from .estimates import estimate

        price.register(estimate)
