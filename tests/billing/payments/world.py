"""Money for tests of other rooms: a payment with its document, a file of the bank."""

import uuid

from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import User
from billing.payments import services
from billing.payments.models import Payment, Statement
from tests import world
from tests.billing.payments.money import with_account


def payment_by(by: User) -> Payment:
    """12 000 roubles by a document, for no invoice yet."""
    return services.record_by_hand(
        None, number="45", received_on=localdate(), kopecks=1_200_000, payer="Орлова Анна Андреевна",
        purpose="За присоединение", scan=world.pdf("квитанция.pdf"), by=by, key=uuid.uuid4(), now=timezone.now(),
    )  # fmt: skip


def statement_by(by: User) -> Statement:
    """One that was refused and is kept."""
    with_account()
    return services.take_statement(b"1C", name="kl_to_1c.txt", by=by, key=uuid.uuid4(), now=timezone.now())
