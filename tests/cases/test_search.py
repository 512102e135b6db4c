"""The one box finds a case by whatever is remembered of it."""

import pytest

from accounts import synthetic
from accounts.models import Applicant, Membership, StaffRole, User
from cabinet.cases import services
from cabinet.cases.models import Case
from cabinet.cases.queries import matching
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.moment import NOW

pytestmark = pytest.mark.usefixtures("here")


@pytest.fixture(scope="module")
def built(gorset: GridCompany) -> Case:
    """The case of an organisation, among others."""
    with inside(gorset):
        stranger = world.person(2, last_name="Лугов", first_name="Пётр", middle_name="Ильич")
        world.application(stranger, address="Заречье, ул. Новая, 8")
        world.enquiry(stranger)
        return of_an_organisation()


def of_an_organisation() -> Case:
    applicant = world.person(1)
    firm = Applicant.objects.create(
        legal_form="organisation",
        last_name="Гвоздева",
        first_name="Инга",
        middle_name="Львовна",
        organisation_name="ООО «Рассвет»",
        inn=synthetic.inn10(31),
        kpp=synthetic.kpp(31),
        ogrn=synthetic.ogrn(31),
        email="office@rassvet.example.ru",
        phone=synthetic.phone(31),
        created_at=NOW,
    )
    Membership.objects.filter(user=applicant).delete()
    Membership.objects.create(user=applicant, applicant=firm, role="administrator")
    case = world.application(User.objects.get(pk=applicant.pk), address="Лугореченск, пер. Тихий, 5")
    clerk = world.staff(9, StaffRole.SPECIALIST)
    return services.register(
        case, number="ТП-1563", status="Ждём выезда бригады", assignee=None, version=0, by=clerk, now=NOW
    )


@pytest.fixture
def wanted(built: Case, here: None) -> Case:
    return Case.objects.get(pk=built.pk)


def found(words: str) -> list[Case]:
    return list(matching(Case.objects.submitted(), words))


@pytest.mark.parametrize(
    "words",
    [
        "рассвет",
        "Гвоздева",
        "Инга Львовна",
        synthetic.inn10(31),
        synthetic.kpp(31),
        synthetic.ogrn(31),
        "office@rassvet",
        "тихий",
        "ТП-1563",
        "1563",
        "бригады",
        "рассвет тихий 1563",
    ],
)
def test_a_case_is_found_by_whatever_is_remembered(wanted: Case, words: str) -> None:
    assert found(words) == [wanted]


@pytest.mark.parametrize("spelling", ["{0}", "{1}-{2}-{3} {4}", "{1}-{2}-{3}"])
def test_snils_is_found_in_any_spelling(wanted: Case, spelling: str) -> None:
    stranger = Applicant.objects.get(last_name="Лугов")
    snils = stranger.snils
    asked = spelling.format(snils, snils[:3], snils[3:6], snils[6:9], snils[9:])

    assert {case.applicant for case in found(asked)} == {stranger}


def test_titles_are_searched(wanted: Case) -> None:
    assert len(found("Заявка на технологическое")) == 2


def test_every_word_must_be_found(wanted: Case) -> None:
    assert found("рассвет новая") == []


@pytest.mark.parametrize("words", ["%", "_", "'; DROP TABLE cases_case; --", "\\", '"'])
def test_signs_of_sql_mean_nothing(wanted: Case, words: str) -> None:
    assert found(words) == []


def test_nothing_asked_finds_all(wanted: Case) -> None:
    assert len(found("  ")) == 3
