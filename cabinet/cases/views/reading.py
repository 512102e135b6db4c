"""Lists, the card, and the cheap question whether something has changed."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.models import User
from cabinet.rules.packs import current_pack
from tenancy.access import Role, access

from .. import queries, services
from ..forms import DocumentForm, FindForm, MessageForm, NoteForm, RegisterForm, StatusForm
from ..models import Case

Form = MessageForm | NoteForm | StatusForm | DocumentForm
# What each side may add to a case.
STAFF_ADDS = ("document", "message", "status", "note")
APPLICANT_ADDS = ("document", "message")


@access(Role.APPLICANT, Role.STAFF)
@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """«Документооборот»: an applicant's applications and messages, or the queue of the company."""
    user: User = request.user
    visible = Case.objects.visible_to(user)
    tabs = queries.tabs_of(user)
    tab = next((tab for tab in tabs if tab.code == request.GET.get("tab")), tabs[0])
    form = FindForm(request.GET, for_staff=user.is_staff_of_company)
    found = visible.filter(tab.condition)
    is_filtered = False
    if form.is_valid():
        words, stage = form.cleaned_data["q"], form.cleaned_data["stage"]
        is_filtered = bool(words or stage)
        found = queries.matching(found, words)
        found = found.filter(stage=stage) if stage else found
    counts = queries.tab_counts(visible, tabs)
    paginator = Paginator(queries.rows(found), queries.PAGE_SIZE)
    if not is_filtered:
        paginator.count = counts[tab.code]  # known already; counting twice is the dearest part of a list
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "tab": tab,
        "tabs": [
            {"text": t.text, "count": counts[t.code], "current": t == tab, "url": f"?{urlencode({'tab': t.code})}"}
            for t in tabs
        ],
        "is_filtered": is_filtered,
        "rows": [(row, row.has_news_for(user)) for row in page],
        "live_url": live_url(queries.last_change(user)),
    }
    side = "staff" if user.is_staff_of_company else "applicant"
    return render(request, f"cases/list_{side}.html", context)


@access(Role.APPLICANT, Role.STAFF)
@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """The card of an application or a message."""
    case = get_object_or_404(queries.card(request.user), pk=pk)
    if case.is_draft:


        return redirect(case)
    services.mark_seen(case, by=request.user, now=timezone.now())
    return draw_card(request, case)


@access(Role.APPLICANT, Role.STAFF)
@require_safe
def updates(request: HttpRequest) -> HttpResponse:
    """Has anything changed since `since`? 204: no; 200: yes. Asked by every open page every 15 s: two columns are read."""
    number = request.GET.get("case", "")
    changed = queries.last_change(request.user, case_id=int(number) if number.isdecimal() else None)
    response = HttpResponse(status=200 if stamp(changed) != request.GET.get("since", "") else 204)
    response["Cache-Control"] = "no-store"
    return response


def stamp(moment: Any) -> str:
    """Microseconds, so that two changes in one second are two."""
    return str(int(moment.timestamp() * 1_000_000)) if moment else "0"


def live_url(changed: Any, *, case: Case | None = None) -> str:
    asked = {"since": stamp(changed)} | ({"case": case.pk} if case else {})
    return f"{reverse('updates')}?{urlencode(asked)}"


def form_for(kind: str, *args: Any, for_staff: bool) -> Form:
    if kind == "document":
        pack = current_pack()
        names = list(pack.company_documents) if for_staff else [document.title for document in pack.documents]
        return DocumentForm(*args, names=names)
    return {"message": MessageForm, "status": StatusForm, "note": NoteForm}[kind](*args)


def adds(user: User) -> tuple[str, ...]:
    return STAFF_ADDS if user.is_staff_of_company else APPLICANT_ADDS


def draw_card(
    request: HttpRequest, case: Case, *, adding: str = "", form: Any = None, status: int = 200
) -> HttpResponse:
    """The card, with one form of adding open if asked: `adding` and `form`, or `?add=` in the address.

    `form` may also be the RegisterForm with its errors.
    """
    user: User = request.user
    pack = current_pack()
    for_staff = user.is_staff_of_company
    adding = adding or request.GET.get("add", "")
    if adding not in adds(user):
        adding = ""
    show = request.GET.get("show", "")
    page = Paginator(queries.feed(case, user, show=show), queries.FEED_SIZE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "case": case,
        "entries": page,
        "show": show,
        "filters": [("", "Все"), *((code, text) for code, (text, _q) in queries.FEED_FILTERS.items())],
        "stages": queries.line_of(case, pack) if case.is_application else [],
        "type": case.application.type_in_pack if case.is_application else None,
        "adding": adding,
        "add_form": form if adding and form is not None else (form_for(adding, for_staff=for_staff) if adding else None),
        "live_url": live_url(case.changed_at, case=case),
    }
    if for_staff:
        staff = User.objects.active().staff().order_by("last_name", "first_name")
        asked = form if isinstance(form, RegisterForm) else RegisterForm(case=case, pack=pack, staff=staff)
        context |= {
            "register_form": asked,
            "others": queries.other_cases(case, user),
            **queries.neighbours(case, user),
        }
    context["form"] = form  # for the error summary and the title
    side = "staff" if for_staff else "applicant"
    return render(request, f"cases/card_{side}.html", context, status=status)


