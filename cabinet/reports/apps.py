from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "cabinet.reports"
    label = "reports"
    verbose_name = "Отчёты"

    def ready(self) -> None:
        from . import events  # noqa: F401
