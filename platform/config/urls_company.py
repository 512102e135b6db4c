"""Routes of a company's host."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("accounts.urls_company")),
    path("api/v1/", include("config.urls_api")),
    path("", include("api.urls")),
    path("", include("webhooks.urls")),
    path("", include("ui.urls")),
    path("", include("documents.urls")),
    path("", include("signing.urls")),
    path("", include("cabinet.home.urls")),
    path("", include("cabinet.company.urls")),
    path("", include("cabinet.rules.urls")),
    path("", include("cabinet.pages.urls")),
    path("", include("cabinet.representatives.urls")),
    path("", include("cabinet.cases.urls")),
    path("", include("cabinet.contracts.urls")),
    path("", include("cabinet.decisions.urls")),
    path("", include("cabinet.catalogue.urls")),
    path("", include("cabinet.applicants.urls")),
    path("", include("cabinet.clients.urls")),
    path("", include("cabinet.staff.urls")),
    path("", include("cabinet.applications.urls")),
    path("", include("cabinet.enquiries.urls")),
    path("", include("cabinet.appointments.urls")),
    path("", include("cabinet.desk.urls")),
    path("", include("cabinet.disclosure.urls")),
    path("", include("cabinet.terms.urls")),
    path("", include("cabinet.reports.urls")),
    path("", include("cabinet.signatures.urls")),
    path("", include("cabinet.suppliers.urls")),
    path("", include("cabinet.exchange.urls")),
    path("", include("cabinet.paperwork.urls")),
    path("", include("billing.subscriptions.urls_company")),
    path("", include("billing.payments.urls")),
    path("", include("billing.tariffs.urls")),
    path("", include("billing.invoices.urls")),
]
if settings.EMBEDDED:
    urlpatterns.append(path("", include("cabinet.demo.urls")))
handler400 = "ui.views.bad_request"
handler403 = "ui.views.not_found"
handler404 = "ui.views.not_found"
handler429 = "ui.views.too_many_requests"
handler500 = "ui.views.server_error"
