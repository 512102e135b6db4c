"""Lists, the card, and the cheap question whether something has changed."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode

from accounts.models import User
from accounts.requests import Request
from tenancy.access import Role, access
from tenancy.methods import require_safe
from ui.lists import beyond_first, remember_place

from .. import queries, services
from ..forms import FindForm
from ..list_row import ListRow
from ..live import FILES, live_url, stamp
from .card import draw_card


@access(Role.APPLICANT, Role.STAFF)
@require_safe
def case_list(request: Request) -> HttpResponse:
    """«Документооборот»: an applicant's applications and messages, or the queue of the company."""
    user: User = request.user
    visible = queries.listed(user)
    tabs = queries.tabs_of(user)
    tab = next((tab for tab in tabs if tab.code == request.GET.get("tab")), tabs[0])
    form = FindForm(request.GET, for_staff=user.is_staff_of_company)
    found = visible.filter(tab.condition)
    words = stage = due = order = ""
    if form.is_valid():
        words, stage = form.cleaned_data["q"], form.cleaned_data["stage"]
        due, order = form.cleaned_data.get("due", ""), form.cleaned_data.get("order", "")
        found = queries.due_in(queries.matching(found, words), due)
        found = found.filter(stage=stage) if stage else found
    is_filtered = bool(words or stage or due)
    counts, changed = queries.overview(user)
    paginator = Paginator(queries.rows(found, user, by_due=order == "due"), queries.PAGE_SIZE)
    if not is_filtered:
        paginator.count = counts[tab.code]  # known already; counting twice is the dearest part of a list
    page = paginator.get_page(request.GET.get("page"))
    place = {
        "tab": tab.code if tab != tabs[0] else "",
        "q": words,
        "stage": stage,
        "due": due,
        "order": order,
        "page": beyond_first(page),
    }
    remember_place(request, "case_list", place)
    context = {
        "form": form,
        "page": page,
        "tab": tab,
        "tabs": [
            {"text": t.text, "count": counts[t.code], "current": t == tab, "url": f"?{urlencode({'tab': t.code})}"}
            for t in tabs
        ],
        "is_filtered": is_filtered,
        "by_due": order == "due",
        "rows": [ListRow.of(case, user) for case in page],
        "live_url": live_url(changed),
    }
    side = "staff" if user.is_staff_of_company else "applicant"
    return render(request, f"cases/list_{side}.html", context)


@access(Role.APPLICANT, Role.STAFF)
@require_safe
def case(request: Request, pk: int) -> HttpResponse:
    """The card of an application or a message."""
    case = queries.card(request.user, pk)
    if case is None:
        raise Http404
    if case.is_draft:
        return redirect(case)
    answer = draw_card(request, case)  # drawn first: it shows what was new
    if request.headers.get("X-Redraw") != FILES:  # the script looks only for files that it shows already
        services.mark_seen(case, by=request.user, now=timezone.now())
    return answer


@access(Role.APPLICANT, Role.STAFF)
@require_safe
def updates(request: Request) -> HttpResponse:
    """Has anything changed since `since`? 204: no; 200: yes. Every open page asks every 15 s: one look-up.

    An open card also says what it knows of its files (`looked`), the page of a draft says only this. Where only that
    has changed the answer is FILES, and the page draws their rows anew by itself.
    """
    asked = request.GET
    number = asked.get("case", "")[:19]  # no more digits than a case's number can have
    looked = None
    if number.isdecimal():
        changed, looked = queries.last_changes(request.user, case_id=int(number))
    else:
        changed = queries.last_change(request.user)
    response = HttpResponse(status=204)
    if stamp(changed) != asked.get("since", stamp(changed) if "looked" in asked else ""):
        response = HttpResponse()
    elif stamp(looked) != asked.get("looked", stamp(looked)):
        response = HttpResponse(FILES, content_type="text/plain")
    response["Cache-Control"] = "no-store"
    return response
