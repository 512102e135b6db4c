from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "cabinet.contracts"
    verbose_name = "Договоры"

    def ready(self) -> None:
        from cabinet.cases import ports

        from . import events, queries, signatures  # noqa: F401  (sentences of the journal; a receiver)

        ports.placed_together.provide(queries.placed_together)
