from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AuditConfig(AppConfig):
    name = "audit"
    verbose_name = "Журнал действий"

    def ready(self) -> None:
        autodiscover_modules("events")  # each package registers the sentences of its own events
