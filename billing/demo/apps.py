from django.apps import AppConfig


class MoneyDemoConfig(AppConfig):
    name = "billing.demo"
    label = "money_demo"
    verbose_name = "Демонстрационные деньги"

    def ready(self) -> None:
        from . import chapter  # noqa: F401  (connects its receiver)
