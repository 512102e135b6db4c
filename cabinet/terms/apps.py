from django.apps import AppConfig


class TermsConfig(AppConfig):
    name = "cabinet.terms"
    verbose_name = "Сроки"

    def ready(self) -> None:
        from cabinet.cases import ports
        from tenants.ports import days_moved_in

        from . import events, services  # noqa: F401  (registers sentences of the journal)

        ports.clock.provide(services.follow)
        days_moved_in.provide(services.days_moved_in)
