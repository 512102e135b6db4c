from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "cabinet.applications"
    verbose_name = "Заявки"

    def ready(self) -> None:
        from cabinet.cases import occurrences as told
        from cabinet.cases.kinds import register

        from . import events, occurrences  # noqa: F401  (sentences of the journal)
        from .kind import ApplicationKind

        register(ApplicationKind())
        told.register(occurrences.requests_for_information, alone=(occurrences.ASKED, occurrences.SUPPLIED))
        told.register(occurrences.read_off_feed, is_read_off=True)
