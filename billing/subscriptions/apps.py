from django.apps import AppConfig


class SubscriptionsConfig(AppConfig):
    name = "billing.subscriptions"
    verbose_name = "Тарифы и счета площадки"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.conf import settings

        if settings.EMBEDDED:
            from . import demonstration  # noqa: F401  (connects its receiver)
