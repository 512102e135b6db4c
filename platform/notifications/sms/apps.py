from django.apps import AppConfig


class SmsConfig(AppConfig):
    name = "notifications.sms"
    verbose_name = "СМС"

    def ready(self) -> None:
        from . import checks  # noqa: F401  (registers the system checks)
