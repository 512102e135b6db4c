"""Included by the platform's host in the embedded mode only."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.message_list, name="outbox"),
    path("<uuid:key>/", views.message, name="outbox_message"),
    path("<uuid:key>/html/", views.message_html, name="outbox_message_html"),
]
