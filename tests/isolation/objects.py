"""Every address of a company that has a number in it, and what the number is of."""

import uuid
from typing import Any

from cabinet.cases.models import Case, Entry
from tenancy.company import inside

from .conftest import Side

# Every address with a number in it: whose number it is, and who would be let in at home.
OBJECTS = {
    "cases/<int:pk>/": ("application", "applicant"),
    "cases/<int:pk>/entries/<slug:kind>/": ("application", "administrator"),
    "cases/<int:pk>/history/": ("application", "applicant"),
    **{f"payments/<int:pk>/{act}": ("payment", "administrator") for act in ("", "file/", "choose/", "split/")},
    "payments/<int:pk>/<slug:deed>/": ("payment", "administrator"),
    "checkouts/<int:pk>/": ("checkout", "applicant"),
    "invoices/<int:pk>/checkout/": ("invoice", "applicant"),
    "invoices/<int:pk>/transfer/": ("served", "administrator"),
    "invoices/<int:pk>/pay/": ("invoice", "applicant"),
    **{f"payments/statements/<int:pk>/{act}": ("statement", "administrator") for act in ("", "file/")},
    "cases/<int:pk>/contract/": ("application", "applicant"),
    "cases/<int:pk>/contract/<slug:act>/": ("application", "administrator"),
    **{
        f"cases/<int:pk>/{page}/": ("application", "administrator")
        for page in ("terms", "terms/outage", "terms/outage/back", "days", "evidence")
    },
    "cases/<int:pk>/complaint/": ("application", "applicant"),
    "cases/<int:pk>/register/": ("application", "administrator"),
    "cases/<int:pk>/information/answer/": ("application", "applicant"),
    "cases/<int:pk>/information/check/": ("application", "administrator"),
    "cases/<int:pk>/information/close/": ("application", "administrator"),
    "information/<int:pk>/files/": ("item", "applicant"),
    **{
        f"cases/<int:pk>/{act}/": ("application", "administrator")
        for act in ("refusal", "annulment/proposal", "annulment", "annulment/rejection", "reversal")
    },
    **{f"invoices/<int:pk>/{page}": ("bill", "applicant") for page in ("", "file/", "paid/")},
    **{f"invoices/<int:pk>/{act}/": ("bill", "administrator") for act in ("next", "correction", "cancellation")},
    "cases/<int:pk>/invoices/new/": ("application", "administrator"),
    "cases/<int:pk>/withdraw/": ("application", "applicant"),
    "cases/<int:pk>/delete/": ("draft", "applicant"),
    "cases/<int:pk>/files/": ("draft", "applicant"),
    "cases/<int:pk>/files/waiting/": ("application", "applicant"),
    "entries/<int:pk>/withdraw/": ("own_word", "administrator"),
    "cases/<int:pk>/sheet/": ("application", "applicant"),
    "cases/<int:pk>/application/word/": ("application", "applicant"),
    "cases/<int:pk>/application/pdf/": ("application", "applicant"),
    "cases/<int:pk>/archive/": ("application", "applicant"),
    "documents/<int:pk>/": ("document", "applicant"),
    "documents/<int:pk>/sign/": ("document", "applicant"),
    **{f"documents/<int:pk>/{act}/": ("contract", "administrator") for act in ("remind", "recall", "prolong")},
    **{f"documents/<int:pk>/{paper}/": ("signed", "applicant") for paper in ("sheet", "stamped", "proof")},
    "cases/<int:pk>/kit/": ("application", "applicant"),
    **{f"signatures/<int:pk>/{act}": ("request", "administrator") for act in ("", "sign/", "decline/")},
    **{f"signatures/<int:pk>/{act}/": ("own_request", "applicant") for act in ("code", "confirm")},
    **{f"signatures/given/<int:pk>/{form}": ("signature", "applicant") for form in ("", "protocol/")},
    **{f"powers/<int:pk>/{act}": ("power", "administrator") for act in ("", "confirm/", "revoke/")},
    "documents/<int:pk>/preview/": ("document", "applicant"),
    "documents/<int:pk>/pictures/<slug:name>/": ("document", "applicant"),
    "applications/<int:pk>/category/": ("application", "administrator"),
    "applications/<int:pk>/copy/": ("application", "applicant"),
    "applications/<int:pk>/draft/": ("draft", "applicant"),
    "applications/<int:pk>/draft/<slug:page>/": ("draft", "applicant"),
    "enquiries/<int:pk>/draft/": ("enquiry", "applicant"),
    "pages/versions/<int:pk>/": ("version", "administrator"),
    "templates/versions/<int:pk>/": ("template", "administrator"),
    "catalogue/<int:pk>/": ("name", "administrator"),
    "catalogue/<int:pk>/move/": ("name", "administrator"),
    "catalogue/<int:pk>/hide/": ("name", "administrator"),
    "catalogue/<int:pk>/show/": ("name", "administrator"),
    "catalogue/<int:pk>/template/": ("name", "applicant"),
    "applicants/<int:pk>/": ("about", "administrator"),
    "applicants/<int:pk>/block/": ("about", "administrator"),
    "applicants/<int:pk>/unblock/": ("about", "administrator"),
    "applicants/<int:pk>/access/": ("about", "administrator"),
    "applicants/<int:pk>/letter/": ("about", "administrator"),
    "members/<int:pk>/": ("member", "administrator"),
    "join-requests/<int:pk>/": ("asked", "administrator"),
    "representatives/<int:pk>/revoke/": ("representation", "applicant"),
    "representatives/<int:pk>/document/": ("representation", "applicant"),
    "clients/<int:pk>/": ("about", "applicant"),
    "integrations/<int:pk>/revoke/": ("api_key", "administrator"),
    **{f"integrations/webhooks/<int:pk>/{act}": ("webhook", "administrator") for act in ("", "test/", "resume/")},
    "integrations/webhooks/<int:pk>/remove/": ("webhook", "administrator"),
    "integrations/webhooks/deliveries/<int:pk>/repeat/": ("delivery", "administrator"),
    "profile/security/factors/<int:pk>/remove/": ("factor", "applicant"),
    "staff/invitations/<int:pk>/again/": ("invitation", "administrator"),
    "staff/invitations/<int:pk>/withdraw/": ("invitation", "administrator"),
    "people/<int:pk>/second-factor/": ("colleague", "administrator"),
    "staff/<int:pk>/": ("colleague", "administrator"),
    "staff/<int:pk>/disable/": ("colleague", "administrator"),
    "staff/<int:pk>/enable/": ("colleague", "administrator"),
}
# Of what only an electricity company knows: suppliers, tariffs by which prices are reckoned, interest for instalments.
OF_ELECTRICITY = {
    "invoices/<int:pk>/interest/": "bill",
    **{f"tariffs/<int:pk>/{page}": "tariff" for page in ("", "act/", "withdrawal/")},
    **{f"suppliers/<int:pk>/{act}": "supplier" for act in ("", "block/", "unblock/", "invite/")},
    **{f"suppliers/invitations/<int:pk>/{act}/": "invitation" for act in ("again", "withdraw")},
    **{f"suppliers/people/<int:pk>/{act}/": "person" for act in ("disable", "enable")},
    "cases/<int:pk>/supplier/": "case",
    **{f"supplied/<int:pk>/{page}": "case" for page in ("", "place/")},
    "supplied/documents/<int:pk>/": "entry",
    **{f"supplied/signatures/<int:pk>/{act}": "request" for act in ("", "sign/")},
}
SENT = {"key": str(uuid.uuid4()), "text": "чужое", "reason": "чужое", "do": "submit", "number": "1", "status": "",
        "version": "0", "address": "чужое", "invoice": "1"}  # fmt: skip
UNKNOWN = 6999


def address(route: str, number: int) -> str:
    return "/" + route.replace("<int:pk>", str(number)).replace("<slug:kind>", "message").replace(
        "<slug:page>", "what"
    ).replace("<slug:name>", "thumb").replace("<slug:act>", "draft").replace("<slug:deed>", "aside")


def content(side: Side) -> list[Any]:
    """Everything that people could have changed."""
    with inside(side.company):
        cases = Case.objects.order_by("pk").values_list("pk", "stage", "number", "status", "subject", "version")
        return [*cases, *Entry.objects.order_by("pk").values_list("pk", "html", "title")]
