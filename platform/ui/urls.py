"""Both the platform's host and a company's include these at the root."""

from django.urls import path

from ui import views

urlpatterns = [
    path("sight/", views.sight, name="sight"),
    path("components/", views.components, name="components"),
]
