"""«Запись на приём»: choosing a time and booking it, for applicants, for staff on behalf of a walk-in, for anybody."""

import uuid
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts import services as accounts
from accounts.address import client_ip, network_of
from accounts.forms.phones import CodeForm
from accounts.models import PhoneCode
from accounts.policy import policy
from accounts.requests import Request
from accounts.security.rate_limits import Limit
from cabinet.cases.models import Case
from tenancy.access import open_to_all
from tenancy.company import connection
from tenancy.errors import DomainError
from tenancy.idempotency import key_of
from tenancy.methods import posted_from, require_safe

from .. import queries, services
from ..errors import SlotNotOffered, SlotTaken
from ..forms import ApplicantForm, PurposeForm, VisitorForm, WalkInForm, WantedForm
from ..models import Booking
from ..services import Visitor, Wanted
from .choice import choice_of

CODES = Limit("appointment_code", "20/10m/ip")
QUIET = Limit("appointment_quiet", "20/h/key")  # more in a company, and browsers prove some work
TOLD_FOR = 1800  # seconds in which the code may be typed
SALT = "appointments.visitor"
PURPOSE = PhoneCode.Purpose.VISIT
TOO_MANY = "Слишком много попыток. Повторите через 10 минут или позвоните нам"


@open_to_all
@never_cache
@require_safe
def choose(request: Request) -> HttpResponse:
    """Services, offices, days and times; above them what the person has booked already."""
    now = timezone.now()
    table = queries.timetable()
    mine = _mine(request, now)
    return render(request, "appointments/choose.html", {**choice_of(request.GET, table, now=now), "mine": mine})


@open_to_all
@never_cache
def new(request: Request) -> HttpResponse:
    """The last step: who comes and why. Somebody without an account confirms the telephone on the next page."""
    wanted = WantedForm(request.POST or request.GET)
    table = queries.timetable()
    if not wanted.is_valid():
        return redirect("appointments")
    asked = wanted.cleaned_data
    office, service = table.office(asked["office"]), table.service(asked["service"])
    if office is None or service is None or (request.user.is_authenticated and not _may_book(request)):
        raise Http404
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        try:
            return _answer(request, form, asked)
        except (SlotTaken, SlotNotOffered) as refusal:
            messages.error(request, refusal.message)
            return redirect(_back(asked))
        except DomainError as refusal:
            form.add_error("phone" if "phone" in form.fields and refusal.status == 429 else None, refusal.message)
    zone = choice_of({"office": str(office.number), "service": str(service.number)}, table, now=timezone.now())
    start = asked["at"].astimezone(queries.slots.zone_of(office, queries.company_zone())) if asked["at"] else None
    context = {
        "form": form, "wanted": wanted, "office": office, "service": service, "start": start, "zone": zone.get("zone"),
        "at": asked["at"].isoformat() if asked["at"] else "",
    }  # fmt: skip
    return render(request, "appointments/new.html", context, status=422 if form.errors else 200)


@open_to_all
@never_cache
@posted_from("appointments")
def code(request: Request) -> HttpResponse:
    """The code from the SMS. What was typed before it comes back in a signed field: nothing is kept meanwhile."""
    try:
        kept = signing.loads(request.POST.get("visitor", ""), salt=_salt(), max_age=TOLD_FOR)
    except signing.BadSignature:
        messages.error(request, "Прошло больше получаса. Выберите время и введите данные заново")
        return redirect("appointments")
    if not CODES.allows(request):
        return render(request, "errors/429.html", status=429)
    now = timezone.now()
    if request.POST.get("do") == "send":
        form = CodeForm()
        try:
            _send(request, kept, now=now)
            messages.success(request, "Код отправлен.")
        except DomainError as refusal:
            messages.error(request, refusal.message)
        return _code_page(request, form, kept)
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            accounts.confirm_number(
                kept["phone"], purpose=PURPOSE, bound_to=_bound(kept), code=form.cleaned_data["code"], now=now
            )
        except DomainError as refusal:
            form.add_error("code", refusal.message)
        else:
            return _finish(request, kept, now)
    return _code_page(request, form, kept)


def _finish(request: Request, kept: dict[str, Any], now: datetime) -> HttpResponse:
    """The number is confirmed. If the time is gone meanwhile, another is chosen and the number confirmed again."""
    asked = {**kept["wanted"], "at": datetime.fromisoformat(kept["wanted"]["at"]) if kept["wanted"]["at"] else None}
    visitor = Visitor(name=kept["name"], phone=kept["phone"], email=kept["email"], purpose=kept["purpose"])
    try:
        made = _make(asked, visitor, by=None, key=uuid.UUID(kept["key"]), now=now)
    except (SlotTaken, SlotNotOffered) as refusal:
        messages.error(request, refusal.message)
        return redirect(_back(asked))
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return redirect("appointments")
    return _done(request, made)


def _answer(request: Request, form: PurposeForm, asked: dict[str, Any]) -> HttpResponse:
    typed = form.cleaned_data
    now, key = timezone.now(), key_of(request)
    if isinstance(form, VisitorForm):
        wanted = {**asked, "at": asked["at"].isoformat() if asked["at"] else ""}
        kept = {name: typed[name] for name in ("name", "phone", "email", "purpose")}
        kept |= {"wanted": wanted, "key": str(key)}
        if not CODES.allows(request):
            messages.error(request, TOO_MANY)
            return redirect(_back(asked))
        _send(request, kept, now=now)
        return _code_page(request, CodeForm(), kept)
    user = request.user
    if isinstance(form, WalkInForm):
        visitor = Visitor(name=typed["name"], phone=typed["phone"], purpose=typed["purpose"])
    else:
        phone = user.phone if user.phone_confirmed_at else ""
        visitor = Visitor(
            name=user.full_name or user.email, phone=phone, email=user.email, purpose=typed["purpose"], user=user,
            case=typed.get("case"),
        )  # fmt: skip
    return _done(request, _make(asked, visitor, by=user, key=key, now=now))


def _make(asked: dict[str, Any], visitor: Visitor, *, by: Any, key: uuid.UUID, now: datetime) -> Booking:
    if asked["at"] is None:
        return services.wait_for_time(
            visitor, office=asked["office"], service=asked["service"], by=by, key=key, now=now
        )
    wanted = Wanted(office=asked["office"], service=asked["service"], starts_at=asked["at"])
    return services.book(wanted, visitor, by=by, key=key, now=now)


def _done(request: Request, made: Booking) -> HttpResponse:
    said = "Сообщим, когда появится свободное время." if made.is_waiting else "Вы записаны на приём."
    if request.user.is_authenticated and request.user.is_staff_of_company:
        said = "Посетитель записан." if not made.is_waiting else "Сообщим посетителю, когда появится время."
    messages.success(request, said)
    return redirect(made)


def _form(request: Request) -> PurposeForm:
    user = request.user
    if user.is_authenticated and user.is_staff_of_company:
        return WalkInForm(request.POST or None)
    if user.is_authenticated:
        cases = Case.objects.visible_to(user).exclude(submitted_at=None).order_by("-pk")
        return ApplicantForm(request.POST or None, cases=cases)
    asks = not QUIET.allows(request, key="company") if request.method == "POST" else False
    return VisitorForm(request.POST or None, asks_proof=policy().captcha or asks or "proof" in request.POST)


def _may_book(request: Request) -> bool:
    return request.user.is_clerk if request.user.is_staff_of_company else True


def _mine(request: Request, now: datetime) -> list[Booking]:
    user = request.user
    return queries.ahead_of(user, now=now) if user.is_authenticated and not user.is_staff_of_company else []


def _send(request: Request, kept: dict[str, Any], *, now: datetime) -> None:
    accounts.send_code(
        None,
        purpose=PURPOSE,
        phone=kept["phone"],
        address=network_of(client_ip(request)),
        bound_to=_bound(kept),
        about="код для записи на приём",
        now=now,
    )


def _bound(kept: dict[str, Any]) -> str:
    """The code is worth something for this visit only."""
    return sha256(f"{kept['key']} {kept['wanted']}".encode()).hexdigest()


def _code_page(request: Request, form: CodeForm, kept: dict[str, Any]) -> HttpResponse:
    context = {"form": form, "phone": kept["phone"], "visitor": signing.dumps(kept, salt=_salt())}
    return render(request, "appointments/code.html", context, status=422 if form.errors else 200)


def _salt() -> str:
    return f"{SALT} {connection.schema_name}"


def _back(asked: dict[str, Any]) -> str:
    return f"{reverse('appointments')}?service={asked['service']}&office={asked['office']}"
