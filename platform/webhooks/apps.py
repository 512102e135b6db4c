from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "webhooks"
    verbose_name = "Вебхуки"

    def ready(self) -> None:
        from accounts.security import key_rotation
        from notifications.channels import register

        from . import receivers, secret  # noqa: F401  (listens to the journal)
        from .delivery import hand_over
        from .outbox import CHANNEL, DELIVER

        register(CHANNEL, "Вебхук", hand_over, task=DELIVER)
        key_rotation.register(secret.renew_secrets)
