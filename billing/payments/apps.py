from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "billing.payments"
    verbose_name = "Платежи"

    def ready(self) -> None:
        from accounts.security import key_rotation
        from billing.invoices import blocks as card_of_invoice
        from cabinet.contracts import ports
        from cabinet.exchange import registry

        from . import events, exchange, queries, settings  # noqa: F401  (sentences of the journal)
        from .blocks import blocks_of

        registry.register(exchange.BOOK)
        key_rotation.register(settings.renew_secrets)
        card_of_invoice.register(blocks_of)
        ports.payment_page.provide(queries.page_to_record)
