from django.apps import AppConfig


class UsageConfig(AppConfig):
    name = "billing.usage"
    verbose_name = "Потребление"

    def ready(self) -> None:
        from . import receivers  # noqa: F401  (connects them)
