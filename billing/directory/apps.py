from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "billing.directory"
    label = "directory"
    verbose_name = "Справочник БИК"

    def ready(self) -> None:
        from audit import texts

        texts.register(
            {
                "directory.taken": "Загружен справочник БИК, записей: {banks}",
                "directory.key_rate_entered": "Введена ключевая ставка: {percent} % с {day}, источник: {source}",
            }
        )
