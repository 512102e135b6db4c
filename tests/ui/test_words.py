from datetime import UTC, date, datetime

import pytest
from django.template import engines

from ui import words

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("number", "written"),
    [(0, "0 дней"), (1, "1 день"), (3, "3 дня"), (5, "5 дней"), (11, "11 дней"), (21, "21 день"), (112, "112 дней"),
     (1002, "1 002 дня")],
)  # fmt: skip
def test_a_number_takes_the_right_word(number, written):
    assert words.plural(number, "день", "дня", "дней").replace(NBSP, " ") == written


@pytest.mark.parametrize(
    ("count", "written"),
    [(0, "0 байт"), (999, "999 байт"), (219_000, "214 КБ"), (1_150_000, "1,1 МБ"), (52_428_800, "50 МБ"),
     (2_400_000_000, "2,2 ГБ")],
)  # fmt: skip
def test_sizes(count, written):
    assert words.size(count).replace(NBSP, " ") == written


@pytest.mark.parametrize(
    ("number", "written"),
    [("+79991234567", "+7 999 123-45-67"), ("8 (800) 000-12-34", "8 800 000-12-34"), ("9991234567", "+7 999 123-45-67"),
     ("доб. 105", "доб. 105")],
)  # fmt: skip
def test_phones(number, written):
    assert words.phone(number).replace(NBSP, " ") == written


def test_a_phone_is_dialled_in_the_international_form():
    assert words.dialled("8 800 000-12-34") == "+78000001234"


@pytest.mark.parametrize(
    ("text", "written"),
    [("в кабинете и на почте", "в_кабинете и_на_почте"), ("15 кВт", "15_кВт"), ("№ 1563", "№_1563"),
     ("10 000 ₽", "10_000_₽"), ("Кабинет — здесь", "Кабинет_— здесь"), ("ул. Мира", "ул._Мира"),
     ("слов было", "слов было")],
)  # fmt: skip
def test_lines_do_not_end_where_they_must_not(text, written):
    assert words.typography(text) == written.replace("_", NBSP)


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Орлова Анна", "ОА"), ("ООО «Лугореченские электрические сети»", "ЛЭ"), ("АО «Теплосеть»", "ТЕ"), ("", "")],
)
def test_initials(name, letters):
    assert words.initials(name) == letters


def shown(template, **context):
    return engines["plain"].from_string(template).render(context).replace(NBSP, " ")


def test_dates_in_templates_are_in_the_time_of_the_place():
    moment = datetime(2026, 3, 12, 22, 5, tzinfo=UTC)  # 13 March in Moscow

    assert shown("{{ at|date_words }}", at=moment) == "13 марта 2026"
    assert shown("{{ at|date_digits }}", at=moment) == "13.03.2026"
    assert shown("{{ at|date_time }}", at=moment) == "13.03.2026, 01:05"
    assert shown("{% moment at %}", at=moment) == '<time datetime="2026-03-13T01:05+03:00">13.03.2026, 01:05</time>'
    assert shown("{{ day|date_words }}", day=date(2026, 5, 9)) == "9 мая 2026"
    assert shown("{{ nothing|date_time }}", nothing=None) == ""


def test_typography_keeps_text_escaped():
    assert shown("{{ text|typo }}", text="<b>в доме</b>") == "&lt;b&gt;в доме&lt;/b&gt;"
