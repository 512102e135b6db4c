from django.apps import AppConfig


class InvoicesConfig(AppConfig):
    name = "billing.invoices"
    verbose_name = "Счета"
