"""The card of a payment, its acts, and money that a person enters by a document."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.requests import Request
from billing.invoices.models import Invoice
from cabinet.contracts.rights import may_record_payments
from documents.kinds import ACCEPT, hint
from documents.views import hand_out
from tenancy.access import Role, access
from tenancy.errors import DomainError
from tenancy.idempotency import key_of
from tenancy.methods import posted_from, require_safe
from ui.words import in_digits

from .. import queries, services
from ..forms import ManualForm
from ..models import Payment
from ..sums import kopecks_typed
from .acts import acts_for
from .rights import for_money
from .waiting import Scan

_FIELD_OF = {
    "wrong_sum": "amount",
    "more_than_unapplied": "amount",
    "reason_needed": "reason",
    "details_needed": "account",
    "document_needed": "number",
    "payment_known": "number",
    "invoice_cancelled": "invoice",
}


@access(Role.STAFF)
@require_safe
def payment(request: Request, pk: int) -> HttpResponse:
    found = _found(pk)
    steps = queries.steps_of(found)
    may_act = may_record_payments(request.user)
    acts = acts_for(found, steps, request.user) if may_act else []
    context = {
        "payment": found,
        "facts": _facts(found),
        "steps": [(step, [act for act in acts if act.of == step.settlement]) for step in steps],
        "acts": [act for act in acts if act.of is None],
        "doubt": queries.doubts_of([found])[0] if found.left > 0 else None,
        "may_act": may_act,
    }
    return render(request, "payments/payment.html", context)


@access(Role.STAFF)
@require_safe
def payment_file(request: Request, pk: int) -> HttpResponse:
    """The document by which it was entered."""
    found = _found(pk)
    if found.document is None:
        raise Http404
    return hand_out(found.document, own=True)


@for_money
def act(request: Request, pk: int, deed: str) -> HttpResponse:
    """The page of one act: its form, then its verb. An act that is not possible now has no page."""
    now = timezone.now()
    found = _found(pk)
    told = request.POST if request.method == "POST" else request.GET
    of = int(told["of"]) if told.get("of", "").isdecimal() and len(told["of"]) < 18 else None
    possible = acts_for(found, queries.steps_of(found), request.user)
    chosen = next((one for one in possible if one.code == deed and (one.of.pk if one.of else None) == of), None)
    if chosen is None:
        if request.method != "POST":
            raise Http404
        messages.info(request, "Это уже сделано или сейчас невозможно. Проверьте, что изменилось.")
        return redirect("payment", pk=pk)
    scan = Scan(chosen.scan, f"payment:{pk}:{deed}:{of or 0}") if chosen.scan else None
    if scan:
        scan.fill(request, now=now)
    is_sent = request.method == "POST" and "forget" not in request.POST
    form = chosen.form(request.POST if is_sent else None, payment=found, of=of)
    if request.method == "POST" and not is_sent:
        form.initial = {**form.initial, **request.POST.dict()}
    if is_sent and form.is_valid() and not (scan and scan.refusals):
        common = {"by": request.user, "key": key_of(request), "now": now}
        try:
            chosen.do(found, chosen.of, form.cleaned_data, scan.upload if scan else None, common)  # type: ignore[arg-type]
        except DomainError as refusal:
            field = _FIELD_OF.get(refusal.code, "")
            form.add_error(field if field in form.fields else None, refusal.message)
        else:
            messages.success(request, chosen.done)
            return redirect("payment", pk=pk)
    context: dict[str, Any] = {
        "payment": found,
        "act": chosen,
        "form": form,
        "scan": scan,
        "step": next((one for one in queries.steps_of(found) if one.settlement == chosen.of), None),
        "accept": ACCEPT,
        "upload_hint": hint(),
    }
    refused = is_sent and (form.errors or (scan and scan.refusals))
    return render(request, "payments/act.html", context, status=422 if refused else 200)


def _card_of(request: Request, pk: int) -> str:
    return _found(pk).get_absolute_url()


@for_money
@posted_from(_card_of)
def choose(request: Request, pk: int) -> HttpResponse:
    """One press: this invoice, as much as is owed and as has come."""
    found = _found(pk)
    number = request.POST.get("invoice", "")
    invoice = get_object_or_404(Invoice, pk=int(number) if number.isdecimal() and len(number) < 18 else 0)
    services.apply(
        found, {invoice.pk: min(invoice.left, found.left)}, by=request.user, key=key_of(request), now=timezone.now()
    )
    messages.success(request, f"Платёж отнесён на счёт {invoice.number}.")
    return redirect("payment_queue") if request.POST.get("next") == "queue" else redirect(found)


@for_money
def split(request: Request, pk: int) -> HttpResponse:
    """«На другие счета»: one payment for one or several invoices, each with its sum."""
    found = _found(pk)
    words = (request.POST if request.method == "POST" else request.GET).get("q", "")
    page = Paginator(queries.open_invoices(words), queries.PAGE_SIZE).get_page(request.GET.get("page"))
    typed = {
        name[4:]: value for name, value in request.POST.dict().items() if name.startswith("sum-") and value.strip()
    }
    errors: list[tuple[str, str]] = []
    if request.method == "POST" and "find" not in request.POST:
        sums: dict[int, int] = {}
        for number, value in typed.items():
            kopecks = kopecks_typed(value)
            if kopecks is None or not number.isdecimal() or len(number) > 17:
                errors.append(
                    (f"sum-{number}", f"«{value[:40]}»: введите сумму в рублях и копейках, например 12 000,50")
                )
            else:
                sums[int(number)] = kopecks
        if not errors:
            try:
                services.apply(found, sums, by=request.user, key=key_of(request), now=timezone.now())
            except DomainError as refusal:
                errors.append(("", refusal.message))
            else:
                messages.success(request, "Платёж распределён.")
                return redirect("payment", pk=pk)
    chosen = list(queries.open_invoices("").filter(pk__in=[n for n in typed if n.isdecimal() and len(n) < 18]))
    shown = [*chosen, *(one for one in page if one not in chosen)]
    context = {
        "payment": found,
        "page": page,
        "q": words,
        "rows": [(one, typed.get(str(one.pk), "")) for one in shown],
        "errors": errors,
    }
    return render(request, "payments/split.html", context, status=422 if errors else 200)


@for_money
def record(request: Request) -> HttpResponse:
    """«Отметить оплату»."""
    now = timezone.now()
    if request.method == "POST" and (done := Payment.objects.filter(key=key_of(request)).first()):
        return redirect(done)
    scan = Scan("Файл документа об оплате", "payment:new")
    scan.fill(request, now=now)
    is_sent = request.method == "POST" and "forget" not in request.POST
    form = ManualForm(request.POST if is_sent else None, initial=_proposed(request))
    if is_sent and form.is_valid() and not scan.refusals:
        told = form.cleaned_data
        number = told["invoice"].strip()
        invoice = Invoice.objects.filter(number__iexact=number).first() if number else None
        if number and invoice is None:
            form.add_error("invoice", f"Счёта «{number}» нет. Проверьте номер или оставьте поле пустым")
        else:
            try:
                made = services.record_by_hand(
                    invoice,
                    number=told["number"],
                    received_on=told["received_on"],
                    kopecks=int(told["amount"] * 100),
                    payer=told["payer"],
                    purpose=told["purpose"],
                    scan=scan.upload,
                    by=request.user,
                    key=key_of(request),
                    now=now,
                )
            except DomainError as refusal:
                form.add_error(_FIELD_OF.get(refusal.code), refusal.message)
            else:
                messages.success(request, "Оплата записана.")
                return redirect(made)
    context = {"form": form, "scan": scan, "accept": ACCEPT, "upload_hint": hint()}
    refused = is_sent and (form.errors or scan.refusals)
    return render(request, "payments/record.html", context, status=422 if refused else 200)


def _proposed(request: Request) -> dict[str, Any]:
    """What was typed before a file was taken away, or the invoice from whose page one comes."""
    if request.method == "POST":
        return request.POST.dict()
    invoice = Invoice.objects.filter(number=request.GET.get("invoice", "")).first()
    if invoice is None:
        return {"received_on": timezone.localdate()}
    return {
        "invoice": invoice.number,
        "received_on": timezone.localdate(),
        "amount": Decimal(invoice.left) / 100 if invoice.left else None,
        "payer": invoice.payer_name,
    }


def _found(pk: int) -> Payment:
    return get_object_or_404(Payment.objects.select_related("statement", "recorded_by", "document"), pk=pk)


def _facts(found: Payment) -> list[tuple[str, str]]:
    day = in_digits(found.received_on) + ("" if found.is_bank_day else " (дата документа, банк свою не назвал)")
    return [
        ("Сумма", found.sum),
        ("Не распределено", found.left_sum if found.left else ""),
        ("Дата поступления", day),
        ("Дата учёта", in_digits(found.booked_on) if found.booked_on != found.received_on else ""),
        ("Документ", found.number),
        ("Плательщик", found.payer),
        ("ИНН плательщика", found.payer_inn),
        ("Счёт плательщика", found.payer_account),
        ("Назначение", found.purpose),
        ("Откуда", found.get_source_display()),
        ("Кто записал", found.recorded_by.short_name),
        ("Разбор", found.sentence),
        ("Замечания", "\n".join(found.notes)),
    ]
