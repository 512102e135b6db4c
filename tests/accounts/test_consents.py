"""What people agree to."""

import hashlib
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import InternalError, connection, transaction
from django.db.models import Model
from django.test import Client

from accounts import services
from accounts.models import Consent, ConsentDraft, ConsentText, ConsentWithdrawal, User
from accounts.security.email_confirmation import key_for
from audit.models import Record
from notifications.models import OutboxMessage
from tenants.models import GridCompany
from tests.forms import opened
from tests.moment import NOW
from tests.world import EVIDENCE, words

from .conftest import joined, person, register
from .test_registration import typed

pytestmark = pytest.mark.usefixtures("here")

KIND = ConsentText.Kind.PERSONAL_DATA
SIGN = ConsentText.Kind.SIMPLE_SIGNATURE


def test_a_company_opens_with_both_texts_in_its_own_name(company: GridCompany) -> None:
    texts = list(ConsentText.objects.current())

    assert {text.kind for text in texts} == set(ConsentText.Kind.values)
    for text in texts:
        assert company.name in text.body
        assert text.sha256 == hashlib.sha256(text.body.encode()).hexdigest()


def test_publishing_the_first_texts_again_changes_nothing() -> None:
    before = ConsentText.objects.count()
    services.publish_default_texts(now=NOW)

    assert ConsentText.objects.count() == before


def test_people_agree_to_the_newest_text() -> None:
    early = register(person(1))
    newer = services.publish_text(KIND, body="Новая редакция.", by=early, now=NOW)
    register(person(2))

    assert newer.version == 2
    assert list(Consent.objects.order_by("pk").values_list("text__version", flat=True)) == [1, 2]


def test_a_text_is_read_by_anyone(browser: Client, company: GridCompany) -> None:
    page = browser.get(f"/consent/{KIND}/")

    assert page.status_code == 200
    assert company.name in page.content.decode().replace("\u00a0", " ")
    assert browser.get("/consent/nonsense/").status_code == 404


@pytest.mark.parametrize("model", [Consent, ConsentText, ConsentWithdrawal])
@pytest.mark.parametrize("change", ["update", "delete"])
def test_evidence_cannot_be_changed(anna: User, model: type[Model], change: str) -> None:
    services.withdraw_consent(anna, KIND, evidence=EVIDENCE, now=NOW)
    table = model._meta.db_table
    statement = f"UPDATE {table} SET id = id" if change == "update" else f"DELETE FROM {table}"
    with pytest.raises(InternalError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def inside(browser: Client, anna: User) -> Client:
    browser.force_login(anna)
    return browser


def test_an_old_wording_can_be_read_by_its_number(browser: Client, anna: User) -> None:
    old = ConsentText.objects.current().get(kind=KIND)
    services.publish_text(KIND, body="Новая редакция.", by=None, now=NOW)

    assert "Новая редакция." in words(browser.get(f"/consent/{KIND}/"))
    assert old.body[:40] in words(browser.get(f"/consent/{KIND}/1/"))
    assert browser.get(f"/consent/{KIND}/3/").status_code == 404


def test_a_new_version_asks_again_at_the_next_request(inside: Client, anna: User) -> None:
    assert inside.get("/cases/").status_code == 200
    services.publish_text(KIND, body="Новая редакция.", by=None, now=NOW)
    assert inside.get("/cases/")["Location"] == "/consent/renew/"
    page = inside.get("/consent/renew/")
    assert not page.context["form"][KIND].value()
    assert "опубликовала новые условия" in words(page)
    assert inside.post("/consent/renew/", {"do": "agree"}).status_code == 422
    inside.post("/consent/renew/", {KIND: "on"}, headers={"User-Agent": "Firefox"})

    assert inside.get("/cases/").status_code == 200
    newest = Consent.objects.order_by("-pk").select_related("text")[0]
    assert (newest.text.version, newest.user_agent) == (2, "Firefox")
    assert inside.get("/consent/renew/")["Location"] == "/"


def test_who_does_not_agree_reads_and_leaves(inside: Client, anna: User) -> None:
    services.publish_text(KIND, body="Новая редакция.", by=None, now=NOW)
    inside.post("/consent/renew/", {"do": "read"})

    assert inside.get("/cases/").status_code == 200
    assert inside.post("/applications/new/")["Location"] == "/consent/renew/"
    assert inside.post("/enquiries/new/")["Location"] == "/consent/renew/"
    assert inside.post("/accounts/logout/")["Location"] == "/accounts/login/"


def test_who_registers_while_a_text_is_published_is_asked_at_the_first_entry(browser: Client) -> None:
    user = register(person(5))
    assert user is not None
    ConsentText.objects.create(kind=KIND, version=2, purpose="", body="Новая.", sha256="", published_at=NOW)
    services.confirm_email(key_for(EmailAddress.objects.get(user=user)), now=NOW)
    browser.force_login(user)

    assert browser.get("/cases/")["Location"] == "/consent/renew/"


def test_a_new_agreement_on_signing_is_asked_of_those_who_had_one_and_may_be_refused(browser: Client) -> None:
    both = joined(person(1), agreed_to=[KIND, SIGN])
    one = joined(person(2))
    services.publish_text(SIGN, body="Новое соглашение.", by=None, now=NOW)
    browser.force_login(one)
    assert browser.get("/cases/").status_code == 200
    browser.force_login(both)
    assert browser.get("/cases/")["Location"] == "/consent/renew/"
    assert list(browser.get("/consent/renew/").context["form"].fields) == [SIGN]
    browser.post("/consent/renew/", {"do": "agree"})
    assert browser.get("/cases/").status_code == 200
    assert not services.has_agreed(both, SIGN)


def test_a_consent_is_taken_back_after_its_consequences_are_read(inside: Client, anna: User) -> None:
    page = inside.get(f"/consent/{KIND}/withdraw/")
    assert "Новые заявки и сообщения подать будет нельзя" in words(page)
    assert Consent.objects.in_force().filter(user=anna).exists()
    inside.post(f"/consent/{KIND}/withdraw/", headers={"User-Agent": "Firefox"})

    withdrawal = ConsentWithdrawal.objects.get()
    assert (withdrawal.consent.user, withdrawal.ip, withdrawal.user_agent) == (anna, "127.0.0.1", "Firefox")
    assert not services.is_bound(anna, KIND)
    assert inside.get("/cases/").status_code == 200
    assert inside.post("/applications/new/")["Location"] == "/consent/renew/"
    assert Record.objects.filter(event="consent.withdrawn").exists()
    letter = OutboxMessage.objects.get(subject="Заявитель отозвал согласие")
    assert letter.recipient == "admin@gorset.example.ru"
    assert anna.last_name not in letter.text


def test_a_consent_may_be_given_again(inside: Client, anna: User) -> None:
    services.withdraw_consent(anna, KIND, evidence=EVIDENCE, now=NOW)
    inside.post("/consent/renew/", {KIND: "on"})

    assert services.has_agreed(anna, KIND)
    assert Consent.objects.filter(user=anna).count() == 2


def test_without_the_agreement_on_signing_the_rest_goes_on(browser: Client) -> None:
    user = joined(person(1), agreed_to=[KIND, SIGN])
    browser.force_login(user)
    browser.post(f"/consent/{SIGN}/withdraw/")

    assert not services.is_bound(user, SIGN)
    assert browser.get("/cases/").status_code == 200


def test_the_administrator_writes_a_draft_and_publishes_it(administrator_client: Client, anna: User) -> None:
    page = f"/consents/{KIND}/"
    current = ConsentText.objects.current().get(kind=KIND).body
    assert current in administrator_client.get(page).context["form"]["body"].value()
    same = administrator_client.post(page, {**opened(administrator_client, page, "body"), "do": "publish"})
    assert same.context["form"].errors["body"] == ["Текст тот же, что в действующей редакции"]
    form = opened(administrator_client, page, "body")
    administrator_client.post(page, {**form, "do": "save", "body": "Первый абзац.\r\n\r\nВторой."})
    assert ConsentText.objects.filter(kind=KIND).count() == 1
    assert "Есть черновик" in words(administrator_client.get("/consents/"))
    administrator_client.post(page, {**opened(administrator_client, page, "body"), "do": "publish"})

    text = ConsentText.objects.current().get(kind=KIND)
    assert (text.version, text.body) == (2, "Первый абзац.\n\nВторой.")
    assert not ConsentDraft.objects.exists()
    anna.refresh_from_db()
    assert anna.consent_due
    assert {"consent_text.drafted", "consent_text.published"} <= set(Record.objects.values_list("event", flat=True))


@pytest.mark.parametrize(("proxies", "ip"), [(0, "127.0.0.1"), (1, "198.51.100.7")])
def test_a_forged_forwarding_header_is_no_evidence(browser: Client, settings: Any, proxies: int, ip: str) -> None:
    """Only what our own proxy added counts, and it adds at the end."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    browser.post("/accounts/signup/", typed(), headers={"X-Forwarded-For": "203.0.113.1, 198.51.100.7"})

    assert Consent.objects.get().ip == ip
