from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "cabinet.contracts"
    verbose_name = "Договоры"

    def ready(self) -> None:
        from cabinet.cases import occurrences, ports

        from . import events, queries, signatures  # noqa: F401  (sentences of the journal; a receiver)
        from .occurrences import recorded_facts

        occurrences.register(recorded_facts)
        ports.placed_together.provide(queries.placed_together)
