from django.urls import path

from . import views

urlpatterns = [
    path("exchange/", views.export, name="exchange"),
    path("exchange/import/", views.bring, name="exchange_import"),
]
