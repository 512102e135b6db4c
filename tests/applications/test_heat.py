"""An application to a heat company: its load in gigacalories an hour, from the form to the files."""

import io
import zipfile
from collections.abc import Callable, Iterator
from importlib import import_module

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from cabinet.cases.models import Case
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world

FORM = {**world.ANSWERS, "max_power_kw": "0,35"}


@pytest.fixture
def there(other_company: GridCompany) -> Iterator[None]:
    with inside(other_company):
        yield


@pytest.fixture
def owner(there: None) -> User:
    return world.organisation(1)


@pytest.fixture
def client(owner: User, other_company: GridCompany, signed_in: Callable[..., Client]) -> Client:
    return signed_in(owner, other_company)


def draft_page(client: Client) -> str:
    begun = client.post("/applications/new/", {"key": "6f1c1c5e-0000-4000-8000-000000000001"})
    return world.one_page(begun.headers["Location"])


def test_it_is_called_a_connection_to_heat(client: Client, owner: User) -> None:
    page = draft_page(client)

    assert "Черновик заявки на подключение к системе теплоснабжения" in world.words(client.get(page))
    assert Case.objects.get().title == "Заявка на подключение к системе теплоснабжения"


def test_a_load_is_shown_as_it_was_filed(
    client: Client, other_company: GridCompany, signed_in: Callable[..., Client]
) -> None:
    answer = client.post(draft_page(client), {**FORM, "do": "submit", "files": world.pdf()})
    card = answer.headers["Location"]
    clerk = signed_in(world.staff(1), other_company)
    kit = zipfile.ZipFile(io.BytesIO(b"".join(client.get(f"{card}kit/").streaming_content)))  # type: ignore[attr-defined]
    sheet = zipfile.ZipFile(io.BytesIO(kit.read("Заявка.docx"))).read("word/document.xml").decode()

    for page in (client.get(card), client.get("/cases/"), client.get("/information/"), clerk.get(card)):
        assert "0,35 Гкал/ч" in world.words(page)
    listed = world.words(clerk.get("/cases/"))
    assert ">Гкал/ч</th>" in listed
    assert '> 0,35<span class="in-card"' in listed
    assert "0,35\u00a0Гкал/ч" in sheet


def test_small_loads_keep_their_digits(client: Client) -> None:
    page = draft_page(client)
    client.post(page, {**FORM, "do": "save", "max_power_kw": "0,002654"})

    assert 'value="0,002654"' in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("много", "Введите тепловую нагрузку числом, например 0,35"),
        ("0", "Введите тепловую нагрузку больше нуля, например 0,35"),
        ("-1", "Введите тепловую нагрузку больше нуля, например 0,35"),
        ("0,0000001", "Округлите тепловую нагрузку до миллионных, например 0,352145"),
        ("1000", "Проверьте тепловую нагрузку: она указывается в гигакалориях в час, например 0,35"),
        ("99999999999", "Проверьте тепловую нагрузку: она указывается в гигакалориях в час, например 0,35"),
    ],
)
def test_a_load_that_makes_no_sense_is_refused_in_the_words_of_heat(client: Client, typed: str, sentence: str) -> None:
    answer = client.post(draft_page(client), {**FORM, "do": "save", "max_power_kw": typed})

    assert answer.status_code == 422
    assert sentence in world.words(answer)
    assert answer.context["form"]["max_power_kw"].value() == typed


def test_a_missing_load_is_asked_for_by_its_name(client: Client) -> None:
    answer = client.post(draft_page(client), {**FORM, "do": "submit", "max_power_kw": ""})

    assert "Введите тепловую нагрузку числом, например 0,35" in world.words(answer)


def test_applications_made_before_get_their_name(
    client: Client, other_company: GridCompany, company: GridCompany
) -> None:
    """The statement of the migration, in both companies."""
    rename = import_module("cabinet.applications.migrations.0002_heat_has_its_words").RENAME
    old, titles = "Заявка на технологическое присоединение", {}
    draft_page(client)
    for at in (other_company, company):
        with inside(at):
            if at == company:
                world.draft(world.person(1))
            Case.objects.update(title=old)
            with connection.cursor() as cursor:
                cursor.execute(rename)
            titles[at.kind] = Case.objects.get().title

    assert titles == {"heat": "Заявка на подключение к системе теплоснабжения", "electricity": old}
