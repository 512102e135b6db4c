from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "billing.payments"
    verbose_name = "Платежи"

    def ready(self) -> None:
        from . import events  # noqa: F401  (sentences of the journal)
