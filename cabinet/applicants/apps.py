from django.apps import AppConfig


class ApplicantsConfig(AppConfig):
    name = "cabinet.applicants"
    verbose_name = "Заявители"
