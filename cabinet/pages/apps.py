from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "cabinet.pages"
    verbose_name = "Тексты страниц"

    def ready(self) -> None:
        from . import receivers  # noqa: F401  (connects them)
