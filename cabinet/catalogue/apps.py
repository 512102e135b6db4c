from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "cabinet.catalogue"
    verbose_name = "Названия документов"
