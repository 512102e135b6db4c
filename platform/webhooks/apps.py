from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "webhooks"
    verbose_name = "Вебхуки"

    def ready(self) -> None:
        from accounts.security import key_rotation
        from notifications.channels import register

        from . import receivers, secret  # noqa: F401  (listens to the journal)
        from .delivery import CHANNEL, hand_over

        register(CHANNEL, "Вебхук", hand_over)
        key_rotation.register(secret.renew_secrets)
