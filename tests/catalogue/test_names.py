"""Names of documents: the pack's until a company changes them, then its own."""

import pytest

from accounts.models import User
from cabinet.catalogue import services
from cabinet.catalogue.errors import NameTaken
from cabinet.catalogue.models import DocumentName
from cabinet.catalogue.queries import guess, names_for_applicants, names_for_company, own_names
from cabinet.rules.packs import current_pack
from documents.errors import FileIsEmpty
from documents.models import Document
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.moment import NOW

CONTRACT = "Договор об осуществлении технологического присоединения"
pytestmark = pytest.mark.usefixtures("here")


def titles(names: list[DocumentName]) -> list[str]:
    return [name.title for name in names]


def test_until_it_is_changed_the_names_of_the_pack_serve() -> None:
    pack = current_pack()

    assert titles(names_for_applicants("person")) == [name.title for name in pack.attachments]
    assert titles(names_for_company()) == [name.title for name in pack.company_documents]
    assert own_names() == []


def test_the_first_change_copies_them(administrator: User, other_company: GridCompany) -> None:
    before = titles(names_for_applicants("person"))

    world.document_name("Согласие соседей", by=administrator)

    assert titles(names_for_applicants("person")) == [*before, "Согласие соседей"]
    with inside(other_company):
        assert own_names() == []


def test_beginning_twice_is_beginning_once(administrator: User) -> None:
    for _ in range(2):
        services.begin(by=administrator, now=NOW)

    assert len(own_names()) == len(current_pack().attachments) + len(current_pack().company_documents)


def test_a_name_may_concern_some_legal_forms_only(administrator: User) -> None:
    name = DocumentName(title="Устав", asked_of=["organisation"])
    services.keep(name, by=administrator, now=NOW)

    assert "Устав" in titles(names_for_applicants("organisation"))
    assert "Устав" not in titles(names_for_applicants("person"))


def test_a_hidden_name_is_offered_to_nobody_and_comes_back_to_its_place(administrator: User) -> None:
    services.begin(by=administrator, now=NOW)
    before = titles(names_for_applicants("person"))
    name = names_for_applicants("person")[2]

    services.hide(name, by=administrator, now=NOW)
    assert titles(names_for_applicants("person")) == [title for title in before if title != name.title]
    services.show(name, by=administrator, now=NOW)
    assert titles(names_for_applicants("person")) == before


def test_hiding_all_of_them_does_not_bring_the_pack_back(administrator: User) -> None:
    services.begin(by=administrator, now=NOW)
    for name in own_names():
        services.hide(name, by=administrator, now=NOW)

    assert names_for_applicants("person") == names_for_company() == []
    assert guess("выписка ЕГРН.pdf", []) == "выписка ЕГРН"


def test_a_name_is_moved_past_its_neighbours(administrator: User) -> None:
    services.begin(by=administrator, now=NOW)
    first, second, third, *_rest = names_for_applicants("person")

    services.move(third, to="up", by=administrator, now=NOW)
    assert names_for_applicants("person")[:3] == [first, third, second]
    services.move(first, to="up", by=administrator, now=NOW)
    assert names_for_applicants("person")[:3] == [first, third, second]
    services.move(first, to="down", by=administrator, now=NOW)
    assert names_for_applicants("person")[:3] == [third, first, second]
    assert titles(names_for_company()) == [name.title for name in current_pack().company_documents]


def test_a_name_is_given_once(administrator: User) -> None:
    name = world.document_name("Согласие соседей", by=administrator)

    with pytest.raises(NameTaken, match=r"уже есть\. Измените его или введите другое"):
        world.document_name("Согласие соседей", by=administrator)
    services.hide(name, by=administrator, now=NOW)
    with pytest.raises(NameTaken, match="Оно скрыто: верните его в перечень"):
        world.document_name("Согласие соседей", by=administrator)
    world.document_name("Согласие соседей", by=administrator, from_company=True)


def test_a_template_is_replaced_and_taken_away(administrator: User) -> None:
    name = world.document_name(by=administrator)
    first = name.template

    services.keep(name, template=world.pdf("бланк.pdf"), by=administrator, now=NOW)
    assert name.template is not None
    assert name.template.file_name == "бланк.pdf"
    services.keep(name, by=administrator, now=NOW)
    assert name.template is not None
    services.keep(name, without_template=True, by=administrator, now=NOW)

    assert name.template is None
    assert first is not None
    assert not Document.objects.exists()


def test_a_refused_template_changes_nothing(administrator: User) -> None:
    name = world.document_name(by=administrator)
    name.title = "Другое"

    with pytest.raises(FileIsEmpty):
        services.keep(name, template=world.pdf("пустой.pdf", b""), by=administrator, now=NOW)

    kept = DocumentName.objects.get(pk=name.pk)
    assert (kept.title, kept.template) == ("Согласие соседей", name.template)


def test_an_explanation_is_cleaned(administrator: User) -> None:
    name = DocumentName(title="План", explanation='<p onclick="x()">Нарисуйте <b>сами</b></p><script>x()</script>')
    services.keep(name, by=administrator, now=NOW)

    assert name.explanation == "<p>Нарисуйте <b>сами</b></p>"


@pytest.mark.parametrize(
    ("file_name", "title"),
    [
        ("vypiska_iz_egrn.pdf", "Правоустанавливающий документ на дом или участок"),
        ("dogovor-arendy.pdf", "Правоустанавливающий документ на дом или участок"),
        ("zajavlenie.docx", "Заявка на технологическое присоединение"),
        ("zayavlenie.docx", "Заявка на технологическое присоединение"),
        ("skhema.pdf", "План расположения энергопринимающих устройств"),
        ("shema.pdf", "План расположения энергопринимающих устройств"),
        ("doverennost'.pdf", "Доверенность"),
        ("Выписка ЕГРН 2026.pdf", "Правоустанавливающий документ на дом или участок"),
        ("ДОВЕРЕННОСТЬ.pdf", "Доверенность"),
        ("IMG_20260313.jpg", "Дополнительный материал"),
    ],
)
def test_a_document_of_an_applicant_is_named_by_its_file(file_name: str, title: str) -> None:
    assert guess(file_name, names_for_applicants("person")) == title


@pytest.mark.parametrize(
    ("file_name", "title"),
    [
        ("технические условия № 17.pdf", "Технические условия"),
        ("Приложение 2.docx", "Приложение 2"),
        ("dogovor.pdf", CONTRACT),
        ("Dogovor_TP_15.docx", CONTRACT),
        ("договор-оферта 2026.pdf", CONTRACT),
        ("Оферта договора.pdf", "Оферта договора о технологическом присоединении"),
        ("oferta.pdf", "Оферта договора о технологическом присоединении"),
        ("TU_1563.pdf", "Технические условия"),
        ("tekhnicheskie usloviya.pdf", "Технические условия"),
        ("tehnicheskiye_usloviya.pdf", "Технические условия"),
        ("schet 218.pdf", "Счёт на оплату"),
        ("schyot_218.pdf", "Счёт на оплату"),
        ("Счёт № 218.pdf", "Счёт на оплату"),
        ("akt razgranicheniya.pdf", "Акт разграничения границ балансовой принадлежности сторон"),
        ("АктТП.pdf", "Акт об осуществлении технологического присоединения"),
        ("uvedomlenie.pdf", "Уведомление об обеспечении возможности присоединения"),
        ("Расчёт платы.xlsx", "Расчёт платы"),  # «счёт» is a part of it
        ("Контакты.docx", "Контакты"),  # so is «акт»
        ("Приложение_к_схеме.pdf", "Приложение к схеме"),
        ("README", "README"),
    ],
)
def test_a_document_of_the_company_is_named_by_its_file(file_name: str, title: str) -> None:
    assert guess(file_name, names_for_company()) == title


def test_names_of_ones_own_are_guessed_too(administrator: User, applicant: User) -> None:
    services.keep(DocumentName(title="Согласие соседей", words=["сосед"]), by=administrator, now=NOW)
    case = world.draft(applicant)

    upload = world.uploaded(applicant, f"case:{case.pk}", world.pdf("письмо соседа.pdf"))

    assert guess(upload.file_name, names_for_applicants("person")) == "Согласие соседей"


def test_a_contract_named_by_the_company_itself_is_recognised_without_words(administrator: User) -> None:
    services.keep(DocumentName(title="Соглашение о перераспределении", from_company=True), by=administrator, now=NOW)

    assert guess("soglashenie.pdf", names_for_company()) == "Соглашение о перераспределении"
