from django.urls import path

from . import views

urlpatterns = [
    path("applications/new/", views.start, name="application_new"),
    path("applications/<int:pk>/draft/", views.draft, name="application_draft"),
]
