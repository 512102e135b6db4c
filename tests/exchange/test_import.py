"""«Загрузка заявок»: what columns are, a dry run that leaves nothing, an import that is whole and done once."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts import synthetic
from accounts.models import Applicant, StaffRole, User
from audit.models import Record
from cabinet.applications.models import Application
from cabinet.cases.models import Case
from cabinet.company.models import Profile
from notifications.models import OutboxMessage
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.world import words

from . import brought
from .brought import HEADS, person

PAGE = "/exchange/import/"


class Bringing:
    """An administrator at the screen: `read`, then `check` or `enter`, with columns as they were guessed."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.fields: dict[str, str] = {}

    def read(self, content: bytes, name: str = "заявки.csv") -> Any:
        page = self.client.post(PAGE, {"file": brought.file(content, name)})
        if page.status_code == 200:
            form = page.context["form"]
            self.fields = {one.html_name: str(one.value() or "") for one in form} | {"table": page.context["table"]}
        return page

    def press(self, do: str, **changed: str) -> Any:
        return self.client.post(PAGE, {**self.fields, **changed, "do": do})

    def check(self, content: bytes, **changed: str) -> Any:
        assert self.read(content).status_code == 200
        return self.press("check", **changed)

    def enter(self, content: bytes, **changed: str) -> Any:
        page = self.check(content, **changed)
        assert page.status_code == 200, words(page)
        return self.press("enter", **changed)


@pytest.fixture
def bringing(administrator_client: Client, here: None) -> Bringing:
    return Bringing(administrator_client)


def count() -> tuple[int, int, int, int]:
    return Case.objects.count(), Applicant.objects.count(), OutboxMessage.objects.count(), Record.objects.count()


def mistakes(page: Any) -> list[tuple[int, str, str]]:
    return [(one.line, one.field, one.said) for one in page.context["report"].mistakes]


def test_lines_become_paper_applications(bringing: Bringing) -> None:
    answer = bringing.enter(brought.csv([person(61), person(62)]))

    assert answer.status_code == 302
    assert "Внесено: 2 заявки." in words(bringing.client.get(PAGE))
    case = Case.objects.get(application__address="Лугореченск, ул. Мира, 61")
    assert (case.applicant.full_name, case.applicant.snils) == ("Кузнецова Вера Ильинична", synthetic.snils(61))
    assert (case.application.type, str(case.application.max_power_kw)) == ("new", "12.500000")
    assert timezone.localtime(case.submitted_at).isoformat() == "2026-03-12T00:00:00+03:00"
    assert case.application.source == Application.Source.OTHER
    [record] = Record.objects.filter(event="exchange.imported")
    assert record.sentence == "Заявки из файла: внесено 2, были раньше 0, новых заявителей 2"


def test_the_dry_run_says_what_would_be_and_leaves_nothing(bringing: Bringing) -> None:
    before = count()
    page = bringing.check(brought.csv([person(61), person(62)]))

    assert page.status_code == 200
    assert "Внести 2 заявки" in words(page)
    assert page.context["report"].new_applicants == 2
    assert count() == before


def test_one_wrong_line_keeps_all_of_them_out(bringing: Bringing) -> None:
    rows = [person(61), person(62, power="много"), person(63, snils="112-233-445 96"), person(64, day="31.02.2026")]
    before = count()
    page = bringing.check(brought.csv(rows))

    assert page.status_code == 422
    assert [(line, field) for line, field, _ in mistakes(page)] == [
        (3, "Мощность, кВт"), (4, "СНИЛС"), (5, "Дата поступления"),
    ]  # fmt: skip
    assert "Проверьте СНИЛС" in mistakes(page)[1][2]
    shown = words(page)
    assert "Внести" not in shown
    assert "С ошибками: 3" in shown
    assert bringing.press("enter").status_code == 422
    assert count() == before


def test_the_same_file_again_makes_nothing(
    bringing: Bringing, signed_in: Callable[..., Client], company: GridCompany
) -> None:
    content = brought.csv([person(61), person(62)])
    bringing.enter(content)
    before = count()

    page = bringing.check(content)
    assert page.context["report"].entered == []
    assert len(page.context["report"].known) == 2
    assert "Внести" not in words(page)
    bringing.press("enter")
    # Another administrator, the same lines in another format and order, one more among them.
    other = Bringing(signed_in(world.staff(5, StaffRole.ADMINISTRATOR), company))
    other.enter(brought.xlsx([person(63), person(62), person(61)]))

    assert count()[0] == before[0] + 1


def test_a_line_twice_in_one_file_is_named(bringing: Bringing) -> None:
    page = bringing.check(brought.csv([person(61), person(62), person(61)]))

    assert [(line, said) for line, _, said in mistakes(page)] == [(4, "Такая строка в файле уже есть. Оставьте одну")]


def test_applications_of_one_person_come_to_one_applicant(bringing: Bringing, applicant: User) -> None:
    mine = applicant.applicant
    assert mine is not None
    rows = [
        person(61, address="ул. Первая, 1"), person(61, address="ул. Вторая, 2"),
        person(70, name="Орлова Анна", snils=mine.snils),
    ]  # fmt: skip
    people = Applicant.objects.count()
    bringing.enter(brought.csv(rows))

    assert Applicant.objects.count() == people + 1
    assert Case.objects.filter(applicant=mine).count() == 1


def test_a_number_of_somebody_else_is_refused(bringing: Bringing, applicant: User) -> None:
    mine = applicant.applicant
    assert mine is not None
    page = bringing.check(brought.csv([person(61, snils=mine.snils)]))

    [(line, field, said)] = mistakes(page)
    assert (line, field) == (2, "СНИЛС")
    assert "номер другого заявителя: Орлова Анна" in said


def test_organisations_are_found_by_their_numbers_also_without_leading_noughts(bringing: Bringing) -> None:
    known = world.applicant_of(world.organisation(81))
    heads = ["Дата", "ИНН", "КПП", "Тип", "Адрес", "Мощность"]
    rows = [
        ["12.03.2026", known.inn.lstrip("0"), "", "new", "ул. А, 1", "15"],
        ["12.03.2026", known.inn, known.kpp, "new", "ул. А, 2", "15"],
    ]
    bringing.enter(brought.csv(rows, heads=heads))

    assert Case.objects.filter(applicant=known).count() == 2


def test_a_new_organisation_and_an_entrepreneur_are_made_as_the_desk_makes_them(bringing: Bringing) -> None:
    heads = ["Дата", "Наименование", "ИНН", "ОГРН", "КПП", "ФИО", "Телефон", "E-mail", "Тип", "Адрес", "Мощность"]
    rows = [
        ["12.03.2026", "ООО «Новая»", synthetic.inn10(91), synthetic.ogrn(91), synthetic.kpp(91), "Громов Аркадий",
         synthetic.phone(91), "new91@example.ru", "new", "ул. А, 1", "15"],
        ["12.03.2026", "", synthetic.inn12(92), synthetic.ogrnip(92), "", "ИП Белова Нина", synthetic.phone(92), "",
         "new", "ул. А, 2", "15"],
    ]  # fmt: skip
    bringing.enter(brought.csv(rows, heads=heads))

    assert set(Applicant.objects.filter(inn__in=[rows[0][2], rows[1][2]]).values_list("legal_form", flat=True)) == {
        "organisation", "entrepreneur",
    }  # fmt: skip
    assert OutboxMessage.objects.filter(recipient="new91@example.ru").exists()


def test_columns_are_guessed_chosen_and_remembered(bringing: Bringing) -> None:
    heads = ["Когда", "Кто", "СНИЛС", "Тел.", "Что нужно", "Где", "Сколько"]
    page = bringing.read(brought.csv([person(61)], heads=heads))
    assert [one.html_name for one in page.context["form"] if one.value()] == ["snils", "every_source"]

    refused = bringing.press("check")
    assert refused.status_code == 422
    assert "Выберите столбец с датой поступления" in words(refused)
    chosen = {"received_on": "0", "full_name": "1", "phone": "3", "type": "4", "address": "5", "max_power_kw": "6"}
    assert bringing.press("check", **chosen).status_code == 200

    again = bringing.read(brought.csv([tuple(reversed(person(62)))], heads=list(reversed(heads))))
    assert {one.html_name: one.value() for one in again.context["form"]}["address"] == "1"
    with inside(bringing_company()):
        assert Profile.objects.get().import_columns["где"] == "address"


def bringing_company() -> GridCompany:
    return GridCompany.objects.get(name="ООО «Горсеть»")


def test_one_column_is_not_two_things(bringing: Bringing) -> None:
    bringing.read(brought.csv([person(61)]))
    page = bringing.press("check", purpose="5")

    assert page.status_code == 422
    assert "Столбец «Адрес объекта» уже выбран" in " ".join(page.context["form"].errors["address"])


def test_what_the_file_does_not_say_is_chosen_for_all(bringing: Bringing) -> None:
    heads = [head for head in HEADS if head != "Тип заявки"]
    row = [cell for head, cell in zip(HEADS, person(61), strict=True) if head != "Тип заявки"]
    assert bringing.check(brought.csv([row], heads=heads)).status_code == 422

    bringing.enter(brought.csv([row], heads=heads), every_type="new", every_source="post")
    application = Application.objects.get(address="Лугореченск, ул. Мира, 61")
    assert (application.type, application.source) == ("new", "post")


def test_days_of_a_spreadsheet_may_be_numbers(bringing: Bringing) -> None:
    bringing.enter(brought.csv([person(61, day="46093"), person(62, day="12.03.26 14:05")]))

    moments = sorted(timezone.localtime(case.submitted_at).isoformat()[:16] for case in Case.objects.all())
    assert moments == ["2026-03-12T00:00", "2026-03-12T14:05"]


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"day": ""}, "Дата поступления", "Введите дату поступления"),
        ({"day": f"{timezone.localdate() + timedelta(days=2):%d.%m.%Y}"}, "Дата поступления", "ещё не наступила"),
        ({"day": "12.03.1026"}, "Дата поступления", "Проверьте год"),
        ({"type": "палатка"}, "Тип заявки", "Такого типа заявки нет. Впишите один из них: «"),
        ({"address": ""}, "Адрес объекта", ""),
        ({"power": "-5"}, "Мощность, кВт", ""),
        ({"power": ""}, "Мощность, кВт", ""),
        ({"phone": "02"}, "Телефон", "Введите номер мобильного телефона"),
        ({"name": "Кузнецова"}, "Имя", "Введите имя"),
        ({"snils": ""}, "СНИЛС", "по ним находят заявителя"),
    ],
)
def test_each_mistake_names_its_line_its_field_and_the_remedy(
    bringing: Bringing, changed: dict[str, str], field: str, said: str
) -> None:
    page = bringing.check(brought.csv([person(60), person(61, **changed)]))

    assert [(line, name) for line, name, _ in mistakes(page)] == [(3, field)]
    assert said in mistakes(page)[0][2]


def test_a_number_that_is_taken_is_named(bringing: Bringing, applicant: User) -> None:
    number = "ТП-26/7"
    Case.objects.filter(pk=world.application(applicant).pk).update(number=number)
    heads = [*HEADS, "Номер заявки"]
    page = bringing.check(brought.csv([(*person(61), "Б-1"), (*person(62), number)], heads=heads))

    assert [(line, field) for line, field, _ in mistakes(page)] == [(3, "Номер заявки")]


def test_the_number_of_the_former_system_tells_lines_apart_and_knows_them_again(bringing: Bringing) -> None:
    heads = [*HEADS, "ID"]
    bringing.enter(brought.csv([(*person(61), "17")], heads=heads))
    page = bringing.check(brought.csv([(*person(61, address="ул. Иная, 1"), "17")], heads=heads))

    assert (len(page.context["report"].known), page.context["report"].entered) == (1, [])


def test_a_table_of_somebody_else_is_no_table(
    bringing: Bringing, signed_in: Callable[..., Client], company: GridCompany
) -> None:
    bringing.read(brought.csv([person(61)]))
    other = signed_in(world.staff(5, StaffRole.ADMINISTRATOR), company)

    page = other.post(PAGE, {**bringing.fields, "do": "enter"})
    assert page.status_code == 422
    assert "Выберите файл ещё раз" in words(page)
    bringing.fields["table"] += "x"
    assert bringing.press("enter").status_code == 422
    assert Case.objects.count() == 0


def test_a_refused_file_is_told_by_its_field(bringing: Bringing) -> None:
    page = bringing.read(b"")
    assert page.status_code == 422
    assert page.context["form"].errors["file"] == ["Файл пуст. Выберите другой"]
    assert bringing.client.post(PAGE).status_code == 422


def test_words_of_the_file_are_shown_as_words(bringing: Bringing) -> None:
    evil = "<script>alert(1)</script>"
    page = bringing.check(brought.csv([person(61, type=evil), person(62, address=evil, power="x")], heads=HEADS))

    assert evil not in page.content.decode()
    assert not re.search(r"<script>alert", bringing.read(brought.csv([[evil]], heads=[evil])).content.decode())


def test_the_time_of_an_import_grows_with_its_lines_only(bringing: Bringing, queries: Callable[[], Any]) -> None:
    def cost(first: int, lines: int) -> int:
        with queries() as asked:
            assert bringing.check(brought.csv([person(n) for n in range(first, first + lines)])).status_code == 200
        return len(asked)

    cost(100, 1)
    one, five, nine = cost(110, 1), cost(120, 5), cost(130, 9)
    assert abs((nine - five) - (five - one)) < 8  # which host is whose is forgotten after a while
