from django.apps import AppConfig


class SmsConfig(AppConfig):
    name = "notifications.sms"
    verbose_name = "СМС"

    def ready(self) -> None:
        from ..channels import SMS, register
        from . import checks  # noqa: F401  (registers the system checks)
        from .sending import hand_over

        register(SMS, "СМС", hand_over)
