"""Somebody of every kind, and something behind every number."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client
from django.utils import timezone

from accounts import services as accounts
from accounts.models import JoinRequest, StaffRole, User
from cabinet.cases import services
from cabinet.cases.models import Entry
from cabinet.catalogue import services as catalogue
from cabinet.enquiries import services as enquiries
from cabinet.pages.models import Slot
from cabinet.pages.queries import current
from cabinet.representatives.models import Representation
from signing.models import SignatureRequest
from tenancy.company import in_public, inside
from tenants.models import GridCompany
from tests import world
from tests.appointments.conftest import keep as keep_timetable
from tests.appointments.conftest import table as appointments
from tests.appointments.conftest import visit
from tests.billing import made
from tests.billing.payments.world import checkout_of, payment_by, statement_by
from tests.moment import NOW
from tests.signatures import acts as to_sign
from tests.suppliers import people as suppliers
from webhooks import services as webhooks

VISIT = ("", "calendar/", "move/", "cancel/", "visit/")
SignedIn = Callable[..., Client]


@dataclass(frozen=True)
class House:
    """Горсеть with its people, and every route of it with the numbers of what belongs to the applicant."""

    applicant: User
    stranger: User
    administrator: User
    specialist: User
    foreigner: User  # the administrator of Теплосеть
    seller: User  # of the supplier of an application
    other_seller: User
    addresses: dict[str, str]


@pytest.fixture(scope="module")
def house(built_once: None) -> House:
    """It takes a second to build: the tests of a module share it, and roll back what they do to it."""
    with in_public():
        company, other_company = (GridCompany.objects.get(schema_name=name) for name in ("gorset", "teploset"))
    with inside(other_company):
        foreigner = world.staff(1)
    with inside(company):
        applicant = world.person(1, last_name="Орлова", first_name="Анна", middle_name="Андреевна")
        stranger = world.person(2, last_name="Лугов", first_name="Пётр", middle_name="Ильич")
        administrator = world.staff(1)
        specialist = world.staff(2, StaffRole.SPECIALIST)
        found = addresses_of(applicant, administrator)
        seller, other_seller, supplied = suppliers_of(applicant, administrator)
    return House(applicant, stranger, administrator, specialist, foreigner, seller, other_seller, {**supplied, **found})


@pytest.fixture
def addresses(house: House, here: None) -> dict[str, str]:
    return house.addresses


def addresses_of(applicant: User, administrator: User) -> dict[str, str]:
    """By the template of the route."""
    case, draft = world.application(applicant), world.draft(applicant)
    enquiry = enquiries.start(applicant=world.applicant_of(applicant), by=applicant, key=uuid.uuid4(), now=NOW)
    shown = world.with_pictures(case).pk
    hook, _secret = world.webhook(applicant)
    tested = webhooks.send_test(hook, by=applicant, now=NOW)
    word = services.add_message(case, text="Добрый день", by=administrator, key=uuid.uuid4(), now=NOW)
    invited = accounts.invite(
        email="new@example.ru", staff_role=StaffRole.OBSERVER, by=administrator, now=timezone.now()
    )
    organisation = world.organisation(3)
    employee = world.employee(organisation, 1)
    asked = JoinRequest.objects.create(user=applicant, applicant=world.applicant_of(organisation), asked_at=NOW)
    JoinRequest.objects.filter(pk=asked.pk).update(announced_at=NOW)
    representative = world.representative(applicant, 1)
    version = current(Slot.HELP)
    assert version is not None
    name, hidden = world.document_name(by=administrator), world.document_name("Скрытое", by=administrator)
    catalogue.hide(hidden, by=administrator, now=NOW)
    upload = world.uploaded(applicant, f"case:{draft.pk}", cut=True).key
    lacking = services.ask_information(
        world.application(applicant), documents=["Паспорт"], words="", due_on=None,
        by=administrator, key=uuid.uuid4(), now=NOW,
    )  # fmt: skip
    signed = to_sign.signed_by_sms(applicant)
    contract = to_sign.sent(case, administrator)
    companys, own = to_sign.asked(contract, to_sign.COMPANY).pk, to_sign.ready_for_sms(applicant).pk
    power = to_sign.power(administrator).pk
    made.requisites(administrator)
    invoice = made.with_its_offer(case, administrator).pk
    tariff = made.tariff(administrator, act=world.pdf("акт.pdf")).pk
    signed_file = Entry.objects.get(document=signed.request.document_id).pk
    money, order = payment_by(administrator), checkout_of(case, administrator)
    keep_timetable(appointments(), administrator)
    booked = visit(applicant).key
    return {
        **{f"appointments/<uuid:key>/{act}": f"appointments/{booked}/{act}" for act in VISIT},
        "appointments/settings/<slug:part>/": "appointments/settings/service/",
        **{f"payments/<int:pk>/{act}": f"payments/{money.pk}/{act}" for act in ("", "file/", "choose/", "split/")},
        "payments/<int:pk>/<slug:deed>/": f"payments/{money.pk}/aside/",
        **{
            f"payments/statements/<int:pk>/{act}": f"payments/statements/{statement_by(administrator).pk}/{act}"
            for act in ("", "file/")
        },
        **{f"signatures/<int:pk>/{act}": f"signatures/{companys}/{act}" for act in ("", "sign/", "decline/")},
        **{f"signatures/<int:pk>/{act}/": f"signatures/{own}/{act}/" for act in ("code", "confirm")},
        **{f"signatures/given/<int:pk>/{form}": f"signatures/given/{signed.pk}/{form}" for form in ("", "protocol/")},
        **{f"documents/<int:pk>/{a}/": f"documents/{contract.pk}/{a}/" for a in ("remind", "recall", "prolong")},
        **{f"documents/<int:pk>/{a}/": f"documents/{signed_file}/{a}/" for a in ("sheet", "stamped", "proof")},
        "documents/<int:pk>/sign/": f"documents/{shown}/sign/",
        **{f"powers/<int:pk>/{act}": f"powers/{power}/{act}" for act in ("", "confirm/", "revoke/")},
        **{f"uploads/<uuid:key>/{act}/": f"uploads/{upload}/{act}/" for act in ("finish", "cancel")},
        "uploads/<uuid:key>/parts/<int:number>/": f"uploads/{upload}/parts/1/",
        "cases/<int:pk>/delete/": f"cases/{draft.pk}/delete/",
        "cases/<int:pk>/files/": f"cases/{draft.pk}/files/",
        "entries/<int:pk>/withdraw/": f"entries/{word.pk}/withdraw/",
        **{f"documents/<int:pk>/{look}": f"documents/{shown}/{look}" for look in ("", "preview/")},
        "documents/<int:pk>/pictures/<slug:name>/": f"documents/{shown}/pictures/thumb/",
        "applications/<int:pk>/copy/": f"applications/{case.pk}/copy/",
        "applications/<int:pk>/draft/": f"applications/{draft.pk}/draft/",
        "reports/<slug:code>/<slug:kind>/": "reports/months/xlsx/",
        "reports/<slug:code>/": "reports/months/",
        "applications/<int:pk>/draft/<slug:page>/": f"applications/{draft.pk}/draft/what/",
        "enquiries/<int:pk>/draft/": f"enquiries/{enquiry.pk}/draft/",
        "pages/versions/<int:pk>/": f"pages/versions/{version.pk}/",
        **{f"catalogue/<int:pk>/{act}": f"catalogue/{name.pk}/{act}" for act in ("", "move/", "template/")},
        **{f"catalogue/<int:pk>/{act}": f"catalogue/{hidden.pk}/{act}" for act in ("hide/", "show/")},
        "settings/rules/<slug:what>/<slug:code>/": "settings/rules/question/purpose/",
        "settings/rules/<slug:what>/<slug:code>/move/": "settings/rules/status/review/move/",
        "staff/invitations/<int:pk>/again/": f"staff/invitations/{invited.pk}/again/",
        "staff/invitations/<int:pk>/withdraw/": f"staff/invitations/{invited.pk}/withdraw/",
        "staff/<int:pk>/": f"staff/{administrator.pk}/",
        "staff/<int:pk>/disable/": f"staff/{administrator.pk}/disable/",
        "staff/<int:pk>/enable/": f"staff/{administrator.pk}/enable/",
        "people/<int:pk>/second-factor/": f"people/{applicant.pk}/second-factor/",
        "integrations/<int:pk>/revoke/": f"integrations/{world.api_key(applicant)[0].pk}/revoke/",
        **{
            f"integrations/webhooks/<int:pk>/{act}": f"integrations/webhooks/{hook.pk}/{act}"
            for act in ("", "test/", "resume/", "remove/")
        },
        "integrations/webhooks/deliveries/<int:pk>/repeat/": f"integrations/webhooks/deliveries/{tested.pk}/repeat/",
        "<str:handle>": "0123456789abcdef",
        "members/<int:pk>/": f"members/{employee.membership_set.get().pk}/",
        "join-requests/<int:pk>/": f"join-requests/{asked.pk}/",
        "representatives/<int:pk>/revoke/": f"representatives/{given(representative)}/revoke/",
        "representatives/<int:pk>/document/": f"representatives/{given(representative)}/document/",
        "clients/<int:pk>/": f"clients/{world.applicant_of(applicant).pk}/",
        **{
            f"applicants/<int:pk>/{act}": f"applicants/{world.applicant_of(applicant).pk}/{act}"
            for act in ("", "block/", "unblock/", "access/", "letter/")
        },
        **{
            f"invoices/<int:pk>/{act}": f"invoices/{invoice}/{act}"
            for act in ("", "file/", "paid/", "next/", "correction/", "cancellation/")
        },
        **{f"tariffs/<int:pk>/{act}": f"tariffs/{tariff}/{act}" for act in ("", "act/", "withdrawal/")},
        "information/<int:pk>/files/": f"information/{lacking.items.get().pk}/files/",
        "<int:pk>": str(case.pk),
        "<slug:kind>": "message",
        **{
            f"invoices/<int:pk>/{act}/": f"invoices/{order.invoice_id}/{act}/"
            for act in ("pay", "checkout", "transfer")
        },
        "checkouts/<int:pk>/": f"checkouts/{order.pk}/",
        "<slug:what>": "invoices",
        "<slug:report>": "debts",
        "payments/notices/<slug:name>/<str:secret>": "payments/notices/yookassa/invented",
        "<slug:act>": "draft",
        "passports/<slug:code>": "passports/person_15",
        "templates/<slug:code>": "templates/refusal",
        "templates/versions/<int:pk>/": f"templates/versions/{world.word_template(by=administrator).pk}/",
        "<slug:slot>": "help",
        "<str:kind>": "personal-data",
        "<int:version>": "1",
        "<str:number>/<str:token>": "MQ/abc-def",
        "<str:token>": "invented",
        "<str:key>": "invented",
        "<uuid:key>": str(uuid.uuid4()),
        "<str:color>": "123456",
    }


def suppliers_of(applicant: User, administrator: User) -> tuple[User, User, dict[str, str]]:
    """A person of the supplier of an application with a contract to sign, one of another supplier, and the routes."""
    supplier = suppliers.supplier(40, by=administrator)
    seller, colleague = suppliers.person_of(supplier), suppliers.person_of(supplier, 2)
    other_seller = suppliers.person_of(suppliers.supplier(41, "ООО «Другой сбыт»", by=administrator))
    invited = accounts.invite(email="seller@example.ru", supplier=supplier, by=administrator, now=timezone.now())
    case = suppliers.registered(applicant, administrator)
    [entry] = suppliers.sent(case, seller).documents
    request = SignatureRequest.objects.get(side=SignatureRequest.Side.SUPPLIER).pk
    return (
        seller,
        other_seller,
        {
            **{
                f"suppliers/<int:pk>/{a}": f"suppliers/{supplier.pk}/{a}" for a in ("", "block/", "unblock/", "invite/")
            },
            **{
                f"suppliers/invitations/<int:pk>/{act}/": f"suppliers/invitations/{invited.pk}/{act}/"
                for act in ("again", "withdraw")
            },
            **{
                f"suppliers/people/<int:pk>/{act}/": f"suppliers/people/{colleague.pk}/{act}/"
                for act in ("disable", "enable")
            },
            **{f"supplied/<int:pk>/{page}": f"supplied/{case.pk}/{page}" for page in ("", "place/")},
            "supplied/documents/<int:pk>/": f"supplied/documents/{entry}/",
            **{f"supplied/signatures/<int:pk>/{act}": f"supplied/signatures/{request}/{act}" for act in ("", "sign/")},
        },
    )


@pytest.fixture
def sellers(house: House, company: GridCompany, signed_in: SignedIn) -> dict[str, Client]:
    return {"seller": signed_in(house.seller, company), "other seller": signed_in(house.other_seller, company)}


def given(representative: User) -> int:
    return Representation.objects.get(user=representative).pk


@pytest.fixture
def people(
    house: House,
    company: GridCompany,
    other_company: GridCompany,
    browser: Client,
    operator_client: Client,
    signed_in: SignedIn,
) -> dict[str, Client]:
    """By the columns of the table, and those from elsewhere with their cookies in their hands."""
    return {
        "nobody": browser,
        "applicant": signed_in(house.applicant, company),
        "stranger": signed_in(house.stranger, company),
        "specialist": signed_in(house.specialist, company),
        "administrator": signed_in(house.administrator, company),
        "foreign administrator": with_cookies_of(signed_in(house.foreigner, other_company), company.host),
        "operator": with_cookies_of(operator_client, company.host),
    }


@pytest.fixture
def operators(
    operator_client: Client, platform_browser: Client, people: dict[str, Client], settings: object
) -> dict[str, Client]:
    host = "localhost"
    return {
        "nobody": platform_browser,
        "operator": operator_client,
        "applicant": with_cookies_of(people["applicant"], host),
        "administrator": with_cookies_of(people["administrator"], host),
    }


def with_cookies_of(client: Client, host: str) -> Client:
    elsewhere = Client(HTTP_HOST=host)
    elsewhere.cookies = client.cookies
    return elsewhere
