from typing import Any

from django import template
from django.template.context import RequestContext
from django.urls import reverse

from ..menu import shown_to

register = template.Library()


@register.inclusion_tag("invoices/menu.html", takes_context=True)
def invoices_link(context: RequestContext) -> dict[str, Any]:
    """The section of invoices in the menu of an applicant; nothing where there are none."""
    user = context.get("user")
    every, still_open = shown_to(user) if user is not None and user.is_authenticated else (0, 0)
    address = reverse("invoices")
    request = context.get("request")
    return {
        "address": address if every else "",
        "open": still_open,
        "current": request is not None and request.path.startswith(address),
        "leaves": context.get("leaves", ""),
    }
