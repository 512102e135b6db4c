from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Companies, people and cases to look at. Installed in the embedded mode only."""

    name = "cabinet.demo"
    verbose_name = "Демонстрационные данные"
