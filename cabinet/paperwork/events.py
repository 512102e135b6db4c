"""Sentences of the journal."""

from audit import texts

from .merge_fields import TITLES

texts.register(
    {
        "application.file_downloaded": "Скачана заявка в Word или PDF",
        "template.uploaded": "Загружен шаблон документа «{code}», SHA-256 {sha256}",
        "template.retired": "Шаблон документа «{code}» снят, действует шаблон платформы",
        "template.downloaded": "Скачан шаблон документа «{code}»",
    },
    said={"code": texts.labels(TITLES.items())},
)
