"""SECRET_KEY is changed while the site works: nobody is put out, and the earlier key can be dropped afterwards."""

from base64 import b32encode
from io import StringIO
from secrets import token_bytes
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from cryptography.fernet import InvalidToken
from django.core.management import CommandError, call_command
from django.test import Client

from accounts import services
from accounts.allauth_glue.internals import TOTP, RecoveryCodes
from accounts.models import PhoneCode, User
from accounts.queries import sessions_of
from accounts.security import email_confirmation, key_rotation
from accounts.services import office
from config import env
from tenancy.company import in_public, inside
from tenants.models import GridCompany
from tests import world

NEW = "the new key of the site, 0123456789 abcdefghijklmnopqrstuvwxyz"


def with_factors(user: User) -> tuple[str, list[str]]:
    """The secret of an application and the codes in reserve, in the clear."""
    secret = b32encode(token_bytes(20)).decode()
    TOTP.activate(user, secret)
    return secret, RecoveryCodes.activate(user).get_unused_codes()


def read(user: User) -> tuple[str, list[str]]:
    rows = Authenticator.objects.filter(user=user)
    codes = RecoveryCodes(rows.get(type=Authenticator.Type.RECOVERY_CODES))
    return decrypt(rows.get(type=Authenticator.Type.TOTP).data["secret"]), codes.get_unused_codes()


@pytest.fixture
def people(company: GridCompany, other_company: GridCompany, operator: User) -> list[tuple[Any, User, Any]]:
    """One with factors in each schema: where, who, what they hold in their hands."""
    found = []
    for where in (company, other_company):
        with inside(where):
            user = world.staff(1)
            found.append((inside(where), user, with_factors(user)))
    with in_public():
        found.append((in_public(), operator, with_factors(operator)))
    return [(where, user, held) for where, user, held in found]


def change_key(settings: Any) -> None:
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], NEW


def rotate(**options: Any) -> str:
    said = StringIO()
    call_command("rotate_secret_key", stdout=said, **options)
    return said.getvalue()


def everything(company: GridCompany, other_company: GridCompany, operator: User) -> list[Any]:
    found = []
    for where in (company, other_company):
        with inside(where):
            found.append(read(User.objects.get(email="staff1@example.ru")))
    with in_public():
        found.append(read(operator))
    return found


def test_both_keys_read_until_the_command_has_run_and_one_afterwards(
    people: Any, company: GridCompany, other_company: GridCompany, operator: User, settings: Any
) -> None:
    held = [secrets for _where, _user, secrets in people]
    change_key(settings)
    assert everything(company, other_company, operator) == held

    said = rotate()

    assert "операторы: перешифровано 2, новым ключом 0, не расшифровано 0" in said
    assert "gorset: перешифровано 2, новым ключом 0, не расшифровано 0" in said
    assert "Всего: перешифровано 6, новым ключом 0, не расшифровано 0" in said
    settings.SECRET_KEY_FALLBACKS = []
    assert everything(company, other_company, operator) == held
    assert "Всего: перешифровано 0, новым ключом 6, не расшифровано 0" in rotate()


def test_without_the_command_the_earlier_key_cannot_be_dropped(
    people: Any, company: GridCompany, other_company: GridCompany, operator: User, settings: Any
) -> None:
    change_key(settings)
    with pytest.raises(CommandError, match="Прежний ключ ещё нужен"):
        rotate(check=True)
    settings.SECRET_KEY_FALLBACKS = []

    with pytest.raises(CommandError, match="зашифровано ключом, которого нет"):
        rotate()
    with pytest.raises(InvalidToken):
        everything(company, other_company, operator)


def test_what_broke_off_goes_on(people: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed after three rows: they stay, and the second run does the rest."""
    change_key(settings)
    whole = key_rotation._renew_row
    done: list[Any] = []

    def dies(*args: Any, **kwargs: Any) -> None:
        if len(done) == 3:
            raise KeyboardInterrupt
        done.append(whole(*args, **kwargs))

    monkeypatch.setattr(key_rotation, "_renew_row", dies)
    with pytest.raises(KeyboardInterrupt):
        rotate()
    monkeypatch.undo()

    assert "Всего: перешифровано 3, новым ключом 3, не расшифровано 0" in rotate()


def test_one_company_alone(people: Any, settings: Any) -> None:
    change_key(settings)

    assert "gorset: перешифровано 2" in rotate(company="gorset")
    assert "Всего: перешифровано 4, новым ключом 2" in rotate()
    with pytest.raises(CommandError, match="Организации «нет» нет"):
        rotate(company="нет")


def test_a_used_reserve_code_stays_used(company: GridCompany, settings: Any, here: None) -> None:
    user = world.staff(1)
    _secret, codes = with_factors(user)
    held = RecoveryCodes(Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES))
    assert held.validate_code(codes[0])
    change_key(settings)
    rotate()

    again = RecoveryCodes(Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES))
    assert again.get_unused_codes() == codes[1:]


def test_sessions_of_before_go_on_and_outlive_the_earlier_key(
    applicant: User, applicant_client: Client, settings: Any
) -> None:
    assert applicant_client.get("/cases/").status_code == 200
    change_key(settings)

    assert len(sessions_of(applicant, now=world.timezone.now())) == 1
    assert applicant_client.get("/cases/").status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert applicant_client.get("/cases/").status_code == 200  # its visit signed it anew


def test_a_session_nobody_used_meanwhile_ends_with_the_earlier_key(applicant_client: Client, settings: Any) -> None:
    change_key(settings)
    settings.SECRET_KEY_FALLBACKS = []

    assert applicant_client.get("/cases/")["Location"].startswith("/accounts/login/")


def test_links_of_letters_and_codes_of_before_are_good(applicant: User, stranger: User, settings: Any) -> None:
    EmailAddress.objects.filter(user=applicant).update(verified=False)
    key = email_confirmation.key_for(EmailAddress.objects.get(user=applicant))
    stranger.set_unusable_password()
    stranger.save()
    welcome = office.token_for(stranger)
    services.send_code(
        applicant, purpose=PhoneCode.Purpose.CHANGE, phone="+79005550101", address="192.0.2.9", now=world.NOW
    )
    code = world.OutboxMessage.objects.filter(recipient="+79005550101").latest("pk").text[:6]
    change_key(settings)

    assert office.user_for_welcome(welcome) == stranger
    assert email_confirmation.address_for(key).user == applicant
    services.change_phone(applicant, phone="+79005550101", code=code, now=world.NOW)
    assert applicant.phone == "+79005550101"


class TestTheSetting:
    @pytest.mark.parametrize("written", ["first,second", " first , second ,", "first\nsecond\n", "first,\nsecond"])
    def test_keys_are_divided_by_commas_or_lines(self, monkeypatch: pytest.MonkeyPatch, written: str) -> None:
        monkeypatch.setenv("SECRET_KEY_FALLBACKS", written)

        assert env.former_secrets("SECRET_KEY_FALLBACKS", now="third") == ["first", "second"]

    def test_they_come_from_a_file_too(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
        (tmp_path / "keys").write_text("first\nsecond\n")
        monkeypatch.setenv("SECRET_KEY_FALLBACKS_FILE", str(tmp_path / "keys"))

        assert env.former_secrets("SECRET_KEY_FALLBACKS", now="third") == ["first", "second"]

    def test_the_key_in_use_is_no_former_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SECRET_KEY_FALLBACKS", "first,second")

        with pytest.raises(env.WrongSetting, match="SECRET_KEY_FALLBACKS holds the secret that is in use"):
            env.former_secrets("SECRET_KEY_FALLBACKS", now="second")
