"""Who may open what: every route of both hosts, read like a page of rules.

The columns are people, a cell is the answer to the route's own method. `in` is the way to the sign-in page and back.
"""

from dataclasses import dataclass

PEOPLE = ("nobody", "applicant", "stranger", "specialist", "administrator")
OPERATORS = ("nobody", "operator")


@dataclass(frozen=True)
class Route:
    method: str
    answers: tuple[str, ...]
    data: dict[str, str]


def get(*answers: int | str) -> Route:
    return Route("get", tuple(map(str, answers)), {})


def post(*answers: int | str, **data: str) -> Route:
    return Route("post", tuple(map(str, answers)), data)


def put(*answers: int | str) -> Route:
    return Route("put", tuple(map(str, answers)), {})


def everyone(answer: int, *, count: int = len(PEOPLE)) -> Route:
    return get(*[answer] * count)


COMPANY = {
    # route                                         nobody applicant stranger specialist administrator
    "": everyone(302),
    "accounts/login/": get(200, 302, 302, 302, 302),
    "accounts/logout/": post(302, 302, 302, 302, 302),
    "accounts/second-factor/": everyone(302),
    "accounts/confirm/": get("in", 200, 200, 200, 200),
    "accounts/password/change/": get("in", 200, 200, 200, 200),
    "accounts/password/reset/": everyone(200),
    "accounts/password/reset/<str:number>/<str:token>/": everyone(410),
    "accounts/signup/": get(200, 302, 302, 302, 302),
    "accounts/signup/sent/": everyone(302),
    "accounts/email/again/": everyone(200),
    "accounts/email/<str:key>/": everyone(410),
    "invitation/<str:token>/": everyone(410),
    "consent/<str:kind>/": everyone(200),
    "consent/<str:kind>/<int:version>/": everyone(200),
    "consent/<str:kind>/withdraw/": get("in", 200, 200, 404, 404),
    "consent/renew/": get("in", 302, 302, 404, 404),
    "consents/": get("in", 404, 404, 404, 200),
    "consents/<str:kind>/": get("in", 404, 404, 404, 200),
    "phone/": get("in", 302, 302, 404, 404),
    "phone/change/": get("in", 200, 200, 404, 404),
    "phone/new/": get("in", 302, 302, 404, 404),
    "api/": everyone(200),
    "api/openapi.yaml": everyone(200),
    "exchange/": get("in", 404, 404, 404, 302),
    "exchange/import/": get("in", 404, 404, 404, 200),
    "integrations/": get("in", 200, 200, 200, 200),
    "integrations/new/": get("in", 302, 302, 302, 302),
    "integrations/<int:pk>/revoke/": post("in", 302, 404, 404, 404),
    "integrations/webhooks/": get("in", 200, 200, 404, 200),
    "integrations/webhooks/new/": get("in", 302, 302, 404, 302),
    "integrations/webhooks/<int:pk>/": get("in", 200, 404, 404, 404),
    **{
        f"integrations/webhooks/<int:pk>/{act}/": post("in", 302, 404, 404, 404) for act in ("test", "resume", "remove")
    },
    "integrations/webhooks/deliveries/<int:pk>/repeat/": post("in", 302, 404, 404, 404),
    "profile/": get("in", 200, 200, 404, 404),
    "profile/security/": get("in", 200, 200, 200, 200),
    "profile/security/app/": get("in", 302, 302, 302, 302),  # the password first
    "profile/security/passkey/": get("in", 302, 302, 302, 302),
    "profile/security/codes/": get("in", 302, 302, 302, 302),
    "profile/security/factors/<int:pk>/remove/": get("in", 404, 404, 404, 404),
    "profile/security/sessions/end/": post("in", 302, 302, 302, 302),
    "profile/security/sessions/<str:handle>/end/": post("in", 404, 404, 404, 404),
    "staff/": get("in", 404, 404, 404, 200),
    "staff/new/": get("in", 404, 404, 404, 200),
    "staff/invitations/<int:pk>/again/": post("in", 404, 404, 404, 302),
    "staff/invitations/<int:pk>/withdraw/": post("in", 404, 404, 404, 302),
    "staff/<int:pk>/": get("in", 404, 404, 404, 200),
    "staff/<int:pk>/disable/": get("in", 404, 404, 404, 200),
    "staff/<int:pk>/enable/": post("in", 404, 404, 404, 302),
    "people/<int:pk>/second-factor/": get("in", 404, 404, 404, 200),
    "suppliers/": get("in", 404, 404, 404, 200),
    "suppliers/new/": get("in", 404, 404, 404, 200),
    "suppliers/<int:pk>/": get("in", 404, 404, 404, 200),
    "suppliers/<int:pk>/block/": get("in", 404, 404, 404, 200),
    "suppliers/<int:pk>/unblock/": post("in", 404, 404, 404, 302),
    "suppliers/<int:pk>/invite/": get("in", 404, 404, 404, 200),
    "suppliers/invitations/<int:pk>/again/": post("in", 404, 404, 404, 302),
    "suppliers/invitations/<int:pk>/withdraw/": post("in", 404, 404, 404, 302),
    "suppliers/people/<int:pk>/disable/": post("in", 404, 404, 404, 302),
    "suppliers/people/<int:pk>/enable/": post("in", 404, 404, 404, 302),
    "cases/<int:pk>/supplier/": get("in", 404, 404, 200, 200),
    # Of a supplier alone, see OF_SUPPLIER.
    "supplied/": get("in", 404, 404, 404, 404),
    "supplied/<int:pk>/": get("in", 404, 404, 404, 404),
    "supplied/<int:pk>/place/": get("in", 404, 404, 404, 404),
    "supplied/documents/<int:pk>/": get("in", 404, 404, 404, 404),
    "supplied/signatures/<int:pk>/": get("in", 404, 404, 404, 404),
    "supplied/signatures/<int:pk>/sign/": post("in", 404, 404, 404, 404),
    "personal-data/": get("in", 200, 200, 404, 404),
    "personal-data/download/": post("in", 200, 200, 404, 404),
    "personal-data/close/": get("in", 200, 200, 404, 404),
    "welcome/<str:token>/": everyone(410),
    "organisation/": get("in", 404, 404, 404, 404),  # of those who act for one: see tests/accounts/test_joining.py
    "members/<int:pk>/": post("in", 404, 404, 302, 302),
    "join-requests/<int:pk>/": post("in", 404, 404, 302, 302),
    "representatives/": get("in", 200, 200, 404, 404),
    "representatives/<int:pk>/revoke/": post("in", 302, 404, 404, 404),
    "representatives/<int:pk>/document/": get("in", 302, 404, 302, 302),
    "representation/<str:token>/": everyone(410),
    "clients/": get("in", 200, 200, 404, 404),
    "clients/letters/": post("in", 302, 302, 404, 404),
    "clients/<int:pk>/": post("in", 302, 404, 404, 404),
    "applicants/": get("in", 404, 404, 200, 200),
    "applicants/new/": get("in", 404, 404, 200, 200),
    "applicants/<int:pk>/": get("in", 404, 404, 200, 200),
    "applicants/<int:pk>/block/": post("in", 404, 404, 422, 422),
    "applicants/<int:pk>/unblock/": post("in", 404, 404, 302, 302),
    "applicants/<int:pk>/access/": post("in", 404, 404, 422, 422),
    "applicants/<int:pk>/letter/": post("in", 404, 404, 302, 302),
    "payments/": get("in", 404, 404, 200, 200),
    "payments/queue/": get("in", 404, 404, 200, 200),
    "payments/new/": get("in", 404, 404, 200, 200),
    "payments/statements/": get("in", 404, 404, 200, 200),
    "payments/statements/new/": get("in", 404, 404, 200, 200),
    "payments/statements/<int:pk>/": get("in", 404, 404, 200, 200),
    "payments/statements/<int:pk>/file/": get("in", 404, 404, 302, 302),
    "payments/exchange/": get("in", 404, 404, 200, 200),
    "payments/exchange/<slug:what>/": get("in", 404, 404, 200, 200),
    "payments/reports/": get("in", 404, 404, 404, 200),
    "payments/reports/<slug:report>/": get("in", 404, 404, 404, 200),
    "payments/reports/<slug:report>/xlsx/": get("in", 404, 404, 404, 200),
    "payments/reconciliation/": get("in", 404, 404, 404, 404),  # no payer is named
    "payments/period/": get("in", 404, 404, 404, 200),
    "payments/notices/<slug:name>/<str:secret>/": post(404, 404, 404, 404, 404),  # the secret is wrong
    "settings/payments/": get("in", 404, 404, 404, 200),
    "reports/": get("in", 404, 404, 200, 200),
    "reports/<slug:code>/": get("in", 404, 404, 200, 200),
    "reports/<slug:code>/<slug:kind>/": get("in", 404, 404, 200, 200),
    "reports/letters/": post("in", 404, 404, 302, 302),
    "invoices/<int:pk>/pay/": post("in", 409, 404, 404, 404),  # nobody has told how people pay online
    "invoices/<int:pk>/checkout/": get("in", 302, 404, 404, 404),
    "invoices/<int:pk>/transfer/": get("in", 404, 404, 404, 404),  # nothing is rendered
    "checkouts/<int:pk>/": get("in", 200, 404, 404, 404),
    "payments/<int:pk>/": get("in", 404, 404, 200, 200),
    "payments/<int:pk>/file/": get("in", 404, 404, 302, 302),
    "payments/<int:pk>/choose/": post("in", 404, 404, 404, 404),  # no invoice is named
    "payments/<int:pk>/split/": get("in", 404, 404, 200, 200),
    "payments/<int:pk>/<slug:deed>/": get("in", 404, 404, 200, 200),
    "check/": everyone(200),
    "receipts/": everyone(200),
    "passports/": everyone(200),
    "passports/<slug:code>/": everyone(200),
    "passports/<slug:code>/word/": everyone(200),
    "passports/<slug:code>/pdf/": everyone(200),
    "rules/": get("in", 404, 404, 200, 200),
    "templates/": get("in", 404, 404, 404, 200),
    "templates/<slug:code>/": get("in", 404, 404, 404, 200),
    "templates/<slug:code>/ours/": get("in", 404, 404, 404, 200),
    "templates/<slug:code>/return/": post("in", 404, 404, 404, 302),
    "templates/<slug:code>/preview/word/": get("in", 404, 404, 404, 200),
    "templates/<slug:code>/preview/pdf/": get("in", 404, 404, 404, 200),
    "templates/versions/<int:pk>/": get("in", 404, 404, 404, 302),
    ".well-known/setevoy-kabinet-seal-keys.json": everyone(200),
    "sight/": everyone(302),
    "components/": everyone(200),
    "brand-<str:color>.css": everyone(404),
    "settings/": get("in", 404, 404, 404, 200),
    "catalogue/": get("in", 404, 404, 404, 200),
    "settings/rules/": get("in", 404, 404, 404, 200),
    "settings/rules/<slug:what>/<slug:code>/": get("in", 404, 404, 404, 200),
    "settings/rules/<slug:what>/<slug:code>/move/": post("in", 404, 404, 404, 302),
    "settings/numbers/": get("in", 404, 404, 404, 200),
    "settings/plan/": get("in", 404, 404, 404, 200),
    "settings/plan/invoices/<uuid:key>/": get("in", 404, 404, 404, 404),  # nothing was issued
    "settings/plan/acts/<uuid:key>/": get("in", 404, 404, 404, 404),
    "catalogue/begin/": post("in", 404, 404, 404, 302),
    "catalogue/new/": get("in", 404, 404, 404, 200),
    "catalogue/<int:pk>/": get("in", 404, 404, 404, 200),
    "catalogue/<int:pk>/move/": post("in", 404, 404, 404, 302),
    "catalogue/<int:pk>/hide/": post("in", 404, 404, 404, 302),
    "catalogue/<int:pk>/show/": post("in", 404, 404, 404, 302),
    "catalogue/<int:pk>/template/": get("in", 302, 302, 302, 302),
    "uploads/": post("in", 422, 422, 422, 422),  # nothing is said of a file
    "uploads/<uuid:key>/parts/<int:number>/": put("in", 422, 404, 404, 404),
    "uploads/<uuid:key>/finish/": post("in", 409, 404, 404, 404),
    "uploads/<uuid:key>/cancel/": post("in", 204, 404, 404, 404),
    "information/": get("in", 200, 200, 404, 404),
    "help/": everyone(200),
    "pages/": get("in", 404, 404, 404, 200),
    "pages/<slug:slot>/": post("in", 404, 404, 404, 200),  # nothing was typed: the page is drawn again
    "pages/versions/<int:pk>/": post("in", 404, 404, 404, 200),
    "cases/": get("in", 200, 200, 200, 200),
    "cases/<int:pk>/": get("in", 200, 404, 200, 200),
    "cases/<int:pk>/history/": get("in", 200, 404, 200, 200),
    "cases/<int:pk>/terms/": get("in", 404, 404, 200, 200),
    "cases/<int:pk>/terms/outage/": get("in", 404, 404, 302, 302),  # no outage was recorded
    "cases/<int:pk>/terms/outage/back/": get("in", 404, 404, 302, 302),  # nothing was applied
    "cases/<int:pk>/days/": get("in", 404, 404, 200, 200),
    "cases/<int:pk>/contract/": get("in", 200, 404, 200, 200),
    "cases/<int:pk>/contract/<slug:act>/": get("in", 404, 404, 200, 200),  # «Направить проект договора»
    "cases/<int:pk>/evidence/": get("in", 404, 404, 302, 302),  # as the next one
    "cases/<int:pk>/complaint/": get("in", 302, 404, 404, 404),  # no terms run: the answers give no category
    "cases/<int:pk>/entries/<slug:kind>/": post("in", 302, 404, 302, 302, text="Добрый день"),
    "cases/<int:pk>/register/": post("in", 404, 404, 422, 422),
    "cases/<int:pk>/information/answer/": post("in", 302, 404, 404, 404),
    "cases/<int:pk>/information/check/": post("in", 404, 404, 409, 409),
    "information/<int:pk>/files/": post("in", 404, 404, 404, 404),  # and no such upload: see tests/cases/test_slots.py
    "cases/<int:pk>/information/close/": post("in", 404, 404, 302, 302),
    "cases/<int:pk>/refusal/": get("in", 404, 404, 200, 200),
    "cases/<int:pk>/annulment/proposal/": get("in", 404, 404, 200, 200),
    "cases/<int:pk>/annulment/": get("in", 404, 404, 302, 302),  # nothing is proposed
    "cases/<int:pk>/annulment/rejection/": post("in", 404, 404, 302, 302),
    "cases/<int:pk>/reversal/": get("in", 404, 404, 302, 302),  # nothing is decided
    "cases/<int:pk>/withdraw/": get("in", 200, 404, 404, 404),
    "cases/<int:pk>/delete/": get("in", 200, 404, 404, 404),
    "cases/<int:pk>/files/": post("in", 404, 404, 404, 404),  # and no such upload: see tests/cases/test_upload.py
    "cases/<int:pk>/files/waiting/": post("in", 404, 404, 404, 404),
    "entries/<int:pk>/withdraw/": get("in", 404, 404, 200, 200),
    "cases/<int:pk>/sheet/": get("in", 200, 404, 200, 200),
    "cases/<int:pk>/application/word/": get("in", 200, 404, 200, 200),
    "cases/<int:pk>/application/pdf/": get("in", 200, 404, 200, 200),
    "cases/<int:pk>/archive/": get("in", 200, 404, 200, 200),
    "documents/<int:pk>/": get("in", 302, 404, 302, 302),
    "documents/<int:pk>/preview/": get("in", 200, 404, 200, 200),
    "documents/<int:pk>/pictures/<slug:name>/": get("in", 200, 404, 200, 200),
    "documents/<int:pk>/sign/": get("in", 200, 404, 404, 404),
    "documents/<int:pk>/remind/": post("in", 404, 404, 302, 302),
    "documents/<int:pk>/recall/": get("in", 404, 404, 200, 200),
    "documents/<int:pk>/prolong/": get("in", 404, 404, 200, 200),
    "documents/<int:pk>/sheet/": get("in", 200, 404, 200, 200),
    "documents/<int:pk>/stamped/": get("in", 200, 404, 200, 200),
    "documents/<int:pk>/proof/": get("in", 200, 404, 200, 200),
    "cases/<int:pk>/kit/": get("in", 200, 404, 200, 200),
    "signatures/": get("in", 200, 200, 200, 200),
    "signatures/setup/": get("in", 200, 200, 200, 200),
    "signatures/<int:pk>/": get("in", 404, 404, 200, 200),  # of the company
    "signatures/<int:pk>/sign/": post("in", 404, 404, 422, 422),
    "signatures/<int:pk>/decline/": get("in", 404, 404, 404, 200),
    "signatures/<int:pk>/code/": post("in", 422, 404, 404, 404),  # of the applicant
    "signatures/<int:pk>/confirm/": post("in", 422, 404, 404, 404),
    "signatures/given/<int:pk>/": get("in", 200, 404, 200, 200),
    "signatures/given/<int:pk>/protocol/": get("in", 200, 404, 200, 200),
    "powers/": get("in", 200, 200, 200, 200),
    "powers/<int:pk>/": get("in", 404, 404, 302, 302),  # of the company
    "powers/<int:pk>/confirm/": post("in", 404, 404, 302, 302),
    "powers/<int:pk>/revoke/": post("in", 404, 404, 302, 302),
    "demo/signer/": get("in", 200, 200, 200, 200),
    "updates/": get("in", 200, 200, 200, 200),
    "lookup/": everyone(200),
    "appointments/": everyone(200),
    "appointments/new/": everyone(302),  # no time is chosen
    "appointments/code/": post(302, 302, 302, 302, 302),  # what was typed before is not there
    "appointments/day/": get("in", 404, 404, 200, 200),
    "appointments/settings/": get("in", 404, 404, 404, 200),
    "appointments/settings/<slug:part>/": get("in", 404, 404, 404, 200),
    "appointments/<uuid:key>/": get(404, 200, 404, 200, 200),
    "appointments/<uuid:key>/calendar/": get(404, 200, 404, 200, 200),
    "appointments/<uuid:key>/move/": get(404, 200, 404, 200, 200),
    "appointments/<uuid:key>/cancel/": post(404, 409, 404, 409, 409),  # the visit is over
    "appointments/<uuid:key>/visit/": post("in", 404, 404, 302, 302, state="arrived"),
    "invoices/": get("in", 200, 200, 200, 200),
    "invoices/<int:pk>/": get("in", 200, 404, 200, 200),
    "invoices/<int:pk>/file/": get("in", 302, 404, 302, 302),
    "invoices/<int:pk>/paid/": get("in", 200, 404, 404, 404),
    **{
        f"invoices/<int:pk>/{act}/": get("in", 404, 404, 200, 200)
        for act in ("next", "interest", "correction", "cancellation")
    },
    "cases/<int:pk>/invoices/new/": get("in", 404, 404, 200, 200),
    "settings/requisites/": get("in", 404, 404, 404, 200),
    "tariffs/": get("in", 404, 404, 200, 200),
    "tariffs/new/": get("in", 404, 404, 404, 200),
    "tariffs/template.csv": get("in", 404, 404, 404, 200),
    "tariffs/<int:pk>/": get("in", 404, 404, 200, 200),
    "tariffs/<int:pk>/act/": get("in", 404, 404, 302, 302),
    "tariffs/<int:pk>/withdrawal/": get("in", 404, 404, 404, 200),
    "price/": everyone(200),
    "disclosure/": everyone(404),
    "disclosure/csv/": everyone(404),
    "desk/": get("in", 404, 404, 200, 200),
    "desk/files/waiting/": post("in", 404, 404, 404, 404),
    "applications/new/": post("in", 302, 302, 404, 404),
    "applications/<int:pk>/category/": get("in", 404, 404, 200, 200),
    "applications/<int:pk>/copy/": post("in", 302, 404, 404, 404),
    "applications/<int:pk>/draft/": get("in", 200, 404, 404, 404),
    "applications/<int:pk>/draft/<slug:page>/": get("in", 200, 404, 404, 404),
    "enquiries/new/": post("in", 302, 302, 404, 404),
    "enquiries/<int:pk>/draft/": get("in", 200, 404, 404, 404),
}

# A person of a supplier at Горсеть: these answers, and a 404 wherever else somebody has to be signed in.
OF_SUPPLIER = {
    "accounts/confirm/": "200",
    "accounts/password/change/": "200",
    "profile/security/": "200",
    "profile/security/app/": "302",
    "profile/security/passkey/": "302",
    "profile/security/codes/": "302",
    "profile/security/factors/<int:pk>/remove/": "404",
    "profile/security/sessions/end/": "302",
    "profile/security/sessions/<str:handle>/end/": "404",
    "signatures/setup/": "200",
    "demo/signer/": "200",
    "supplied/": "200",
    "supplied/<int:pk>/": "200",
    "supplied/<int:pk>/place/": "200",
    "supplied/documents/<int:pk>/": "302",
    "supplied/signatures/<int:pk>/": "200",
    "supplied/signatures/<int:pk>/sign/": "422",
}
# Another supplier's person opens the pages, and nothing that has a number.
OF_OTHER_SUPPLIER = {route: "404" if "<int:pk>" in route else answer for route, answer in OF_SUPPLIER.items()}

PLATFORM = {
    # route                                         nobody operator
    "": get("in", 302),
    "accounts/login/": get(200, 302),
    "accounts/second-factor/": get(302, 302),
    "accounts/confirm/": get("in", 200),
    "accounts/logout/": post(302, 302),
    "accounts/password/change/": get("in", 200),
    "accounts/password/reset/": get(200, 200),
    "accounts/password/reset/<str:number>/<str:token>/": get(410, 410),
    "profile/security/": get("in", 200),
    "profile/security/app/": get("in", 302),
    "profile/security/passkey/": get("in", 302),
    "profile/security/codes/": get("in", 302),
    "profile/security/factors/<int:pk>/remove/": get("in", 404),
    "profile/security/sessions/end/": post("in", 302),
    "profile/security/sessions/<str:handle>/end/": post("in", 404),
    "suppliers/": get(200, 200),
    "operators/": get("in", 200),
    "outages/": get("in", 200),
    "outages/<int:pk>/correction/": get("in", 404),
    "outages/<int:pk>/withdrawal/": get("in", 404),
    "banks/": get("in", 200),
    "key-rate/": get("in", 200),
    "operators/<int:pk>/second-factor/": get("in", 404),
    "check/": get(200, 200),
    ".well-known/setevoy-kabinet-seal-keys.json": get(200, 200),
    "sight/": get(302, 302),
    "components/": get(200, 200),
    "companies/": get("in", 200),
    "companies/new/": get("in", 200),
    "companies/<int:pk>/": get("in", 200),
    "companies/<int:pk>/suspend/": get("in", 200),
    "companies/<int:pk>/resume/": post("in", 302),
    "companies/<int:pk>/invitation/": post("in", 200),
    "companies/<int:pk>/time-zone/": get("in", 200),
    "companies/<int:pk>/storage/": post("in", 200),
    "billing/plans/": get("in", 200),
    "billing/plans/new/": get("in", 200),
    "billing/plans/<slug:code>/": get("in", 200),
    "billing/seller/": get("in", 200),
    "billing/companies/": get("in", 200),
    "billing/companies/<int:pk>/": get("in", 200),
    "billing/companies/<int:pk>/plan/": post("in", 422),
    "billing/companies/<int:pk>/usage/": post("in", 422),
    "billing/companies/<int:pk>/draw/": post("in", 302),
    "billing/companies/<int:pk>/pause/": post("in", 422),
    "billing/companies/<int:pk>/resume/": post("in", 409),  # nothing is paused
    "billing/invoices/": get("in", 200),
    "billing/invoices/<uuid:key>/": get("in", 200),
    "billing/invoices/<uuid:key>/pdf/": get("in", 200),
    "billing/invoices/<uuid:key>/act/": get("in", 200),
    "billing/invoices/<uuid:key>/review/": post("in", 409),  # it was issued
    "billing/invoices/<uuid:key>/return/": post("in", 409),
    "billing/invoices/<uuid:key>/issue/": post("in", 302),
    "billing/invoices/<uuid:key>/correct/": get("in", 200),
    "billing/invoices/<uuid:key>/cancel/": get("in", 200),
    "billing/invoices/<uuid:key>/payment/": get("in", 200),
    "billing/applied/<int:pk>/back/": get("in", 200),
    "billing/payments/": get("in", 200),
    "billing/payments/files/<uuid:key>/": get("in", 200),
    "billing/payments/files/<uuid:key>/file/": get("in", 200),
    "billing/payments/<uuid:key>/apply/": post("in", 302, invoice="СК-2026-00001"),
    "billing/payments/<uuid:key>/aside/": get("in", 200),
    "sms/reports/<slug:gateway>/<str:secret>/": get(404, 404),  # gateways, who know the secret
    "outbox/": get(200, 200),  # the embedded mode only
    "outbox/<uuid:key>/": get(404, 404),
    "outbox/<uuid:key>/html/": get(404, 404),
}
