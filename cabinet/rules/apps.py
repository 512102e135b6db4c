from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "cabinet.rules"
    verbose_name = "Своды правил"

    def ready(self) -> None:
        from . import checks  # noqa: F401  (registers the check)
