"""«Вопросы, документы и статусы» of the administrator."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import LegalForm
from accounts.requests import Request
from accounts.versions import ChangedMeanwhile
from tenancy.access import Role, access
from tenancy.errors import DomainError
from tenancy.idempotency import key_of
from tenancy.methods import posted_from, require_safe
from ui.words import power

from . import services
from .amendments import OF_TODAY, OWN, amendments, applied, rules_now
from .forms import FORMS, field_of
from .models import Amendment
from .pack import Attachment, Pack, Question, Status
from .packs import current_pack
from .stages import Stage

What = Amendment.What
PARTS = {
    "questions": ("Вопросы заявки", What.QUESTION, What.OWN_QUESTION),
    "attachments": ("Документы заявителя", What.ATTACHMENT, What.OWN_ATTACHMENT),
    "statuses": ("Статусы заявок", What.STATUS, What.STATUS),
    "enquiry_statuses": ("Статусы сообщений", What.ENQUIRY_STATUS, What.ENQUIRY_STATUS),
}
OWN_TITLES = {
    What.OWN_QUESTION: "Новый вопрос",
    What.OWN_ATTACHMENT: "Новый документ",
    What.STATUS: "Новый статус заявки",
    What.ENQUIRY_STATUS: "Новый статус сообщения",
}
NEW = "new"


@dataclass(frozen=True)
class Line:
    """A row of the list."""

    what: str
    code: str
    title: str
    about: str
    is_own: bool
    is_changed: bool
    is_hidden: bool = False


@access(Role.ADMINISTRATOR)
@require_safe
def rules(request: Request) -> HttpResponse:
    """One part of the rules at a time, with what the company has changed in it."""
    part = request.GET.get("part", "questions")
    if part not in PARTS:
        raise Http404
    title, _what, new = PARTS[part]
    context = {
        "part": part,
        "title": title,
        "lines": _lines(part),
        "new_what": new,
        "may_order": new in OF_TODAY,
        "tabs": [{"text": text, "url": f"?part={code}", "current": code == part} for code, (text, *_) in PARTS.items()],
    }
    return render(request, "rules/list.html", context)


@access(Role.ADMINISTRATOR)
def decision(request: Request, what: str, code: str) -> HttpResponse:
    """The form, what comes of it, and who has decided what before."""
    code = "" if code == NEW else code
    if what not in FORMS or (not code and what not in OWN_TITLES):
        raise Http404
    of_act = next((item for item in services.items_of_pack(what) if item.code == code), None)
    history = services.rows_of(what, code) if code else []
    if code and of_act is None and not history:
        raise Http404
    pack, now = _with_everything(), timezone.now()
    form = FORMS[what](
        request.POST or None,
        saved=services.value_of(what, code),
        code=code,
        of_act=of_act,
        pack=pack,
        today=localdate(now),
        **_more(what, pack),
    )
    preview = None
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") == "preview":
            preview = _preview(what, code, form.answers, of_act)
        elif _is_saved(request, what, code, form):
            messages.success(request, "Сохранено.")
            return redirect(_list_of(what))
    elif form.errors.get("__all__") is None and code and request.method != "POST":
        preview = _preview(what, code, services.value_of(what, code), of_act)
    context = {
        "form": form,
        "title": _title(what, code, pack),
        "point": getattr(of_act, "point", ""),
        "of_act": of_act,
        "preview": preview,
        "history": [_told(row) for row in reversed(history)],
        "list_url": _list_of(what),
        "has_preview": what not in OF_TODAY,
    }
    return render(request, "rules/decision.html", context, status=422 if form.errors else 200)


def _page_of(request: Request, what: str, code: str) -> str:
    return _list_of(what)


@access(Role.ADMINISTRATOR)
@posted_from(_page_of)
def move(request: Request, what: str, code: str) -> HttpResponse:
    """«Выше» and «Ниже» of a status."""
    if what not in OF_TODAY:
        raise Http404
    codes = [status.code for status in _statuses(rules_now(), what)]
    if code not in codes:
        raise Http404
    here = codes.index(code)
    there = max(here - 1, 0) if request.POST.get("to") == "up" else min(here + 1, len(codes) - 1)
    codes.insert(there, codes.pop(here))
    services.arrange(what, codes, by=request.user, now=timezone.now())
    return redirect(_list_of(what))


def _is_saved(request: Request, what: str, code: str, form: Any) -> bool:
    now = timezone.now()
    try:
        services.amend(
            what,
            code,
            form.answers,
            valid_from=form.cleaned_data.get("valid_from") or localdate(now),
            seen=form.seen if code else None,
            by=request.user,
            key=key_of(request),
            now=now,
        )
    except ChangedMeanwhile as refusal:
        form.show(refusal)
        return False
    except DomainError as refusal:
        form.add_error("valid_from" if refusal.code == "holds_too_early" else None, refusal.message)
        return False
    return True


def _with_everything() -> Pack:
    """With decisions that hold from a later day too: the list shows what was saved."""
    return applied(current_pack(), amendments())


def _statuses(pack: Pack, what: str) -> tuple[Status, ...]:
    return pack.statuses if what == What.STATUS else pack.enquiry_statuses


def _more(what: str, pack: Pack) -> dict[str, Any]:
    if what == What.STATUS:
        ends = {Stage.DRAFT, Stage.WAITING, Stage.WITHDRAWN}
        reached = {to for following in pack.moves.values() for to in following} - ends
        return {"statuses": pack.statuses, "stages": [stage for stage in Stage if stage in reached]}
    if what == What.ENQUIRY_STATUS:
        return {"statuses": pack.enquiry_statuses, "stages": [Stage.REVIEW, Stage.ANSWERED]}
    return {}


def _lines(part: str) -> list[Line]:
    pack = _with_everything()
    rows: dict[tuple[str, str], dict[str, Any]] = {(row.what, row.code): row.value for row in amendments()}
    _title, what, own = PARTS[part]
    lines = []
    for item in getattr(pack, part):
        is_own = item.code.startswith(OWN)
        kind = own if is_own else what
        lines.append(_line(item, kind, is_own=is_own, is_changed=bool(rows.get((kind, item.code)))))
    if own in {What.OWN_QUESTION, What.OWN_ATTACHMENT}:
        hidden = [(code, value) for (kind, code), value in rows.items() if kind == own and value.get("is_hidden")]
        for code, value in hidden:
            lines.append(Line(own, code, value.get("label") or value["title"], "", True, True, is_hidden=True))
    return lines


def _line(item: Any, what: str, *, is_own: bool, is_changed: bool) -> Line:
    if isinstance(item, Status):
        return Line(what, item.code, item.label, item.stage.label, is_own, is_changed, item.is_hidden)
    if isinstance(item, Question):
        return Line(what, item.code, item.label, item.hint, is_own, is_changed)
    return Line(what, item.code, item.title, item.explanation, is_own, is_changed)


def _title(what: str, code: str, pack: Pack) -> str:
    if not code:
        return OWN_TITLES[What(what)]
    part = next(part for part, (_title, act, own) in PARTS.items() if what in {act, own})
    found = next((line for line in _lines(part) if (line.what, line.code) == (what, code)), None)
    return found.title if found else What(what).label


def _preview(what: str, code: str, value: dict[str, Any], of_act: Any) -> dict[str, Any] | None:
    """The question or the document as applicants will see it; a status needs none."""
    if what in OF_TODAY or value.get("is_hidden"):
        return None
    row = Amendment(what=what, code=code or f"{OWN}0", value=value)
    changed = applied(current_pack(), [row])
    if what in {What.QUESTION, What.OWN_QUESTION}:
        return {"question": field_of(changed.question(row.code))}
    attachment: Attachment | None = changed.attachment(row.code)
    return {"attachment": attachment} if attachment else None


def _told(row: Amendment) -> dict[str, Any]:
    """A row of the history in words."""
    said = [(NAMES[key], _in_words(key, value)) for key, value in row.value.items() if key in NAMES]
    return {"row": row, "said": said}


NAMES = {
    "label": "Название",
    "title": "Название",
    "hint": "Пояснение",
    "explanation": "Пояснение",
    "required": "Обязательно",
    "is_hidden": "Скрыто",
    "choices": "Варианты",
    "page": "Страница",
    "kinds": "При каких заявках",
    "legal_forms": "У кого",
    "power_above": "Мощность больше",
    "power_max": "Мощность не больше",
}


def _in_words(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return "да" if value else "нет"
    pack = current_pack()
    if key in {"kinds", "legal_forms"}:
        titles = {type_.code: type_.title for type_ in pack.types} | dict(LegalForm.choices)
        return ", ".join(titles.get(code, code) for code in value)
    if key == "page":
        return next((page.title for page in pack.pages if page.code == value), str(value))
    if key.startswith("power_"):
        return power(Decimal(value), pack.power.unit)
    return ", ".join(label for _code, label in value) if isinstance(value, list) else str(value)


def _list_of(what: str) -> str:
    part = next((part for part, (_title, act, own) in PARTS.items() if what in {act, own}), "questions")
    return f"{reverse('rules')}?part={part}"
