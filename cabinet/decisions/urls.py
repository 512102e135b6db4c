from django.urls import path

from . import views

urlpatterns = [
    path("cases/<int:pk>/refusal/", views.refusal, name="case_refusal"),
    path("cases/<int:pk>/annulment/proposal/", views.proposal, name="case_annulment_proposal"),
    path("cases/<int:pk>/annulment/", views.annulment, name="case_annulment"),
    path("cases/<int:pk>/annulment/rejection/", views.rejection, name="case_annulment_rejection"),
    path("cases/<int:pk>/reversal/", views.reversal, name="case_reversal"),
]
