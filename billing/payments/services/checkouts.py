"""Online payment: an order at the company's acquirer, and what is learned of it by asking.

A notice of the provider and the page to which people come back are only a nudge: the worker asks the provider, and only
what it answers, for our order, over the very sum, becomes a payment.
"""

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate, localtime

from accounts.models import User
from audit import record
from billing.invoices.models import Invoice
from billing.reckoning.kopecks import in_roubles
from tenancy import due

from ..acquirers import Acquirer, AcquirerRefused, AcquirerSilent, Order, Told
from ..books import booked_on, closed_until
from ..errors import InvoiceCancelled, NoAcquirer, PaidAlready
from ..locks import lock_money, locked_invoices
from ..models import Checkout, Payment
from ..settings import acquirer, acquirer_named, notify_url
from .application import put_on

ASK = "payments.ask_checkout"
State = Checkout.State
OPEN = (State.MADE, State.PENDING)
# An order that is not paid: asked often at first, daily in the end, then given up.
FIRST_PAUSE = timedelta(minutes=2)
LONGEST_PAUSE = timedelta(hours=12)
GIVEN_UP_AFTER = timedelta(days=7)


def begin_checkout(invoice: Invoice, *, return_url: str, by: User, now: datetime) -> Checkout:
    """An order for what is left of the invoice, with the page where it is paid. A second press gets the first one.

    The row is committed before the provider is asked, and the provider gets its number: an answer that is lost makes no
    second order. Raises NoAcquirer, InvoiceCancelled, PaidAlready, AcquirerSilent, AcquirerRefused.
    """
    provider = acquirer()
    if provider is None:
        raise NoAcquirer
    name, asked = provider
    with transaction.atomic():
        lock_money()
        owed = locked_invoices([invoice.pk])[invoice.pk]
        if owed.is_cancelled:
            raise InvoiceCancelled(owed.number)
        if owed.left <= 0:
            raise PaidAlready
        fresh = Checkout.objects.filter(invoice=owed, acquirer=name, kopecks=owed.left, state__in=OPEN)
        checkout = fresh.filter(made_at__gt=now - timedelta(hours=1)).first()
        if checkout is None:
            checkout = Checkout.objects.create(invoice=owed, acquirer=name, kopecks=owed.left, made_by=by, made_at=now)
    if checkout.page_url:
        return checkout
    order = Order(
        number=str(checkout.key),
        kopecks=checkout.kopecks,
        about=f"Счёт {owed.number}",
        return_url=return_url,
        notify_url=notify_url(name),
    )
    return _opened(checkout, asked, order, now=now)


def _opened(checkout: Checkout, asked: Acquirer, order: Order, *, now: datetime) -> Checkout:
    try:
        told = asked.begin(order)
    except AcquirerRefused as refusal:
        Checkout.objects.filter(pk=checkout.pk).update(state=State.CANCELLED, said=refusal.why)
        raise
    if (
        not told.page_url.startswith(("https://", "http://localhost", "http://127.0.0.1"))
        or told.number != order.number
    ):
        raise AcquirerSilent
    with transaction.atomic():
        Checkout.objects.filter(pk=checkout.pk, state=State.MADE).update(
            foreign_id=told.foreign_id, page_url=told.page_url[:1000], state=State.PENDING, said=told.words[:300]
        )
        due.plan(ASK, checkout.pk, at=now + FIRST_PAUSE)
    checkout.refresh_from_db()
    return checkout


def notice(name: str, foreign_id: str, *, receipt_url: str = "", now: datetime) -> None:
    """A provider says that something has become of an order: it is asked at once. What it says itself is not read,
    except for a signed link to a receipt."""
    checkout = Checkout.objects.filter(acquirer=name, foreign_id=foreign_id).first() if foreign_id else None
    if checkout is None:
        return
    with transaction.atomic():
        if receipt_url.startswith("https://") and len(receipt_url) <= 1000:
            Checkout.objects.filter(pk=checkout.pk).update(receipt_url=receipt_url)
        if checkout.is_open:
            due.plan_now(ASK, checkout.pk, now=now)


def ask_checkout(checkout: Checkout, *, now: datetime) -> Checkout:
    """Ask the provider and book what it answers, once. Raises AcquirerSilent, AcquirerRefused: it is asked again."""
    asked = acquirer_named(checkout.acquirer)
    if not checkout.is_open or not checkout.foreign_id or asked is None:
        due.settle(ASK, checkout.pk)
        return checkout
    told = asked.ask(checkout.foreign_id)
    with transaction.atomic():
        lock_money()
        checkout = Checkout.objects.select_for_update(no_key=True).get(pk=checkout.pk)
        if not checkout.is_open:
            due.settle(ASK, checkout.pk)
            return checkout
        checkout.asked_at, checkout.said = now, told.words[:300]
        _book(checkout, told, now=now)
        checkout.save(update_fields=["asked_at", "said", "state", "payment"])
        if checkout.is_open:
            due.plan(ASK, checkout.pk, at=now + _pause(checkout, now))
        else:
            due.settle(ASK, checkout.pk)
    return checkout


def _book(checkout: Checkout, told: Told, *, now: datetime) -> None:
    is_ours = (told.foreign_id, told.number) == (checkout.foreign_id, str(checkout.key))
    if not is_ours or (told.outcome == "paid" and (told.kopecks, told.currency) != (checkout.kopecks, "RUB")):
        checkout.state = State.DOUBTFUL
        checkout.said = f"Эквайер назвал другой заказ или другую сумму: {told.kopecks / 100:.2f} {told.currency}"[:300]
    elif told.outcome == "paid":
        checkout.payment = _paid(checkout, told, now=now)
        checkout.state = State.PAID
    elif told.outcome == "returned":
        checkout.state = State.DOUBTFUL
        checkout.said = "Эквайер вернул деньги плательщику"
    elif told.outcome == "cancelled" or now - checkout.made_at > GIVEN_UP_AFTER:
        checkout.state = State.CANCELLED


def _paid(checkout: Checkout, told: Told, *, now: datetime) -> Payment:
    """The payment counts on the day on which the provider took it, by the company's zone."""
    today = localdate(now)
    on = min(localtime(told.paid_at).date(), today) if told.paid_at else today
    owed = locked_invoices([checkout.invoice_id])[checkout.invoice_id]
    by = owed.issued_by  # nobody has pressed anything: the money is taken for whoever has asked for it
    payment = Payment.objects.create(
        key=uuid.uuid5(checkout.key, "payment"),
        source=Payment.Source.ONLINE,
        number=checkout.foreign_id,
        received_on=on,
        booked_on=booked_on(on, closed=closed_until(), now=now),
        kopecks=checkout.kopecks,
        payer=Invoice.objects.values_list("payer_name", flat=True).get(pk=owed.pk),
        purpose=f"Онлайн-оплата счёта {owed.number}",
        code="online",
        sentence="Оплачен онлайн",
        recorded_by=by,
        recorded_at=now,
    )
    record(None, "payments.recorded", payment, now=now, sum=in_roubles(payment.kopecks), on=on.isoformat())
    if not owed.is_cancelled and owed.left > 0:  # else the money waits in the queue
        put_on(payment, [(owed, min(owed.left, payment.kopecks))], by=by, key=payment.key, now=now)
    return payment


def _pause(checkout: Checkout, now: datetime) -> timedelta:
    return min(max(FIRST_PAUSE, (now - checkout.made_at) / 2), LONGEST_PAUSE)


def plan_forgotten_checkouts(*, now: datetime) -> int:
    """List again orders that are open and stand on no list. Returns how many."""
    waiting = set(Checkout.objects.filter(state__in=OPEN).exclude(foreign_id="").values_list("pk", flat=True))
    forgotten = waiting - due.subjects(ASK)
    due.plan_many(ASK, dict.fromkeys(forgotten, now))
    return len(forgotten)
