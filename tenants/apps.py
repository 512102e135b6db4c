from django.apps import AppConfig


class TenantsConfig(AppConfig):
    name = "tenants"
    verbose_name = "Сетевые организации"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tenancy.ports import company_for_host

        from . import queries, receivers  # noqa: F401  (connects them)

        company_for_host.provide(queries.company_for_host)
