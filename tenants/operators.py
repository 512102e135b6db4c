"""«Операторы»: who runs the platform, and help for the one who has lost the second factor."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts import services
from accounts.models import User
from accounts.queries import FACTORS
from accounts.requests import Request
from tenancy.access import Role, access
from tenancy.methods import require_safe

# Among the shared tables there are operators only.
FACTORS_OF_EACH = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)


@access(Role.OPERATOR)
@require_safe
def operator_list(request: Request) -> HttpResponse:
    operators = User.objects.annotate(has_factor=Exists(FACTORS_OF_EACH)).order_by("last_name", "first_name")
    return render(request, "tenants/operators.html", {"operators": operators})


@access(Role.OPERATOR)
def reset_operator(request: Request, pk: int) -> HttpResponse:
    operator = get_object_or_404(User.objects.annotate(has_factor=Exists(FACTORS_OF_EACH)), pk=pk)
    if request.method == "POST":
        services.reset_second_factor(operator, by=request.user, now=timezone.now())
        messages.success(request, f"{operator.full_name}: второй фактор сброшен, письмо отправлено.")
        return redirect("operator_list")
    context = {
        "person": operator,
        "has_factor": operator.has_factor,
        "is_self": operator == request.user,
        "will_enrol": True,
        "back_url": reverse("operator_list"),
    }
    return render(request, "accounts/reset_second_factor.html", context)
