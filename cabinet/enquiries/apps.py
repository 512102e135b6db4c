from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    name = "cabinet.enquiries"
    verbose_name = "Сообщения"

    def ready(self) -> None:
        from cabinet.cases.kinds import register

        from .kind import EnquiryKind

        register(EnquiryKind())
