from django.apps import AppConfig


class RepresentativesConfig(AppConfig):
    name = "cabinet.representatives"
    verbose_name = "Представители"
