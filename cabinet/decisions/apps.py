from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "cabinet.decisions"
    verbose_name = "Решения по заявкам"

    def ready(self) -> None:
        from cabinet.cases import occurrences, panels
        from cabinet.cases.ports import paper_taken_back

        from . import events, queries  # noqa: F401
        from .card import panels_of

        panels.register(panels_of)
        occurrences.register(queries.occurrences)
        paper_taken_back.provide(queries.why_taken_back)
