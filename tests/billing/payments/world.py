"""Money for tests of other rooms: a payment with its document, a file of the bank."""

import uuid

from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import User
from billing.invoices.models import Invoice
from billing.payments import services
from billing.payments.models import Checkout, Payment, Statement
from cabinet.cases.models import Case
from cabinet.contracts.models import Fact
from tests import world
from tests.billing.payments.money import invoice, with_account


def payment_by(by: User) -> Payment:
    """12 000 roubles by a document, for no invoice yet."""
    return services.record_by_hand(
        None, number="45", received_on=localdate(), kopecks=1_200_000, payer="Орлова Анна Андреевна",
        purpose="По счёту от марта", scan=world.pdf("квитанция.pdf"), by=by, key=uuid.uuid4(), now=timezone.now(),
    )  # fmt: skip


def statement_by(by: User) -> Statement:
    """One that was refused and is kept."""
    with_account()
    return services.take_statement(b"1C", name="kl_to_1c.txt", by=by, key=uuid.uuid4(), now=timezone.now())


def checkout_of(case: Case, by: User) -> Checkout:
    """An order that the provider has taken. (It is made without asking one.)"""
    owed = invoice(case, by)
    return Checkout.objects.create(
        invoice=owed, acquirer="yookassa", foreign_id="22e12f66-000f-5000-8000-18db351245c7", kopecks=owed.kopecks,
        state=Checkout.State.PENDING, page_url="https://yoomoney.ru/pay", made_by=by, made_at=timezone.now(),
    )  # fmt: skip


def rendered(case: Case, by: User) -> None:
    """The act of connection is there. (The way to it is tested with contracts.)"""
    Fact.objects.create(
        case=case, code="act_connection", title="Акт об оказании услуги",
        happened_on=localdate(), happened_at=timezone.now(), recorded_at=timezone.now(), recorded_by=by,
        from_company=True,
    )  # fmt: skip


def served(case: Case, by: User) -> Invoice:
    """Of a service that was paid and rendered, so there is a document of transfer."""
    owed = invoice(case, by)
    services.record_by_hand(
        owed, number="46", received_on=localdate(), kopecks=owed.kopecks, by=by, key=uuid.uuid4(), now=timezone.now()
    )
    rendered(case, by)
    return owed
