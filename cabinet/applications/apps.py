from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "cabinet.applications"
    verbose_name = "Заявки"

    def ready(self) -> None:
        from cabinet.cases.kinds import register

        from .kind import ApplicationKind

        register(ApplicationKind())
