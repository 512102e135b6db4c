"""Included by the platform's host."""

from django.urls import path

from . import views

urlpatterns = [path("<slug:gateway>/<str:secret>/", views.report, name="sms_report")]
