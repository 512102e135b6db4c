from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cabinet.cases"
    verbose_name = "Обращения"

    def ready(self) -> None:
        from tenants import figures

        from . import queries, signing  # noqa: F401  (connects its receiver)

        figures.register("cases_total", queries.count_all)
        figures.register("cases_30_days", queries.count_of_30_days)
