"""What the page of components shows: every component in every state, on made-up data."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.html import format_html

from ui import forms, icons

NETWORK = "ООО «Лугореченские электрические сети»"
MARCH = datetime(2026, 3, 16, 17, 20, tzinfo=ZoneInfo("Europe/Moscow"))
COLOURS = [
    ("primary", "Основной"), ("primary-soft", "Выбранное"), ("good", "Хорошо"), ("wait", "Ждёт"), ("bad", "Плохо"),
    ("note", "Внутреннее"), ("ink", "Текст"), ("ink-2", "Второй текст"), ("edge", "Край поля"), ("rule", "Линейка"),
    ("surface", "Лист"), ("paper", "Стол"), ("sunken", "Углубление"),
]  # fmt: skip
NOTICES = [
    {"tone": "", "text": "Сведения: карточку открыла Иванова А."},
    {"tone": "good", "text": "Заявка подана, копия у вас на почте."},
    {"tone": "wait", "text": "Файлы сейчас недоступны, мы уже чиним."},
    {"tone": "bad", "text": "Файл не прошёл проверку на вирусы."},
    {"tone": "note", "text": "Внутренняя заметка: заявитель её не видит."},
]
STATUSES = [
    ("", "Черновик", "sign"), ("live", "Ожидание ответа электросетевой", "hourglass"),
    ("live", "На рассмотрении", "eye"), ("wait", "Ожидание недостающих сведений", "warning"),
    ("live", "Подготовка оферты договора", "file"), ("wait", "Ожидает подписания", "sign"),
    ("wait", "Ожидает оплаты", "clock"), ("good", "Исполнение договора ТП", "bolt"), ("good", "Присоединено", "check"),
    ("bad", "Отказано", "cross"), ("", "Отозвана", "minus"), ("bad", "Аннулирована (не оплачена)", "minus"),
    ("", "Архив", "lock"),
]  # fmt: skip
ACTIONS = [
    {"title": "Добавьте документ: выписка из ЕГРН", "due": "просрочено на 1 рабочий день", "tone": "bad",
     "url": "#action", "button": "Добавить", "icon": "plus"},
]  # fmt: skip
LYING = [
    {"title": "Поступила", "state": "done", "note": "13 марта"},
    {"title": "ТУ и договор", "state": "done", "note": "16 марта"},
    {"title": "Договор", "state": "current", "note": "ваша подпись до 20 марта"},
    {"title": "Работы", "note": "обычно до 4 месяцев"},
    {"title": "Подключение", "note": "подача напряжения"},
]
STANDING = [
    {"title": "Заявка поступила", "state": "done", "note": "13 марта 2026, № 1563"},
    {"title": "Заключение договора", "state": "current", "note": "ждём вашу подпись до 20 марта",
     "lines": ["Ведётся проектирование, 18 марта"]},
    {"title": "Отказано", "state": "bad", "note": "причина и как обжаловать"},
    {"title": "Подача напряжения", "note": "обычно до 4 месяцев"},
]  # fmt: skip
STEPS = [
    {"title": "Что нужно", "state": "done"}, {"title": "Документы", "state": "current"}, {"title": "Проверьте заявку"},
]  # fmt: skip
_COMPANY, _PERSON = "ООО «Горсеть»", "заявителя"
SIGNING = {
    "parties": [
        {"state": "none", "icon": "minus", "title": f"Не подписано со стороны {_PERSON}",
         "lines": ["Сначала подписывает организация"]},
        {"state": "waiting", "icon": "clock", "title": f"Ожидается подписание документа со стороны {_PERSON}",
         "lines": ["До 20 марта 2026. Кодом из СМС"]},
        {"state": "checking", "icon": "hourglass", "title": f"Подпись со стороны {_COMPANY} проверяется",
         "lines": ["Узнаём, не отозван ли сертификат"]},
        {"state": "signed", "icon": "check", "title": f"Подписано со стороны {_COMPANY}",
         "lines": ["Громов Аркадий Львович, директор. УКЭП, 16.03.2026 17:21 (МСК)"]},
        {"state": "refused", "icon": "cross", "title": "Отказано в подписании",
         "lines": ["Причина: в пункте 4 указан не тот адрес"]},
        {"state": "expired", "icon": "clock", "title": "Срок подписания истёк", "lines": ["20.03.2026"]},
        {"state": "invalid", "icon": "warning", "title": "Подпись недействительна", "lines": ["Сертификат отозван."]},
    ]
}  # fmt: skip
TASKS = [
    {"title": "Правоустанавливающий документ на дом или участок", "hint": "Выписка из ЕГРН, договор или свидетельство",
     "tone": "good", "status": "Добавлено"},
    {"title": "План расположения энергопринимающих устройств", "hint": "Можно нарисовать от руки", "tone": "live",
     "status": "Загружается", "icon": "turn"},
    {"title": "Паспорт", "hint": "Страницы 2–3 и страница с регистрацией", "tone": "wait", "status": "Проверяется"},
    {"title": "Доверенность", "hint": "Если заявку подаёт представитель", "status": "Не требуется", "plain": True},
    {"title": "Паспорт", "hint": "Скан нечитаем: приложите ещё раз", "tone": "bad", "status": "Есть ошибка"},
]  # fmt: skip
ANSWERS = [
    {"title": "Адрес", "hint": "Лугореченск, ул. Салимжанова, 1", "url": "#facts", "about": "адрес"},
    {"title": "Мощность", "hint": "15 кВт, III категория", "url": "#facts", "about": "мощность"},
]
FILES = [
    {"file_name": "vypiska-egrn.pdf", "size": 1_150_000, "state": "done", "tone": "good", "text": "Загружен"},
    {"file_name": "pasport-2-3.jpg", "size": 3_560_000, "state": "checking", "tone": "live", "text": "Проверяем"},
    {"file_name": "фото.heic", "size": 5_000_000, "state": "error", "tone": "bad",
     "text": "Файл «фото.heic» не подходит. Можно: PDF, JPG, PNG, DOC(X), XLS(X), ODT, ZIP"},
]  # fmt: skip
ENTRIES = [
    {"kind": "document", "from_company": True, "author": NETWORK, "at": MARCH, "new": True, "url": "#feed",
     "title": "Договор об осуществлении технологического присоединения", "file_name": "Договор ТП № 1563.pdf",
     "size": 219_000, "html": format_html("<p>{}</p>", "Здравствуйте, Анна Андреевна! Договор готов.")},
    {"kind": "status", "from_company": True, "author": NETWORK, "at": MARCH, "title": "ведётся проектирование"},
    {"kind": "message", "from_company": False, "author": "Орлова Анна Андреевна", "at": MARCH,
     "html": format_html("<p>{}</p>", "Направляю вам заявку на технологическое присоединение.")},
    {"kind": "note", "from_company": True, "author": "Иванова М. С.", "at": MARCH,
     "html": format_html("<p>{}</p>", "Уточнить у ПТО срок замены опоры.")},
]  # fmt: skip
TABS = [
    {"url": "#table", "text": "Мои", "count": 23, "current": True},
    {"url": "#table", "text": "Просрочены", "count": 1, "tone": "bad"},
    {"url": "#table", "text": "Все"},
]
FACTS = [("СНИЛС", "112-233-445 95"), ("Исполнитель", "Иванова Мария Сергеевна")]


class Sample(forms.Form):
    snils = forms.CharField(label="СНИЛС", help_text="11 цифр, можно без дефисов", width=14, inputmode="numeric")
    password = forms.PasswordField(label="Пароль", autocomplete="off")
    inn = forms.CharField(
        label="ИНН", help_text="Изменить можно через обращение", width=14, disabled=True, required=False
    )
    power = forms.DecimalField(label="Мощность", suffix="кВт")
    category = forms.ChoiceField(
        label="Категория надёжности",
        help_text="Дому и даче подходит III",
        choices=[(3, "III — одна линия"), (2, "II — две линии"), (1, "I — две линии и резерв")],
    )
    comment = forms.CharField(label="Комментарий", required=False, widget=forms.Textarea())
    legal_form = forms.ChoiceField(
        label="Правовая форма",
        choices=[("person", "Физическое лицо"), ("organisation", "Юридическое лицо")],
        widget=forms.RadioSelect(),
    )
    agree = forms.BooleanField(label="Согласна с условиями")
    copy = forms.BooleanField(label="Прислать копию на почту", help_text="На anna.orlova@example.ru", required=False)
    code = forms.CharField(label="Код из СМС", inputmode="numeric")
    text = forms.CharField(label="Информация на странице «Помощь»", widget=forms.Textarea())

    def clean_snils(self) -> str:
        raise forms.ValidationError("Проверьте СНИЛС: в номере ошибка. Пример: 112-233-445 95")

    def clean_code(self) -> str:
        raise forms.ValidationError("Неверный код. Осталось попыток: 2")


def samples(request: HttpRequest) -> dict[str, Any]:
    ordinary = Sample(
        auto_id="ok_%s",
        initial={
            "snils": "112-233-445 95", "inn": "500100732259", "power": 15, "legal_form": "person", "agree": True,
            "text": "<p>По вопросам работы личного кабинета <strong>пишите</strong> нам.</p>",
        },
    )  # fmt: skip
    wrong = Sample(
        {"snils": "112-233-445 59", "power": "много", "category": "3", "code": "407182", "text": ""}, auto_id="bad_%s"
    )
    return {
        "colours": COLOURS, "notices": NOTICES, "statuses": STATUSES, "actions": ACTIONS, "lying": LYING,
        "standing": STANDING, "steps": STEPS, "tasks": TASKS, "signing": SIGNING, "answers": ANSWERS, "files": FILES,
        "entries": ENTRIES, "tabs": TABS, "facts": FACTS, "icons": sorted(icons.SHAPES), "ordinary": ordinary,
        "wrong": wrong,
        "page": Paginator(range(60), 10).get_page(request.GET.get("page")),
        "themes": [("auto", "Как в системе"), ("light", "Светлые"), ("dark", "Тёмные")],
    }  # fmt: skip
