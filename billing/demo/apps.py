from django.apps import AppConfig


class MoneyDemoConfig(AppConfig):
    name = "billing.demo"
    label = "money_demo"
    verbose_name = "Демонстрационные деньги"

    def ready(self) -> None:
        from cabinet.demo import chapters

        from .chapter import tell

        chapters.register(tell)
