from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "billing.payments"
    verbose_name = "Платежи"

    def ready(self) -> None:
        from accounts.security import key_rotation
        from cabinet.contracts import ports

        from . import events, queries, settings  # noqa: F401  (sentences of the journal)

        key_rotation.register(settings.renew_secrets)
        ports.payment_page.provide(queries.page_to_record)
