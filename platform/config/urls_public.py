"""Routes of the platform's own host."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("accounts.urls_public")),
    path("", include("ui.urls")),
    path("", include("signing.urls")),
    path("", include("tenants.urls")),
    path("", include("billing.subscriptions.urls_public")),
    path("", include("billing.directory.urls")),
    path("sms/reports/", include("notifications.sms.urls")),
]
if settings.EMBEDDED:
    urlpatterns.append(path("outbox/", include("notifications.urls")))

handler400 = "ui.views.bad_request"
handler403 = "ui.views.not_found"
handler404 = "ui.views.not_found"
handler429 = "ui.views.too_many_requests"
handler500 = "ui.views.server_error"
