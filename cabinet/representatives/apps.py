from django.apps import AppConfig


class RepresentativesConfig(AppConfig):
    name = "cabinet.representatives"
    verbose_name = "Представители"

    def ready(self) -> None:
        from accounts.ports import acting_of

        from . import acting

        acting_of.provide(acting.acting_of)
