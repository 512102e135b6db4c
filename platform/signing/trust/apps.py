from django.apps import AppConfig


class TrustConfig(AppConfig):
    name = "signing.trust"
    label = "trust"
    verbose_name = "Доверие"

    def ready(self) -> None:
        from . import checks  # noqa: F401  (registers)
