from django.urls import path

from . import views

urlpatterns = [
    path("representatives/", views.representatives, name="representatives"),
    path("representatives/<int:pk>/revoke/", views.revoke, name="representative_revoke"),
    path("representatives/<int:pk>/document/", views.document, name="representative_document"),
    path("representation/<str:token>/", views.accept, name="representation"),
    path("clients/", views.clients, name="clients"),
    path("clients/letters/", views.letters, name="client_letters"),
    path("clients/<int:pk>/", views.switch, name="client"),
]
