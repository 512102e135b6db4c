from django.apps import AppConfig


class SubscriptionsConfig(AppConfig):
    name = "billing.subscriptions"
    verbose_name = "Тарифы и счета площадки"
    default_auto_field = "django.db.models.BigAutoField"
