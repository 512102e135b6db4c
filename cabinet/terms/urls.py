from django.urls import path

from . import views

urlpatterns = [
    path("cases/<int:pk>/terms/", views.terms, name="case_terms"),
    path("cases/<int:pk>/terms/outage/", views.outage, name="case_outage"),
    path("cases/<int:pk>/terms/outage/back/", views.outage_back, name="case_outage_back"),
    path("cases/<int:pk>/complaint/", views.complaint, name="case_complaint"),
    path("cases/<int:pk>/evidence/", views.evidence, name="case_evidence"),
    path("cases/<int:pk>/days/", views.days, name="case_days"),
]
