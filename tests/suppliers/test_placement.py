"""The supplier sees the applications that name it, and places its contract under its own signature in its term."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import Supplier, User
from cabinet.applications.suppliers import supplier_meant
from cabinet.cases.due import DueDay
from cabinet.cases.models import Case, Entry
from cabinet.contracts.models import Fact
from cabinet.contracts.queries import contract_of
from cabinet.suppliers import queries, services
from cabinet.suppliers.errors import AccountNeeded, NotYours
from cabinet.terms import warnings
from cabinet.terms.queries import told_of
from cabinet.terms.services import count
from notifications.models import OutboxMessage
from signing import services as signing
from signing.errors import MayNotSign, SigningRejected
from signing.models import SignatureRequest
from signing.testing.testpki import Pki
from tests import world
from tests.contracts.acts import Signs, offer_sent, stated
from tests.signing import by_certificate
from tests.suppliers import people

PLACED = "supplier_placed"


def anew(case: Case) -> Case:
    return Case.objects.select_related("application__supplier", "applicant", "due").get(pk=case.pk)


def letters(to: str) -> list[str]:
    found = OutboxMessage.objects.filter(recipient=to).order_by("pk")
    return [f"{letter.subject}\n{letter.text}".replace("\xa0", " ") for letter in found]


def term(case: Case, *, days: int = 0) -> Any:
    told = told_of([anew(case)], looked_on=localdate() + timedelta(days=days))[case.pk]
    return next(one for one in told.course.terms if one.code == "supplier_contract")


class TestWhoIsNamed:
    """What an applicant types leads to a supplier of the company, or to nobody."""

    @pytest.mark.parametrize(
        "typed", ["АО «Энергосбыт»", "энергосбыт", 'Акционерное общество "Энергосбыт"', "ИНН {inn}", "{inn}"]
    )
    def test_by_its_name_or_number(self, sbyt: Supplier, other_sbyt: Supplier, typed: str) -> None:
        services.change_supplier(
            sbyt, {"is_default": False}, by=User.objects.get(staff_role="administrator"), now=timezone.now()
        )

        assert supplier_meant(typed.format(inn=sbyt.inn)) == sbyt

    @pytest.mark.parametrize("typed", ["", " ", "не знаю", "Не знаю."])
    def test_nobody_named_is_the_one_by_default(self, sbyt: Supplier, other_sbyt: Supplier, typed: str) -> None:
        assert supplier_meant(typed) == sbyt

    def test_a_name_that_nobody_here_has_is_nobody(self, sbyt: Supplier) -> None:
        assert supplier_meant("ПАО «Далёкий сбыт»") is None

    def test_a_blocked_one_is_nobody(self, sbyt: Supplier, administrator: User) -> None:
        services.block_supplier(sbyt, by=administrator, now=timezone.now())

        assert supplier_meant(sbyt.name) is None
        assert supplier_meant("") is None

    def test_the_draft_offers_those_who_work_here(
        self, applicant: User, applicant_client: Client, sbyt: Supplier, other_sbyt: Supplier, administrator: User
    ) -> None:
        services.block_supplier(other_sbyt, by=administrator, now=timezone.now())
        draft = world.draft(applicant)

        page = applicant_client.get(f"/applications/{draft.pk}/draft/supply/").content.decode()

        assert '<option value="АО «Энергосбыт»">' in page
        assert "Другой сбыт" not in page

    def test_a_company_without_suppliers_offers_none(self, applicant: User, applicant_client: Client) -> None:
        page = applicant_client.get(f"/applications/{world.draft(applicant).pk}/draft/supply/").content.decode()

        assert "datalist" not in page

    def test_staff_choose_where_the_name_led_to_nobody(
        self, applicant: User, administrator: User, administrator_client: Client, seller: User, sbyt: Supplier,
        seller_client: Client,
    ) -> None:  # fmt: skip
        case = people.registered(applicant, administrator, supplier="ПАО «Далёкий сбыт»")
        assert letters(seller.email)[1:] == []
        assert seller_client.get(f"/supplied/{case.pk}/").status_code == 404

        page = administrator_client.get(f"/cases/{case.pk}/").content.decode()
        assert "Далёкий сбыт" in page
        administrator_client.post(f"/cases/{case.pk}/supplier/", {"supplier": sbyt.pk})

        assert anew(case).application.supplier == sbyt
        assert "Вам нужно" in letters(seller.email)[-1]
        assert seller_client.get(f"/supplied/{case.pk}/").status_code == 200

    def test_whoever_is_taken_off_sees_it_no_more(
        self, case: Case, administrator: User, other_sbyt: Supplier, seller_client: Client, other_client: Client
    ) -> None:
        services.choose_supplier(case, other_sbyt, by=administrator, now=timezone.now())

        assert seller_client.get(f"/supplied/{case.pk}/").status_code == 404
        assert other_client.get(f"/supplied/{case.pk}/").status_code == 200


class TestWhatIsSeen:
    def test_only_the_applications_that_name_it(self, case: Case, seller_client: Client, other_client: Client) -> None:
        assert case.number in seller_client.get("/supplied/").content.decode()
        assert case.number not in other_client.get("/supplied/?tab=all").content.decode()
        for page in ("", "place/"):
            assert seller_client.get(f"/supplied/{case.pk}/{page}").status_code == 200
            assert other_client.get(f"/supplied/{case.pk}/{page}").status_code == 404

    def test_nothing_before_it_is_registered(self, applicant: User, seller_client: Client, sbyt: Supplier) -> None:
        submitted = world.application(applicant, **people.HOUSE)

        assert anew(submitted).application.supplier == sbyt
        assert seller_client.get(f"/supplied/{submitted.pk}/").status_code == 404

    def test_neither_numbers_nor_papers_of_a_person(self, case: Case, applicant: User, seller_client: Client) -> None:
        page = seller_client.get(f"/supplied/{case.pk}/").content.decode()
        [passport] = case.entries.filter(document__isnull=False)

        assert "Орлова" in page
        assert "Салимжанова" in page
        assert world.applicant_of(applicant).snils not in page.replace("-", "").replace(" ", "")
        assert passport.document is not None
        assert passport.document.file_name not in page
        assert seller_client.get(f"/supplied/documents/{passport.pk}/").status_code == 404

    def test_documents_of_the_rules_once_they_are_signed_and_no_others(
        self, case: Case, administrator: User, company_signs: Signs, seller: User, seller_client: Client
    ) -> None:
        sent = offer_sent(case, administrator)
        assert list(queries.documents_for(seller, anew(case))) == []
        waiting = Entry.objects.filter(pk__in=sent.documents)
        for entry in waiting:
            assert seller_client.get(f"/supplied/documents/{entry.pk}/").status_code == 404

        company_signs(sent)

        seen = set(queries.documents_for(seller, anew(case)).values_list("code", flat=True))
        assert seen == {"offer", "technical_conditions"}
        for entry in Entry.objects.filter(pk__in=sent.documents):
            wanted = 302 if entry.code in seen else 404
            assert seller_client.get(f"/supplied/documents/{entry.pk}/").status_code == wanted

    def test_the_card_and_the_files_of_the_company_are_not_for_suppliers(
        self, case: Case, seller_client: Client
    ) -> None:
        [entry] = case.entries.filter(document__isnull=False)
        addresses = (
            "/cases/",
            f"/cases/{case.pk}/",
            f"/documents/{entry.pk}/",
            "/signatures/",
            "/applicants/",
            "/home/",
        )

        assert {seller_client.get(address).status_code for address in addresses} == {404}

    def test_acts_come_to_it_when_they_are_signed(
        self, case: Case, administrator: User, company_signs: Signs, seller: User, seller_client: Client
    ) -> None:
        sent = offer_sent(case, administrator)
        company_signs(sent)
        from tests.contracts.acts import paid

        paid(anew(case), administrator)
        meter = stated(anew(case), "meter_admitted", administrator, names=("допуск.pdf",))
        assert "допуск" not in seller_client.get(f"/supplied/{case.pk}/").content.decode()

        company_signs(meter)

        assert "допуск.pdf" in seller_client.get(f"/supplied/{case.pk}/").content.decode()
        assert any("Прибор учёта допущен" in letter for letter in letters(seller.email))


class TestTheTerm:
    def test_it_is_told_of_the_registration_with_its_last_day_and_no_personal_data(
        self, case: Case, seller: User, applicant: User
    ) -> None:
        letter = letters(seller.email)[-1]

        assert case.number in letter
        assert "Вам нужно до" in letter
        assert f"/supplied/{case.pk}/" in letter
        assert "Орлова" not in letter
        assert "Салимжанова" not in letter

    def test_while_it_has_nobody_here_its_own_address_is_told(
        self, applicant: User, administrator: User, sbyt: Supplier
    ) -> None:
        case = people.registered(applicant, administrator)

        assert case.number in letters(sbyt.email)[-1]

    def test_nothing_is_told_twice_and_the_newcomer_is_not_told_of_the_past(
        self, case: Case, seller: User, sbyt: Supplier
    ) -> None:
        before = len(letters(seller.email))
        newcomer = people.person_of(sbyt, 2, now=timezone.now() + timedelta(hours=1))

        count(case, now=timezone.now())

        assert len(letters(seller.email)) == before
        assert [text for text in letters(newcomer.email) if case.number in text] == []

    def test_it_stands_in_the_queue_by_its_last_day(
        self, case: Case, applicant: User, administrator: User, seller: User
    ) -> None:
        assert DueDay.objects.get(pk=case.pk).supplier_day == term(case).last_day
        [row] = queries.rows_of(list(queries.queue(seller, queries.TABS[0])))
        assert row.day == term(case).last_day

    def test_its_people_are_warned_and_the_company_learns_that_it_is_over(
        self, case: Case, seller: User, administrator: User
    ) -> None:
        OutboxMessage.objects.all().delete()
        last = term(case).last_day
        count(case, now=timezone.now())
        for days in range(40):
            warnings.attend(case.pk, now=timezone.now() + timedelta(days=days))

        to_seller = [text for text in letters(seller.email) if "Разместить договор энергоснабжения" in text]
        assert len(to_seller) == 4
        to_company = [text for text in letters(administrator.email) if "Срок поставщика" in text]
        assert len(to_company) == 1
        assert last is not None

    def test_days_after_it_are_those_of_the_supplier(
        self, case: Case, administrator: User, company_signs: Signs
    ) -> None:
        company_signs(offer_sent(case, administrator))

        told = told_of([anew(case)], looked_on=localdate() + timedelta(days=60))[case.pk]

        assert told.course.ledger["supplier"] > 0


class TestPlacing:
    def test_signed_by_its_organisation_it_is_placed_for_both_and_the_term_ends(
        self, case: Case, seller: User, seller_signs: Signs, applicant_client: Client, administrator_client: Client
    ) -> None:
        sent = people.sent(case, seller)
        for client in (applicant_client, administrator_client):
            page = client.get(f"/cases/{case.pk}/").content.decode()
            assert "договор.pdf" not in page
            assert "123456789" not in page

        seller_signs(sent)

        for client in (applicant_client, administrator_client):
            page = client.get(f"/cases/{case.pk}/").content.decode().replace("\xa0", " ")
            assert "договор.pdf" in page
            assert "123456789" in page
            assert "поставщика: АО «Энергосбыт»" in " ".join(page.split())
        assert (term(case).state, anew(case).due.supplier_day) == ("in_time", None)
        assert Fact.objects.get(case=case, code=PLACED).detail("personal_account") == "123456789"
        assert any("разместил" in text for text in letters("person1@example.ru"))

    def test_both_sides_may_open_it_and_the_other_supplier_may_not(
        self, case: Case, seller: User, seller_signs: Signs, applicant_client: Client, administrator_client: Client,
        seller_client: Client, other_client: Client,
    ) -> None:  # fmt: skip
        seller_signs(people.sent(case, seller))
        [entry] = Entry.objects.filter(from_supplier=True, document__isnull=False)

        assert applicant_client.get(f"/documents/{entry.pk}/").status_code == 302
        assert administrator_client.get(f"/documents/{entry.pk}/").status_code == 302
        assert seller_client.get(f"/supplied/documents/{entry.pk}/").status_code == 302
        assert other_client.get(f"/supplied/documents/{entry.pk}/").status_code == 404

    def test_what_is_not_signed_yet_nobody_else_opens(
        self, case: Case, seller: User, applicant_client: Client, administrator_client: Client, trusted: int
    ) -> None:
        people.sent(case, seller)
        [entry] = Entry.objects.filter(from_supplier=True)

        for client in (applicant_client, administrator_client):
            assert client.get(f"/documents/{entry.pk}/").status_code == 404
            assert client.get(f"/cases/{case.pk}/contract/").content.decode().count("договор.pdf") == 0

    def test_the_signature_of_another_organisation_is_refused(
        self, case: Case, seller: User, trusted: int, pki: Pki, other_sbyt: Supplier, head_of_company: Any
    ) -> None:
        sent = people.sent(case, seller)
        [request] = SignatureRequest.objects.filter(side="supplier")
        other = by_certificate.of_organisation(pki, inn=other_sbyt.inn, ogrn=other_sbyt.ogrn)

        for identity in (other, head_of_company, by_certificate.employee(pki)):
            raw = by_certificate.signature(pki, identity, request, when=timezone.now())
            with pytest.raises(SigningRejected) as refused:
                signing.sign_qualified(request, raw, by=seller, now=timezone.now())
            assert "АО «Энергосбыт»" in str(refused.value)
        assert not Fact.objects.filter(case=case, code=PLACED).exists()
        assert sent.code == "sent_to_sign"

    def test_nobody_else_signs_for_it(
        self, case: Case, seller: User, other_seller: User, administrator: User, applicant: User, trusted: int,
        pki: Pki, sbyt: Supplier, other_client: Client, seller_client: Client,
    ) -> None:  # fmt: skip
        people.sent(case, seller)
        [request] = SignatureRequest.objects.filter(side="supplier")
        identity = by_certificate.of_organisation(pki, inn=sbyt.inn, ogrn=sbyt.ogrn)
        raw = by_certificate.signature(pki, identity, request, when=timezone.now())

        for person in (other_seller, administrator, applicant):
            with pytest.raises(MayNotSign):
                signing.sign_qualified(request, raw, by=person, now=timezone.now())
        assert other_client.get(f"/supplied/signatures/{request.pk}/").status_code == 404
        assert seller_client.get(f"/supplied/signatures/{request.pk}/").status_code == 200
        assert signing.sign_qualified(request, raw, by=seller, now=timezone.now()).status == "valid"

    def test_a_household_needs_its_account_and_a_company_does_not(
        self, case: Case, seller: User, administrator: User
    ) -> None:
        with pytest.raises(AccountNeeded):
            people.sent(case, seller, account="")
        plant = people.registered(world.organisation(5), administrator, purpose="Цех", max_power_kw=100)

        assert people.sent(plant, seller, account="").code == "sent_to_sign"

    def test_another_supplier_places_nothing(self, case: Case, other_seller: User) -> None:
        with pytest.raises(NotYours):
            people.sent(case, other_seller)

    def test_a_new_file_stands_in_the_place_of_one_that_is_not_signed(
        self, case: Case, seller: User, seller_signs: Signs, administrator: User
    ) -> None:
        first = people.sent(case, seller, name="первый.pdf")
        second = people.sent(anew(case), seller, name="второй.pdf")
        before = len(letters(administrator.email))

        seller_signs(first)
        assert not Fact.objects.filter(case=case, code=PLACED).exists()
        seller_signs(second)

        assert Fact.objects.filter(case=case, code=PLACED).count() == 1
        assert len([text for text in letters(administrator.email)[before:] if "отозван" in text]) == 0

    def test_a_press_twice_is_one(self, case: Case, seller: User) -> None:
        key = uuid.uuid4()

        assert people.sent(case, seller, key=key) == people.sent(anew(case), seller, key=key)

    def test_what_waits_for_its_signature_is_no_work_of_the_company(
        self, case: Case, seller: User, administrator_client: Client
    ) -> None:
        people.sent(case, seller)

        assert contract_of(anew(case)).being_signed == []
        assert "Документы ждут подписи" not in administrator_client.get(f"/cases/{case.pk}/contract/").content.decode()

    def test_a_new_edition_counts_and_the_first_stays(
        self, case: Case, seller: User, seller_signs: Signs, applicant_client: Client
    ) -> None:
        seller_signs(people.sent(case, seller, account="111"))
        seller_signs(people.sent(anew(case), seller, account="222", name="новый.pdf"))

        page = applicant_client.get(f"/cases/{case.pk}/").content.decode()

        assert "договор.pdf" in page
        assert "новый.pdf" in page
        assert "222" in page
        assert dict(queries.details_of(queries.placed_contract(anew(case))))["Лицевой счёт"] == "222"  # type: ignore[arg-type]


class TestThePages:
    def test_the_contract_goes_by_the_form_to_the_signature(
        self, case: Case, seller_client: Client, seller: User, pki: Pki, trusted: int, sbyt: Supplier
    ) -> None:
        form = {**people.TERMS, "personal_account": "777"}
        answer = seller_client.post(f"/supplied/{case.pk}/place/", {**form, "file-paper": world.pdf("договор.pdf")})
        [request] = SignatureRequest.objects.filter(side="supplier")
        assert answer.headers["Location"] == f"/supplied/signatures/{request.pk}/"

        identity = by_certificate.of_organisation(pki, inn=sbyt.inn, ogrn=sbyt.ogrn)
        raw = by_certificate.signature(pki, identity, request, when=timezone.now())
        from django.core.files.uploadedfile import SimpleUploadedFile

        answer = seller_client.post(
            f"/supplied/signatures/{request.pk}/sign/", {"signature": SimpleUploadedFile("договор.sig", raw)}
        )

        assert answer.headers["Location"] == f"/supplied/{case.pk}/"
        assert "Договор размещён" in seller_client.get(f"/supplied/{case.pk}/").content.decode().replace("\xa0", " ")

    def test_what_is_wrong_is_said_at_once_and_the_file_stays(self, case: Case, seller_client: Client) -> None:
        form = {**people.TERMS, "bik": "123", "personal_account": ""}
        answer = seller_client.post(f"/supplied/{case.pk}/place/", {**form, "file-paper": world.pdf("договор.pdf")})
        page = answer.content.decode().replace("\xa0", " ")

        assert answer.status_code == 422
        assert "БИК — 9 цифр" in page
        assert "лицевого счёта" in page
        assert "договор.pdf" in page
        assert "ПАО «Банк»" in page

    def test_an_account_of_another_bank_is_refused(self, case: Case, seller_client: Client) -> None:
        form = {**people.TERMS, "settlement_account": "40702810038000000018", "personal_account": "1"}
        answer = seller_client.post(f"/supplied/{case.pk}/place/", {**form, "file-paper": world.pdf()})

        assert "не подходит к БИК" in answer.content.decode().replace("\xa0", " ")

    def test_a_page_of_the_queue_costs_the_same_with_more_rows(
        self, case: Case, applicant: User, administrator: User, seller_client: Client, queries: Callable[[], Any]
    ) -> None:
        seller_client.get("/supplied/")
        with queries() as with_one:
            seller_client.get("/supplied/")
        for n in range(3):
            people.registered(applicant, administrator, address=f"Лугореченск, ул. Новая, {n}")
        with queries() as with_four:
            seller_client.get("/supplied/")

        assert len(with_one) == len(with_four) <= 7
