from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "cabinet.applications"
    verbose_name = "Заявки"
