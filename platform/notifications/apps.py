from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = "Уведомления"

    def ready(self) -> None:
        from .channels import EMAIL, register
        from .email import hand_over

        register(EMAIL, "Письмо", hand_over)
