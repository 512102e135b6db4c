"""Sentences of the journal. Names of fields only: what stood in them is nobody's business."""

from audit import texts

texts.register(
    {
        "applicant.data_changed": "Изменены данные заявителя: {fields}",
        "applicant.blocked": "Заявитель заблокирован",
        "applicant.unblocked": "Блокировка снята",
        "applicant.closed": "Данные заявителя стёрты по его просьбе",
        "user.exported_data": "Скачаны персональные данные, файлов: {files}",
        "user.closed": "Учётная запись закрыта по просьбе человека",
    }
)
