"""Why a template of a company is not taken, in sentences: each names the field and the remedy."""

from typing import Any

from tenancy.errors import DomainError

from .merge_fields import known

_SENTENCES = {
    "too_large": "В файле слишком много содержимого. Уберите из шаблона большие картинки и сохраните его заново",
    "too_complex": "Файл слишком сложный, проверить его не получилось. Сохраните шаблон заново в Word в виде .docx",
    "damaged": "Файл повреждён или составлен не по правилам Word. Откройте его в Word и сохраните как .docx",
    "program": "В файле есть встроенный объект, программа или другой файл. Удалите его и сохраните шаблон заново",
    "external": "Файл тянет содержимое извне: {name}. Вставьте картинку или текст в сам документ",
    "word_field": "В файле есть поле Word {name}, которое может выполнять действия. Замените его обычным текстом",
    "syntax": "Знаки поля стоят не парами{near}. Поле пишут в двойных скобках, например {{{{ {first} }}}}",
    "unknown": "Поля «{name}» нет. Есть поля: {fields}",
    "unknown_list": "Списка «{name}» нет. Есть списки: {lists}",
    "unknown_column": "В строке списка нет «{name}». Есть: {columns}",
    "list_as_value": "«{name}» — список, его не показать одним полем. Повторите строку таблицы: {loop}",
    "row_named_as_field": "Строку списка назвали «{name}», как поле. Назовите её иначе, например «строка»",
    "attribute": "После точки стоит «{name}», а точку пишут только у строки списка. Оставьте имя поля без точки",
    "nested": "Список повторяется внутри другого списка. Поставьте их один за другим",
    "loop": "Повторять можно только список по его имени: {loop}",
    "forbidden": "В шаблоне есть команда, которая не разрешена ({name}). Разрешены поля, повтор списка и условие if",
    "misshapen": "Поле или команда стоит так, что документ распадается. Команда, которая открыта в абзаце или строке "
    "таблицы, там же и закрывается; повтор строк пишут через {{%tr … %}} в отдельных строках таблицы",
    "not_word": "Шаблон — это файл Word с расширением .docx. Сохраните документ как «Документ Word (.docx)»",
    "macros": "В файле есть макросы. Сохраните его как «Документ Word (.docx)», без макросов",
}


class TemplateRefused(DomainError):
    status = 422
    code = "template_refused"

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(f"{sentence}." for sentence in sentences))
        self.sentences = sentences


def in_words(fault: dict[str, Any], code: str) -> str:
    """One fault as a sentence without a full stop."""
    about = known(code)
    lists = about["lists"]
    near = fault.get("near", "")
    listed = fault.get("name") if fault.get("name") in lists else next(iter(lists), "")
    said = {
        "name": fault.get("name", ""),
        "near": f" возле «{near}»" if near else "",
        "first": about["fields"][0],
        "fields": ", ".join(about["fields"]),
        "lists": ", ".join(lists) or "нет ни одного",
        "columns": ", ".join(fault.get("columns", [])),
        "loop": f"{{%tr for строка in {listed} %}}" if listed else "в этом документе списков нет",
    }
    return _SENTENCES[fault["code"]].format(**said)
