from django.urls import path

from . import views

urlpatterns = [
    path("representatives/", views.representatives, name="representatives"),
    path("representatives/<int:pk>/revoke/", views.revoke, name="representative_revoke"),
    path("representatives/<int:pk>/document/", views.document, name="representative_document"),
    path("representation/<str:token>/", views.accept, name="representation"),
]
