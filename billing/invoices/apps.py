from django.apps import AppConfig


class InvoicesConfig(AppConfig):
    name = "billing.invoices"
    verbose_name = "Счета"

    def ready(self) -> None:
        from cabinet.cases import actions, panels
        from cabinet.contracts import ports

        from . import events, queries, receivers  # noqa: F401  (sentences of the journal; a receiver)
        from .asked import asked_of
        from .card import panels_of

        ports.bill_for_offer.provide(queries.bill_for_offer)
        panels.register(panels_of)
        actions.register(asked_of)
