from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "tenancy"
    verbose_name = "Компания текущего запроса"

    def ready(self) -> None:
        from . import checks  # noqa: F401  (registers the system checks)
