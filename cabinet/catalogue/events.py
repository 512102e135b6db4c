"""Sentences of the journal."""

from audit import texts

texts.register(
    {
        "catalogue.begun": "Общий перечень документов взят под свою правку",
        "catalogue.name_added": "Добавлено название документа «{title}»",
        "catalogue.name_changed": "Изменено название документа «{title}»",
        "catalogue.name_hidden": "Скрыто название документа «{title}»",
        "catalogue.name_shown": "Возвращено название документа «{title}»",
        "catalogue.template_downloaded": "Скачан образец документа «{title}»",
    }
)
