"""The company's administrator says who the suppliers are and lets their people in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts import services as accounts
from accounts import synthetic
from accounts.models import Invitation, Supplier, User
from cabinet.suppliers import services
from cabinet.suppliers.errors import SupplierKnown
from tenancy.company import in_public, inside
from tenants.models import GridCompany, SupplierPlace
from tenants.places import places_of
from tests import world
from tests.moment import NOW
from tests.suppliers import people

FORM = {
    "name": "АО «Энергосбыт»", "inn": synthetic.inn10(40), "ogrn": synthetic.ogrn(40), "kpp": synthetic.kpp(40),
    "email": "gp@example.ru", "phone": "", "is_default": "on", "version": "",
}  # fmt: skip


def test_an_administrator_adds_a_supplier_and_invites_its_person(administrator_client: Client, browser: Client) -> None:
    page = administrator_client.post("/suppliers/new/", FORM, follow=True)
    supplier = Supplier.objects.get()

    assert "АО «Энергосбыт»" in page.content.decode()
    administrator_client.post(
        f"/suppliers/{supplier.pk}/invite/",
        {"email": "ivan@example.ru", "last_name": "Сбытов", "first_name": "Иван", "middle_name": ""},
    )
    token = world.token_of("ivan@example.ru", "invitation")
    answers = {"last_name": "Сбытов", "first_name": "Иван", "middle_name": "",
               "password1": world.PASSWORD, "password2": world.PASSWORD}  # fmt: skip
    answer = browser.post(f"/invitation/{token}/", answers, follow=True)

    person = User.objects.get(email="ivan@example.ru")
    assert (person.supplier, person.staff_role, person.is_staff_of_company) == (supplier, "", False)
    assert [address for address, _status in answer.redirect_chain] == ["/", "/supplied/"]


def test_a_person_of_a_supplier_needs_a_second_factor(seller_client: Client, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True

    assert seller_client.get("/supplied/").headers["Location"] == "/profile/security/"


@pytest.mark.parametrize("number", ["inn", "ogrn", "kpp"])
def test_a_number_that_cannot_be_is_refused_and_what_was_typed_stays(administrator_client: Client, number: str) -> None:
    page = administrator_client.post("/suppliers/new/", FORM | {number: "123"})

    assert page.status_code == 422
    assert 'value="АО «Энергосбыт»"' in page.content.decode()
    assert not Supplier.objects.exists()


def test_one_organisation_is_entered_once(sbyt: Supplier, administrator: User) -> None:
    with pytest.raises(SupplierKnown):
        people.supplier(40, "Снова он", by=administrator)


def test_the_first_supplier_is_the_default_and_there_is_one_at_a_time(
    sbyt: Supplier, other_sbyt: Supplier, administrator: User
) -> None:
    assert Supplier.objects.get(is_default=True) == sbyt

    services.change_supplier(other_sbyt, {"is_default": True}, by=administrator, now=NOW)

    assert Supplier.objects.get(is_default=True) == other_sbyt


def test_a_blocked_supplier_is_out_at_once_with_all_its_people_and_may_come_back(
    sbyt: Supplier, seller: User, seller_client: Client, browser: Client, administrator: User
) -> None:
    services.block_supplier(sbyt, by=administrator, now=NOW)

    assert seller_client.get("/supplied/").headers["Location"].startswith("/accounts/login/")
    assert not _signs_in(browser, seller)
    services.unblock_supplier(sbyt, by=administrator, now=NOW)
    assert _signs_in(browser, seller)


def test_an_invitation_of_a_blocked_supplier_opens_nothing(
    sbyt: Supplier, administrator: User, browser: Client
) -> None:
    accounts.invite(email="late@example.ru", supplier=sbyt, by=administrator, now=NOW)
    services.block_supplier(sbyt, by=administrator, now=NOW)

    assert browser.get(f"/invitation/{world.token_of('late@example.ru', 'invitation')}/").status_code == 410


def test_one_person_is_shut_out_alone(seller: User, sbyt: Supplier, administrator_client: Client) -> None:
    colleague = people.person_of(sbyt, 2)

    administrator_client.post(f"/suppliers/people/{seller.pk}/disable/")

    assert set(sbyt.people.filter(is_active=True)) == {colleague}
    administrator_client.post(f"/suppliers/people/{seller.pk}/enable/")
    assert sbyt.people.filter(is_active=True).count() == 2


def test_people_of_suppliers_are_no_colleagues(
    seller: User, sbyt: Supplier, administrator: User, administrator_client: Client
) -> None:
    accounts.invite(email="invited@example.ru", supplier=sbyt, by=administrator, now=NOW)

    page = administrator_client.get("/staff/").content.decode()

    assert seller.email not in page
    assert "invited@example.ru" not in page
    assert administrator_client.get(f"/staff/{seller.pk}/").status_code == 404
    assert "invited@example.ru" in administrator_client.get(f"/suppliers/{sbyt.pk}/").content.decode()


def test_an_invitation_is_repeated_and_withdrawn(
    sbyt: Supplier, administrator: User, administrator_client: Client
) -> None:
    first = accounts.invite(email="invited@example.ru", supplier=sbyt, by=administrator, now=NOW)

    administrator_client.post(f"/suppliers/invitations/{first.pk}/again/")
    second = Invitation.objects.latest("pk")
    assert (second.supplier, second.pk != first.pk) == (sbyt, True)
    administrator_client.post(f"/suppliers/invitations/{second.pk}/withdraw/")

    assert not Invitation.objects.filter(pk=second.pk).exists()


def test_a_heat_company_has_no_suppliers(other_company: GridCompany, signed_in: Callable[..., Client]) -> None:
    with inside(other_company):
        chief = world.staff(9)
    client = signed_in(chief, other_company)

    assert client.get("/suppliers/").status_code == 404
    assert client.get("/suppliers/new/").status_code == 404
    assert "оставщик" not in client.get("/cases/").content.decode()


class TestManyCompanies:
    """One supplier works with many companies; a shared table says where, and nothing of its people."""

    def test_the_platform_lists_the_cabinets_of_a_supplier(
        self, sbyt: Supplier, company: GridCompany, platform_browser: Client
    ) -> None:
        page = platform_browser.get("/suppliers/", {"inn": sbyt.inn}).content.decode()

        assert company.short_name in page
        assert company.address in page

    def test_a_number_that_works_nowhere_is_said_so(self, sbyt: Supplier, platform_browser: Client) -> None:
        page = platform_browser.get("/suppliers/", {"inn": synthetic.inn10(77)}).content.decode()

        assert "пока нигде" in page

    def test_a_wrong_number_is_refused_in_the_field(self, platform_browser: Client) -> None:
        assert "Ошибка" in platform_browser.get("/suppliers/", {"inn": "12"}).content.decode()

    def test_the_table_follows_the_company(self, sbyt: Supplier, administrator: User, company: GridCompany) -> None:
        assert [found.pk for found in places_of(sbyt.inn)] == [company.pk]

        services.block_supplier(sbyt, by=administrator, now=NOW)
        assert places_of(sbyt.inn) == []
        services.unblock_supplier(sbyt, by=administrator, now=NOW)
        assert len(places_of(sbyt.inn)) == 1
        services.change_supplier(sbyt, {"inn": synthetic.inn10(55)}, by=administrator, now=NOW)
        assert (places_of(synthetic.inn10(40)), len(places_of(synthetic.inn10(55)))) == ([], 1)

    def test_nothing_of_a_supplier_but_its_number_is_shared(self, seller: User) -> None:
        with in_public():
            assert {field.name for field in SupplierPlace._meta.get_fields()} == {"id", "company", "inn"}
            assert not Supplier.objects.exists()
            assert not User.objects.filter(email=seller.email).exists()


def _signs_in(browser: Client, user: User) -> bool:
    browser.post("/accounts/login/", {"login": user.email, "password": world.PASSWORD})
    return browser.session.get("_auth_user_id") == str(user.pk)
