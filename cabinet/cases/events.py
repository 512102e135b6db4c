"""Sentences of the journal."""

from audit import texts, told

from . import kinds
from .number_series import NumberSeries
from .stages import CHOICES


def _kind(code: str) -> str:
    return next((kind.words.name for kind in kinds.all_kinds() if kind.code == code), code)


texts.register(
    {
        "case.submitted": "Обращение подано, документов: {documents}",
        "case.draft_deleted": "Черновик удалён",
        "case.draft_swept": "Черновик, который год не меняли, удалён",
        "case.registered": "Сохранены номер «{number}» и статус, этап «{stage}»",
        "case.numbers_changed": (
            "Изменена нумерация ({kind}). Номер присваивает: {way}. Шаблон «{template}», следующий номер {next}"
        ),
        "case.taken": "Исполнителем стал тот, кто первым занялся обращением",
        "case.information_asked": "Запрошено недостающее, пунктов: {items}",
        "case.information_supplied": "Отправлено недостающее, записей: {entries}",
        "case.information_checked": "Проверен ответ на запрос: принято {accepted}, запрошено снова {again}",
        "case.information_closed": "Запрос недостающего закрыт",
        "case.message_added": "Добавлено сообщение",
        "case.document_sent_for_signing": "Документ отправлен на подпись, SHA-256 {sha256}",
        "case.document_placed": "Размещён документ, SHA-256 {sha256}",
        "case.paper_made": "Составлен документ, SHA-256 {sha256}",
        "case.status_added": "Добавлена строка статуса",
        "case.note_added": "Добавлена внутренняя заметка",
        "case.entry_withdrawn": "Отозвана запись {entry}",
        "case.withdrawn": "Обращение отозвано заявителем",
        "case.archive_downloaded": "Скачан архив документов, файлов: {files}",
        "case.kit_downloaded": "Скачан комплект для подписания",
        "signature.downloaded": "Скачана подпись",
        "document.proof_downloaded": "Скачан документ с подписями для проверки",
        "power.downloaded": "Скачана доверенность",
        "document.downloaded": "Скачан документ, обращение {case}",
        "document.looked_at": "Открыт просмотр документа, обращение {case}",
    },
    said={"stage": texts.labels(CHOICES), "kind": _kind, "way": texts.labels(NumberSeries.Way.choices)},
)

told.register(
    {
        "case.submitted": "Обращение подано",
        "case.registered": "Изменены номер или статус",
        "case.taken": "Назначен исполнитель",
        "case.information_asked": "Запрошено недостающее",
        "case.information_supplied": "Отправлено недостающее",
        "case.information_checked": "Проверен ответ на запрос недостающего",
        "case.information_closed": "Запрос недостающего закрыт",
        "case.message_added": "Новое сообщение",
        "case.document_sent_for_signing": "Документ отправлен на подпись",
        "case.document_placed": "Новый документ",
        "case.paper_made": "Кабинет составил документ",
        "case.status_added": "Новая строка о ходе работ",
        "case.note_added": "Новая внутренняя заметка",
        "case.entry_withdrawn": "Отозван документ или сообщение",
        "case.withdrawn": "Обращение отозвано заявителем",
    },
    group="Обращение",
    only_company=["case.taken", "case.note_added"],
)
