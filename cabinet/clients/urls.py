from django.urls import path

from . import views

urlpatterns = [
    path("clients/", views.clients, name="clients"),
    path("clients/letters/", views.letters, name="client_letters"),
    path("clients/<int:pk>/", views.switch, name="client"),
]
