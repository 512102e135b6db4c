from django.urls import path

from tenants import operators, suppliers, views
from tenants.outages import views as outages

urlpatterns = [
    path("", views.start, name="home"),
    path("companies/", views.company_list, name="company_list"),
    path("companies/new/", views.company_new, name="company_new"),
    path("companies/<int:pk>/", views.company_card, name="company_card"),
    path("companies/<int:pk>/suspend/", views.company_suspend, name="company_suspend"),
    path("companies/<int:pk>/resume/", views.company_resume, name="company_resume"),
    path("companies/<int:pk>/time-zone/", views.company_zone, name="company_zone"),
    path("companies/<int:pk>/storage/", views.company_storage, name="company_storage"),
    path("companies/<int:pk>/invitation/", views.company_invite, name="company_invite"),
    path("outages/", outages.outage_list, name="outage_list"),
    path("outages/<int:pk>/correction/", outages.outage_correct, name="outage_correct"),
    path("outages/<int:pk>/withdrawal/", outages.outage_withdraw, name="outage_withdraw"),
    path("suppliers/", suppliers.supplier_places, name="supplier_places"),
    path("operators/", operators.operator_list, name="operator_list"),
    path("operators/<int:pk>/second-factor/", operators.reset_operator, name="reset_operator"),
]
