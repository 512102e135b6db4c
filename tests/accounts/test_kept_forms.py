"""Nothing typed is lost when a session or the token of a page ends."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import Form, ModelForm, PasswordInput
from django.test import Client
from django.utils import timezone

from accounts import services as accounts
from accounts.kept import cipher
from accounts.kept.labels import all_of as all_forms
from accounts.kept.typed import SECRET
from accounts.models import ConsentText, KeptForm, User
from accounts.services import kept_forms
from cabinet.cases.models import Case, Entry
from cabinet.representatives.models import Representation
from tenancy.company import in_public, inside
from tenants.models import GridCompany
from tenants.queries import forget_hosts
from tenants.services import suspend
from tests import world
from tests.accounts.locks import SECRET as SECRET_OF_APP
from tests.accounts.locks import code, has_app
from tests.forms_sent import Sent, browser_of, follow, form, sign_in, text_of
from tests.moment import NOW

WORDS = "Просим перенести опору: она стоит <b>на&nbsp;въезде</b> & мешает"
SignedIn = Callable[..., Client]


def session_gone(client: Client) -> None:
    del client.cookies["session"]


def cookies_gone(client: Client) -> None:
    client.cookies.clear()


def signed_out_elsewhere(client: Client) -> None:
    page = client.get("/help/")
    sent = form(page, at="/help/", to="/accounts/logout/")
    assert client.post(sent.address, sent.values).status_code == 302


ENDS = [session_gone, cookies_gone, signed_out_elsewhere]


@pytest.fixture
def clerk(administrator: User, administrator_client: Client) -> Client:
    return browser_of(administrator_client)


@pytest.fixture
def case(applicant: User) -> Case:
    return world.application(applicant)


def opened(client: Client, at: str, **where: str) -> Sent:
    return form(client.get(at), at=at, **where)


@pytest.mark.parametrize("end", ENDS)
def test_a_message_waits_behind_the_sign_in_and_is_sent_once(
    end: Callable[[Client], None], clerk: Client, case: Case, administrator: User
) -> None:
    at = f"{case.get_absolute_url()}?add=message"
    sent = opened(clerk, at, has="text")
    sent.values["text"] = [WORDS]
    end(clerk)

    refused = clerk.post(sent.address, sent.values)
    back = sign_in(clerk, refused, administrator.email)
    again = form(back, at=back.at, has="text")

    assert back.at.startswith(case.get_absolute_url())
    assert again.values["text"] == [WORDS]
    assert again.values["key"] == sent.values["key"]
    assert "Всё, что вы ввели, на месте" in text_of(back)
    assert "нажмите «Добавить»" in text_of(back)
    for _ in range(2):
        assert clerk.post(again.address, again.values).status_code == 302
    assert Entry.objects.filter(case=case, kind=Entry.Kind.MESSAGE).count() == 1
    assert not KeptForm.objects.exists()


def test_a_page_of_an_earlier_session_needs_no_second_sign_in(
    clerk: Client, case: Case, administrator: User, company: GridCompany
) -> None:
    """Signed out and in again in another tab: the token of this one is of yesterday."""
    sent = opened(clerk, f"{case.get_absolute_url()}?add=note", has="text")
    sent.values["text"] = [WORDS]
    with inside(company):
        clerk.force_login(administrator)
    clerk.cookies.pop("csrf", None)
    clerk.get("/settings/")  # gives a new token

    back = follow(clerk, clerk.post(sent.address, sent.values))

    assert form(back, at=back.at, has="text").values["text"] == [WORDS]


def test_who_signs_in_instead_sees_nothing(
    clerk: Client, case: Case, administrator: User, company: GridCompany
) -> None:
    colleague = world.staff(2)
    sent = opened(clerk, f"{case.get_absolute_url()}?add=message", has="text")
    sent.values["text"] = [WORDS]
    cookies_gone(clerk)
    refused = clerk.post(sent.address, sent.values)

    page = sign_in(clerk, refused, colleague.email)

    assert page.status_code == 200
    assert "опору" not in text_of(page)
    assert KeptForm.objects.get().user == administrator
    signed_out_elsewhere(clerk)
    back = sign_in(clerk, refused, administrator.email)
    assert form(back, at=back.at, has="text").values["text"] == [WORDS]


def test_a_form_of_one_is_never_sent_in_the_name_of_another(
    clerk: Client, case: Case, administrator: User, signed_in: SignedIn, company: GridCompany
) -> None:
    colleague = world.staff(2)
    sent = opened(clerk, f"{case.get_absolute_url()}?add=message", has="text")
    sent.values["text"] = [WORDS]
    other = browser_of(signed_in(colleague, company))
    fresh = opened(other, f"{case.get_absolute_url()}?add=message", has="text")

    tokens: list[list[str]] = [[], fresh.values["csrfmiddlewaretoken"]]
    for token in tokens:
        answer = other.post(sent.address, {**sent.values, "csrfmiddlewaretoken": token})
        assert answer.status_code == 403
        assert "заполнял другой человек" in text_of(answer)
        assert "опору" not in text_of(answer)
    leave = form(answer, at="/", has="next")
    back = sign_in(other, other.post(leave.address, leave.values), administrator.email)
    assert form(back, at=back.at, has="text").values["text"] == [WORDS]
    assert not Entry.objects.filter(kind=Entry.Kind.MESSAGE).exists()


@pytest.mark.parametrize("end", [session_gone, cookies_gone])
def test_an_application_waits_with_all_its_answers(
    end: Callable[[Client], None], applicant: User, applicant_client: Client
) -> None:
    client, draft = browser_of(applicant_client), world.draft(applicant)
    at = draft.get_absolute_url()
    sent = opened(client, at, has="address")
    typed = {
        "type": ["new"], "purpose": ["Баня и гараж"], "address": ["ул. Речная, 7"],
        "cadastral_number": ["99:01:0101001:245"], "max_power_kw": ["15,5 кВт?"], "do": ["submit"],
    }  # fmt: skip
    end(client)

    refused = client.post(sent.address, {**sent.values, **typed})
    back = sign_in(client, refused, applicant.email)
    again = form(back, at=back.at, has="address")

    assert {name: again.values[name] for name in typed if name != "do"} == {n: v for n, v in typed.items() if n != "do"}
    assert "нажмите «Подать заявку»" in text_of(back)


def test_settings_and_a_text_of_a_page_wait(clerk: Client, administrator: User) -> None:
    for at, name, value in (
        ("/settings/", "tagline", "Сети рядом"),
        ("/pages/", "home-text", "<p>Работаем <b>с 8</b></p>"),
        ("/staff/new/", "email", "novaya@example.ru"),
        ("/catalogue/new/", "title", "Справка о мощности"),
    ):
        sent = opened(clerk, at, has=name)
        sent.values[name] = [value]
        if at == "/settings/":
            sent.values["captcha"] = ["on"]
        cookies_gone(clerk)
        back = sign_in(clerk, clerk.post(sent.address, sent.values), administrator.email)
        again = form(back, at=back.at, has=name)
        assert again.values[name] == [value]
        assert again.values.keys() == (sent.values.keys() | {"kept"})
        if at == "/settings/":
            assert again.values["captcha"] == ["on"]


def test_a_file_has_to_be_chosen_again(clerk: Client, administrator: User) -> None:
    sent = opened(clerk, "/catalogue/new/", has="title")
    sent.values["title"] = ["Справка"]
    session_gone(clerk)

    file = SimpleUploadedFile("справка.docx", b"PK")
    back = sign_in(clerk, clerk.post(sent.address, {**sent.values, "file": file}), administrator.email)

    assert "Файл выберите ещё раз: справка.docx" in text_of(back)
    kept = KeptForm.objects.get()
    raw = cipher.unseal(bytes(kept.sealed), about=f"gorset:{administrator.pk}:{kept.pk}")
    assert b"PK" not in raw


def test_passwords_and_codes_are_kept_by_nobody(
    applicant: User, applicant_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser_of(applicant_client)
    sent = opened(client, "/phone/change/", has="phone")
    sent.values |= {"phone": ["+7 900 111-22-33"], "password": ["мой тайный пароль"]}
    session_gone(client)

    back = sign_in(client, client.post(sent.address, sent.values), applicant.email)

    kept = KeptForm.objects.get()
    raw = cipher.unseal(bytes(kept.sealed), about=f"gorset:{applicant.pk}:{kept.pk}").decode()
    assert "тайный" not in raw
    assert "111-22-33" in raw
    again = form(back, at=back.at, has="phone")
    assert again.values["phone"] == ["+7 900 111-22-33"]
    assert again.values["password"] == [""]
    assert "Введите пароль ещё раз" in text_of(back)


def test_what_is_kept_is_unreadable_and_ends_in_an_hour(clerk: Client, case: Case, administrator: User) -> None:
    sent = opened(clerk, f"{case.get_absolute_url()}?add=message", has="text")
    sent.values["text"] = ["тайна переписки"]
    session_gone(clerk)
    refused = clerk.post(sent.address, sent.values)
    kept = KeptForm.objects.get()
    assert "тайна".encode() not in bytes(kept.sealed)
    assert timedelta(minutes=55) < kept.kept_until - timezone.now() <= timedelta(hours=1)
    with pytest.raises(cipher.Unreadable):
        cipher.unseal(bytes(kept.sealed), about=f"teploset:{administrator.pk}:{kept.pk}")

    KeptForm.objects.update(kept_until=timezone.now())
    back = sign_in(clerk, refused, administrator.email)

    assert "тайна" not in text_of(back)
    assert "чистая форма" in text_of(back)


def test_it_opens_after_the_key_of_the_site_was_changed(settings: Any) -> None:
    sealed = cipher.seal(b"typed", about="gorset:1:x")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-key-of-the-site"

    assert cipher.unseal(sealed, about="gorset:1:x") == b"typed"


def test_two_tabs_keep_two_forms(clerk: Client, case: Case, administrator: User) -> None:
    at = case.get_absolute_url()
    message = opened(clerk, f"{at}?add=message", has="text")
    note = opened(clerk, f"{at}?add=note", has="text")
    message.values["text"], note.values["text"] = ["Сообщение"], ["Заметка"]
    session_gone(clerk)
    first, second = (clerk.post(sent.address, sent.values) for sent in (message, note))

    sign_in(clerk, first, administrator.email)
    pages = [follow(clerk, clerk.get(answer["Location"])) for answer in (first, second)]

    assert [form(page, at=page.at, has="text").values["text"] for page in pages] == [["Сообщение"], ["Заметка"]]


def test_a_case_that_is_closed_meanwhile_gives_the_text_back(
    applicant: User, applicant_client: Client, case: Case
) -> None:
    client = browser_of(applicant_client)
    sent = opened(client, f"{case.get_absolute_url()}?add=message", has="text")
    sent.values["text"] = [WORDS]
    session_gone(client)
    refused = client.post(sent.address, sent.values)
    from cabinet.cases import services

    services.withdraw(case, reason="передумали", by=applicant, now=timezone.now())
    back = sign_in(client, refused, applicant.email)

    assert back.status_code == 409
    assert "опору" in text_of(back)
    assert "Отправить это сейчас нельзя" in text_of(back)


def test_a_draft_that_is_deleted_meanwhile_gives_the_text_back(applicant: User, applicant_client: Client) -> None:
    client, draft = browser_of(applicant_client), world.draft(applicant)
    sent = opened(client, draft.get_absolute_url(), has="purpose")
    sent.values["purpose"] = ["Пилорама на три станка"]
    session_gone(client)
    refused = client.post(sent.address, {**sent.values, "do": "save"})
    draft.delete()

    back = sign_in(client, refused, applicant.email)
    assert back.status_code == 404
    assert "Пилорама на три станка" in text_of(back)


def test_a_form_whose_subject_is_gone_gives_the_text_back_at_once(applicant: User, applicant_client: Client) -> None:
    client, draft = browser_of(applicant_client), world.draft(applicant)
    sent = opened(client, draft.get_absolute_url(), has="purpose")
    sent.values["purpose"] = ["Пилорама на три станка"]
    draft.delete()

    answer = client.post(sent.address, {**sent.values, "do": "save"})

    assert answer.status_code == 404
    assert "Пилорама на три станка" in text_of(answer)


def test_a_refusal_that_no_form_catches_gives_the_text_back(
    clerk: Client, case: Case, administrator: User, company: GridCompany, operator: User
) -> None:
    sent = opened(clerk, f"{case.get_absolute_url()}?add=message", has="text")
    sent.values["text"] = [WORDS]
    suspend(company, reason="Долг", by=operator, now=NOW)
    forget_hosts()

    answer = clerk.post(sent.address, sent.values)

    assert answer.status_code == 403
    assert "приостановлен" in text_of(answer)
    assert WORDS in text_of(answer)


def test_more_than_a_megabyte_is_said_plainly(clerk: Client, case: Case) -> None:
    sent = opened(clerk, f"{case.get_absolute_url()}?add=message", has="text")
    sent.values["text"] = ["я" * 600_000]
    session_gone(clerk)

    answer = clerk.post(sent.address, sent.values)

    assert answer.status_code == 413
    assert "больше 1 МБ" in text_of(answer)
    assert not KeptForm.objects.exists()


def test_of_one_person_twenty_forms_are_kept(administrator: User) -> None:
    from accounts.kept.typed import Typed

    for _ in range(kept_forms.MOST + 5):
        kept_forms.keep_form(Typed("/", "/", None, {}), by=administrator.pk, now=timezone.now())
    assert KeptForm.objects.count() == kept_forms.MOST


def test_nobody_plants_anything(clerk: Client, case: Case, administrator: User, applicant_client: Client) -> None:
    """Of another site, with a marker of one's own, with an invented one, of another company."""
    sent = opened(clerk, f"{case.get_absolute_url()}?add=message", has="text")
    sent.values["text"] = ["подброшено"]
    cookies_gone(clerk)
    assert clerk.post(sent.address, sent.values, HTTP_ORIGIN="https://evil.example").status_code == 403
    assert clerk.post(sent.address, sent.values, HTTP_SEC_FETCH_SITE="cross-site").status_code == 403
    for marker in ("", "gorset|1||/cases/", sent.values["drawn"][0] + "x"):
        assert clerk.post(sent.address, {**sent.values, "drawn": marker}).status_code == 403
    with in_public():
        other = GridCompany.objects.get(schema_name="teploset")
    stranger = Client(HTTP_HOST=other.host, enforce_csrf_checks=True)
    assert stranger.post("/cases/1/entries/message/", sent.values).status_code == 403
    assert not KeptForm.objects.exists()


def test_a_registration_refused_by_its_token_stands_as_it_was(browser: Client) -> None:
    client = browser_of(browser)
    sent = opened(client, "/accounts/signup/?form=organisation", has="organisation_name")
    sent.values |= {
        "organisation_name": ["ООО «Лоза»"], "last_name": ["Громов"], "agree": ["on"], "password1": ["пароль из слов"]
    }  # fmt: skip
    cookies_gone(client)

    answer = client.post(sent.address, sent.values)
    again = form(answer, at="/accounts/signup/", has="organisation_name")

    assert answer.status_code == 403
    assert again.values["organisation_name"] == ["ООО «Лоза»"]
    assert again.values["agree"] == ["on"]
    assert again.values["password1"] == [""]
    assert again.values["key"] == sent.values["key"]
    assert "Всё, что вы ввели, на месте" in text_of(answer)
    assert client.post(again.address, again.values).status_code != 403  # the token is of today
    assert not KeptForm.objects.exists()


def test_a_sign_in_refused_by_its_token_asks_only_the_password(browser: Client) -> None:
    client = browser_of(browser)
    sent = opened(client, "/accounts/login/?next=/cases/", has="login")
    cookies_gone(client)

    answer = client.post(sent.address, {**sent.values, "login": "anna@example.ru", "password": "тайна тайна"})
    again = form(answer, at="/accounts/login/", has="login")

    assert again.values["login"] == ["anna@example.ru"]
    assert again.values["next"] == ["/cases/"]
    assert "тайна" not in answer.content.decode()


def test_scripts_are_told_in_json(applicant_client: Client, case: Case) -> None:
    client = browser_of(applicant_client)
    token = opened(client, f"{case.get_absolute_url()}?add=document", has="key").values["csrfmiddlewaretoken"][0]
    stale = client.post("/uploads/", {}, headers={"Accept": "application/json", "X-CSRFToken": "a" * 64})
    assert stale.status_code == 403
    assert stale.json()["code"] == "stale_token"
    renewed = client.post("/uploads/", {}, headers={"Accept": "application/json", "X-CSRFToken": stale.json()["token"]})
    assert renewed.status_code == 422
    session_gone(client)
    for headers in ({"Accept": "application/json"}, {"Sec-Fetch-Mode": "cors"}):
        answer = client.post("/uploads/", {}, headers={**headers, "X-CSRFToken": token})
        assert answer.status_code == 401
        assert "Войдите в другой вкладке" in answer.json()["error"]


def test_a_form_of_a_client_is_never_sent_for_another(
    applicant: User, stranger: User, signed_in: SignedIn, company: GridCompany
) -> None:
    """In another tab another client was chosen, or the right was taken away: what was typed is of the first one."""
    agent, first, second = world.representative(applicant, 1), applicant.applicant, stranger.applicant
    assert first is not None
    assert second is not None
    given = Representation.objects.get(user=agent)
    Representation.objects.create(
        applicant=second, user=agent, email=agent.email, scope=given.scope, until=given.until, document=given.document,
        token_sha256="0" * 64,
        invited_by=stranger, invited_at=NOW, expires_at=NOW, accepted_at=NOW,
    )  # fmt: skip
    client, draft = browser_of(signed_in(agent, company)), world.draft(applicant)
    clients = opened(client, "/clients/", to=f"/clients/{second.pk}/")
    back_to_first = opened(client, "/clients/", to=f"/clients/{second.pk}/")
    sent = opened(client, draft.get_absolute_url(), has="purpose")
    sent.values["purpose"] = ["Пилорама на три станка"]
    assert client.post(clients.address, clients.values).status_code == 302

    answer = client.post(sent.address, {**sent.values, "do": "save"})
    back = follow(client, answer)

    assert back.status_code == 409
    assert "действовали за другого заявителя" in text_of(back)
    assert "Пилорама на три станка" in text_of(back)
    chosen = opened(client, "/clients/", to=f"/clients/{first.pk}/")
    assert client.post(chosen.address, chosen.values).status_code == 302
    page = follow(client, client.get(answer["Location"]))
    assert form(page, at=page.at, has="purpose").values["purpose"] == ["Пилорама на три станка"]
    assert client.post(back_to_first.address, back_to_first.values).status_code == 302  # from a page of long ago


def test_the_second_factor_stands_in_between(
    clerk: Client, case: Case, administrator: User, settings: Any, company: GridCompany
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    has_app(administrator)
    at = f"{case.get_absolute_url()}?add=message"
    with inside(company):
        clerk.force_login(administrator)
    sent = opened(clerk, at, has="text")
    sent.values["text"] = [WORDS]
    session_gone(clerk)

    step = sign_in(clerk, clerk.post(sent.address, sent.values), administrator.email)
    asked = form(step, at=step.at, has="code")
    back = follow(clerk, clerk.post(asked.address, {**asked.values, "code": code()}))

    assert form(back, at=back.at, has="text").values["text"] == [WORDS]


def test_whoever_must_get_a_second_factor_first_comes_back_after_it(
    clerk: Client, case: Case, administrator: User, settings: Any
) -> None:
    sent = opened(clerk, f"{case.get_absolute_url()}?add=message", has="text")
    sent.values["text"] = [WORDS]
    session_gone(clerk)
    refused = clerk.post(sent.address, sent.values)
    settings.SECOND_FACTOR_REQUIRED = True

    page = sign_in(clerk, refused, administrator.email)
    assert page.at == "/profile/security/"
    here = clerk.session.session_key  # connected in this very session
    accounts.add_app(administrator, secret=SECRET_OF_APP, session_key=here, now=timezone.now())
    back = follow(clerk, clerk.get("/cases/"))

    assert form(back, at=back.at, has="text").values["text"] == [WORDS]


def test_a_consent_that_is_due_stands_in_between(
    applicant: User, applicant_client: Client, administrator: User
) -> None:
    client, draft = browser_of(applicant_client), world.draft(applicant)
    sent = opened(client, draft.get_absolute_url(), has="purpose")
    sent.values["purpose"] = ["Пилорама на три станка"]
    accounts.publish_text(ConsentText.Kind.PERSONAL_DATA, body="Новые условия", by=administrator, now=timezone.now())

    asked = follow(client, client.post(sent.address, {**sent.values, "do": "save"}))
    agreed = form(asked, at=asked.at, has=ConsentText.Kind.PERSONAL_DATA)
    back = follow(client, client.post(agreed.address, {**agreed.values, ConsentText.Kind.PERSONAL_DATA: "on"}))

    assert form(back, at=back.at, has="purpose").values["purpose"] == ["Пилорама на три станка"]


def test_no_field_with_a_secret_has_a_name_that_is_kept() -> None:
    """Passwords and codes are recognised by name: a field of these kinds under another name fails here."""
    forms = [found for base in (Form, ModelForm) for found in all_forms(base)]
    secret = {
        name
        for found in forms
        for name, field in found.base_fields.items()  # type: ignore[attr-defined]
        if isinstance(field.widget, PasswordInput) or field.widget.attrs.get("autocomplete") == "one-time-code"
    }

    assert {"password", "password1", "password2", "old_password", "code"} <= secret
    assert [name for name in secret if not SECRET.search(name)] == []
