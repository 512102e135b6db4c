"""What a column of a file may be, and what its heading most likely means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """One of our fields. `names` are what people call it in headings, without blanks and signs."""

    code: str
    label: str
    names: tuple[str, ...]
    hint: str = ""


TARGETS = (
    Target("received_on", "Дата поступления", ("датапоступления", "датаподачи", "датазаявки", "дата", "поступила",
           "подана", "датарегистрации"), "13.03.2026, можно со временем"),
    Target("received_time", "Время поступления", ("времяпоступления", "времяподачи", "время"), "без него — 00:00"),
    Target("number", "Регистрационный номер", ("регистрационныйномер", "номерзаявки", "регномер", "номер", "заявка")),
    Target("external", "Номер в прежней системе", ("номервпрежнейсистеме", "внешнийномер", "код", "id", "ид", "guid"),
           "по нему заявку узнают при повторной загрузке"),
    Target("former_status", "Статус в прежней системе", ("статусвпрежнейсистеме", "статус", "состояние",
           "текущийстатус"), "останется в заметке для сотрудников"),
    Target("source", "Откуда поступила", ("откудапоступила", "источник", "способподачи", "каналподачи")),
    Target("legal_form", "Правовая форма", ("правоваяформа", "типзаявителя", "категориязаявителя", "видзаявителя"),
           "без неё — по номерам"),
    Target("full_name", "ФИО", ("фио", "заявитель", "фиозаявителя", "фамилияимяотчество")),
    Target("last_name", "Фамилия", ("фамилия", "фамилияруководителя")),
    Target("first_name", "Имя", ("имя", "имяруководителя")),
    Target("middle_name", "Отчество", ("отчество", "отчестворуководителя")),
    Target("organisation_name", "Наименование организации", ("наименованиеорганизации", "наименование", "организация",
           "юридическоелицо")),
    Target("snils", "СНИЛС", ("снилс", "снилсзаявителя")),
    Target("inn", "ИНН", ("инн", "иннзаявителя")),
    Target("ogrn", "ОГРН или ОГРНИП", ("огрн", "огрнип", "огрнилиогрнип", "огрногрнип")),
    Target("kpp", "КПП", ("кпп",)),
    Target("phone", "Телефон", ("телефон", "сотовыйтелефон", "мобильный", "мобильныйтелефон", "контактныйтелефон")),
    Target("email", "E-mail", ("email", "почта", "электроннаяпочта", "адресэлектроннойпочты")),
    Target("type", "Тип заявки", ("типзаявки", "видзаявки", "тип", "типприсоединения", "видприсоединения")),
    Target("purpose", "Объект", ("объект", "наименованиеобъекта", "назначение", "энергопринимающиеустройства")),
    Target("address", "Адрес объекта", ("адресобъекта", "адрес", "местоположение", "адресприсоединения")),
    Target("cadastral_number", "Кадастровый номер", ("кадастровыйномер", "кадастровыйномеручастка", "кадастровый")),
    Target("max_power_kw", "Мощность или нагрузка", ("мощностьилинагрузка", "мощность", "максимальнаямощность",
           "максимальнаямощностьквт", "мощностьквт", "нагрузка", "нагрузкагкалч", "квт")),
)  # fmt: skip
BY_CODE = {target.code: target for target in TARGETS}
IDENTIFIERS = ("snils", "inn", "ogrn")


def plain(heading: str) -> str:
    return "".join(sign for sign in heading.casefold().replace("ё", "е") if sign.isalnum())


def guessed(heads: Sequence[str], kept: Mapping[str, str]) -> dict[str, int]:
    """{our field: number of the column}. What the company has chosen the last time goes first, then names."""
    found: dict[str, int] = {}
    names = [plain(head) for head in heads]
    for column, name in enumerate(names):
        code = kept.get(name, "")
        if code in BY_CODE and code not in found:
            found[code] = column
    for target in TARGETS:
        for wanted in target.names:
            free = [column for column, name in enumerate(names) if name == wanted and column not in found.values()]
            if target.code not in found and free and kept.get(wanted, target.code) == target.code:
                found[target.code] = free[0]
    return found


def to_keep(heads: Sequence[str], chosen: Mapping[str, int]) -> dict[str, str]:
    """What is remembered: by the heading, so that another order of columns does no harm; also that it means nothing."""
    meant = {column: code for code, column in chosen.items()}
    return {plain(head): meant.get(column, "") for column, head in enumerate(heads) if plain(head)}
