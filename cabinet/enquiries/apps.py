from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    name = "cabinet.enquiries"
    verbose_name = "Сообщения"
