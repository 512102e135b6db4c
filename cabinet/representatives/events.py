"""Sentences of the journal."""

from audit import texts

texts.register(
    {
        "representative.invited": "Приглашён представитель: {scope}, до {until}",
        "representative.accepted": "Представитель принял приглашение, учётная запись {user}",
        "representative.revoked": "Полномочия представителя отозваны",
        "representative.document_downloaded": "Скачан документ о полномочиях",
    }
)
