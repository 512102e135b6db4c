"""A template gives a number that can be registered, or is refused with a sentence."""

from datetime import date

import pytest

from cabinet.cases.number_template import TemplateWrong, check, filled, is_yearly

DAY = date(2026, 3, 9)


@pytest.mark.parametrize(
    ("template", "number", "shown"),
    [
        ("ТП-{год}-{номер:5}", 17, "ТП-2026-00017"),
        ("{номер}", 17, "17"),
        ("{номер:3}/{год:2}", 17, "017/26"),
        ("{номер:3}", 12345, "12345"),  # grown out of its width
        ("{месяц}-{номер:1}", 5, "03-5"),
        ("№ {год}.{месяц}.{номер}", 1, "№ 2026.03.1"),
        ("{номер:9}", 1, "000000001"),
    ],
)
def test_a_number_by_its_template(template: str, number: int, shown: str) -> None:
    check(template)

    assert filled(template, number=number, day=DAY) == shown


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("ТП-{год}", "Добавьте {номер}"),
        ("ТП", "Добавьте {номер}"),
        ("{номер}-{номер:2}", "Оставьте одно поле {номер}"),
        ("{день}-{номер}", "Поля {день} нет. Можно написать: {год}"),
        ("{год:4}-{номер}", "Поля {год:4} нет"),
        ("{месяц:1}-{номер}", "Поля {месяц:1} нет"),
        ("{номер:0}", "Поля {номер:0} нет"),
        ("{номер:10}", "Поля {номер:10} нет"),
        ("{номер:-1}", "Поля {номер:-1} нет"),
        ("{номер:５}", "Поля {номер:５} нет"),
        ("{}-{номер}", "Поля {} нет"),
        ("{Номер}", "Поля {Номер} нет"),
        ("{номер", "Проверьте фигурные скобки"),
        ("номер}", "Проверьте фигурные скобки"),
        ("{{номер}}", "Проверьте фигурные скобки"),
        ("Х" * 32 + "{номер}", "Номер получится до 41 знаков, а в нём не больше 40. Сократите шаблон"),
    ],
)
def test_a_template_is_refused_with_a_sentence(template: str, says: str) -> None:
    with pytest.raises(TemplateWrong) as refused:
        check(template)

    assert says in str(refused.value)


def test_the_longest_that_fits() -> None:
    check("Х" * 31 + "{номер}")
    check("Х" * 29 + "{год:2}{номер:9}")


def test_numbering_begins_anew_with_the_year_where_the_year_is_in_it() -> None:
    assert [is_yearly(one) for one in ("{год}-{номер}", "{год:2}-{номер}", "{месяц}-{номер}", "{номер}")] == [
        True,
        True,
        False,
        False,
    ]
