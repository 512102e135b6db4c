from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import Request
from cabinet.company.queries import profile
from tenancy.access import Role, access
from tenancy.methods import require_safe

from .. import queries
from ..card import Shown
from ..forms import FindForm
from ..seller import missing

ON_A_PAGE = 50


@access(Role.APPLICANT, Role.STAFF)
@require_safe
def invoices(request: Request) -> HttpResponse:
    """«Счета и оплата» of an applicant, «Счета» of staff."""
    listed = queries.listed(request.user)
    form = FindForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"q": form.data.get("q", "")}
    for_staff = request.user.is_staff_of_company
    if for_staff:
        listed = queries.found(
            listed, words=asked.get("q", ""), state=asked.get("state", ""), since=asked.get("since"),
            until=asked.get("until"), today=localdate(),
        )  # fmt: skip
    page = Paginator(listed, ON_A_PAGE).get_page(request.GET.get("page"))
    conditions = {name: value for name, value in request.GET.items() if name in form.fields and value}
    context = {
        "page": page,
        "rows": [Shown.of(invoice) for invoice in page],
        "form": form,
        "is_filtered": bool(conditions),
        "lacks": missing(profile()) if for_staff else [],
    }
    return render(request, f"invoices/list_{'staff' if for_staff else 'applicant'}.html", context)
