from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "cabinet.desk"
    label = "paper_desk"
    verbose_name = "Бумажные заявки"

    def ready(self) -> None:
        from . import events  # noqa: F401
