"""The template of registration numbers: «ТП-{год}-{номер:5}». Knows no case and no database."""

import re
from datetime import date

LONGEST = 40  # characters of a registration number
DIGITS = 9  # of the number itself, at most
LAST = 10**DIGITS - 1
FIELDS = "{год}, {год:2}, {месяц}, {номер} и {номер:5}"

_FIELD = re.compile(r"\{([^{}]*)\}")
_NUMBER = re.compile(rf"номер(?::([1-{DIGITS}]))?")


class TemplateWrong(ValueError):
    """A sentence for whoever typed it."""


def check(template: str) -> None:
    """Raises TemplateWrong."""
    names = _FIELD.findall(template)
    if "{" in _FIELD.sub("", template) or "}" in _FIELD.sub("", template):
        raise TemplateWrong(f"Проверьте фигурные скобки: у каждой есть пара. Можно написать: {FIELDS}")
    for name in names:
        if name not in {"год", "год:2", "месяц"} and not _NUMBER.fullmatch(name):
            raise TemplateWrong(f"Поля {{{name}}} нет. Можно написать: {FIELDS}")
    numbers = [name for name in names if name.startswith("номер")]
    if not numbers:
        raise TemplateWrong("Добавьте {номер}: без него все номера были бы одинаковы")
    if len(numbers) > 1:
        raise TemplateWrong("Оставьте одно поле {номер}")
    longest = len(filled(template, number=LAST, day=date(2000, 1, 1)))
    if longest > LONGEST:
        raise TemplateWrong(f"Номер получится до {longest} знаков, а в нём не больше {LONGEST}. Сократите шаблон")


def filled(template: str, *, number: int, day: date) -> str:
    """The registration number; `template` has been checked."""

    def value(field: re.Match[str]) -> str:
        name = field[1]
        if name == "год":
            return f"{day.year}"
        if name == "год:2":
            return f"{day.year % 100:02}"
        if name == "месяц":
            return f"{day.month:02}"
        return f"{number:0{name.partition(':')[2] or 1}}"

    return _FIELD.sub(value, template)


def is_yearly(template: str) -> bool:
    """Whether numbering begins anew with the year."""
    return "{год" in template
