"""What a template may show: the fields of each document, what each holds, and an example.

Names are Russian, because lawyers write the templates: `{{ заявитель }}`. They are never changed: templates of
companies name them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

APPLICATION, RECEIPT, MISSING = "application", "receipt", "missing_notice"
REFUSAL, VOID, READINESS, PASSPORT = "refusal", "void_notice", "readiness_notice", "passport"

TITLES = {
    APPLICATION: "Заявка",
    RECEIPT: "Квитанция о подаче",
    MISSING: "Запрос недостающих сведений",
    REFUSAL: "Мотивированный отказ",
    VOID: "Уведомление об аннулировании заявки",
    READINESS: "Уведомление об обеспечении возможности присоединения",
    PASSPORT: "Паспорт услуги (процесса)",
}


@dataclass(frozen=True)
class Field:
    name: str
    holds: str
    example: str


@dataclass(frozen=True)
class Listed:
    """A list: one row of a table, or one line, for each of its items."""

    name: str
    holds: str
    columns: tuple[Field, ...]
    row: str  # what a template of ours calls one item

    @property
    def loop(self) -> str:
        return f"{{%tr for {self.row} in {self.name} %}}"

    @property
    def ended(self) -> str:
        return "{%tr endfor %}"


@dataclass(frozen=True)
class Picture:
    name: str
    holds: str


Entry = Field | Listed | Picture

_COMPANY = (
    Field("организация", "Полное наименование вашей организации", "ООО «Лугореченские сети»"),
    Field("организация_кратко", "Краткое наименование", "ООО «ЛС»"),
    Field("организация_реквизиты", "ИНН, КПП и ОГРН", "ИНН 5612345671, КПП 561201001, ОГРН 1025600000017"),
    Field("организация_адрес", "Адрес из «Данных и настроек»", "460000, г. Лугореченск, ул. Мира, 1"),
    Field("организация_телефон", "Телефон", "8 800 000-12-34"),
    Field("документ_дата", "День, когда документ составлен", "13 марта 2026"),
)
_ACT = Field(
    "основание",
    "Правила, по которым рассматривают заявку",
    "Правила, утверждённые постановлением Правительства РФ, с датой и номером",
)
_CASE = (
    Field("заявка_на", "О чём заявка, после слов «заявка на»", "подключение объекта"),
    Field("заявка_номер", "Регистрационный номер, пока его нет — «не присвоен»", "2026-00017"),
    Field("заявка_подана", "Когда подана, по времени организации", "13.03.2026, 14:05 (МСК)"),
    Field("тип_заявки", "Тип заявки", "Новый объект"),
    Field("категория", "Категория заявителя по правилам", "Физическое лицо, бытовые нужды"),
    _ACT,
    Field("заявитель", "Наименование или ФИО заявителя", "Орлова Анна Сергеевна"),
    Field("заявитель_форма", "Правовая форма", "Физическое лицо"),
    Field("заявитель_фио", "ФИО заявителя, у организации — руководителя", "Орлова Анна Сергеевна"),
    Field("заявитель_реквизиты", "СНИЛС или ИНН, ОГРН, КПП", "СНИЛС 112-233-445 95"),
    Field("заявитель_паспорт", "Паспорт, если он указан", "5301 № 123456, выдан 01.02.2010"),
    Field("заявитель_адрес", "Адрес регистрации или места нахождения", "460000, г. Лугореченск, ул. Садовая, 5"),
    Field("заявитель_телефон", "Телефон", "+7 999 123-45-67"),
    Field("заявитель_почта", "E-mail", "orlova@example.ru"),
    Field("подал", "ФИО того, кто подал заявку в кабинете", "Орлова Анна Сергеевна"),
    Field("объект", "Что подключают", "Жилой дом"),
    Field("адрес", "Адрес объекта", "г. Лугореченск, ул. Салимжанова, 1"),
    Field("кадастровые_номера", "Кадастровые номера участков", "99:01:0101001:245"),
    Field("мощность", "Сколько запрошено, с единицей", "15"),
    Listed(
        "сведения",
        "Ответы заявителя, которым нет своего поля",
        (Field("название", "Вопрос", "Категория надёжности"), Field("значение", "Ответ", "Третья")),
        "строка",
    ),
    Listed(
        "документы",
        "Файлы, которые заявитель приложил к заявке",
        (
            Field("номер", "Номер по порядку", "1"),
            Field("название", "Название документа", "Выписка ЕГРН"),
            Field("файл", "Имя файла", "выписка.pdf"),
            Field("размер", "Размер файла", "1,2 МБ"),
            Field("sha256", "Хэш SHA-256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
            Field(
                "стрибог256",
                "Хэш ГОСТ Р 34.11-2012, 256 бит",
                "3f539a213e97c802cc229d474c6aa32a825a360b2a933a949fd925208d9ce1bb",
            ),
        ),
        "документ",
    ),
)
_CLERK = (
    Field("исполнитель", "Сотрудник, который принял решение", "Иванова М. С."),
    Field("текст", "Что сотрудник написал к решению", "Просим обратить внимание на план участка."),
)
_COMPLAINT = Field(
    "обжалование",
    "Куда можно пожаловаться",
    "Решение можно обжаловать в территориальный орган Федеральной антимонопольной службы или в суд.",
)

_ENTRIES: dict[str, tuple[Entry, ...]] = {
    APPLICATION: (*_COMPANY, *_CASE),
    RECEIPT: (
        *_COMPANY,
        *_CASE,
        Field("код_проверки", "Код, по которому квитанцию проверяют", "K7QM-2RWE-X9TD-4HPC"),
        Field("адрес_проверки", "Адрес страницы проверки", "https://les.example.ru/receipts/"),
        Picture("qr", "QR-код со ссылкой на проверку квитанции"),
    ),
    MISSING: (
        *_COMPANY,
        *_CASE,
        *_CLERK,
        Listed(
            "недостающее",
            "Чего не хватает",
            (
                Field("номер", "Номер по порядку", "1"),
                Field("название", "Документ или вопрос, с примечанием", "План участка: скан нечитаем"),
            ),
            "пункт",
        ),
        Field("ответить_до", "До какого дня ответить; бывает пусто", "20 марта 2026"),
    ),
    REFUSAL: (
        *_COMPANY,
        *_CASE,
        *_CLERK,
        Field("причина", "Причина из списка правил", "Сведения недостоверны"),
        Field("причина_пункт", "Пункт правил; пусто, если его не подтвердил юрист", "15"),
        _COMPLAINT,
    ),
    VOID: (
        *_COMPANY,
        *_CASE,
        *_CLERK,
        Field("причина", "Почему", "Недостающие сведения не представлены в срок"),
        _COMPLAINT,
    ),
    READINESS: (*_COMPANY, *_CASE, *_CLERK),
    PASSPORT: (
        *_COMPANY,
        _ACT,
        Field("услуга", "Категория, о которой паспорт", "Физическое лицо, бытовые нужды"),
        Field("круг", "Кто может обратиться", "Физические лица, третья категория надёжности"),
        Field("плата", "Плата", "По льготной ставке или стандартизированным тарифам, меньшее из двух"),
        Field("оговорка", "Слова о расчётных сроках; пусто, если их нет", "* Расчётный срок: организация держится его"),
        Listed(
            "приложения",
            "Документы, которые прилагают к заявке",
            (
                Field("название", "Документ", "План расположения"),
                Field("когда", "Когда нужен", "всегда"),
                Field("пункт", "Пункт правил", "10"),
            ),
            "приложение",
        ),
        Listed(
            "этапы",
            "Этапы услуги",
            (
                Field("номер", "Номер по порядку", "1"),
                Field("этап", "Этап", "Подача заявки"),
                Field("содержание", "Содержание и условия этапа", "Заявитель подаёт заявку с документами"),
                Field("форма", "Форма", "В личном кабинете"),
                Field("срок", "Срок исполнения", "10 рабочих дней"),
                Field("пункт", "Ссылка на правила", "п. 105"),
            ),
            "этап",
        ),
    ),
}


def entries(code: str) -> tuple[Entry, ...]:
    """What the template of a document may show. Raises KeyError for a document that is none of ours."""
    return _ENTRIES[code]


def names(code: str) -> list[str]:
    return [entry.name for entry in entries(code)]


@cache
def known(code: str) -> dict[str, Any]:
    """The same as the checking child takes it, with the examples on which a template is tried."""
    lists = {e.name: [c.name for c in e.columns] for e in entries(code) if isinstance(e, Listed)}
    fields = [entry.name for entry in entries(code) if not isinstance(entry, Listed)]
    return {"fields": fields, "lists": lists, "examples": [example(code), _bare(code)]}


def example(code: str, *, rows: int = 2) -> dict[str, Any]:
    """A document about nobody, for a preview."""
    return {entry.name: _example_of(entry, rows) for entry in entries(code)}


def _bare(code: str) -> dict[str, Any]:
    """Every list and every value empty."""
    return {entry.name: [] if isinstance(entry, Listed) else "" for entry in entries(code)}


def _example_of(entry: Entry, rows: int) -> Any:
    if isinstance(entry, Listed):
        return [_row(entry.columns, number) for number in range(1, rows + 1)]
    if isinstance(entry, Picture):
        return {"qr": "https://les.example.ru/receipts/?code=K7QM-2RWE-X9TD-4HPC"}
    return entry.example


def _row(columns: Iterable[Field], number: int) -> dict[str, str]:
    return {column.name: str(number) if column.name == "номер" else column.example for column in columns}
