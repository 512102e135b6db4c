from django.apps import AppConfig


class CompanyConfig(AppConfig):
    name = "cabinet.company"
    verbose_name = "Данные организации"

    def ready(self) -> None:
        from . import receivers  # noqa: F401  (connects them)
