from django.urls import path

from . import views

urlpatterns = [
    path("cases/<int:pk>/contract/", views.contract, name="case_contract"),
    path("cases/<int:pk>/contract/<slug:act>/", views.act, name="case_contract_act"),
]
