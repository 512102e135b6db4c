from django.urls import path

from . import views

urlpatterns = [
    path("tariffs/", views.tariffs, name="tariffs"),
    path("tariffs/new/", views.new, name="tariff_new"),
    path("tariffs/template.csv", views.template, name="tariff_template"),
    path("tariffs/<int:pk>/", views.tariff, name="tariff"),
    path("tariffs/<int:pk>/act/", views.act, name="tariff_act"),
    path("tariffs/<int:pk>/withdrawal/", views.withdrawal, name="tariff_withdrawal"),
    path("price/", views.price, name="price"),
]
