"""S3 is gone: the form goes on, what was typed and added stays."""

from accounts.models import User
from cabinet.cases.models import Case
from documents.models import Document
from embedded import Stack
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.world import words

from .conftest import FORM, Visitor

SENTENCE = "Файлы сейчас недоступны, мы уже чиним. Заявку можно заполнить, документы добавите позже."


def test_a_draft_says_what_does_not_work_and_keeps_the_rest(
    visitor: Visitor, scratch_company: GridCompany, stack: Stack
) -> None:
    visitor.press("attach", world.pdf())
    stack.s3.kill()
    answer = visitor.press("attach", world.jpg())

    assert answer.status_code == 422
    seen = words(answer)
    assert SENTENCE in seen
    assert f'value="{FORM["address"]}"' in seen
    assert "выписка ЕГРН.pdf" in seen
    with inside(scratch_company):
        assert Case.objects.get().application.address == FORM["address"]
        assert Document.objects.count() == Case.objects.get().entries.count() == 1

    stack.s3.start()
    assert visitor.press("attach", world.jpg()).status_code == 302
    with inside(scratch_company):
        assert Document.objects.count() == 2


def test_a_script_gets_the_same_sentence(visitor: Visitor, scratch_company: GridCompany, stack: Stack) -> None:
    stack.s3.kill()
    asked = {"name": "план.jpg", "size": "1000", "purpose": "case:1", "fingerprint": "1"}
    answer = visitor.client.post("/uploads/", asked, headers={"Accept": "application/json"})

    assert (answer.status_code, answer.json()["error"]) == (503, SENTENCE)


def test_an_application_without_new_files_is_submitted(
    visitor: Visitor, scratch_company: GridCompany, stack: Stack
) -> None:
    visitor.press("attach", world.pdf())
    stack.s3.kill()

    assert visitor.press("submit").status_code == 302
    with inside(scratch_company):
        assert Case.objects.get().stage == "waiting"
        assert Document.objects.get().placed_at


def test_a_document_of_staff_is_not_half_placed(
    visitor: Visitor, scratch_company: GridCompany, applicant: User, stack: Stack
) -> None:
    card = visitor.press("submit")["Location"]
    stack.s3.kill()
    answer = visitor.post(f"{card}entries/document/", {"title": "Паспорт", "files": world.jpg(), "comment": "копия"})

    assert answer.status_code == 422
    assert SENTENCE in words(answer)
    assert "копия" in words(answer)
    with inside(scratch_company):
        assert not Document.objects.exists()
        assert not Case.objects.get().entries.exists()


def test_a_download_says_it_in_words(visitor: Visitor, scratch_company: GridCompany, stack: Stack) -> None:
    visitor.press("attach", world.pdf())
    with inside(scratch_company):
        address = f"/documents/{Case.objects.get().entries.get().pk}/"
    stack.s3.kill()
    answer = visitor.client.get(address)

    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert SENTENCE in words(answer)
