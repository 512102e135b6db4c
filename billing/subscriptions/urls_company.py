from django.urls import path

from .views import company

urlpatterns = [
    path("settings/plan/", company.plan, name="company_plan"),
    path("settings/plan/invoices/<uuid:key>/", company.invoice, name="company_plan_invoice"),
    path("settings/plan/acts/<uuid:key>/", company.act, name="company_plan_act"),
]
