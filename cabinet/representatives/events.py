"""Sentences of the journal."""

from audit import texts

texts.register(
    {
        "representative.invited": "Приглашён представитель: {scope}, до {until}",
        "representative.accepted": "Представитель принял приглашение, учётная запись {user}",
        "representative.revoked": "Полномочия представителя отозваны",
        "representative.letters_wanted": "Представитель просит присылать письма об обращениях доверителей",
        "representative.letters_refused": "Представитель отказался от писем об обращениях доверителей",
        "representative.document_downloaded": "Скачан документ о полномочиях",
    }
)
