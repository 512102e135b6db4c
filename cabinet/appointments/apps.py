from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    name = "cabinet.appointments"
    verbose_name = "Запись на приём"
