from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cabinet.cases"
    verbose_name = "Обращения"

    def ready(self) -> None:
        from tenants import figures
        from webhooks import ports

        from . import changes, kinds, queries, signing  # noqa: F401  (connects its receiver)

        ports.place_of.provide(changes.place_of)
        ports.told_to.provide(changes.told_by_webhook)
        ports.kinds.provide(lambda: [(kind.code, kind.words.name) for kind in kinds.all_kinds()])
        figures.register("cases_total", queries.count_all)
        figures.register("cases_30_days", queries.count_of_30_days)
