from django.urls import path

from . import views

urlpatterns = [
    path("reports/", views.reports, name="reports"),
    path("reports/letters/", views.letters, name="report_letters"),
    path("reports/<slug:code>/", views.report, name="report"),
    path("reports/<slug:code>/<slug:kind>/", views.file, name="report_file"),
]
