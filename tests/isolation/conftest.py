"""Two companies in which everything has the same numbers, and one in which there is more."""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import services as accounts
from accounts.models import Applicant, Invitation, JoinRequest, Membership, StaffRole, User
from api.models import Key
from billing.invoices.models import Invoice
from billing.payments.models import Checkout, Payment, Statement
from billing.tariffs.models import Tariff
from cabinet.cases import services
from cabinet.cases.models import Case, Entry, RequestedItem
from cabinet.catalogue.models import DocumentName
from cabinet.pages.models import PageVersion, Slot
from cabinet.pages.services import publish
from cabinet.paperwork.models import WordTemplate
from cabinet.representatives.models import Representation
from signing.models import PowerOfAttorney, Signature, SignatureRequest
from tenancy.company import in_public, inside
from tenants.models import GridCompany
from tests import world
from tests.billing import made
from tests.billing.payments.world import checkout_of, payment_by, served, statement_by
from tests.moment import NOW
from tests.signatures import acts as to_sign
from tests.suppliers import people as suppliers
from webhooks import services as webhooks
from webhooks.models import Delivery, Endpoint


@dataclass(frozen=True)
class Side:
    """One company with its people and what they have."""

    company: GridCompany
    applicant: User
    administrator: User
    application: Case
    enquiry: Case
    draft: Case
    own_word: Entry  # of the administrator
    document: Entry
    contract: Entry  # waits for the signature of the company
    signed: Entry  # by the applicant
    request: SignatureRequest  # to the company
    own_request: SignatureRequest  # to the applicant
    signature: Signature
    power: PowerOfAttorney
    version: PageVersion
    name: DocumentName  # of the catalogue, with a template
    template: WordTemplate
    about: Applicant  # whom the applicant is
    member: Membership  # of an organisation
    asked: JoinRequest
    representation: Representation  # the applicant's
    colleague: User
    invitation: Invitation
    factor: Authenticator  # the applicant's
    bill: Invoice  # drawn and placed
    served: Invoice
    tariff: Tariff
    api_key: Key
    webhook: Endpoint
    delivery: Delivery
    item: RequestedItem  # of what the applicant has to supply
    payment: Payment  # with a document
    statement: Statement
    checkout: Checkout
    invoice: Invoice
    applicant_client: Client = field(default_factory=Client)
    administrator_client: Client = field(default_factory=Client)

    def client_of(self, who: str) -> Client:
        client: Client = getattr(self, f"{who}_client")
        return client

    def with_browsers(self, signed_in: Callable[..., Client]) -> "Side":
        """Fresh ones, in which both are signed in."""
        return replace(
            self,
            applicant_client=signed_in(self.applicant, self.company),
            administrator_client=signed_in(self.administrator, self.company),
        )


def people_a_life(company: GridCompany, street: str) -> Side:
    """The same steps in the same order, so that the same numbers come about."""
    with inside(company):
        applicant, administrator = world.person(1), world.staff(1)
        organisation = world.organisation(3)
        asked = JoinRequest.objects.create(
            user=applicant, applicant=world.applicant_of(organisation), asked_at=NOW, announced_at=NOW
        )
        representative = world.representative(applicant, 1)
        application = world.application(applicant, address=street)
        accounts.add_app(applicant, secret="JBSWY3DPEHPK3PXP", session_key=None, now=NOW)
        enquiry = world.enquiry(applicant, text=f"Вопрос: {street}")
        picture = world.with_pictures(application)
        order = checkout_of(application, administrator)
        made.requisites(administrator)
        contract, signature = to_sign.sent(application, administrator), to_sign.signed_by_sms(applicant)
        hook, _secret = world.webhook(administrator)
        return Side(
            company=company,
            applicant=applicant,
            administrator=administrator,
            application=application,
            enquiry=enquiry,
            draft=world.draft(applicant, address=street),
            own_word=services.add_message(application, text=street, by=administrator, key=uuid.uuid4(), now=NOW),
            document=picture,
            contract=contract,
            signed=Entry.objects.get(document=signature.request.document_id),
            request=to_sign.asked(contract, to_sign.COMPANY),
            own_request=to_sign.ready_for_sms(applicant),
            signature=signature,
            power=to_sign.power(administrator),
            about=world.applicant_of(applicant),
            member=organisation.membership_set.get(),
            asked=asked,
            representation=Representation.objects.get(user=representative),
            colleague=world.staff(2, StaffRole.SPECIALIST),
            invitation=accounts.invite(
                email="new@example.ru", staff_role=StaffRole.OBSERVER, by=administrator, now=timezone.now()
            ),
            item=to_supply(world.application(applicant, address=street), administrator),
            payment=payment_by(administrator),
            statement=statement_by(administrator),
            checkout=order,
            invoice=order.invoice,
            served=served(world.application(applicant, address=street), administrator),
            bill=made.with_its_offer(application, administrator),
            tariff=made.tariff(administrator, region=street, act=world.pdf("акт.pdf")),
            api_key=world.api_key(administrator)[0],
            webhook=hook,
            delivery=webhooks.send_test(hook, by=administrator, now=NOW),
            factor=Authenticator.objects.get(user=applicant, type=Authenticator.Type.TOTP),
            template=world.word_template(by=administrator),
            name=world.document_name(f"Справка: {street}", by=administrator),
            version=publish(Slot.HOME, text=street, by=administrator, now=NOW),
        )


def to_supply(case: Case, by: User) -> RequestedItem:
    request = services.ask_information(
        case, documents=["Паспорт"], words="", due_on=None, by=by, key=uuid.uuid4(), now=NOW
    )
    return request.items.get()


@pytest.fixture(scope="module")
def lives(built_once: None) -> Callable[[int, int], tuple[Side, Side]]:
    """Горсеть on Северная and Теплосеть on Южная, with numbers from so many on. They take a second to build, and the
    tests of a module share one pair: what a test does to them is rolled back.
    """

    def lives_from(north: int, south: int) -> tuple[Side, Side]:
        with in_public():
            gorset, teploset = (GridCompany.objects.get(schema_name=name) for name in ("gorset", "teploset"))
        world.number_from(gorset, north)
        world.number_from(teploset, south)
        with connection.cursor() as cursor:  # shared tables: numbers of four digits there as well
            for table in ("endpoint", "delivery"):
                sequence = f"public.webhooks_{table}_id_seq"
                cursor.execute(f"SELECT setval('{sequence}', greatest(nextval('{sequence}'), 5000))")
        return people_a_life(gorset, "улица Северная, 1"), people_a_life(teploset, "улица Южная, 2")

    return lives_from


@pytest.fixture(scope="module")
def lives_of_twins(lives: Callable[[int, int], tuple[Side, Side]]) -> tuple[Side, Side]:
    north, south = lives(7000, 7000)
    assert north.application.pk == south.application.pk
    assert north.document.pk == south.document.pk
    assert north.applicant.pk == south.applicant.pk
    return north, south


@pytest.fixture(scope="module")
def lives_of_strangers(lives: Callable[[int, int], tuple[Side, Side]]) -> tuple[Side, Side]:
    return lives(7000, 9000)


@pytest.fixture
def twins(lives_of_twins: tuple[Side, Side], db: None, signed_in: Callable[..., Client]) -> tuple[Side, Side]:
    """Whatever one has, the other has under the same number."""
    north, south = lives_of_twins
    return north.with_browsers(signed_in), south.with_browsers(signed_in)


@pytest.fixture
def strangers(lives_of_strangers: tuple[Side, Side], db: None, signed_in: Callable[..., Client]) -> tuple[Side, Side]:
    """As twins, but no number of one is a number of the other."""
    north, south = lives_of_strangers
    return north.with_browsers(signed_in), south.with_browsers(signed_in)


@pytest.fixture
def supplied(strangers: tuple[Side, Side]) -> dict[str, int]:
    """The numbers of what only the electricity company knows."""
    north, _south = strangers
    with inside(north.company):
        supplier = suppliers.supplier(40, by=north.administrator)
        seller = suppliers.person_of(supplier)
        invited = accounts.invite(email="seller@example.ru", supplier=supplier, by=north.administrator, now=NOW)
        case = suppliers.registered(north.applicant, north.administrator)
        [entry] = suppliers.sent(case, seller).documents
        request = SignatureRequest.objects.get(side=SignatureRequest.Side.SUPPLIER)
        return {
            "supplier": supplier.pk, "invitation": invited.pk, "person": seller.pk, "case": case.pk, "entry": entry,
            "request": request.pk, "tariff": north.tariff.pk, "bill": north.bill.pk,
        }  # fmt: skip


def faceless(response: Any, number: int) -> tuple[int, str]:
    """An answer without what differs from request to request, and without the number that was asked for."""
    body = re.sub(r'nonce="[^"]+"', "", response.content.decode())
    body = re.sub(r'value="[A-Za-z0-9]{64}"', "", body)  # the token against forged forms
    body = re.sub(r'name="drawn" value="[^"]+"', "", body)  # for whom a form was drawn, and on which page
    return response.status_code, body.replace(str(number), "")
