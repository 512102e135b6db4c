from django.apps import AppConfig


class PaperworkConfig(AppConfig):
    name = "cabinet.paperwork"
    verbose_name = "Документы кабинета"

    def ready(self) -> None:
        from cabinet.cases.ports import paper_drawn, paper_wanted

        from . import services

        paper_wanted.provide(services.ask)
        paper_drawn.provide(services.draw)
