from django.apps import AppConfig


class SuppliersConfig(AppConfig):
    name = "cabinet.suppliers"
    verbose_name = "Гарантирующие поставщики"

    def ready(self) -> None:
        from cabinet.cases import panels
        from cabinet.terms.ports import supplier_warned

        from . import events, letters, receivers  # noqa: F401  (sentences of the journal; receivers)
        from .card import panels_of

        panels.register(panels_of)
        supplier_warned.provide(letters.warned)
